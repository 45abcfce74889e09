"""A check of a session's folder: every fault of every file, with its line, and every contradiction between files."""

from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TypeVar

from copworkshop.content.faults import BadFile, Fault, fault_at, fault_of_file
from copworkshop.content.lines import lines_of
from copworkshop.content.loader import parse_plan
from copworkshop.model.plan import Plan
from copworkshop.model.system_errors import Doing, why
from copworkshop.store.access_files import ACCESS_FOLDER
from copworkshop.store.codec import (
    PLAN_FILE,
    ROOM_FILES,
    SEATS_FOLDER,
    SESSION_FILE,
    SavedSeat,
    SavedWords,
    SessionFields,
    assembled,
    parse_seat,
    parse_session,
    parse_words,
)
from copworkshop.store.contradictions import FilesRead, contradictions
from copworkshop.store.errors import StoreError, Unreadable
from copworkshop.store.files import LAST_LINE, NOT_UNDERSTOOD, read_limited, strip_end_marker
from copworkshop.store.folder import Folder
from copworkshop.store.loading import read_plan_text
from copworkshop.store.lock import LOCK_NAME, in_the_way
from copworkshop.store.names import fault_of
from copworkshop.store.room_files import CLOSED_FOLDER, OPEN_FOLDER, folder_of, model_of

T = TypeVar("T")


def check(path: Path) -> tuple[Fault, ...]:
    """Return what is wrong with a session's folder; ``str()`` of each is a sentence. Nothing in it is touched."""
    return tuple(_faults(path))


def _faults(path: Path) -> Iterator[Fault]:
    name = path.resolve().name
    bad_name = fault_of(name)
    if bad_name is not None:
        yield fault_of_file(name, bad_name)
    yield from _in_the_way(path)
    texts: dict[str, str] = {}
    plan = yield from _plan(path)
    fields = yield from _parsed(path, SESSION_FILE, parse_session, texts)
    of_room = yield from _words_files(path, fields, texts)
    of_people = yield from _names(path, SEATS_FOLDER)
    words: dict[str, SavedWords] = {}
    seats: dict[str, SavedSeat] = {}
    for file in of_room:
        content = yield from _parsed(path, file, parse_words, texts)
        words |= {} if content is None else {file: content}
    for file in of_people:
        seat = yield from _parsed(path, file, parse_seat, texts)
        seats |= {} if seat is None else {file: seat}
    complete = len(seats) == len(of_people) and len(words) == len(of_room)
    yield from contradictions(FilesRead(plan, fields, seats, words, texts, complete=complete))
    if plan is None or fields is None:
        return
    try:
        assembled(path.name, plan, fields, [])
    except BadFile as bad:
        yield from bad.faults


def _in_the_way(path: Path) -> Iterator[Fault]:
    """Yield what stands where the session has its lock or a folder, so that it cannot be opened, saved or closed."""
    kind = in_the_way(path)
    if kind is not None:
        yield fault_of_file(LOCK_NAME, f"{kind} is in its place, so the session cannot be opened; remove it")
    for name in (SEATS_FOLDER, OPEN_FOLDER, CLOSED_FOLDER, ACCESS_FOLDER):
        if _is_no_folder(path / name):
            yield fault_of_file(name, "is not a folder; move it elsewhere")


def _is_no_folder(path: Path) -> bool:
    return not path.is_dir() and (path.exists() or path.is_symlink())


def _plan(path: Path) -> Generator[Fault, None, Plan | None]:
    try:
        text, whole = read_plan_text(path / PLAN_FILE, PLAN_FILE)
        plan = parse_plan(text, PLAN_FILE)
    except Exception as error:
        yield from _as_faults(error, PLAN_FILE)
        return None
    if not whole:
        yield fault_of_file(
            PLAN_FILE, f"its last line is missing; if all steps are there, put this below them: {LAST_LINE}"
        )
    return plan


def _parsed(
    path: Path, name: str, parse: Callable[[str, str], T], texts: dict[str, str]
) -> Generator[Fault, None, T | None]:
    """Return what a file says, and keep its text; None if it cannot be used."""
    try:
        text = _text(path, name)
        found = parse(text, name)
    except Exception as error:
        yield from _as_faults(error, name)
        return None
    texts[name] = text
    return found


def _words_files(
    path: Path, fields: SessionFields | None, texts: dict[str, str]
) -> Generator[Fault, None, tuple[str, ...]]:
    """Return the names of the files of the room's words, of those that are read."""
    named = fields[ROOM_FILES] if fields is not None else ()
    if fields is None or named is None:
        return ()
    for at, name in enumerate(named):
        if model_of(name) is None:
            message = "is not the name of a file of this session; remove it"
            yield fault_at((ROOM_FILES, at), message, lines_of(texts[SESSION_FILE]), SESSION_FILE)
    there = yield from _names(path, folder_of(fields["closed"] is not None))
    return tuple(sorted({*there, *(name for name in named if model_of(name) is not None)}))


def _names(path: Path, folder: str) -> Generator[Fault, None, tuple[str, ...]]:
    if _is_no_folder(path / folder):
        return ()
    try:
        return Folder.open_read_only(path).names(folder)
    except StoreError as error:
        yield fault_of_file(folder, str(error))
        return ()


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
            yield fault_of_file(name, str(error).removeprefix(f"{name} "))
        case _:
            yield fault_of_file(name, f"{NOT_UNDERSTOOD}; put an older copy of it back")
