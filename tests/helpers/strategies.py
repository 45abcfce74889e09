"""Sessions of all kinds for hypothesis: valid ones, with words in every script that passed the gate.

Nothing here has gone through the rules; a session may be in any state that the model allows.
"""

from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from hypothesis import strategies as st
from pydantic import TypeAdapter

from copworkshop.content.faults import LARGEST_NUMBER
from copworkshop.model.base import Moment
from copworkshop.model.closed_rounds import CAN_CLOSE
from copworkshop.model.participation import Placement
from copworkshop.model.people import Fate, ProposedNote, Seat
from copworkshop.model.plan import Kind, Plan
from copworkshop.model.proposal import Proposal, Reading, Remark
from copworkshop.model.question import Answer, Counted, Question, QuestionKind, Result
from copworkshop.model.session import (
    ClockBefore,
    Closing,
    LastEdit,
    PapersBefore,
    Progress,
    QuestionBefore,
    RoomNote,
    Session,
    Spotlight,
    Standing,
    Timer,
    Undoable,
)
from copworkshop.model.text import LINE_LIMIT, NAME_LIMIT, clean_line, clean_paragraph, visible
from copworkshop.model.topten import Ballot, Candidate, Edit, Idea, RunOff, TopTen, Vote
from helpers.session_builder import session4

T = TypeVar("T")
N = TypeVar("N", Idea, RoomNote)

AWKWARD = [
    "'''",
    '"""',
    '""""""',
    "\\",
    "\\\n  after a backslash at the end of a line",
    "\n",
    "\n\nlines\n\n",
    "  spaces at both ends  ",
    "a\r\nb\rc",
    "# End of file: nothing is missing above this line.\n",
    "\n# End of file: nothing is missing above this line.\n# more",
    '"\n[table]\nkey = 1\n"',
    "[@click=app.quit]Participant[/]",
    "\x1b]0;title\x07",
    "नमस्ते",
    "שלום עולם",
    "مرحبا بالعالم",
    "多い 한국어 ไทย",
    "👩\u200d👩\u200d👧 e\u0301",
    "\ufeff\u202e\u2028\x85",
]
"""Texts that trip up files and terminals; what the gate leaves of them must come back as it is."""

_raw = st.one_of(st.text(max_size=30), st.sampled_from(AWKWARD), st.lists(st.sampled_from(AWKWARD)).map("".join))


def lines(limit: int = LINE_LIMIT) -> st.SearchStrategy[str]:
    """One line of people's words, as the gate lets it through."""
    return _raw.map(lambda text: clean_line(text)[:limit]).map(clean_line).filter(visible)


def paragraphs() -> st.SearchStrategy[str]:
    return _raw.map(clean_paragraph)


def names() -> st.SearchStrategy[str]:
    return lines(NAME_LIMIT)


def moments() -> st.SearchStrategy[datetime]:
    """Points in time as the model holds them, given with any offset from UTC."""
    offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timedelta(minutes=minutes))
    days = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - as asked
    return st.builds(lambda day, offset: _moment.validate_python((day + offset).isoformat()), days, offsets)


_moment = TypeAdapter[datetime](Moment)


def keys() -> st.SearchStrategy[str]:
    return st.sampled_from(["problems", "pitch", "core", "active", "focal-point", "2", "7th-of-all"])


def rejoin_words() -> st.SearchStrategy[str]:
    return st.builds("{}-{:04x}".format, st.sampled_from(["maple", "elm", "chestnut"]), st.integers(0, 0xFFFF))


def placements() -> st.SearchStrategy[Placement]:
    return st.builds(Placement, today=st.none() | keys(), later=st.none() | keys(), for_someone=st.booleans())


def proposals() -> st.SearchStrategy[Proposal]:
    answers = st.dictionaries(keys(), paragraphs(), max_size=3)
    return st.builds(
        Proposal, answers=answers, shared=st.booleans(), for_someone=st.booleans(), remarks=several(_remarks())
    )


def _remarks() -> st.SearchStrategy[Remark]:
    return st.builds(Remark, strength=st.none() | lines(), question=st.none() | lines())


def _readings() -> st.SearchStrategy[Reading]:
    return st.builds(Reading, author=numbers(), remark=_remarks(), for_someone=st.booleans())


def _proposed() -> st.SearchStrategy[ProposedNote]:
    return st.builds(
        ProposedNote,
        number=numbers(),
        prompt=keys(),
        text=lines(),
        fate=st.sampled_from(Fate),
        for_someone=st.booleans(),
    )


def numbers() -> st.SearchStrategy[int]:
    return st.integers(1, 2000)


def ideas() -> st.SearchStrategy[Idea]:
    return st.builds(Idea, number=numbers(), text=lines(), withdrawn=st.booleans(), for_someone=st.booleans())


def later_votes() -> st.SearchStrategy[Vote]:
    return st.sampled_from([vote for vote in Vote if vote is not Vote.FIRST])


def ballots() -> st.SearchStrategy[Ballot]:
    return st.builds(Ballot, picks=several(numbers(), unique=True), done=st.booleans(), for_someone=st.booleans())


def seats(number: int | None = None) -> st.SearchStrategy[Seat]:
    return st.builds(
        Seat,
        number=st.integers(1, 9999) if number is None else st.just(number),
        word=rejoin_words(),
        name=names(),
        table=st.none() | names(),
        joined=moments(),
        removed=st.booleans(),
        placement=placements(),
        proposal=proposals(),
        ideas=several(ideas()),
        ballot=st.none() | ballots(),
        later_ballots=st.dictionaries(later_votes(), ballots(), max_size=2),
        read=several(numbers(), unique=True),
        proposed_merges=several(several(numbers(), unique=True)),
        to_rate=several(numbers(), unique=True),
        ratings=st.dictionaries(numbers(), st.integers(1, 5), max_size=3),
        rated_for_them=st.booleans(),
        readings=several(_readings()),
        proposed=several(_proposed()),
        device=st.booleans(),
        reserved=st.booleans(),
        scribe=st.booleans(),
    )


def candidates(lead: int | None = None) -> st.SearchStrategy[Candidate]:
    members = several(numbers(), unique=True, least=1)
    if lead is not None:
        members = members.map(lambda found: (lead, *(number for number in found if number != lead)))
    return st.builds(
        lambda found, wording, withdrawn: Candidate(lead=found[0], members=found, wording=wording, withdrawn=withdrawn),
        members,
        lines(),
        st.booleans(),
    )


def top_tens() -> st.SearchStrategy[TopTen]:
    edits = st.builds(Edit, what=lines(), before=several(candidates()), after=several(candidates()))
    return st.builds(
        TopTen,
        question=st.none() | lines(),
        unsigned_ideas=numbered(ideas()),
        unsigned_ballots=several(ballots()),
        edited=several(numbers(), unique=True).flatmap(
            lambda leads: st.fixed_dictionaries({lead: candidates(lead) for lead in leads})
        ),
        undo=several(edits, most=2),
        redo=several(edits, most=1),
        table_ballots=st.dictionaries(names(), several(several(numbers(), unique=True)), max_size=2),
        apart=several(several(numbers(), unique=True)),
        second=st.booleans(),
        runoffs=st.dictionaries(
            later_votes(),
            _runoffs(),
            max_size=2,
        ),
        later_papers=st.dictionaries(later_votes(), several(ballots(), least=1), max_size=2),
        later_tables=st.dictionaries(
            later_votes(),
            st.dictionaries(names(), several(several(numbers(), unique=True)), min_size=1, max_size=2),
            max_size=1,
        ),
        sifting=st.booleans(),
        sifted_out=st.none() | several(numbers(), unique=True),
        shown=st.booleans(),
        held_back=several(numbers(), unique=True),
        ratings=st.dictionaries(numbers(), several(st.integers(1, 5)), max_size=3),
    )


def _runoffs() -> st.SearchStrategy[RunOff]:
    return st.builds(
        RunOff,
        tied=several(numbers(), unique=True, least=2),
        place=st.integers(1, 9),
        seats=st.integers(1, 3),
        shown=st.booleans(),
    )


def timers() -> st.SearchStrategy[Timer]:
    left = st.floats(-1e10, 1e10)
    return st.builds(Timer, deadline=st.none() | moments(), left=left)


def sessions(plan: Plan | None = None, *, closed: bool | None = None) -> st.SearchStrategy[Session]:
    """Any session of this plan, Session 4 by default; a closed one has nothing at its seats that closing takes away."""
    return _session(plan or session4(), closed)


def several(one: st.SearchStrategy[T], *, most: int = 3, least: int = 0, unique: bool = False) -> Any:
    """A tuple of a few of them."""
    return st.lists(one, min_size=least, max_size=most, unique=unique).map(tuple)


def numbered(one: st.SearchStrategy[N]) -> st.SearchStrategy[tuple[N, ...]]:
    """A tuple of a few of them, each with a number of its own, in the order of their numbers."""
    several_of_them = st.lists(one, max_size=3, unique_by=lambda each: each.number)
    return several_of_them.map(lambda found: tuple(sorted(found, key=lambda each: each.number)))


@st.composite
def _session(draw: st.DrawFn, plan: Plan, closed: bool | None) -> Session:
    kinds = draw(st.lists(st.sampled_from(plan.kinds), min_size=1, unique=True))
    progress = {kind: draw(_progress(plan, kind)) for kind in kinds}
    seat_numbers = draw(st.lists(st.integers(1, 9999), max_size=3, unique=True))
    at_seats = {number: draw(seats(number)) for number in seat_numbers}
    is_closed = draw(st.booleans()) if closed is None else closed
    asked = draw(_questions())
    if asked and asked[-1].open:
        answers = st.none() | st.builds(Answer, question=st.just(asked[-1].number), words=names())
        at_seats = {number: seat.replace(answer=draw(answers)) for number, seat in at_seats.items()}
    if is_closed:
        at_seats = {number: seat.unlinked() for number, seat in at_seats.items()}
    return Session(
        name="2026-11-23-harbour",
        plan=plan,
        revision=draw(st.integers(0, LARGEST_NUMBER - 100)),  # each change adds one
        created=draw(moments()),
        closed=draw(moments()) if is_closed else None,
        at=draw(st.sampled_from(kinds)),
        progress=progress,
        closing=draw(st.none() | _closing(plan)),
        closed_rounds=draw(_closed_rounds(plan)),
        history=draw(several(_undoables(plan))),
        blank=draw(st.booleans()),
        address=draw(st.booleans()),
        door_closed=draw(st.booleans()),
        beside=draw(st.booleans()),
        on_stage=draw(st.none() | numbers()),
        spotlight=draw(st.none() | st.builds(Spotlight, kind=st.sampled_from(["idea", "remark"]), number=numbers())),
        tables=draw(several(names())),
        seats=at_seats,
        notes=draw(numbered(_notes())),
        questions=asked,
        top_ten=draw(top_tens()),
        heading=draw(st.none() | lines()),
    )


@st.composite
def _questions(draw: st.DrawFn) -> tuple[Question, ...]:
    counted = several(st.builds(Counted, answer=names(), times=st.integers(1, 9)))
    results = st.builds(Result, given=st.integers(0, 99), counts=counted)
    count = draw(st.integers(0, 2))
    return tuple(
        Question(
            number=number,
            kind=draw(st.sampled_from(QuestionKind)),
            text=draw(st.none() | lines()),
            hands=draw(counted),
            until=draw(st.none() | moments()),
            result=draw(st.none() | results if number == count else results),
            shown=draw(st.booleans()),
            held_back=draw(several(names())),
        )
        for number in range(1, count + 1)
    )


def _notes() -> st.SearchStrategy[RoomNote]:
    return st.builds(
        RoomNote,
        number=numbers(),
        prompt=st.none() | keys(),
        text=lines(),
        withdrawn=st.booleans(),
        parked=st.booleans(),
    )


def _rounds(plan: Plan, kind: Kind) -> st.SearchStrategy[str]:
    step = plan.step(kind)
    assert step is not None
    return st.sampled_from(step.rounds)


def _progress(plan: Plan, kind: Kind) -> st.SearchStrategy[Progress]:
    clocks = st.dictionaries(st.sampled_from(["step", "collect", "rank"]), timers(), max_size=2)
    return st.builds(
        Progress,
        round=_rounds(plan, kind),
        point=st.integers(0, 40),
        entered=st.none() | moments(),
        timers=clocks,
    )


def _closed_rounds(plan: Plan) -> st.SearchStrategy[dict[Kind, tuple[str, ...]]]:
    can = [(kind, rounds) for kind, rounds in CAN_CLOSE.items() if kind in plan.kinds]
    closed = [(kind, rounds[:end]) for kind, rounds in can for end in (1, len(rounds))]
    return st.lists(st.sampled_from(closed), max_size=3).map(dict) if closed else st.just({})


def _undoables(plan: Plan) -> st.SearchStrategy[Undoable]:
    kinds = st.sampled_from(plan.kinds)
    standing = kinds.flatmap(
        lambda kind: st.builds(
            Standing,
            kind=st.just("step"),
            at=st.just(kind),
            progress=_progress(plan, kind).map(lambda held: {kind: held}),
            new=several(kinds, unique=True),
            closed_rounds=_closed_rounds(plan),
            on_stage=st.none() | numbers(),
            blank=st.booleans(),
            second=st.booleans(),
            runoffs=st.dictionaries(st.sampled_from(Vote), _runoffs(), max_size=2),
        )
    )
    clock = st.builds(ClockBefore, kind=st.just("clock"), at=kinds, name=st.just("step"), timer=st.none() | timers())
    papers = st.builds(
        PapersBefore,
        kind=st.just("papers"),
        vote=st.sampled_from(Vote),
        first=st.integers(0, 9),
        count=st.integers(1, 9),
        digest=st.just("0f"),
    )
    questions = st.builds(
        QuestionBefore,
        kind=st.just("question"),
        number=st.integers(1, 3),
        shown=st.none() | st.booleans(),
        word=st.none() | names(),
    )
    inverse = st.one_of(standing, clock, papers, questions, st.just(LastEdit(kind="edit")))
    return st.builds(Undoable, number=numbers(), what=lines(), inverse=inverse)


def _closing(plan: Plan) -> st.SearchStrategy[Closing]:
    return st.sampled_from(plan.kinds).flatmap(
        lambda kind: st.builds(Closing, kind=st.just(kind), round=_rounds(plan, kind), until=moments())
    )
