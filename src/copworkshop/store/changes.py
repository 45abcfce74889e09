"""Which files a change of a session is written to, and which of them must be written before which others.

The file that takes words over comes before the file that they leave, and the public numbers of ideas come before all
that names ideas by them. What depends on a file that cannot be written is not written either.
"""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from copworkshop.model.difference import changed_seats, room_changed
from copworkshop.model.people import Seat
from copworkshop.model.session import Session
from copworkshop.model.topten import TopTen
from copworkshop.store.codec import SESSION_FILE, seat_file, seat_text, session_text, words_text
from copworkshop.store.room_files import (
    TOP_TEN_FIELDS,
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
    words = room_files(after) if before is None or closes else changed_files(before, after)
    numbers = set(after.seats) if before is None or closes else changed_seats(before, after) & set(after.seats)
    # A change that shows in no file is counted in the room's, so that the revision never goes back.
    uncounted = before is not None and not (numbers or words) and before.revision != after.revision
    room = before is None or uncounted or (room_changed(before, after) and _spot(before) != _spot(after))
    if before is not None and words:
        room = room or room_files(before).keys() != room_files(after).keys()  # session.toml names them
    if rewrite_room and (room or words):
        words, room = room_files(after), True
    texts = {name: Write(words_text(content, after.revision)) for name, content in words.items()}
    remarks = frozenset(name for name in words if model_of(name) is Remarks)
    given = frozenset(name for name in words if model_of(name) is Numbers)
    if given:
        numbered = given | {name for name in words if model_of(name) is Ideas and not holds_new_ideas(name)}
        for name in words:
            if model_of(name) not in {Numbers, Remarks}:
                texts[name] = Write(texts[name].text, numbered if holds_new_ideas(name) else given)
    asked = frozenset(name for name in words if model_of(name) is OneQuestion)
    seats = {
        seat_file(seat): Write(seat_text(seat, after.revision), _needed_by(seat, before, remarks, given, asked))
        for seat in (after.seats[number] for number in sorted(numbers))
    }
    if not (room or closes):
        return texts | seats
    spot = {SESSION_FILE: Write(session_text(after), frozenset(texts) if closes or rewrite_room else given)}
    if not closes:
        return texts | seats | spot
    return texts | spot | {name: Write(write.text, frozenset({SESSION_FILE})) for name, write in seats.items()}


def _needed_by(
    seat: Seat, before: Session | None, remarks: frozenset[str], given: frozenset[str], asked: frozenset[str]
) -> frozenset[str]:
    old = before.seats.get(seat.number) if before is not None else None
    needs = frozenset[str]() if old is None or old.proposed is seat.proposed else remarks
    needs |= asked if old is not None and old.answer is not seat.answer else frozenset()
    names_others = old is None or any(getattr(old, field) != getattr(seat, field) for field in _NAMES_IDEAS)
    return needs | given if names_others else needs


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
