"""Every spot of Session 4 as the stage sees it, in rooms that people made by their requests."""

from collections.abc import Iterator
from dataclasses import replace

from copworkshop.model.numbering import with_all_numbered
from copworkshop.model.people import STAGE, participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.model.topten import Vote
from copworkshop.rules.agenda import Forward, following
from copworkshop.rules.balloting import CastBallot
from copworkshop.rules.candidate_edits import Merge
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.joining import TakeSeat
from copworkshop.rules.lifecycle import AddNote
from copworkshop.rules.participation import Place
from copworkshop.rules.people import MoveToTable, SetTables
from copworkshop.rules.proposal import ShareProposal, WriteField
from copworkshop.rules.request import Request
from copworkshop.rules.runoff import HoldRunOff
from copworkshop.rules.second_vote import HoldSecondVote
from copworkshop.rules.sifting import Rate, WantSifting
from copworkshop.rules.sight import sight
from copworkshop.ui.stage.canvas import Canvas, Joining
from copworkshop.ui.stage.registry import draw_stage
from helpers.session_builder import ask, at, later, room

JOINING = Joining(command="ssh -p 2222 room@192.0.2.7", code="K7FQ2M")

IDEAS = (
    "Meet at the same hour every month",
    "A coordinator whose time is paid for",
    "Start with a problem that hurts",
    "Tell stories of what went wrong",
    "Share tools and templates",
    "Invite one guest each quarter",
    "Keep notes where everybody finds them",
    "Welcome newcomers by name",
    "Ask the sponsor for time, not for money",
    "Celebrate small results in public",
    "Visit each other's workplaces",
    "Close the community when it has done its work",
)
BALLOTS = ((1, 2, 3, 4, 5), (2, 1, 6, 7, 8), (1, 3, 9, 10, 11), (2, 4, 5, 6, 12), (7, 1, 2, 8, 9), (10, 11))
PLACES = (("core", "core"), ("active", "core"), ("peripheral", "active"), ("peripheral", "active"),
          ("occasional", "occasional"), ("active", "peripheral"))  # fmt: skip

HOSTILE = (
    "[/] [@click=app.quit]Ann[/]",
    "コミュニティ・オブ・プラクティスの提案を書く" * 4,
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2,
    "👩‍👩‍👧‍👦 family e\u0301\u0301 ไทย 한국어",
    "$name {braces} \\[b] > | – *",
)


def said(words: tuple[str, ...] = IDEAS, *, people: int = 6) -> Session:
    """A room that has done all that Session 4 asks, back at the welcome."""
    session = room(people)
    for number in range(1, people + 1):
        session = ask(session, TakeSeat(seat=number), actor=participant(number))
    proposal = session.plan.proposal
    assert proposal is not None
    session = at(session, Kind.LIFECYCLE)
    session = ask(session, AddNote(prompt="processes", text=words[0]), AddNote(prompt="processes", text=words[1]))
    session = ask(session, AddNote(prompt="missing-at-the-end", text=words[2]))
    session = at(session, Kind.PARTICIPATION, "place")
    for seat, (today, then) in enumerate(PLACES[:people], 1):
        places = (Place(seat=seat, when="today", level=today), Place(seat=seat, when="later", level=then))
        session = ask(session, *places, actor=participant(seat))
    session = at(session, Kind.PROPOSAL, "write")
    for seat in range(1, people):
        fields = proposal.fields if seat < 3 else proposal.fields[:2]
        for field in fields:
            session = ask(
                session,
                WriteField(seat=seat, field=field.id, text=f"{words[seat % len(words)]}\nand more"),
                actor=participant(seat),
            )
    for seat in (1, 3):
        session = ask(session, ShareProposal(seat=seat, shared=True), actor=participant(seat))
    session = at(session, Kind.TOP_TEN, "collect")
    for number in range(2 * people):
        seat = number % people + 1
        session = ask(session, AddIdea(seat=seat, text=words[number % len(words)]), actor=participant(seat))
        session = with_all_numbered(session)  # in this order, so that the ballots below can name them
    session = at(session, Kind.TOP_TEN, "merge")
    session = ask(session, Merge(leads=(5, 8)))
    session = at(session, Kind.TOP_TEN, "rank")
    merged = {8: 5}
    for seat, picks in enumerate(BALLOTS[:people], 1):
        own: list[Request] = [CastBallot(seat=seat, picks=tuple(dict.fromkeys(merged.get(p, p) for p in picks)))]
        session = ask(session, *own, actor=participant(seat))
    for kind in session.plan.kinds:
        session = at(session, kind, session.plan.step(kind).rounds[0])  # type: ignore[union-attr]
    return at(session, Kind.WELCOME).replace(closed_rounds={})  # as if the room had not been anywhere yet


def voted_again(session: Session) -> Session:
    """The same room with a list of three, a second vote that ties at its border, and a run-off on it."""
    steps = tuple(step.replace(size=3) if step.kind is Kind.TOP_TEN else step for step in session.plan.steps)
    session = at(session.replace(plan=session.plan.replace(steps=steps)), Kind.TOP_TEN, "discuss")
    session = ask(session, HoldSecondVote())
    for seat, picks in enumerate(((1, 2, 3), (1, 2, 4), (1, 2, 6)), 1):
        session = ask(session, CastBallot(seat=seat, picks=picks, vote=Vote.SECOND), actor=participant(seat))
    session = ask(at(session, Kind.TOP_TEN, "discuss-again"), HoldRunOff())
    for seat, pick in enumerate((4, 4, 6), 1):
        ballot = CastBallot(seat=seat, picks=(pick,), vote=Vote.RUN_OFF_AGAIN)
        session = ask(session, ballot, actor=participant(seat))
    return at(session, Kind.TOP_TEN, "collect").replace(closed_rounds={})


def sifted(people: int = 15) -> Session:
    """A room with 45 ideas that sifts them, in that round."""
    session = at(room(people), Kind.TOP_TEN, "collect")
    for number in range(3 * people):
        idea = AddIdea(seat=number % people + 1, text=f"{IDEAS[number % len(IDEAS)]}, {number + 1}")
        session = ask(session, idea, actor=participant(number % people + 1))
    session = at(ask(at(session, Kind.TOP_TEN, "merge"), WantSifting(wanted=True)), Kind.TOP_TEN, "sift")
    for seat in session.present[:7]:
        for lead in seat.to_rate:
            session = ask(session, Rate(seat=seat.number, idea=lead, rating=3), actor=participant(seat.number))
    return session


def at_tables(session: Session, *tables: str) -> Session:
    """The same room at these tables: everybody is at the first but the last person, who cast no ballot."""
    session = ask(session, SetTables(tables=tables))
    last = session.present[-1]
    session = session.replace(seats={**session.seats, last.number: last.replace(ballot=None)})
    for seat in session.present[:-1]:
        session = ask(session, MoveToTable(seat=seat.number, table=tables[0]))
    return ask(session, MoveToTable(seat=last.number, table=tables[1]))


def walk(session: Session) -> Iterator[Session]:
    """The session at every spot from where it is to the end, by pressing forward."""
    yield session
    while following(session) is not None:
        session = ask(session, Forward(at=session.spot), now=later(60))
        yield session


def canvas(session: Session, width: int = 80, height: int = 23, *, joining: Joining | None = JOINING) -> Canvas:
    return Canvas(sight=sight(session, STAGE), now=later(90), width=width, height=height, joining=joining)


def said_on(drawn: Canvas) -> str:
    """All that a drawing of the stage says, as one text: the words in large letters come at its end."""
    lines = draw_stage(drawn)
    small = [line.plain for line in lines if not set(line.plain.strip()) <= set(" █▀▄")]
    return " ".join(" ".join([*small, *lines.said]).split())


def resized(drawn: Canvas, width: int, height: int) -> Canvas:
    return replace(drawn, width=width, height=height)
