"""The requests that people make of the rules, and the one way in which a request is granted or refused."""

from abc import ABC, abstractmethod
from collections.abc import Collection
from datetime import datetime
from typing import Any, ClassVar, Final, TypeVar

from pydantic import ValidationError

from copworkshop.model.base import Frozen
from copworkshop.model.limits import SEAT_BYTES, seat_bytes
from copworkshop.model.numbering import lacks_numbers, with_numbers
from copworkshop.model.people import Actor, Role, Seat
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session, Undoable
from copworkshop.rules.history import with_history
from copworkshop.rules.memo import depends_on, memoized_of


class Refused(Exception):  # noqa: N818 - it is an answer, not a fault
    """A request that was not granted. Its text is a sentence that the person can act on; nothing has changed."""


class Stale(Refused):
    """A key that was pressed for a place the room has already left, such as a clicker that sends a key twice."""


class Request(Frozen, ABC):
    """Something a person asks for. Each kind of request is one class, and knows its own rule."""

    even_when_closed: ClassVar[bool] = False
    """Whether it can be granted in a session that was closed."""

    @abstractmethod
    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Return the session as it is after this request.

        Returns the very same session where there is nothing to change.

        Raises:
            Refused: the request may not be granted now, or not to this actor.

        """

    def taken_back(self, before: Session, after: Session) -> Undoable | None:
        """Return how what this request did is taken back; None where the undo key does not do that.

        :mod:`copworkshop.rules.history` has functions that make it.
        """
        del before, after
        return None


R = TypeVar("R", bound=Request)


def make_request(kind: type[R], /, **fields: Any) -> R:
    """Make a request out of what a person typed.

    Raises:
        Refused: what was typed does not pass the gate; the sentence says why.

    """
    try:
        return kind(**fields)
    except ValidationError as error:
        reason = error.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")
        raise Refused(reason) from None


# Asked after each request, and most requests bring no idea.
_lacks_numbers = memoized_of(depends_on(seats={"ideas"}, room={"plan", "progress", "top_ten"}))(lacks_numbers)


def apply(session: Session, request: Request, actor: Actor, now: datetime) -> Session:
    """Grant a request: return the next session, one revision on, or the same one where nothing changes.

    Once all ideas are shown, each that stands has a public number, whatever brought it there.

    Raises:
        Refused: nothing has changed; the sentence says why.

    """
    if session.closed is not None and not request.even_when_closed:
        raise Refused("This session is closed. It can be read and reported, but not changed any more.")
    changed = request.grant(session, actor, now)
    if changed is session:
        return session
    leads = actor.role is Role.FACILITATOR
    told = with_history(session, changed, request.taken_back(session, changed)) if leads else changed
    return (with_numbers(told) if _lacks_numbers(told) else told).replace(revision=session.revision + 1)


def facilitator_only(actor: Actor) -> None:
    """Refuse everybody but the facilitator."""
    if actor.role is not Role.FACILITATOR:
        raise Refused("Only the facilitator can do that.")


def seat_of(session: Session, number: int) -> Seat:
    """Return the seat with this number, if it is in the room."""
    seat = session.seats.get(number)
    if seat is None or seat.removed:
        raise Refused("That person is not in the room. Choose a name from the list.")
    return seat


def seat_for(session: Session, actor: Actor, number: int) -> tuple[Seat, bool]:
    """Return the seat that an actor speaks for, and whether that is somebody else's.

    People speak for themselves. The facilitator enters what people without a device say, and so does the scribe of
    their table.
    """
    if actor.role is Role.FACILITATOR:
        return seat_of(session, number), True
    if actor.role is Role.PARTICIPANT and actor.seat == number:
        return seat_of(session, number), False
    if actor.role is Role.PARTICIPANT and actor.seat is not None and actor.on_behalf_of == number:
        return _seat_of_scribe(session, actor.seat, number), True
    raise Refused("You can only write at your own seat.")


def require_entered(seat: Seat, *, for_someone: bool, own: bool) -> None:
    """Refuse to change for somebody else what the person made at their own terminal.

    Args:
        seat: the person's seat.
        for_someone: whether somebody else asks, as :func:`seat_for` says.
        own: whether there is something that the person made.

    """
    if for_someone and own:
        raise Refused(f"{seat.name} did this at a terminal of their own. Only they can change it.")


def speaks_for(session: Session, scribe: int, number: int) -> bool:
    """Whether this scribe may write for the person in the seat `number`: of the same table, and without a device.

    All people who sit at no table are one group.
    """
    own, other = session.seats.get(scribe), session.seats.get(number)
    return own is not None and other is not None and _same_table(own, other) and not other.device


def _same_table(scribe: Seat, other: Seat) -> bool:
    """Whether the first is a scribe, and the second is somebody else at their table."""
    here = not scribe.removed and not other.removed and scribe.number != other.number
    return here and scribe.scribe and scribe.table == other.table


def _seat_of_scribe(session: Session, scribe: int, number: int) -> Seat:
    own, seat = session.seats.get(scribe), session.seats.get(number)
    # To all but a scribe of that table the sentence is the same, whoever is in the seat and whether there is one.
    if own is not None and seat is not None and _same_table(own, seat):
        if not seat.device:
            return seat
        raise Refused(f"{seat.name} has come in by a terminal and writes there now.")
    raise Refused("Only a scribe of their table, or the facilitator, can write for somebody else.")


def with_seat(session: Session, seat: Seat) -> Session:
    """Return the session with this seat in place of the one of the same number.

    A person who said that they are done, and then changes what they gave, is not done any more.

    Raises:
        Refused: the person's words would grow past what can be saved.

    """
    _require_space(session, seat)
    old = session.seats.get(seat.number)
    if old is not None and seat.done_in is not None and any(getattr(old, one) != getattr(seat, one) for one in _GIVEN):
        seat = seat.replace(done_in=None)
    return session.replace(seats={**session.seats, seat.number: seat})


_GIVEN: Final = ("placement", "proposal", "ideas", "proposed_merges", "ratings", "readings")
"""The fields of a seat that a person fills in the rounds that take input; a ballot itself says whether it is done."""


def _require_space(session: Session, seat: Seat) -> None:
    old = session.seats.get(seat.number)
    held = seat_bytes(seat)
    if held > SEAT_BYTES and (old is None or held > seat_bytes(old)):
        raise Refused("There is no space left at this seat. Shorten a text, then write this again.")


def is_open(session: Session, kind: Kind, rounds: Collection[str]) -> bool:
    """Whether the room is in one of these rounds. One that was closed, and that it looks back at, is not open."""
    here = session.spot
    return here.kind is kind and here.round in rounds and not session.has_closed(kind, here.round)


def require_open(session: Session, kind: Kind, rounds: Collection[str], otherwise: str) -> None:
    """Refuse, with this sentence, outside these rounds."""
    if not is_open(session, kind, rounds):
        raise Refused(otherwise)
