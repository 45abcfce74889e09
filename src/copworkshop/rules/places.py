"""The places of a session: how many there are, and which seats are given to new people when there is no other place.

One person who knows the join code can come in under any number of names. So a seat at which nothing was entered is not
its person's for good: when the room is full, somebody new gets it. The person who had it joins again as anybody does.

Law: no seat is given away that holds words, that the facilitator made or changed, or that somebody is at. While there
is another one, somebody new gets in.
"""

from collections.abc import Collection, Iterable
from typing import Final

from copworkshop.model.limits import MOST_PEOPLE, MOST_SEATS
from copworkshop.model.people import Seat
from copworkshop.model.session import Session
from copworkshop.rules.joining import holds_words
from copworkshop.rules.memo import at_each_seat, depends_on, memoized_of
from copworkshop.rules.request import Refused

FULL: Final = "The room is full: it has {places} places, and somebody is at each. The facilitator can take people out."
USED_UP: Final = (
    "This session has no seat left: people who were taken out have left words at {seats} seats. Begin another session."
)


def places_left(session: Session) -> int:
    """Return how many more people can be in the room."""
    return MOST_PEOPLE - len(session.present)


def require_place(session: Session) -> None:
    """Refuse one more seat where the session has no place for it."""
    if places_left(session) < 1:
        raise Refused(FULL.format(places=MOST_PEOPLE))
    if len(session.seats) >= MOST_SEATS:
        raise Refused(USED_UP.format(seats=len(session.seats) - len(session.present)))


def is_unused(session: Session, seat: Seat) -> bool:
    """Whether a person came in by a terminal of their own, nothing was entered at their seat, and nobody refers to it.

    A seat that the facilitator made or changed is never unused.
    """
    return _came_by_terminal(seat) and not holds_words(seat) and seat.number not in _named_by_others(session)


def unused_seats(session: Session) -> tuple[int, ...]:
    """Return the numbers of the unused seats in the room."""
    named = _named_by_others(session)
    return tuple([number for number, unused in _unused(session).items() if unused and number not in named])


def given_up(session: Session) -> tuple[Seat, ...]:
    """Return the seats of which one is given to the next person who comes; none while there are other places.

    In a full room these are the unused ones in the room. Where as many seats as a room has places were made, but some
    people were taken out, they are those of the people taken out who had entered nothing.
    """
    if places_left(session) < 1:
        return _in_the_room(session)
    if len(session.seats) < MOST_PEOPLE:
        return ()
    named = _named_by_others(session)
    out = [seat for seat in session.seats.values() if seat.removed]
    left = tuple(seat for seat in out if not holds_words(seat) and seat.number not in named)
    return left if left or len(session.seats) < MOST_SEATS else _in_the_room(session)


def seat_to_reuse(session: Session, connected: Collection[int]) -> Seat | None:
    """Return the seat that the next person who comes is given; None if they get a new one, or none.

    `connected` are the seats that somebody is at. Of the others, the one that was taken last is given first. Whoever
    fills the room with names came after the people who were there before. So these keep their seats, and the more names
    come, the more of the same stranger's seats are given away.
    """
    free = [seat for seat in given_up(session) if seat.number not in connected]
    return max(free, key=lambda seat: (seat.joined, seat.number), default=None)


def _in_the_room(session: Session) -> tuple[Seat, ...]:
    return tuple(session.seats[number] for number in unused_seats(session))


def _came_by_terminal(seat: Seat) -> bool:
    return seat.device and not seat.reserved


@at_each_seat(depends_on())
def _unused(session: Session, seat: Seat) -> bool:
    return _came_by_terminal(seat) and not holds_words(seat)


@memoized_of(depends_on(seats={"readings"}, room={"on_stage"}))
def _named_by_others(session: Session) -> frozenset[int]:
    """Return the seats that others refer to by their number: their proposals were read, or one is on the stage."""
    return frozenset(_authors(session.seats.values())) | {session.on_stage or 0}


def _authors(seats: Iterable[Seat]) -> Iterable[int]:
    return (reading.author for seat in seats for reading in seat.readings)
