"""Rooms in which people did much, made the way real ones are: by requests that the rules grant."""

from collections.abc import Iterator
from functools import cache

from copworkshop.model.people import participant
from copworkshop.model.plan import Kind, Plan
from copworkshop.model.question import QuestionKind
from copworkshop.model.session import Session
from copworkshop.model.text import NAME_LIMIT, clean_line, visible
from copworkshop.model.topten import Vote
from copworkshop.rules.agenda import Forward, following
from copworkshop.rules.balloting import CastBallot, PutPaperBallot
from copworkshop.rules.candidate_edits import Merge, Reword, Withdraw
from copworkshop.rules.closing import CloseSession, SetHeading
from copworkshop.rules.collecting import AddIdea, EditIdea, SetQuestion
from copworkshop.rules.lifecycle import AddNote, EditNote
from copworkshop.rules.moderation import HoldBack
from copworkshop.rules.parking import Park, ParkNew
from copworkshop.rules.people import MoveToTable, SetTables
from copworkshop.rules.proposal import WriteField
from copworkshop.rules.runoff import HoldRunOff
from copworkshop.rules.second_vote import HoldSecondVote
from copworkshop.rules.sifting import Rate, WantSifting
from helpers.session_builder import (
    ask,
    asked,
    at,
    later,
    number_of,
    placed,
    plan_with,
    revealed,
    room,
    seated,
    shared,
    voted,
    with_ideas,
    with_people,
    written,
)
from helpers.words import IDEAS

BALLOTS = ((1, 2, 3, 4, 5), (2, 1, 6, 7, 5), (1, 3, 9, 10, 11), (2, 4, 5, 6, 12), (7, 1, 2, 5, 9), (10, 11))
TODAY = ("core", "active", "peripheral", "peripheral", "occasional", "active")
IN_SIX_MONTHS = ("core", "core", "active", "active", "occasional", "peripheral")


def ranked_room(plan: Plan | None = None) -> Session:
    """Six people who have done everything, and are about to see their top ten."""
    session = room(6, plan).replace(name="harbour")
    session = ask(session, SetHeading(heading="Harbour Trust"), SetTables(tables=("North", "South")))
    session = ask(session, MoveToTable(seat=1, table="North"), actor=participant(1))

    session = at(session, Kind.LIFECYCLE, "overview", 5)
    session = ask(
        session,
        AddNote(prompt="focal-point", text="The locks, and who may open them"),
        AddNote(prompt="focal-point", text="Said in anger, and taken back"),
        AddNote(prompt="missing-at-the-end", text="A way to stop"),
        EditNote(number=2, withdrawn=True),
        AddNote(prompt="processes", text="Too early to say"),
        Park(number=4),
        ParkNew(text="Who pays for the hall?"),
    )

    session = at(session, Kind.PARTICIPATION, "place")
    session = placed(session, "today", ["core", "active", "occasional", "occasional", "peripheral", "transactional"])
    session = placed(session, "later", ["core", "core", "active", "occasional", "active", "transactional"])

    session = at(session, Kind.PROPOSAL, "write")
    session = written(
        session,
        1,
        focal_point="Keeping the harbour open in winter.\nAll of it:\n- the locks\n- the lights\n\nNothing else.",
        people="Lock keepers & pilots",
    )
    session = shared(session, 1)
    session = written(session, 2, problems="A thought that Participant 2 keeps to themself")
    session = ask(session, WriteField(seat=3, field="pitch", text="Ten minutes over coffee, every Friday"))

    session = at(session, Kind.TOP_TEN, "collect")
    session = with_ideas(session, 1, "Meet every month", "Write down what was decided")
    session = with_ideas(session, 2, "A monthly meeting", "Name a coordinator")
    session = with_ideas(session, 3, "Share failures", "A slip of the tongue")
    session = with_ideas(session, 4, "Visit each other's work")
    session = with_ideas(session, 5, "Buy a boat")
    session = ask(session, EditIdea(number=6, withdrawn=True), actor=participant(3))
    session = ask(session, AddIdea(seat=None, text="Welcome those who are new"))

    session = at(session, Kind.TOP_TEN, "merge")
    session = ask(
        session,
        Merge(leads=(1, 3)),
        Reword(lead=1, wording="Meet once a month, always on the same day"),
        Withdraw(lead=8),
    )

    session = at(session, Kind.TOP_TEN, "rank")
    # Ideas 4 and 5 have equal points and part head to head; 2 and 9 share the fifth place.
    session = voted(session, 1, 1, 4, 5)
    session = voted(session, 2, 3, 5, 4)
    session = voted(session, 3, 7, 5, 1)
    session = voted(session, 4, 4, 1, 2)
    session = voted(session, 5, 1, 7, 9)
    return ask(session, PutPaperBallot(picks=(5, 4)))


@cache
def finished_room() -> Session:
    """The same six people, when all is said and the session is closed."""
    session = revealed(ranked_room())
    session = at(session, Kind.TOP_TEN, "discuss")
    session = at(session, Kind.CLOSE, "close")
    return ask(session, CloseSession(), now=later(62 * 60))


@cache
def room_with_tables() -> Session:
    """The same six people at the discussion; three of them at one table, which has a list of its own."""
    session = ask(ranked_room(), *(MoveToTable(seat=seat, table="North") for seat in (1, 2, 3)))
    session = voted(session, 6)
    return at(revealed(session), Kind.TOP_TEN, "discuss")


@cache
def contested_room() -> Session:
    """Four people whose list of one depends on the counting rule, at the discussion."""
    session = at(room(4, plan_with(Kind.TOP_TEN, size=1)), Kind.TOP_TEN, "collect")
    session = with_ideas(session, 1, "Often first", "Always second", "First once")
    session = at(session, Kind.TOP_TEN, "rank")
    for seat in (1, 2, 3):
        session = voted(session, seat, 1, 2)
    session = voted(session, 4, 3, 2)
    return at(revealed(session), Kind.TOP_TEN, "discuss")


@cache
def room_that_votes_again() -> Session:
    """Four people with a list of one, tied at its border in both votes: a run-off settles each of them."""
    session = at(room(4, plan_with(Kind.TOP_TEN, size=1)), Kind.TOP_TEN, "collect")
    session = with_ideas(session, 1, "Trust", "Time", "Tools")
    session = at(session, Kind.TOP_TEN, "rank")
    session = voted(session, 1, 1)
    session = voted(session, 2, 2)
    session = ask(at(session, Kind.TOP_TEN, "discuss"), HoldRunOff())
    session = ask(session, CastBallot(seat=1, picks=(2,), vote=Vote.RUN_OFF), actor=participant(1))
    session = ask(at(session, Kind.TOP_TEN, "settled"), HoldSecondVote())
    for seat, pick in ((1, 2), (2, 3)):
        session = ask(session, CastBallot(seat=seat, picks=(pick,), vote=Vote.SECOND), actor=participant(seat))
    session = ask(at(session, Kind.TOP_TEN, "discuss-again"), HoldRunOff())
    session = ask(session, CastBallot(seat=3, picks=(3,), vote=Vote.RUN_OFF_AGAIN), actor=participant(3))
    return at(session, Kind.TOP_TEN, "settled")


@cache
def room_that_sifts(raters: int = 7) -> Session:
    """Fifteen people who sift 45 ideas; so many have rated theirs, each idea by the last digit of its number."""
    session = at(room(15), Kind.TOP_TEN, "collect")
    for number in range(45):
        session = with_ideas(session, number % 15 + 1, f"{IDEAS[number % len(IDEAS)]}, {number + 1}")
    session = ask(at(session, Kind.TOP_TEN, "merge"), WantSifting(wanted=True))
    session = at(session, Kind.TOP_TEN, "sift")
    for person in session.present[:raters]:
        ratings = (Rate(seat=person.number, idea=lead, rating=lead % 5 + 1) for lead in person.to_rate)
        session = ask(session, *ratings, actor=participant(person.number))
    return session


def sifted_room() -> Session:
    """The same fifteen people when all have rated theirs, and the best ideas are ranked."""
    return at(room_that_sifts(15), Kind.TOP_TEN, "rank")


@cache
def room_that_moderates() -> Session:
    """Three people with an idea each, one of which the facilitator holds back."""
    session = with_people(room(plan=plan_with(Kind.TOP_TEN, moderated=True)), "Ann", "Ben", "Cem")
    session = at(session, Kind.TOP_TEN, "collect")
    for seat, words in enumerate(("Trust", "Unkind", "Tools"), start=1):
        session = with_ideas(session, seat, words)
    session = at(session, Kind.TOP_TEN, "merge")
    session = ask(session, HoldBack(lead=number_of(session, "Unkind"), held=True))
    return at(session, Kind.TOP_TEN, "rank")


def room_that_says(line: str) -> Session:
    """Return a room in which everybody says the same line, wherever words are taken."""
    session = ask(
        room(),
        SetHeading(heading=line),
        SetQuestion(text=line),
        AddNote(prompt="focal-point", text=line),
        AddNote(prompt="missing-at-the-end", text=line),
    )
    session = with_people(session, line)
    word = clean_line(line)[:NAME_LIMIT]
    session = asked(session, QuestionKind.WORD, line, (word if visible(word) else "word", 3))
    session = at(session, Kind.PROPOSAL, "write")
    session = written(session, 1, people=f"before\n{line}\n\n{line}", problems=line)
    session = shared(session, 1)
    session = at(session, Kind.TOP_TEN, "collect")
    session = with_ideas(session, 1, line, line, line)
    session = at(session, Kind.TOP_TEN, "rank")
    session = voted(session, 1, 2)
    return at(revealed(session), Kind.TOP_TEN, "discuss")


@cache
def used_room(words: tuple[str, ...] = IDEAS) -> Session:
    """A room that has done all that Session 4 asks, back at the welcome."""
    session = seated(room(6))
    proposal = session.plan.proposal
    assert proposal is not None
    session = at(session, Kind.LIFECYCLE)
    prompts = ("processes", "processes", "missing-at-the-end")
    session = ask(session, *(AddNote(prompt=prompt, text=text) for prompt, text in zip(prompts, words, strict=False)))
    session = at(session, Kind.PARTICIPATION, "place")
    session = placed(placed(session, "today", TODAY), "later", IN_SIX_MONTHS)
    session = at(session, Kind.PROPOSAL, "write")
    for seat in range(1, 6):
        fields = proposal.fields if seat < 3 else proposal.fields[:2]
        session = written(session, seat, **{field.id: f"{words[seat % len(words)]}\nand more" for field in fields})
    session = shared(shared(session, 1), 3)
    session = at(session, Kind.TOP_TEN, "collect")
    for number in range(12):
        session = with_ideas(session, number % 6 + 1, words[number % len(words)])
    session = at(session, Kind.TOP_TEN, "merge")
    session = ask(session, Merge(leads=(5, 8)))
    session = at(session, Kind.TOP_TEN, "rank")
    for seat, picks in enumerate(BALLOTS, 1):
        session = ask(session, CastBallot(seat=seat, picks=picks), actor=participant(seat))
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


def at_tables(session: Session, *tables: str) -> Session:
    """The same room at these tables: everybody is at the first but the last person, who cast no ballot."""
    session = ask(session, SetTables(tables=tables))
    last = session.present[-1]
    session = session.replace(seats={**session.seats, last.number: last.replace(ballot=None)})
    for seat in session.present[:-1]:
        session = ask(session, MoveToTable(seat=seat.number, table=tables[0]))
    return ask(session, MoveToTable(seat=last.number, table=tables[1]))


def to_the_end(session: Session) -> Iterator[Session]:
    """The session at every spot from where it is to the end, by pressing forward."""
    yield session
    while following(session) is not None:
        session = ask(session, Forward(at=session.spot), now=later(60))
        yield session
