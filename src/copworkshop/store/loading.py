"""A session read from its folder, as complete as its files allow, with a sentence for all that could not be used."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Final, TypeVar

from copworkshop.content import toml
from copworkshop.content.faults import BadFile, Fault, fault_of_file, quoted
from copworkshop.content.loader import parse_plan
from copworkshop.model.people import Seat
from copworkshop.model.plan import Plan
from copworkshop.model.proposal import Remark
from copworkshop.model.session import Progress, Session
from copworkshop.model.text import clean_line
from copworkshop.store.codec import (
    FIRST_WITH_NUMBERS_GIVEN,
    FORMAT,
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
    seat_file,
    seat_text,
    session_text,
    words_text,
)
from copworkshop.store.errors import CannotRead, TornFile, Unreadable
from copworkshop.store.files import last_change, strip_end_marker
from copworkshop.store.folder import Folder, utc_now
from copworkshop.store.room_files import CLOSED_FOLDER, OPEN_FOLDER, folder_of, model_of, room_files

T = TypeVar("T")

PLAN_COPY: Final = f"{PLAN_FILE}.previous"
"""The plan as it was when the session began, for when somebody's later change of it cannot be used."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A session as its files hold it."""

    session: Session
    incidents: tuple[str, ...]
    """A sentence for everything in the files that could not be used, and what was done instead."""
    repairs: dict[str, str]
    """Texts that the files should hold and do not yet, by file."""
    inline: bool
    """The room's words stand in ``session.toml``, or in files of an older format: they are all to be written again."""


def load(folder: Folder) -> Loaded:
    """Return the session in a folder.

    Files that are of no use are dealt with as :meth:`Folder.read` does: the copy from before is used, or else a seat is
    missing, or the room starts again at the first step with everybody's words kept.

    Raises:
        CannotRead: there is no usable plan, or the room stands where it has no step; the sentence says what to do.
        NewerSchema: a newer version of this program wrote it.
        CannotSave: a file that is of no use could not be put aside.

    """
    plan, said = read_plan(folder.path)
    if not said:
        folder.read(PLAN_FILE, str)  # so that the folder knows it, should it have to be written again
    fields = folder.read(SESSION_FILE, _reading(parse_session, SESSION_FILE))
    lost = fields is None
    words, missing = _words(folder, fields)
    seats, doubles = _seats(folder)
    if fields is None:
        since = min((saved.seat.joined for saved in seats), default=last_change(folder.path) or utc_now())
        fields = first_fields(plan, since)
    try:
        session = assembled(folder.path.name, plan, fields, seats, words)
    except BadFile as bad:
        raise CannotRead(
            f"The session “{folder.path.name}” does not fit its plan: {brief(bad.faults[0])}. "
            f"Put that step back into {folder.path / PLAN_FILE}."
        ) from None
    session, linked = _closed_for_good(session)
    session, answered = _without_old_answers(session)
    incidents = [*said, *map(str, folder.take_incidents()), *map(clean_line, [*missing, *doubles])]
    linked |= answered
    late = linked if session.closed is None else {*linked, *_not_closed(seats, words)}
    repairs = {
        seat_file(seat): seat_text(seat, session.revision) for seat in map(session.seats.__getitem__, sorted(late))
    }
    if lost:
        incidents.append(
            f"{SESSION_FILE} is lost, so the room starts again at the first step; what people wrote is kept."
        )
        repairs |= {name: words_text(content, session.revision) for name, content in room_files(session).items()}
        repairs[SESSION_FILE] = session_text(session)
    is_old = fields.get(FORMAT, FIRST_WITH_NUMBERS_GIVEN) < FIRST_WITH_NUMBERS_GIVEN
    return Loaded(session, tuple(incidents), repairs, inline=is_old or fields.get(ROOM_FILES, ()) is None)


def _words(folder: Folder, fields: SessionFields | None) -> tuple[list[SavedWords], list[str]]:
    """Return the room's words, and a sentence for each of their files that is missing or cannot be one.

    Where ``session.toml`` is lost, nothing tells whether the session was closed. The files of an open session count
    first, because it can be closed again.
    """
    named = () if fields is None else fields[ROOM_FILES]
    if named is None:
        return [], []
    place = folder_of(fields is not None and fields["closed"] is not None)
    if fields is None and not folder.names(OPEN_FOLDER):
        place = CLOSED_FOLDER
    there = [name for name in folder.names(place) if model_of(name) is not None]
    found: list[SavedWords] = []
    missing = [
        f"{SESSION_FILE} names {quoted(name)}, which is not the name of a file of this session; it was not read."
        for name in named
        if model_of(name) is None  # such a name could lead out of the folder
    ]
    for name in sorted({*there, *(name for name in named if model_of(name) is not None)}):
        saved = folder.read(name, _reading(parse_words, name))
        if saved is not None:
            found.append(saved)
        elif name not in there:
            missing.append(f"{name} is missing, and there is no copy from before, so what it held is, too.")
    return found, missing


def first_fields(plan: Plan, now: datetime, heading: str | None = None) -> SessionFields:
    """Return the fields that a session starts with: nobody in it, and the room at the plan's first step."""
    first = plan.steps[0]
    progress = {first.kind: Progress(round=first.rounds[0], entered=now)}
    return {
        "revision": 0,
        "created": now,
        "at": first.kind,
        "progress": progress,
        "heading": heading,
        ROOM_FILES: (),
    }


def read_plan_text(path: Path, file: str) -> tuple[str, bool]:
    """Return the text of a session's plan file, and whether its end is certain: the last line of ours is there.

    A plan without it is used all the same, for somebody may have put back a plan of their own.

    Raises:
        BadFile: the file is missing, too large, or no text.

    """
    text = toml.read_text(path, file)
    try:
        return strip_end_marker(text.encode()), True
    except TornFile:
        return text, False
    except Unreadable as error:
        raise BadFile([fault_of_file(file, str(error))]) from None


def read_plan(path: Path) -> tuple[Plan, tuple[str, ...]]:
    """Return the plan of the session in the folder `path`, and a sentence for what is wrong with its file.

    Where the file cannot be used, it is left to the person who changed it, and the copy of the beginning is used.

    Raises:
        CannotRead: there is no usable copy either; the sentence says what to do.

    """
    try:
        text, whole = read_plan_text(path / PLAN_FILE, PLAN_FILE)
        plan = _parsed(text)
    except BadFile as bad:
        fault = brief(bad.faults[0])
    else:
        return plan, () if whole else (_NO_LAST_LINE,)
    try:
        text, _ = read_plan_text(path / PLAN_COPY, PLAN_FILE)
        plan = _parsed(text)
    except BadFile:
        raise CannotRead(
            f"The plan of the session “{path.name}” cannot be used: {fault}. Correct {path / PLAN_FILE}, or put the "
            "plan that the session was begun with back there under that name; nothing was changed."
        ) from None
    return plan, (
        f"{PLAN_FILE} cannot be used ({fault}); it was left as it is, and the plan of the beginning is used.",
    )


_NO_LAST_LINE: Final = (
    f"{PLAN_FILE} does not end with its last line: somebody put it there by hand, or its end is lost. "
    "Check that all steps are there."
)


@lru_cache(maxsize=8)  # sessions listed together have mostly one plan
def _parsed(text: str) -> Plan:
    return parse_plan(text, PLAN_FILE)


def _seats(folder: Folder) -> tuple[list[SavedSeat], list[str]]:
    """Return the seats, one for each number, and a sentence for each file that says the same of another."""
    found: dict[int, tuple[str, SavedSeat]] = {}
    words: dict[str, str] = {}
    said: list[str] = []
    read = [(name, folder.read(name, _reading(parse_seat, name))) for name in folder.names(SEATS_FOLDER)]
    usable = [(name, saved) for name, saved in read if saved is not None]
    # Where there are several, the one under the name that we give, which is the one that we write.
    for name, saved in sorted(usable, key=lambda each: each[0] != seat_file(each[1].seat)):
        number, word = saved.seat.number, saved.seat.word
        if number in found:
            said.append(
                f"{name} was not used, for {found[number][0]} holds seat {number} as well; "
                "give one of them another number, or remove it."
            )
            continue
        if word in words:
            said.append(f"{name} and {words[word]} have the same rejoin word; change it in one of them.")
        found[number] = name, saved
        words[word] = name
    return [saved for _, saved in found.values()], said


def _closed_for_good(session: Session) -> tuple[Session, set[int]]:
    """Return the session with nothing at a seat that a close takes from it, if it is closed; and where there was some.

    When a session closes, its ideas and ballots are written to the folder ``closed`` before they leave the seats'
    files; a power cut in between leaves them in both.
    """
    if session.closed is None:
        return session, set()
    step = session.plan.proposal
    seats = {number: seat.unlinked() for number, seat in session.seats.items()}
    if step is not None and not step.named_remarks:
        seats = _without_readers(seats)
    linked = {number for number, seat in session.seats.items() if seat != seats[number]}
    return (session.replace(seats=seats) if linked else session), linked


def _without_old_answers(session: Session) -> tuple[Session, set[int]]:
    """Return the session with no answer at a seat but to the open question, and where there was one.

    When a question is closed, its result is written before the answers leave the seats' files.
    """
    asked = session.open_question
    number = None if asked is None else asked.number
    old = {
        each: seat.replace(answer=None)
        for each, seat in session.seats.items()
        if seat.answer is not None and seat.answer.question != number
    }
    return (session.replace(seats={**session.seats, **old}) if old else session), set(old)


def _without_readers(seats: dict[int, Seat]) -> dict[int, Seat]:
    """Return the seats with the remarks on each proposal at its author's, as far as they are not there yet."""
    found = {number: [*seat.proposal.remarks] for number, seat in seats.items()}
    for seat in seats.values():
        for reading in () if seat.removed else seat.readings:
            if reading.remark.said and reading.author in found:
                left = found[reading.author]
                known = seats[reading.author].proposal.remarks
                if reading.remark not in known:
                    left.append(reading.remark)
    return {
        number: seat.replace(
            readings=(), proposal=seat.proposal.replace(remarks=tuple(sorted(found[number], key=_words_of)))
        )
        if seat.readings or len(found[number]) != len(seat.proposal.remarks)
        else seat
        for number, seat in seats.items()
    }


def _words_of(remark: Remark) -> tuple[str, str]:
    return remark.strength or "", remark.question or ""


def _not_closed(seats: Iterable[SavedSeat], words: Iterable[SavedWords]) -> set[int]:
    """Return the seats whose files are older than the close of the session, because a power cut came before them.

    Next to seats that the close wrote, they would tell who had no idea and no ballot.
    """
    closed_at = min((saved.revision for saved in words), default=0)
    return {saved.seat.number for saved in seats if saved.revision < closed_at}


def _reading(parse: Callable[[str, str], T], file: str) -> Callable[[str], T]:
    """Return `parse` for one file, its first fault said without the file's name: the caller knows the file."""

    def read(text: str) -> T:
        try:
            return parse(text, file)
        except BadFile as bad:
            raise Unreadable(brief(bad.faults[0])) from None

    return read


def brief(fault: Fault) -> str:
    """Return a fault without its file's name and its full stop, to stand inside a sentence."""
    return str(fault).removeprefix(clean_line(fault.file)).removeprefix(", ").removeprefix(": ").rstrip(".")
