"""What the files of a session say of each other and of its plan, and where that does not fit together.

A file that names an idea, a seat or a part of the plan which is not there can be read all the same, and a session with
it can be opened. Only the check of a folder looks for this.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from copworkshop.content.faults import Fault, fault_at, fault_of_file
from copworkshop.content.lines import Path, lines_of
from copworkshop.model.numbering import named_in_files
from copworkshop.model.people import Seat
from copworkshop.model.plan import Plan
from copworkshop.model.session import RoomNote
from copworkshop.model.topten import Ballot, Candidate, Idea, TopTen
from copworkshop.store.codec import (
    FIRST_WITH_NUMBERS_GIVEN,
    FORMAT,
    SESSION_FILE,
    SavedSeat,
    SavedWords,
    SessionFields,
    seat_file,
)
from copworkshop.store.room_files import CLOSED_FOLDER, Ballots, Content, Ideas, Merges, Numbers, Remarks

T = TypeVar("T", Idea, RoomNote)

_Numbers = Iterator[tuple[Path, int]]
"""Numbers of ideas or seats, each with its place in a file."""
_Found = Iterator[tuple[Path, str]]
"""Places in a file, each with a sentence on what is wrong there."""
_Held = tuple[str, tuple[Idea, ...]]
"""The ideas of a file, with its name."""

_ANOTHER_NUMBER: Final = "give one another number"


@dataclass(frozen=True, slots=True)
class FilesRead:
    """The files of a session that could be read, by their names."""

    plan: Plan | None
    fields: SessionFields | None
    seats: Mapping[str, SavedSeat]
    words: Mapping[str, SavedWords]
    texts: Mapping[str, str]
    """What each of them holds, as text."""
    complete: bool
    """All files could be read, so an idea or a seat that none of them holds is not there."""

    @property
    def top_ten(self) -> TopTen:
        """What ``session.toml`` says of Activity 2."""
        return TopTen() if self.fields is None else self.fields["top_ten"]

    @property
    def given(self) -> Mapping[int, int]:
        """The public numbers that were given to ideas, by what these went by before."""
        found = [saved.content.numbers for saved in self.words.values() if isinstance(saved.content, Numbers)]
        return found[0] if found else {}

    @property
    def in_old_format(self) -> bool:
        """Whether the session was saved last in a format in which ideas had their numbers at once."""
        return self.fields is not None and self.fields[FORMAT] < FIRST_WITH_NUMBERS_GIVEN

    @property
    def closed(self) -> bool:
        """Whether the session is closed."""
        return self.fields is not None and self.fields["closed"] is not None


def contradictions(files: FilesRead) -> Iterator[Fault]:
    """Yield a fault for everything in which the files do not fit together, with the line where it is."""
    yield from _same_seats(files.seats)
    of_room = [(name, saved.content) for name, saved in files.words.items()]
    ideas = [(SESSION_FILE, _by_number(files, files.top_ten.unsigned_ideas))]
    ideas += [(name, _by_number(files, content.ideas)) for name, content in of_room if isinstance(content, Ideas)]
    remarks = [] if files.fields is None else [(SESSION_FILE, files.fields["notes"])]
    remarks += [(name, content.remarks) for name, content in of_room if isinstance(content, Remarks)]
    of_seats = [(name, _by_number(files, saved.seat.ideas)) for name, saved in files.seats.items()]
    # A power cut while a session is closed leaves ideas at their seats, too.
    yield from _numbered_alike("idea", ideas if files.closed else [*of_seats, *ideas])
    yield from _numbered_alike("remark", remarks)
    if files.plan is None or files.fields is None:
        return
    for name, found in _not_in_the_plan(files, files.plan, files.fields, remarks):
        yield from _located(files, name, found)
    if files.complete:
        yield from _not_there(files, files.fields, _numbers_of(ideas), of_seats)


def _not_there(
    files: FilesRead, fields: SessionFields, numbers: Collection[int], of_seats: Sequence[_Held]
) -> Iterator[Fault]:
    """Yield a fault for what no file holds, although another one names it or, once the session is closed, has to.

    `numbers` are those of the room's ideas.
    """
    if files.closed:
        for name, held in of_seats:
            yield from _located(files, name, _only_at_a_seat(held, numbers))
    for name, found in _not_in_the_session(files, fields, {*numbers, *_numbers_of(of_seats)}):
        yield from _located(files, name, found)


def _numbers_of(ideas: Iterable[_Held]) -> set[int]:
    return {idea.number for _, held in ideas for idea in held}


def _by_number(files: FilesRead, ideas: Iterable[Idea]) -> tuple[Idea, ...]:
    """Return ideas of a file by the numbers that the other files name them by: the file can be older."""
    given, old = files.given, files.in_old_format
    return tuple(idea.replace(number=named_in_files(idea.number, given, old=old)) for idea in ideas)


def _same_seats(seats: Mapping[str, SavedSeat]) -> Iterator[Fault]:
    numbers: dict[int, str] = {}
    words: dict[str, str] = {}
    for name, (seat, _) in seats.items():
        if seat_file(seat) != name:
            yield fault_of_file(
                name, f"seat {seat.number} with this word belongs into {seat_file(seat)}; rename the file"
            )
        if seat.number in numbers:
            yield fault_of_file(name, f"{numbers[seat.number]} holds seat {seat.number} as well; {_ANOTHER_NUMBER}")
        if seat.word in words:
            yield fault_of_file(name, f"{words[seat.word]} has the same rejoin word; change it in one of them")
        numbers.setdefault(seat.number, name)
        words.setdefault(seat.word, name)


def _numbered_alike(what: str, held: Iterable[tuple[str, tuple[T, ...]]]) -> Iterator[Fault]:
    found: dict[int, str] = {}
    for name, items in held:
        for item in items:
            if item.number in found:
                yield fault_of_file(name, f"{what} {item.number} is in {found[item.number]} as well; {_ANOTHER_NUMBER}")
            found.setdefault(item.number, name)


def _not_in_the_plan(
    files: FilesRead, plan: Plan, fields: SessionFields, remarks: Iterable[tuple[str, tuple[RoomNote, ...]]]
) -> Iterator[tuple[str, _Found]]:
    """Yield, by the file, what is named there and the plan does not have, nor the room in the case of a table."""
    for name, (seat, _) in files.seats.items():
        yield name, _unknown_to_plan(seat, plan, fields)
    if plan.lifecycle is None:
        return
    prompts = {prompt.id for prompt in plan.lifecycle.prompts}
    for name, notes in remarks:
        key = "notes" if name == SESSION_FILE else "remarks"
        yield name, _unknown_prompts(key, (note.prompt for note in notes), {None, *prompts})
    for name, (seat, _) in files.seats.items():
        yield name, _unknown_prompts("proposed", (note.prompt for note in seat.proposed), prompts)


def _unknown_prompts(key: str, named: Iterable[str | None], known: Collection[str | None]) -> _Found:
    for at, prompt in enumerate(named):
        if prompt not in known:
            yield (key, at, "prompt"), f"the plan has no prompt “{prompt}”"


def _unknown_to_plan(seat: Seat, plan: Plan, fields: SessionFields) -> _Found:
    if seat.table is not None and seat.table not in fields["tables"]:
        yield ("table",), f"{SESSION_FILE} has no table “{seat.table}”"
    if plan.proposal is not None:
        for field in seat.proposal.answers:
            if plan.proposal.field(field) is None:
                yield ("proposal", "answers", field), f"the plan's proposal has no field “{field}”"
    if plan.participation is not None:
        levels = {level.id for level in plan.participation.levels}
        for when, level in (("today", seat.placement.today), ("later", seat.placement.later)):
            if level is not None and level not in levels:
                yield ("placement", when), f"the plan has no level “{level}”"


def _only_at_a_seat(ideas: Iterable[Idea], kept: Collection[int]) -> _Found:
    for at, idea in enumerate(ideas):
        if idea.number not in kept:
            lost = f"the session is closed, and idea {idea.number} is only here, not in the folder “{CLOSED_FOLDER}”"
            yield ("ideas", at), f"{lost}: opened, it would be lost; if nobody closed it, delete “closed” there"


def _not_in_the_session(
    files: FilesRead, fields: SessionFields, ideas: Collection[int]
) -> Iterator[tuple[str, _Found]]:
    """Yield, by the file, the ideas and seats that are named there and that no file holds."""
    seats = {saved.seat.number for saved in files.seats.values()}
    named_seats: dict[str, _Numbers] = {
        name: ((("readings", at, "author"), reading.author) for at, reading in enumerate(saved.seat.readings))
        for name, saved in files.seats.items()
    }
    if fields["on_stage"] is not None:
        named_seats[SESSION_FILE] = iter([(("on_stage",), fields["on_stage"])])
    named_ideas = {name: _named_by_seat(saved.seat) for name, saved in files.seats.items()}
    named_ideas |= {name: _named_by_room(saved.content) for name, saved in files.words.items()}
    named_ideas[SESSION_FILE] = _named_by_top_ten(files.top_ten)
    for what, known, named in (("seat", seats, named_seats), ("idea", ideas, named_ideas)):
        for name, numbers in named.items():
            yield (
                name,
                ((place, f"the session has no {what} {number}") for place, number in numbers if number not in known),
            )


def _named_by_seat(seat: Seat) -> _Numbers:
    if seat.ballot is not None:
        yield from _each(("ballot", "picks"), seat.ballot.picks)
    for vote, ballot in seat.later_ballots.items():
        yield from _each(("later_ballots", vote, "picks"), ballot.picks)
    yield from _each(("read",), seat.read)
    yield from _lists(("proposed_merges",), seat.proposed_merges)
    yield from _each(("to_rate",), seat.to_rate)
    for idea in seat.ratings:
        yield ("ratings", str(idea)), idea


def _named_by_room(content: Content) -> _Numbers:
    match content:
        case Merges():
            yield from _named_by_merges((), content)
        case Ballots():
            yield from _ballots(("papers",), content.papers)
            for table, cast in content.tables.items():
                yield from _lists(("tables", table), cast)


def _named_by_top_ten(held: TopTen) -> _Numbers:
    """Yield what ``session.toml`` names, also in the formats in which it holds the room's words."""
    yield from _named_by_merges(("top_ten",), held)
    yield from _ballots(("top_ten", "unsigned_ballots"), held.unsigned_ballots)
    for vote, papers in held.later_papers.items():
        yield from _ballots(("top_ten", "later_papers", vote), papers)
    for vote, runoff in held.runoffs.items():
        yield from _each(("top_ten", "runoffs", vote, "tied"), runoff.tied)
    yield from _each(("top_ten", "sifted_out"), held.sifted_out or ())
    yield from _each(("top_ten", "held_back"), held.held_back)
    for lead in held.ratings:
        yield ("top_ten", "ratings", str(lead)), lead


def _named_by_merges(where: Path, held: Merges | TopTen) -> _Numbers:
    for lead, candidate in held.edited.items():
        yield from _each((*where, "edited", str(lead), "members"), candidate.members)
    for key, edits in (("undo", held.undo), ("redo", held.redo)):
        for at, edit in enumerate(edits):
            yield from _candidates((*where, key, at, "before"), edit.before)
            yield from _candidates((*where, key, at, "after"), edit.after)
    yield from _lists((*where, "apart"), held.apart)


def _candidates(where: Path, candidates: Iterable[Candidate]) -> _Numbers:
    for at, candidate in enumerate(candidates):
        yield from _each((*where, at, "members"), candidate.members)


def _ballots(where: Path, ballots: Iterable[Ballot]) -> _Numbers:
    for at, ballot in enumerate(ballots):
        yield from _each((*where, at, "picks"), ballot.picks)


def _lists(where: Path, lists: Iterable[Iterable[int]]) -> _Numbers:
    for at, numbers in enumerate(lists):
        yield from _each((*where, at), numbers)


def _each(where: Path, numbers: Iterable[int]) -> _Numbers:
    for at, number in enumerate(numbers):
        yield (*where, at), number


def _located(files: FilesRead, name: str, found: _Found) -> Iterator[Fault]:
    told = [*found]
    lines = lines_of(files.texts[name]) if told else {}
    for place, message in told:
        yield fault_at(place, message, lines, name)
