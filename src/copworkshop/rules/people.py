"""The people in the room: adding, renaming, taking out and bringing back, tables. How they take seats: joining.py."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from copworkshop.model.limits import MOST_TABLES
from copworkshop.model.numbering import with_numbers
from copworkshop.model.people import Actor, KeyFingerprint, RejoinWord, Role, Seat
from copworkshop.model.session import Session
from copworkshop.model.text import NAME_LIMIT, Name, folded
from copworkshop.rules.admission import DOOR_CLOSED
from copworkshop.rules.joining import require_new_word
from copworkshop.rules.places import given_up, is_unused, places_left, require_place
from copworkshop.rules.request import Refused, Request, facilitator_only, seat_of, with_seat
from copworkshop.rules.result import tables_shown
from copworkshop.rules.sifting import dealt

MOST_KEYS = 8
"""Keys remembered for one seat; the one remembered first is forgotten first."""

NO_PLACE_BACK: Final = "The room is full, so nobody can come back. Take somebody else out first."

KEPT_NAMES: Final = frozenset({"facilitator", "the facilitator"})
"""Names that only the facilitator gives, because people would take their bearer for the person who leads the room.

The facilitator's own name is not among them: a session does not know it.
"""


def distinct(name: str, taken: Collection[str]) -> str:
    """Return the name, numbered where another that reads alike is taken: “Ann”, “Ann 2”, “Ann 3”."""
    alike = {folded(other) for other in taken}
    candidate, number = name, 1
    while folded(candidate) in alike:
        number += 1
        ending = f" {number}"
        candidate = name[: NAME_LIMIT - len(ending)].rstrip() + ending
    return candidate


class AddSeat(Request):
    """Give a new person a seat."""

    name: Name
    word: RejoinWord
    table: Name | None = None

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator, and to somebody who comes in and has no seat yet."""
        _require_may_add(session, actor)
        require_place(session)
        if any(seat.word == self.word for seat in session.seats.values()):
            raise Refused("That rejoin word is taken. Try again.")
        _require_not_kept(self.name, actor)
        _require_table(session, self.table)
        seat = Seat(
            number=max(session.seats, default=0) + 1,
            word=self.word,
            name=distinct(self.name, [seat.name for seat in session.present]),
            table=self.table,
            joined=now,
            device=actor.role is Role.PARTICIPANT,
            reserved=actor.role is Role.FACILITATOR,
        )
        return dealt(with_seat(session, seat))


class ReuseSeat(Request):
    """Give a new person a seat that was given up, where the session has no place for one more.

    The seat keeps its number and its file. Nothing of the person who had it is left, and neither their rejoin word nor
    their key opens it. :func:`~copworkshop.rules.places.seat_to_reuse` chooses it among those that nobody is at.
    """

    seat: int
    name: Name
    word: RejoinWord
    """It keeps the first half of the seat's word, which names the seat's file."""

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator, and to somebody who comes in and has no seat yet."""
        _require_may_add(session, actor)
        _require_not_kept(self.name, actor)
        old = next((seat for seat in given_up(session) if seat.number == self.seat), None)
        if old is None:
            raise Refused("That place was taken a moment ago. Press Enter again.")
        require_new_word(session, old, self.word)
        seat = Seat(
            number=old.number,
            word=self.word,
            name=distinct(self.name, [seat.name for seat in session.present if seat is not old]),
            joined=now,
            device=actor.role is Role.PARTICIPANT,
            reserved=actor.role is Role.FACILITATOR,
        )
        return dealt(with_seat(session, seat))


class RenameSeat(Request):
    """Call a person by another name."""

    seat: int
    name: Name

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator and to the person."""
        if actor.role is not Role.FACILITATOR and actor.seat != self.seat:
            raise Refused("You can only change your own name.")
        _require_not_kept(self.name, actor)
        seat = seat_of(session, self.seat)
        name = distinct(self.name, [other.name for other in session.present if other.number != seat.number])
        if name == seat.name:
            return session
        return with_seat(session, seat.replace(name=name, reserved=seat.reserved or actor.role is Role.FACILITATOR))


class RemoveSeat(Request):
    """Take a person out of the room. What they gave before stays: without it everybody could work out what was theirs.

    A proposal that they share is read by nobody while they are out.
    """

    seat: int

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator."""
        facilitator_only(actor)
        return with_seat(session, _taken_out(seat_of(session, self.seat)))


class LeaveOutWords(Request):
    """Let nothing count any more of what a person gave who was taken out of the room, until they are back.

    It tells what was theirs to everybody who saw it before. A screen asks first, and says what it tells.
    """

    seat: int

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator."""
        facilitator_only(actor)
        seat = session.seats.get(self.seat)
        if seat is None or not seat.removed:
            raise Refused("Take the person out of the room first.")
        return with_seat(session, seat.replace(words_stay=False)) if seat.words_stay else session


class RestoreSeat(Request):
    """Bring a person back who was taken out of the room."""

    seat: int

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator."""
        facilitator_only(actor)
        seat = session.seats.get(self.seat)
        if seat is None:
            raise Refused("There is no such seat.")
        if not seat.removed:
            return session
        if places_left(session) < 1:
            raise Refused(NO_PLACE_BACK)
        name = distinct(seat.name, [other.name for other in session.present])
        return dealt(with_seat(session, _brought_back(seat, name)))


class RemoveUnusedSeats(Request):
    """Take everybody out of the room who has one of these seats and has entered nothing there."""

    seats: tuple[int, ...]

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator. A seat at which something was entered meanwhile stays."""
        facilitator_only(actor)
        unused = [seat for seat in session.present if seat.number in self.seats and is_unused(session, seat)]
        if not unused:
            return session
        return session.replace(seats={**session.seats, **{seat.number: _taken_out(seat) for seat in unused}})


class RestoreSeats(Request):
    """Bring back those of these people for whom there are places, in order of their numbers."""

    seats: tuple[int, ...]

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator."""
        facilitator_only(actor)
        out = [number for number in sorted(self.seats) if number in session.seats and session.seats[number].removed]
        if out and places_left(session) < 1:
            raise Refused(NO_PLACE_BACK)
        names = {folded(seat.name) for seat in session.present}
        seats = dict(session.seats)
        for number in out[: places_left(session)]:
            name = seats[number].name
            if folded(name) in names:
                name = distinct(name, names)
            names.add(folded(name))
            seats[number] = _brought_back(seats[number], name)
        return dealt(with_numbers(session.replace(seats=seats))) if out else session


class MakeScribe(Request):
    """Let a person write for those of their table who have no device, or no longer."""

    seat: int
    scribe: bool

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator, for somebody who has a terminal to write with."""
        facilitator_only(actor)
        seat = seat_of(session, self.seat)
        if self.scribe and not seat.device:
            raise Refused(f"{seat.name} has no terminal of their own to write with. Choose somebody who joined by one.")
        return session if seat.scribe is self.scribe else with_seat(session, seat.replace(scribe=self.scribe))


class SetTables(Request):
    """Say which tables there are; none means that the room is one group."""

    tables: tuple[Name, ...]

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator; a person at a table that no longer exists sits at none."""
        facilitator_only(actor)
        if len(self.tables) > MOST_TABLES:
            raise Refused(f"A room has at most {MOST_TABLES} tables, and these are {len(self.tables)}.")
        tables: list[str] = []
        for name in self.tables:
            tables.append(distinct(name, tables))
        if tuple(tables) == session.tables:
            return session
        seats = {
            number: seat if seat.table is None or seat.table in tables else seat.replace(table=None)
            for number, seat in session.seats.items()
        }
        return session.replace(tables=tuple(tables), seats=seats)


class MoveToTable(Request):
    """Seat a person at a table, or at none."""

    seat: int
    table: Name | None

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator and to the person."""
        if actor.role is not Role.FACILITATOR and actor.seat != self.seat:
            raise Refused("You can only choose your own table.")
        seat = seat_of(session, self.seat)
        _require_table(session, self.table)
        if seat.table == self.table:
            return session
        if any((cast := seat.ballot_of(vote)) is not None and cast.begun for vote in tables_shown(session)):
            raise Refused(f"The tables' own lists were shown. To move {seat.name} now would tell what they chose.")
        chosen = actor.role is Role.FACILITATOR and self.table is not None
        return with_seat(session, seat.replace(table=self.table, reserved=seat.reserved or chosen))


class RememberKey(Request):
    """Let a key that a person proved to hold bring them back to their seat."""

    seat: int
    key: KeyFingerprint

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the person; a key that brought somebody to another seat brings them to this one from now on."""
        if actor.role is not Role.PARTICIPANT or actor.seat != self.seat:
            raise Refused("A key can only be remembered for one's own seat.")
        seat = seat_of(session, self.seat)
        if self.key in seat.keys:
            return session
        others = {
            number: other.replace(keys=tuple(key for key in other.keys if key != self.key))
            for number, other in session.seats.items()
            if self.key in other.keys
        }
        own = seat.replace(keys=(*seat.keys, self.key)[-MOST_KEYS:])
        return session.replace(seats={**session.seats, **others, seat.number: own})


def taken_out(session: Session) -> tuple[tuple[int, str, bool], ...]:
    """Return the people who were taken out, by number and name, and whether what they gave stays."""
    return tuple([(seat.number, seat.name, seat.words_stay) for seat in session.seats.values() if seat.removed])


def _taken_out(seat: Seat) -> Seat:
    return seat.replace(removed=True, words_stay=True)


def _brought_back(seat: Seat, name: str) -> Seat:
    return seat.replace(removed=False, words_stay=False, name=name)


def _require_may_add(session: Session, actor: Actor) -> None:
    if actor.role is Role.FACILITATOR:
        return
    if actor.role is not Role.PARTICIPANT or actor.seat is not None:
        raise Refused("You have a seat already.")
    if session.door_closed:
        raise Refused(DOOR_CLOSED)


def _require_not_kept(name: str, actor: Actor) -> None:
    if actor.role is not Role.FACILITATOR and folded(name) in KEPT_NAMES:
        raise Refused("That name is kept for the person who leads the room. Type your own name.")


def _require_table(session: Session, table: str | None) -> None:
    if table is not None and table not in session.tables:
        raise Refused("There is no such table. Choose one from the list.")
