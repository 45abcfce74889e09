"""Listeners that each hear what concerns a few seats: of a change at one seat the other two hundred are not asked."""

from collections.abc import Callable
from typing import Final, Generic, TypeVar

from copworkshop.live.listeners import tell_one

T = TypeVar("T")

NOBODY: Final[frozenset[int]] = frozenset()


class SeatSubscription(Generic[T]):
    """One listener, and what it hears; :meth:`SeatSubscriptions.subscribe` makes it."""

    __slots__ = ("_subscriptions", "listener", "seats")

    def __init__(self, subscriptions: "SeatSubscriptions[T]", listener: Callable[[T], None]) -> None:
        """Belong to the others."""
        self._subscriptions = subscriptions
        self.listener = listener
        self.seats: frozenset[int] | None = NOBODY
        """Whose changes are heard, beside those of the room; None for everybody's."""

    def limit_to(self, seats: frozenset[int] | None) -> None:
        """Hear from now on what concerns the room and these seats, or with None everything."""
        if seats != self.seats:
            self._subscriptions.move(self, seats)

    def end(self) -> None:
        """Hear nothing any more, at once and for good."""
        self._subscriptions.remove(self)


class SeatSubscriptions(Generic[T]):
    """All such listeners, by the seats that they hear of."""

    def __init__(self) -> None:
        self._all: dict[SeatSubscription[T], None] = {}
        self._of_everybody: dict[SeatSubscription[T], None] = {}
        self._of_seat: dict[int, dict[SeatSubscription[T], None]] = {}

    def __len__(self) -> int:
        return len(self._all)

    def subscribe(self, listener: Callable[[T], None]) -> SeatSubscription[T]:
        """Call `listener` with what concerns the room, and the seats that the subscription is limited to."""
        subscription = SeatSubscription(self, listener)
        self._all[subscription] = None
        return subscription

    def move(self, subscription: SeatSubscription[T], seats: frozenset[int] | None) -> None:
        """Limit a subscription to other seats."""
        self._take_out(subscription)
        subscription.seats = seats
        if subscription not in self._all:
            return
        if seats is None:
            self._of_everybody[subscription] = None
        for seat in seats or ():
            self._of_seat.setdefault(seat, {})[subscription] = None

    def remove(self, subscription: SeatSubscription[T]) -> None:
        """End a subscription."""
        self._take_out(subscription)
        self._all.pop(subscription, None)

    def tell(self, news: T, seats: frozenset[int], *, room: bool) -> None:
        """Call whom news concern of these seats, and of the room. What one raises is logged, and the next is called."""
        concerned = dict(self._all if room else self._of_everybody)
        if not room:
            for seat in seats:
                concerned.update(self._of_seat.get(seat, {}))
        for subscription in concerned:
            if subscription in self._all:  # one before it may have ended it
                tell_one(subscription.listener, news)

    def _take_out(self, subscription: SeatSubscription[T]) -> None:
        self._of_everybody.pop(subscription, None)
        for seat in subscription.seats or ():
            there = self._of_seat.get(seat, {})
            there.pop(subscription, None)
            if not there:
                self._of_seat.pop(seat, None)
