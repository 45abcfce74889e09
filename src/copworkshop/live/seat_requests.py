"""People who say that a seat with text on it is theirs, until the facilitator has answered. This is never saved.

A request ends with the connection of the person who made it, so after a restart they ask again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from copworkshop.live.listeners import Listeners, tell_one
from copworkshop.model.people import FACILITATOR
from copworkshop.rules.joining import HandOver, may_be_handed_over
from copworkshop.rules.request import Refused

if TYPE_CHECKING:
    from copworkshop.live.hub import Change, Hub
    from copworkshop.live.subscriptions import SeatSubscription

MOST_OF_A_SEAT: Final = 3
"""The most people who can ask for one seat at a time. More would only bury the right one."""

MOST: Final = 40
"""The most requests at a time."""

CROWDED: Final = (
    "Too many people are asking for that seat at the moment. Ask the facilitator for your rejoin word and type it here."
)
REFUSED: Final = (
    "The facilitator did not confirm that you are {name}. Type another name, or your rejoin word if you have one."
)
OVER: Final = "{name} has come in at another terminal. Type another name, or your rejoin word if that is you."
GONE: Final = "The facilitator cannot hand that seat over any more. Type your name again, or another one."


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a request."""

    seat: int | None
    """The seat that the person has now; None if they got none."""
    sentence: str = ""
    """Why they got none."""


@dataclass(frozen=True, slots=True, eq=False)
class SeatRequest:
    """One person who asks for one seat."""

    number: int
    """It stands on the person's screen and on the console, so that two people who give one name can be told apart."""
    seat: int
    name: str
    """The name of the seat when it was asked for."""
    hear: Callable[[Answer], None]
    """Called once with the answer, unless the request was withdrawn. It must return at once."""


class SeatRequests:
    """All requests for seats of one session, in the order in which they came. It belongs to the hub's event loop."""

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
        self._changes: SeatSubscription[Change] | None = None
        self._listeners = Listeners[None]()
        self._waiting: dict[int, SeatRequest] = {}
        self._last = 0

    @property
    def waiting(self) -> tuple[SeatRequest, ...]:
        """The requests that wait for an answer, the oldest first."""
        return tuple(self._waiting.values())

    def subscribe(self, listener: Callable[[None], None]) -> Callable[[], None]:
        """Call `listener` when other requests wait than before; return the function that ends the subscription."""
        return self._listeners.subscribe(listener)

    def ask(self, seat: int, hear: Callable[[Answer], None]) -> SeatRequest:
        """Ask the facilitator for this seat; `hear` is called with the answer.

        Raises:
            Refused: the facilitator is not asked; the sentence says why.

        """
        if not may_be_handed_over(self._hub.session, seat):
            raise Refused(GONE)
        if len(self._waiting) >= MOST or sum(each.seat == seat for each in self.waiting) >= MOST_OF_A_SEAT:
            raise Refused(CROWDED)
        self._last += 1
        request = SeatRequest(self._last, seat, self._hub.session.seats[seat].name, hear)
        self._waiting[request.number] = request
        self._changed()
        return request

    def withdraw(self, request: SeatRequest) -> None:
        """End a request without an answer, for example because the person has left. A second call does nothing."""
        if self._waiting.pop(request.number, None) is not None:
            self._changed()

    async def confirm(self, number: int) -> SeatRequest | None:
        """Hand the seat over to the person with this number. Return their request; None if it waits no longer.

        Raises:
            Refused: the seat cannot be handed over; the sentence says why. The person is told so, too.

        """
        request = self._waiting.pop(number, None)
        if request is None:
            return None
        try:
            await self._hub.submit(HandOver(seat=request.seat), FACILITATOR)
        except Refused:
            self._end(request, GONE)
            raise
        tell_one(request.hear, Answer(request.seat))
        self._changed()
        return request

    def refuse(self, number: int) -> SeatRequest | None:
        """Tell the person with this number that the seat is not theirs. Return their request; None as above."""
        request = self._waiting.pop(number, None)
        if request is not None:
            self._end(request, REFUSED.format(name=request.name))
        return request

    def _end(self, request: SeatRequest, sentence: str) -> None:
        tell_one(request.hear, Answer(None, sentence))
        self._changed()

    def _hear_change(self, change: "Change") -> None:
        after = change.after
        for request in self.waiting:
            if request.number in self._waiting and not may_be_handed_over(after, request.seat):
                del self._waiting[request.number]
                seat = after.seats.get(request.seat)
                here = after.closed is None and seat is not None and not seat.removed
                self._end(request, OVER.format(name=request.name) if here else GONE)

    def _changed(self) -> None:
        """Listen to the seats that are asked for, and to nothing while nobody asks."""
        if self._waiting and self._changes is None:
            self._changes = self._hub.subscribe_to_seats(self._hear_change)
        if self._changes is not None:
            self._changes.limit_to(frozenset(each.seat for each in self.waiting))
            if not self._waiting:
                self._changes.end()
                self._changes = None
        self._listeners.tell(None)
