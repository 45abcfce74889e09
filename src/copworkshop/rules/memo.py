"""A cache of what is computed from a session: many views ask the same of it, and a request changes little of it.

A session is never changed in place, so the same object always has the same answers, and an answer is still right while
the parts that it is made of are the same objects. Sessions and their parts are compared by identity: to compare their
values takes longer than to compute most answers. Answers are shared; nobody changes them.

Law: whatever was asked before, the answers are those of a session looked at for the first time.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, Final, Generic, ParamSpec, TypeVar

from copworkshop.model.people import Seat
from copworkshop.model.session import Session

P = ParamSpec("P")
T = TypeVar("T")

_ROOM: Final = frozenset(Session.model_fields) - {"seats", "revision"}
_AT_SEATS: Final = frozenset(Seat.model_fields) - {"number", "removed", "words_stay"}


@dataclass(frozen=True, slots=True)
class Dependencies:
    """The parts that an answer is made of: fields of every seat in the room, and fields of the session itself.

    The people in the room, and those whose words count, need not be named: they always matter where any field of the
    seats does.
    """

    seats: frozenset[str]
    room: frozenset[str]

    def __or__(self, other: "Dependencies") -> "Dependencies":
        return Dependencies(self.seats | other.seats, self.room | other.room)


def depends_on(*, seats: Collection[str] = (), room: Collection[str] = ()) -> Dependencies:
    """Return the parts of these names.

    Raises:
        ValueError: there is no such field.

    """
    if unknown := {*seats} - _AT_SEATS | {*room} - _ROOM:
        raise ValueError(f"no such part of a session: {', '.join(sorted(unknown))}")
    return Dependencies(frozenset(seats), frozenset(room))


def memoized(function: Callable[Concatenate[Session, P], T]) -> Callable[Concatenate[Session, P], T]:
    """Cache a pure function of a session until anything changes.

    Apart from the session, the function takes positional arguments that can be hashed.
    """
    return _remembered(function, None)


def memoized_of(
    made_of: Dependencies,
) -> Callable[[Callable[Concatenate[Session, P], T]], Callable[Concatenate[Session, P], T]]:
    """Cache a function that is made of these parts alone: it is called again when one of them has changed."""
    return lambda function: _remembered(function, made_of)


def at_each_seat(
    others: Dependencies,
) -> Callable[[Callable[[Session, Seat], T]], Callable[[Session], Mapping[int, T]]]:
    """Cache a pure function of each person in the room: it is called again for a person whose seat has changed.

    `others` names the parts that the answer is made of apart from the seat itself. Answers are by seat number, in
    order.
    """

    def decorated(function: Callable[[Session, Seat], T]) -> Callable[[Session], Mapping[int, T]]:
        last = _Last[dict[int, T]]()

        @wraps(function)
        def answers(session: Session, /) -> Mapping[int, T]:
            known = last.found
            if known is not None and known[0] is session:
                return known[1]
            found: dict[int, T] | None = None
            if known is not None:
                change = _change(known[0], session)
                if not change.of_people and not _touches(change, others):
                    found = dict(known[1])
                    for number in change.seats:
                        if number in found:
                            found[number] = function(session, session.seats[number])
            if found is None:
                found = {seat.number: function(session, seat) for seat in session.present}
            last.found = (session, found)
            return found

        return answers

    return decorated


class _Last(Generic[T]):
    """The session that was asked about last, and the answers."""

    found: tuple[Session, T] | None = None


def _remembered(
    function: Callable[Concatenate[Session, P], T], made_of: Dependencies | None
) -> Callable[Concatenate[Session, P], T]:
    last = _Last[dict[tuple[Any, ...], T]]()

    @wraps(function)
    def answer(session: Session, /, *args: P.args, **kwargs: P.kwargs) -> T:
        known = last.found
        if known is None or known[0] is not session:
            kept = known is not None and made_of is not None and not _touches(_change(known[0], session), made_of)
            known = (session, known[1] if known is not None and kept else {})
            last.found = known
        key = (*args, *kwargs.items())
        if key not in known[1]:
            known[1][key] = function(session, *args, **kwargs)
        return known[1][key]

    return answer


@dataclass(frozen=True, slots=True)
class _Change:
    """The parts of one session that are not the same objects in another."""

    before: Session
    after: Session
    of_people: bool
    """Other people are in the room."""
    seats: tuple[int, ...]
    """The seats that are not the same, where the same people are in the room."""
    of_seats: frozenset[str]
    of_room: frozenset[str]


def _touches(change: _Change, made_of: Dependencies) -> bool:
    of_seats = made_of.seats and (change.of_people or not made_of.seats.isdisjoint(change.of_seats))
    return bool(of_seats) or not made_of.room.isdisjoint(change.of_room)


_known: list[_Change] = []
"""The changes that were looked at last: many functions ask about the same change."""

_MOST_KNOWN: Final = 4


def _change(before: Session, after: Session) -> _Change:
    for known in _known:
        if known.before is before and known.after is after:
            return known
    found = _looked_at(before, after)
    _known[:] = [found, *_known[: _MOST_KNOWN - 1]]
    return found


def _looked_at(before: Session, after: Session) -> _Change:
    of_room = _not_the_same(before, after, _ROOM)
    was, now = before.seats, after.seats
    if was is now:
        return _Change(before, after, of_people=False, seats=(), of_seats=frozenset(), of_room=of_room)
    changed = [number for number, seat in now.items() if was.get(number) is not seat]
    same_people = len(was) == len(now) and all(
        number in was and was[number].removed is now[number].removed and was[number].counts is now[number].counts
        for number in changed
    )
    if not same_people:
        return _Change(before, after, of_people=True, seats=(), of_seats=frozenset(), of_room=of_room)
    of_seats = frozenset[str]().union(*(_not_the_same(was[number], now[number], _AT_SEATS) for number in changed))
    return _Change(before, after, of_people=False, seats=tuple(changed), of_seats=of_seats, of_room=of_room)


def _not_the_same(before: object, after: object, fields: Iterable[str]) -> frozenset[str]:
    return frozenset(field for field in fields if getattr(before, field) is not getattr(after, field))
