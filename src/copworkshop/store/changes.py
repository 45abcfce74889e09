"""Which files a change of a session is written to, and which of them must be written before which others.

The file that takes words over comes before the file that they leave, and the public numbers of ideas come before all
that names ideas by them. What depends on a file that cannot be written is not written either.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Final, NamedTuple

from copworkshop.model.difference import changed_seats, room_changed
from copworkshop.model.people import Seat
from copworkshop.model.session import Session
from copworkshop.model.topten import TopTen
from copworkshop.store.codec import SESSION_FILE, seat_file, seat_text, session_text, words_text
from copworkshop.store.room_files import (
    TOP_TEN_FIELDS,
    Content,
    Ideas,
    Numbers,
    OneQuestion,
    Remarks,
    changed_files,
    holds_new_ideas,
    model_of,
    room_files,
)


class Write(NamedTuple):
    """A file that is to be written."""

    text: str
    needs: frozenset[str] = frozenset()
    """The files without which this one must not be written, because something leaves it that they take in."""


def changes(before: Session | None, after: Session, *, rewrite_room: bool = False) -> dict[str, Write]:
    """Return the files that are to be written after a change, by their names, in the order of writing.

    `before` is the session as the files hold it, or None when there are none yet. `rewrite_room` has every file of the
    room's words written as soon as one of them or ``session.toml`` is to be.

    The file that takes words over comes before the file that they leave, and numbers come before all that names ideas
    by them. So remarks come before the seats that proposed them, and a question before the answers to it and before
    these leave the seats; and when a session is closed, ideas and ballots are with the room, and ``session.toml``
    says so, before they leave the seats. Every seat is then written, because one that is older than the others
    would tell that its person had no idea and no ballot.
    """
    closes = after.closed is not None and (before is None or before.closed is None)
    if before is None or closes:
        words, numbers = room_files(after), frozenset(after.seats)
    else:
        words, numbers = changed_files(before, after), changed_seats(before, after) & set(after.seats)
    room = before is None or _changes_session_file(before, after, words, numbers)
    if rewrite_room and (room or words):
        words, room = room_files(after), True
    first = _First.among(words)
    texts = _of_room(words, first, after.revision)
    seats = {
        seat_file(seat): Write(seat_text(seat, after.revision), _needed_by(seat, before, first))
        for seat in (after.seats[number] for number in sorted(numbers))
    }
    if closes:
        spot = Write(session_text(after), frozenset(texts))
        after_spot = {name: Write(write.text, frozenset({SESSION_FILE})) for name, write in seats.items()}
        return texts | {SESSION_FILE: spot} | after_spot
    if not room:
        return texts | seats
    return (
        texts | seats | {SESSION_FILE: Write(session_text(after), frozenset(texts) if rewrite_room else first.numbers)}
    )


def _changes_session_file(before: Session, after: Session, words: Collection[str], seats: Collection[int]) -> bool:
    """Tell whether ``session.toml`` is to be written; `words` and `seats` are what else is."""
    if not (seats or words) and before.revision != after.revision:
        return True  # a change that shows in no file is counted here, so that the revision never goes back
    if room_changed(before, after) and _spot(before) != _spot(after):
        return True
    return bool(words) and room_files(before).keys() != room_files(after).keys()  # it names them


class _First(NamedTuple):
    """The files of the room's words, among those of a change, that others are written after."""

    remarks: frozenset[str]
    numbers: frozenset[str]
    questions: frozenset[str]

    @classmethod
    def among(cls, files: Collection[str]) -> "_First":
        """Return those among some files."""
        of_kind = [
            frozenset(name for name in files if model_of(name) is kind) for kind in (Remarks, Numbers, OneQuestion)
        ]
        return cls(*of_kind)


def _of_room(words: Mapping[str, Content], first: _First, revision: int) -> dict[str, Write]:
    """Return the files of the room's words. Ideas leave a file of new ones after they came to one with numbers."""
    numbered = first.numbers | {name for name in words if model_of(name) is Ideas and not holds_new_ideas(name)}

    def needs(name: str) -> frozenset[str]:
        if not first.numbers or name in first.numbers | first.remarks:
            return frozenset()
        return numbered if holds_new_ideas(name) else first.numbers

    return {name: Write(words_text(content, revision), needs(name)) for name, content in words.items()}


def _needed_by(seat: Seat, before: Session | None, first: _First) -> frozenset[str]:
    old = before.seats.get(seat.number) if before is not None else None
    if old is None:
        return first.numbers
    needs = frozenset[str]() if old.proposed is seat.proposed else first.remarks
    needs |= first.questions if old.answer is not seat.answer else frozenset()
    names_others = any(getattr(old, field) != getattr(seat, field) for field in _NAMES_IDEAS)
    return needs | first.numbers if names_others else needs


_NAMES_IDEAS: Final = ("ideas", "ballot", "later_ballots", "read", "proposed_merges", "to_rate", "ratings")
"""The fields of a seat that name ideas by their numbers."""


def _spot(session: Session) -> Session:
    """Return what ``session.toml`` says of a session, but for the revision."""
    bare = TopTen(
        **{field: getattr(session.top_ten, field) for field in TopTen.model_fields if field not in TOP_TEN_FIELDS}
    )
    return session.replace(seats={}, revision=0, notes=(), questions=(), top_ten=bare)


def in_stages(writes: Mapping[str, Write], before: Session | None, after: Session) -> Iterator[Mapping[str, Write]]:
    """Yield the files of :func:`changes` in parts, each of which is on the disk before the next one is begun.

    There is one part but for the close of a session in which readers left remarks. There each author's seat takes over
    the remarks on their proposal before any remark leaves the seat of its reader, for two people can have read each
    other's.
    """
    taking = _taking_remarks(before, after)
    if not taking:
        yield writes
        return
    seats = {name: write for name, write in writes.items() if name in set(map(seat_file, after.seats.values()))}
    yield {name: write for name, write in writes.items() if name not in seats}
    yield taking
    yield {name: Write(write.text, write.needs | taking.keys()) for name, write in seats.items()}


def _taking_remarks(before: Session | None, after: Session) -> dict[str, Write]:
    """Return the seats that take remarks over at the close, otherwise as they were before it."""
    if before is None or before.closed is not None or after.closed is None:
        return {}
    found: dict[str, Write] = {}
    for number, seat in after.seats.items():
        old = before.seats.get(number)
        if old is not None and seat.proposal.remarks:
            text = seat_text(old.replace(proposal=seat.proposal), before.revision)
            found[seat_file(seat)] = Write(text, frozenset({SESSION_FILE}))
    return found
