"""Rooms to report on, made the way real ones are: by requests that the rules grant."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from copworkshop.model.numbering import with_all_numbered
from copworkshop.model.people import FACILITATOR, Actor, participant
from copworkshop.model.plan import Kind, Plan
from copworkshop.model.question import QuestionKind
from copworkshop.model.session import Session, begin
from copworkshop.model.text import NAME_LIMIT, clean_line, visible
from copworkshop.model.topten import Vote
from copworkshop.rules.agenda import GoTo, points
from copworkshop.rules.balloting import CastBallot, PutPaperBallot
from copworkshop.rules.candidate_edits import Merge, Reword, Withdraw
from copworkshop.rules.closing import CloseSession, SetHeading
from copworkshop.rules.collecting import AddIdea, EditIdea, SetQuestion
from copworkshop.rules.lifecycle import AddNote, EditNote
from copworkshop.rules.moderation import HoldBack
from copworkshop.rules.parking import Park, ParkNew
from copworkshop.rules.participation import Place, When
from copworkshop.rules.people import AddSeat, MoveToTable, SetTables
from copworkshop.rules.proposal import ShareProposal, WriteField
from copworkshop.rules.question import AskQuestion, CloseQuestion, CountHands, ShowResult
from copworkshop.rules.request import Request, apply
from copworkshop.rules.runoff import HoldRunOff
from copworkshop.rules.second_vote import HoldSecondVote
from copworkshop.rules.sifting import Rate, WantSifting
from helpers.session_builder import session4

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOSTILE_LINES = [
    "# heading #",
    "<script>alert(1)</script>",
    "](javascript:alert(1))",
    "![x](http://example.org)",
    "```",
    "| a | b |",
    "===",
    "---",
    "**b** _i_ `c`",
    "1. one",
    "- dash",
    "> quote",
    "&lt;&#35;",
    "end\\",
    "=1+1",
    "@SUM(A1)",
    "+1",
    "-1",
    "a;=1+1",
    "'=1",
    '"quoted", twice""',
    "]]><svg onload=alert(1)>",
    "{{ 7 * 7 }}",
]
SCRIPTS = ["Ελένη", "Нина", "שרה", "مريم", "देवी", "சிவா", "ဇာနည်", "陈静", "さくら", "지우", "Ngọc"]
SUFFIXES = "23456789abcdefghjkmnpqrstuvwxyz"


class Room:
    """A room that asks one request after the other, a minute apart."""

    def __init__(self, name: str = "harbour", plan: Plan | None = None) -> None:
        self.session: Session = begin(name, plan or session4(), START)
        self.now = START

    def ask(self, *requests: Request, by: Actor = FACILITATOR) -> None:
        for request in requests:
            self.now += timedelta(minutes=1)
            self.session = apply(self.session, request, by, self.now)

    def goes_to(self, kind: Kind, round_name: str, point: int = 0) -> None:
        self.ask(GoTo(kind=kind, round=round_name, point=point))

    def sits(self, *names: str) -> None:
        for name in names:
            suffix = SUFFIXES[len(self.session.seats) % len(SUFFIXES)] * 4
            self.ask(AddSeat(name=name, word=f"maple-{suffix}"))

    def places(self, when: When, levels: Sequence[str]) -> None:
        for seat, level in enumerate(levels, start=1):
            self.ask(Place(seat=seat, when=when, level=level), by=participant(seat))

    def writes(self, seat: int, **answers: str) -> None:
        for field, text in answers.items():
            self.ask(WriteField(seat=seat, field=field.replace("_", "-"), text=text), by=participant(seat))

    def shares(self, seat: int) -> None:
        self.ask(ShareProposal(seat=seat, shared=True), by=participant(seat))

    def has_ideas(self, seat: int, *texts: str) -> None:
        """Put in ideas; each has the next number at once, so that a test can name it."""
        for text in texts:
            self.ask(AddIdea(seat=seat, text=text), by=participant(seat))
            self.session = with_all_numbered(self.session)

    def votes(self, seat: int, *picks: int) -> None:
        self.ask(CastBallot(seat=seat, picks=picks, done=True), by=participant(seat))

    def asks(self, kind: QuestionKind, text: str | None, *hands: tuple[str, int]) -> None:
        """Ask a question outside the plan, count so many hands for each answer, and close it."""
        self.ask(AskQuestion(kind=kind, text=text))
        number = self.session.questions[-1].number
        self.ask(*(CountHands(number=number, answer=answer, times=times) for answer, times in hands))
        self.ask(CloseQuestion(number=number), ShowResult(number=number, shown=False))

    def reveals_all(self) -> None:
        """Go to the point of the reveal at which the whole list stands."""
        step = self.session.plan.top_ten
        assert step is not None
        self.goes_to(Kind.TOP_TEN, "reveal", points(self.session, step, "reveal") - 1)

    def closes(self) -> None:
        self.ask(CloseSession())


def ranked_room(plan: Plan | None = None) -> Room:
    """Six people who have done everything and are about to see their top ten."""
    room = Room(plan=plan)
    room.ask(SetHeading(heading="Harbour Trust"), SetTables(tables=("North", "South")))
    room.sits(*(f"Participant {number}" for number in range(1, 7)))
    room.ask(MoveToTable(seat=1, table="North"), by=participant(1))

    room.goes_to(Kind.LIFECYCLE, "overview", 5)
    room.ask(
        AddNote(prompt="focal-point", text="The locks, and who may open them"),
        AddNote(prompt="focal-point", text="Said in anger, and taken back"),
        AddNote(prompt="missing-at-the-end", text="A way to stop"),
        EditNote(number=2, withdrawn=True),
        AddNote(prompt="processes", text="Too early to say"),
        Park(number=4),
        ParkNew(text="Who pays for the hall?"),
    )

    room.goes_to(Kind.PARTICIPATION, "place")
    room.places("today", ["core", "active", "occasional", "occasional", "peripheral", "transactional"])
    room.places("later", ["core", "core", "active", "occasional", "active", "transactional"])

    room.goes_to(Kind.PROPOSAL, "write")
    room.writes(
        1,
        focal_point="Keeping the harbour open in winter.\nAll of it:\n- the locks\n- the lights\n\nNothing else.",
        people="Lock keepers & pilots",
    )
    room.shares(1)
    room.writes(2, problems="A thought that Participant 2 keeps to themself")
    room.ask(WriteField(seat=3, field="pitch", text="Ten minutes over coffee, every Friday"))

    room.goes_to(Kind.TOP_TEN, "collect")
    room.has_ideas(1, "Meet every month", "Write down what was decided")
    room.has_ideas(2, "A monthly meeting", "Name a coordinator")
    room.has_ideas(3, "Share failures", "A slip of the tongue")
    room.has_ideas(4, "Visit each other's work")
    room.has_ideas(5, "Buy a boat")
    room.ask(EditIdea(number=6, withdrawn=True), by=participant(3))
    room.ask(AddIdea(seat=None, text="Welcome those who are new"))

    room.goes_to(Kind.TOP_TEN, "merge")
    room.ask(
        Merge(leads=(1, 3)),
        Reword(lead=1, wording="Meet once a month, always on the same day"),
        Withdraw(lead=8),
    )

    room.goes_to(Kind.TOP_TEN, "rank")
    # Ideas 4 and 5 have equal points and part head to head; 2 and 9 share the fifth place.
    room.votes(1, 1, 4, 5)
    room.votes(2, 3, 5, 4)
    room.votes(3, 7, 5, 1)
    room.votes(4, 4, 1, 2)
    room.votes(5, 1, 7, 9)
    room.ask(PutPaperBallot(picks=(5, 4)))
    return room


def finished_room() -> Room:
    """The same six people, when all is said and the session is closed."""
    room = ranked_room()
    room.reveals_all()
    room.goes_to(Kind.TOP_TEN, "discuss")
    room.goes_to(Kind.CLOSE, "close")
    room.closes()
    return room


def room_with_tables() -> Room:
    """The same six people at the discussion; three of them at one table, which has a list of its own."""
    room = ranked_room()
    room.ask(*(MoveToTable(seat=seat, table="North") for seat in (1, 2, 3)))
    room.votes(6)
    room.reveals_all()
    room.goes_to(Kind.TOP_TEN, "discuss")
    return room


def contested_room() -> Room:
    """Four people whose list of one depends on the counting rule, at the discussion."""
    steps = tuple(step.replace(size=1) if step.kind is Kind.TOP_TEN else step for step in session4().steps)
    room = Room(plan=session4().replace(steps=steps))
    room.sits(*(f"Participant {number}" for number in range(1, 5)))
    room.goes_to(Kind.TOP_TEN, "collect")
    room.has_ideas(1, "Often first", "Always second", "First once")
    room.goes_to(Kind.TOP_TEN, "rank")
    for seat in (1, 2, 3):
        room.votes(seat, 1, 2)
    room.votes(4, 3, 2)
    room.reveals_all()
    room.goes_to(Kind.TOP_TEN, "discuss")
    return room


def room_that_votes_again() -> Room:
    """Four people with a list of one, tied at its border in both votes: a run-off settles each of them."""
    steps = tuple(step.replace(size=1) if step.kind is Kind.TOP_TEN else step for step in session4().steps)
    room = Room(plan=session4().replace(steps=steps))
    room.sits(*(f"Participant {number}" for number in range(1, 5)))
    room.goes_to(Kind.TOP_TEN, "collect")
    room.has_ideas(1, "Trust", "Time", "Tools")
    room.goes_to(Kind.TOP_TEN, "rank")
    room.votes(1, 1)
    room.votes(2, 2)
    room.goes_to(Kind.TOP_TEN, "discuss")
    room.ask(HoldRunOff())
    room.ask(CastBallot(seat=1, picks=(2,), vote=Vote.RUN_OFF), by=participant(1))
    room.goes_to(Kind.TOP_TEN, "settled")
    room.ask(HoldSecondVote())
    for seat, pick in ((1, 2), (2, 3)):
        room.ask(CastBallot(seat=seat, picks=(pick,), vote=Vote.SECOND), by=participant(seat))
    room.goes_to(Kind.TOP_TEN, "discuss-again")
    room.ask(HoldRunOff())
    room.ask(CastBallot(seat=3, picks=(3,), vote=Vote.RUN_OFF_AGAIN), by=participant(3))
    room.goes_to(Kind.TOP_TEN, "settled")
    return room


def room_that_sifts() -> Room:
    """Fifteen people with 45 ideas, each of which is rated by the last digit of its number."""
    room = Room()
    room.sits(*(f"Participant {number}" for number in range(1, 16)))
    room.goes_to(Kind.TOP_TEN, "collect")
    for seat in range(1, 16):
        room.has_ideas(seat, *(f"Thought {letter} of {seat}" for letter in "abc"))
    room.goes_to(Kind.TOP_TEN, "merge")
    room.ask(WantSifting(wanted=True))
    room.goes_to(Kind.TOP_TEN, "sift")
    for person in room.session.present:
        for lead in person.to_rate:
            room.ask(Rate(seat=person.number, idea=lead, rating=lead % 5 + 1), by=participant(person.number))
    room.goes_to(Kind.TOP_TEN, "rank")
    return room


def room_that_moderates() -> Room:
    """Three people with an idea each, one of which the facilitator holds back."""
    steps = tuple(step.replace(moderated=True) if step.kind is Kind.TOP_TEN else step for step in session4().steps)
    room = Room(plan=session4().replace(steps=steps))
    room.sits("Ann", "Ben", "Cem")
    room.goes_to(Kind.TOP_TEN, "collect")
    for seat, words in enumerate(("Trust", "Unkind", "Tools"), start=1):
        room.has_ideas(seat, words)
    room.goes_to(Kind.TOP_TEN, "merge")
    held = next(idea.number for seat in room.session.present for idea in seat.ideas if idea.text == "Unkind")
    room.ask(HoldBack(lead=held, held=True))
    room.goes_to(Kind.TOP_TEN, "rank")
    return room


def room_that_says(line: str) -> Room:
    """Return a room in which everybody says the same line, wherever words are taken."""
    room = Room()
    room.ask(
        SetHeading(heading=line),
        SetQuestion(text=line),
        AddNote(prompt="focal-point", text=line),
        AddNote(prompt="missing-at-the-end", text=line),
    )
    room.sits(line)
    word = clean_line(line)[:NAME_LIMIT]
    room.asks(QuestionKind.WORD, line, (word if visible(word) else "word", 3))
    room.goes_to(Kind.PROPOSAL, "write")
    room.writes(1, people=f"before\n{line}\n\n{line}", problems=line)
    room.shares(1)
    room.goes_to(Kind.TOP_TEN, "collect")
    room.has_ideas(1, line, line, line)
    room.goes_to(Kind.TOP_TEN, "rank")
    room.votes(1, 2)
    room.reveals_all()
    room.goes_to(Kind.TOP_TEN, "discuss")
    return room
