"""A session as text and back: which words stand in which file. Pure; knows neither paths nor disks.

A session is four kinds of TOML text: the plan, which is the person's own and kept word for word; ``session.toml``,
which says where the room is; a file for each seat; and the room's own words, in the files that
:mod:`copworkshop.store.room_files` names. Values that are still as at the start are left out, so the files stay short.

Every file but the plan also bears the session's revision at which it was written. When only a seat changes, only its
file is written, and the session's revision is the highest that any of its files bears.
"""

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from datetime import datetime
from typing import Any, Final, NamedTuple, TypeVar

import tomli_w
from pydantic import BaseModel, Field, ValidationError, create_model

from copworkshop.content import toml
from copworkshop.content.faults import LARGEST_NUMBER, LAST_SCHEMA, BadFile, Fault, fault_at, faults_of
from copworkshop.content.lines import Path, lines_of
from copworkshop.model.base import Frozen
from copworkshop.model.closed_rounds import ClosedRounds, closed_before
from copworkshop.model.numbering import OLD, known_by_number, with_numbers
from copworkshop.model.people import Seat
from copworkshop.model.plan import Plan
from copworkshop.model.session import SESSION_SCHEMA, Session
from copworkshop.model.topten import LAST_NUMBER
from copworkshop.store.errors import NewerSchema
from copworkshop.store.room_files import (
    TOP_TEN_FIELDS,
    Ballots,
    Content,
    Ideas,
    Merges,
    Numbers,
    OneQuestion,
    Remarks,
    model_of,
    room_files,
    together,
)

M = TypeVar("M", bound=BaseModel)

PLAN_FILE: Final = "plan.toml"
SESSION_FILE: Final = "session.toml"
SEATS_FOLDER: Final = "seats"

Table = dict[str, Any]
"""The content of a TOML text."""

SessionFields = Mapping[str, Any]
"""The fields of a :class:`Session`, validated, but for its name, its plan and its seats; and :data:`ROOM_FILES`
and :data:`FORMAT`."""

ROOM_FILES: Final = "files"
"""The field of ``session.toml`` that names the files of the room's words, so that a missing one is noticed. It is None
where these words stand in ``session.toml`` itself: in formats 1 and 2."""

FORMAT: Final = "format"
"""The field that tells in which format ``session.toml`` was written."""

_APART: Final = {"name", "plan", "seats"}
"""The fields that are not in ``session.toml``: they are the folder's name, ``plan.toml`` and the files of the seats."""

_ROOM_WORDS: Final[dict[str, Any]] = {"notes": True, "questions": True, "top_ten": set(TOP_TEN_FIELDS)}
"""The fields that are in the files of the room's words."""

_FIRST_WITH_ROOM_FILES: Final = 3
FIRST_WITH_NUMBERS_GIVEN: Final = 4
"""The first format in which ideas get their numbers when collecting is closed."""

_FIRST_WITH_CLOSED_ROUNDS: Final = 4
_CLOSED_ROUNDS: Final = "closed_rounds"
"""The field of ``session.toml`` that names the closed rounds. It is None in the formats that did not note them."""


class SavedSeat(NamedTuple):
    """The content of a seat's file."""

    seat: Seat
    revision: int
    """The session's revision when the file was written."""


class SavedWords(NamedTuple):
    """The content of a file of the room's words."""

    content: Content
    revision: int
    """The session's revision when the file was written."""


class Upgrade(NamedTuple):
    """The conversion of what was written in one format to the next one."""

    session: Callable[[Table], Table]
    seat: Callable[[Table], Table]
    words: Callable[[Table], Table] = dict
    """Of the files of the room's words, which there are from format 3 on."""


def _with_old_numbers(table: Table) -> Table:
    """Return ideas of format 3 marked as such: whether their numbers were public is told by other files."""
    held = table.get("ideas")
    if not isinstance(held, list):
        return table
    return {**table, "ideas": [_with_old_number(idea) for idea in held]}


def _with_old_number(idea: Any) -> Any:
    number = idea.get("number") if isinstance(idea, dict) else None
    if type(number) is not int or not 0 < number <= LAST_NUMBER:
        return idea if type(number) is not int else {**idea, "number": 0}  # told of as out of the range
    return {**idea, "number": OLD + number}


def _with_old_numbers_of_the_room(table: Table) -> Table:
    held = table.get("top_ten")
    ideas = held.get("unsigned_ideas") if isinstance(held, dict) else None
    if not isinstance(held, dict) or not isinstance(ideas, list):
        return table
    return {**table, "top_ten": {**held, "unsigned_ideas": [_with_old_number(idea) for idea in ideas]}}


UPGRADES: Final[Mapping[int, Upgrade]] = {
    1: Upgrade(session=dict, seat=dict),  # format 2 only has more fields, and what is left out is as it always was
    2: Upgrade(session=dict, seat=dict),  # format 3 has the room's words in other files: see `parse_session`
    # In format 4 ideas have numbers only once collecting was closed: see `known_by_number`.
    3: Upgrade(session=_with_old_numbers_of_the_room, seat=_with_old_numbers, words=_with_old_numbers),
}
"""For each older format the conversion to the next one; the numbers are those of ``schema``."""


def seat_file(seat: Seat) -> str:
    """Return the name of a seat's file, such as ``seats/07-maple.toml``; it never changes."""
    return f"{SEATS_FOLDER}/{seat.number:02d}-{seat.word.partition('-')[0]}.toml"


def session_text(session: Session) -> str:
    """Return the text of ``session.toml``: everything but the name, the plan, the seats and the room's words."""
    fields = session.model_dump(exclude=dict.fromkeys(_APART, True) | _ROOM_WORDS, exclude_defaults=True)
    files = tuple(room_files(session))
    return _text(fields | {ROOM_FILES: files} if files else fields)


def words_text(content: Content, revision: int) -> str:
    """Return the text of a file of the room's words, written at this revision of the session."""
    return _text({"revision": revision, **content.model_dump(exclude_defaults=True)})


def seat_text(seat: Seat, revision: int) -> str:
    """Return the text of a seat's file, written at this revision of the session."""
    return _text({"revision": revision, **seat.model_dump(exclude_defaults=True)})


def parse_session(text: str, file: str = SESSION_FILE, *, upgrades: Mapping[int, Upgrade] = UPGRADES) -> SessionFields:
    """Return what ``session.toml`` says; `file` is what the sentences call it.

    Raises:
        BadFile: it cannot be used as it is; each fault names its line and field.
        NewerSchema: a newer version of this program wrote it.

    """
    found = _validated(text, file, _SessionFile, {number: way.session for number, way in upgrades.items()})
    fields = {field: getattr(found, field) for field in type(found).model_fields}
    table = toml.parse(text, file)
    fields[FORMAT] = table["schema"]
    if table["schema"] < _FIRST_WITH_CLOSED_ROUNDS:
        fields |= {_CLOSED_ROUNDS: None}
    if table["schema"] < _FIRST_WITH_ROOM_FILES:
        return fields | {ROOM_FILES: None}
    inline: list[Path] = [(field,) for field in ("notes", "questions") if field in table]
    inline += [("top_ten", field) for field in table.get("top_ten", {}) if field in TOP_TEN_FIELDS]
    if inline:
        raise BadFile([fault_at(inline[0], "has a file of its own, in the folder “room”", lines_of(text), file)])
    return fields


def parse_words(text: str, file: str, *, upgrades: Mapping[int, Upgrade] = UPGRADES) -> SavedWords:
    """Return what a file of the room's words says; `file` is its name below the session's folder.

    Raises:
        BadFile: it cannot be used as it is; each fault names its line and field.
        NewerSchema: a newer version of this program wrote it.

    """
    model = model_of(file)
    if model is None:
        raise BadFile([Fault(file, None, "", "is not the name of a file of this session; move it elsewhere")])
    found = _validated(text, file, _WORDS_FILES[model], {number: way.words for number, way in upgrades.items()})
    content = model.model_construct(**{field: getattr(found, field) for field in model.model_fields})
    return SavedWords(content, found.revision)


def parse_seat(text: str, file: str, *, upgrades: Mapping[int, Upgrade] = UPGRADES) -> SavedSeat:
    """Return what a seat's file says; `file` is what the sentences call it.

    Raises:
        BadFile: it cannot be used as it is; each fault names its line and field.
        NewerSchema: a newer version of this program wrote it.

    """
    found = _validated(text, file, _SeatFile, {number: way.seat for number, way in upgrades.items()})
    seat = Seat.model_construct(**{field: getattr(found, field) for field in Seat.model_fields})
    return SavedSeat(seat, found.revision)


def assembled(
    name: str, plan: Plan, fields: SessionFields, seats: Iterable[SavedSeat], words: Iterable[SavedWords] = ()
) -> Session:
    """Return the session that the files of a folder of this name make up.

    `words` are those of the room's files, in their order; they are not looked at where the fields hold such words.

    Raises:
        BadFile: the room stands where the plan has no place, as when a step was taken out of the plan since.

    """
    saved, told = sorted(seats, key=lambda each: each.seat.number), list(words)
    revision = max([fields["revision"], *(each.revision for each in saved), *(each.revision for each in told)])
    by_number = {each.seat.number: each.seat for each in saved}
    try:
        own = {field: value for field, value in fields.items() if field not in {ROOM_FILES, FORMAT}}
        if own.get(_CLOSED_ROUNDS, ()) is None:
            own[_CLOSED_ROUNDS] = _closed_before(plan, fields)
        session = Session(name=name, plan=plan, seats=by_number, **{**own, "revision": revision})
        inline = fields.get(ROOM_FILES, ()) is None
        session = session if inline else together(session, [each.content for each in told])
        session = known_by_number(session, old=_is_old(fields, told))
        return with_numbers(session) if session.closed is None else session
    except ValidationError as error:
        raise BadFile(faults_of(error, "", SESSION_FILE)) from None


def _is_old(fields: SessionFields, words: Iterable[SavedWords]) -> bool:
    """Whether ideas had numbers at once: as ``session.toml`` says, or if it is lost, as no file says otherwise."""
    if FORMAT in fields:
        return bool(fields[FORMAT] < FIRST_WITH_NUMBERS_GIVEN)
    return not any(isinstance(each.content, Numbers) for each in words)


def _closed_before(plan: Plan, fields: SessionFields) -> ClosedRounds:
    """Return what counts as closed in a session of an older format; nothing where the plan lacks the room's step."""
    left_in = {kind: progress.round for kind, progress in fields["progress"].items()}
    return closed_before(plan, fields["at"], left_in) if fields["at"] in plan.kinds else {}


class _Revised(Frozen):
    """The revision that a file bears."""

    revision: int = Field(ge=0)


class _SeatFile(_Revised, Seat):
    """A seat, and the revision that its file bears."""


class _NumbersFile(_Revised, Numbers):
    pass


class _IdeasFile(_Revised, Ideas):
    pass


class _RemarksFile(_Revised, Remarks):
    pass


class _QuestionFile(_Revised, OneQuestion):
    pass


class _MergesFile(_Revised, Merges):
    pass


class _BallotsFile(_Revised, Ballots):
    pass


_WORDS_FILES: Final[Mapping[type[Content], type[_Revised]]] = {
    Numbers: _NumbersFile,
    Ideas: _IdeasFile,
    Remarks: _RemarksFile,
    OneQuestion: _QuestionFile,
    Merges: _MergesFile,
    Ballots: _BallotsFile,
}


_SESSION_FIELDS: Final[dict[str, Any]] = {
    name: (field.annotation, copy(field)) for name, field in Session.model_fields.items() if name not in _APART
}
_SESSION_FIELDS[ROOM_FILES] = (tuple[str, ...], ())
# Each field with its own checks; those across fields need the plan, and come with `assembled`.
_SessionFile: Final = create_model("_SessionFile", __base__=Frozen, **_SESSION_FIELDS)


def _text(table: Table) -> str:
    return tomli_w.dumps({"schema": SESSION_SCHEMA, **_plain(table)}, multiline_strings=True)


def _plain(value: Any) -> Any:
    """Return the value with keys that TOML can have: texts. Numbers and names of steps read back as what they are."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, str) else value


def _validated(text: str, file: str, model: type[M], upgrades: Mapping[int, Callable[[Table], Table]]) -> M:
    table = _in_our_format(toml.parse(text, file), text, file, upgrades)
    strange = [fault_at(place, what, lines_of(text), file) for place, what in _strange(table, ())]
    if strange:
        raise BadFile(strange)
    try:
        # As JSON: there pydantic is strict about types, but takes lists for tuples and words for enums.
        return model.model_validate_json(json.dumps(table, default=datetime.isoformat), strict=True)
    except ValidationError as error:
        raise BadFile(faults_of(error, text, file, model)) from None


def _in_our_format(table: Table, text: str, file: str, upgrades: Mapping[int, Callable[[Table], Table]]) -> Table:
    number = table.pop("schema", None)
    if type(number) is not int:
        raise BadFile(
            [_schema_fault(f"the number of its format is missing; add schema = {SESSION_SCHEMA}", text, file)]
        )
    if not 0 <= number <= LAST_SCHEMA:
        raise BadFile([_schema_fault("there is no session format with such a number", text, file)])
    if number > SESSION_SCHEMA:
        raise NewerSchema(
            f"{file} is written in session format {number}, and this copworkshop reads formats up to {SESSION_SCHEMA}. "
            f"Install a newer copworkshop, one that reads session format {number}; nothing was changed."
        )
    while number < SESSION_SCHEMA:
        if number not in upgrades:
            raise BadFile([_schema_fault(f"there never was a session format {number}", text, file)])
        table = upgrades[number](table)
        number += 1
    return table


def _schema_fault(message: str, text: str, file: str) -> Fault:
    return fault_at(("schema",), message, lines_of(text), file)


def _strange(value: Any, place: Path) -> Iterator[tuple[Path, str]]:
    """Yield the values that TOML can hold and JSON cannot: the place of each, and a sentence."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _strange(item, (*place, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _strange(item, (*place, number))
    elif isinstance(value, float) and not math.isfinite(value):
        yield place, "must be a number that is not infinite"
    elif isinstance(value, int | float) and abs(value) > LARGEST_NUMBER:
        yield place, "is far too large a number"
    elif not isinstance(value, str | int | float | datetime):
        yield place, "is a date or a time on its own; write date and time, such as 2026-11-23T09:30:00Z"
