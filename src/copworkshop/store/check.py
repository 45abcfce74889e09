"""A check of a session's folder: every fault of every file, with its line, and every contradiction between files."""

from collections.abc import Generator, Iterator
from pathlib import Path

from copworkshop.content.faults import BadFile, Fault
from copworkshop.content.lines import line_of
from copworkshop.content.loader import parse_plan
from copworkshop.model.people import Seat
from copworkshop.model.plan import Plan
from copworkshop.model.system_errors import Doing, why
from copworkshop.store.codec import (
    PLAN_FILE,
    ROOM_FILES,
    SEATS_FOLDER,
    SESSION_FILE,
    SavedSeat,
    SessionFields,
    assembled,
    parse_seat,
    parse_session,
    parse_words,
    seat_file,
)
from copworkshop.store.errors import StoreError, Unreadable
from copworkshop.store.files import LAST_LINE, NOT_UNDERSTOOD, read_limited, strip_end_marker
from copworkshop.store.folder import Folder
from copworkshop.store.loading import read_plan_text
from copworkshop.store.room_files import folder_of


def check(path: Path) -> tuple[Fault, ...]:
    """Return what is wrong with a session's folder; ``str()`` of each is a sentence. Nothing in it is touched."""
    return tuple(_faults(path))


def _faults(path: Path) -> Iterator[Fault]:
    plan = yield from _plan(path)
    fields = yield from _room(path)
    yield from _words(path, fields)
    seats: dict[str, tuple[SavedSeat, str]] = {}
    for name in (yield from _names(path, SEATS_FOLDER)):
        try:
            text = _text(path, name)
            seats[name] = parse_seat(text, name), text
        except Exception as error:
            yield from _as_faults(error, name)
    yield from _doubles({name: saved.seat for name, (saved, _) in seats.items()})
    if plan is None or fields is None:
        return
    for name, (saved, text) in seats.items():
        yield from _unknown(saved.seat, plan, fields, name, text)
    try:
        assembled(path.name, plan, fields, [])
    except BadFile as bad:
        yield from bad.faults


def _plan(path: Path) -> Generator[Fault, None, Plan | None]:
    try:
        text, whole = read_plan_text(path / PLAN_FILE, PLAN_FILE)
        plan = parse_plan(text, PLAN_FILE)
    except Exception as error:
        yield from _as_faults(error, PLAN_FILE)
        return None
    if not whole:
        yield _whole(PLAN_FILE, f"its last line is missing; if all steps are there, put this below them: {LAST_LINE}")
    return plan


def _room(path: Path) -> Generator[Fault, None, SessionFields | None]:
    try:
        return parse_session(_text(path, SESSION_FILE))
    except Exception as error:
        yield from _as_faults(error, SESSION_FILE)
        return None


def _words(path: Path, fields: SessionFields | None) -> Iterator[Fault]:
    """Yield what is wrong with the files of the room's words, of those that are read."""
    named = fields[ROOM_FILES] if fields is not None else ()
    if fields is None or named is None:
        return
    there = yield from _names(path, folder_of(fields["closed"] is not None))
    for name in sorted({*there, *named}):
        try:
            parse_words(_text(path, name), name)
        except Exception as error:
            yield from _as_faults(error, name)


def _names(path: Path, folder: str) -> Generator[Fault, None, tuple[str, ...]]:
    try:
        return Folder.open_read_only(path).names(folder)
    except StoreError as error:
        yield _whole(folder, str(error))
        return ()


def _doubles(seats: dict[str, Seat]) -> Iterator[Fault]:
    numbers: dict[int, str] = {}
    words: dict[str, str] = {}
    ideas: dict[int, str] = {}
    for name, seat in seats.items():
        if seat_file(seat) != name:
            yield _whole(name, f"seat {seat.number} with this word belongs into {seat_file(seat)}; rename the file")
        if seat.number in numbers:
            yield _whole(name, f"{numbers[seat.number]} holds seat {seat.number} as well; give one another number")
        if seat.word in words:
            yield _whole(name, f"{words[seat.word]} has the same rejoin word; change it in one of them")
        for idea in seat.ideas:
            if idea.number in ideas:
                yield _whole(name, f"idea {idea.number} is in {ideas[idea.number]} as well; give one another number")
            ideas.setdefault(idea.number, name)
        numbers.setdefault(seat.number, name)
        words.setdefault(seat.word, name)


def _unknown(seat: Seat, plan: Plan, fields: SessionFields, name: str, text: str) -> Iterator[Fault]:
    """Yield a fault for everything that a seat names and that neither the plan nor the room has."""
    if seat.table is not None and seat.table not in fields["tables"]:
        yield Fault(name, line_of(text, ["table"]), "table", f"{SESSION_FILE} has no table “{seat.table}”")
    places: list[tuple[tuple[str, ...], str]] = []
    if plan.proposal is not None:
        unknown = [field for field in seat.proposal.answers if plan.proposal.field(field) is None]
        places += [(("proposal", "answers", field), f"the plan's proposal has no field “{field}”") for field in unknown]
    if plan.participation is not None:
        levels = {level.id for level in plan.participation.levels}
        said = {"today": seat.placement.today, "later": seat.placement.later}
        places += [
            (("placement", when), f"the plan has no level “{level}”")
            for when, level in said.items()
            if level is not None and level not in levels
        ]
    for place, message in places:
        yield Fault(name, line_of(text, place), ".".join(place), message)


def _text(path: Path, name: str) -> str:
    try:
        return strip_end_marker(read_limited(path / name))
    except FileNotFoundError:
        raise Unreadable("the file is missing") from None
    except OSError as error:
        raise Unreadable(why(error, Doing.READING)) from None


def _as_faults(error: Exception, name: str) -> Iterator[Fault]:
    """Yield what is wrong with a file. An error that nobody foresaw is the fault of the file that it came with."""
    match error:
        case BadFile():
            yield from error.faults
        case StoreError():
            yield _whole(name, str(error).removeprefix(f"{name} "))
        case _:
            yield _whole(name, f"{NOT_UNDERSTOOD}; put an older copy of it back")


def _whole(name: str, message: str) -> Fault:
    return Fault(file=name, line=None, field="", message=message)
