"""Listeners for changes of a few seats each. A change at one seat costs nothing for the other two hundred listeners."""

from collections.abc import Callable
from typing import Final, Generic, TypeVar

from copworkshop.live.listeners import tell_one

T = TypeVar("T")

NOBODY: Final[frozenset[int]] = frozenset()


class SeatSubscription(Generic[T]):
    """One listener and its seats. :meth:`SeatSubscriptions.subscribe` creates it."""

    __slots__ = ("_subscriptions", "listener", "seats")

    def __init__(self, subscriptions: "SeatSubscriptions[T]", listener: Callable[[T], None]) -> None:
        """Create one of `subscriptions`. Use :meth:`SeatSubscriptions.subscribe` instead."""
        self._subscriptions = subscriptions
        self.listener = listener
        self.seats: frozenset[int] | None = NOBODY
        """The seats whose changes it is notified of, in addition to those of the room; None for all seats."""

    def limit_to(self, seats: frozenset[int] | None) -> None:
        """Be notified from now on of changes of the room and of these seats; None means all seats."""
        if seats != self.seats:
            self._subscriptions.move(self, seats)

    def end(self) -> None:
        """End the subscription at once."""
        self._subscriptions.remove(self)


class SeatSubscriptions(Generic[T]):
    """All subscriptions, indexed by their seats."""

    def __init__(self) -> None:
        self._all: dict[SeatSubscription[T], None] = {}
        self._of_everybody: dict[SeatSubscription[T], None] = {}
        self._of_seat: dict[int, dict[SeatSubscription[T], None]] = {}

    def __len__(self) -> int:
        return len(self._all)

    def subscribe(self, listener: Callable[[T], None]) -> SeatSubscription[T]:
        """Call `listener` with news of the room, and of the seats that the subscription is limited to."""
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
        """Call the listeners of these seats, or all listeners if the news is of the room.

        If one raises an exception, it is logged and the next listener is called.
        """
        concerned = dict(self._all if room else self._of_everybody)
        if not room:
            for seat in seats:
                concerned.update(self._of_seat.get(seat, {}))
        for subscription in concerned:
            if subscription in self._all:  # an earlier listener may have ended this subscription
                tell_one(subscription.listener, news)

    def _take_out(self, subscription: SeatSubscription[T]) -> None:
        self._of_everybody.pop(subscription, None)
        for seat in subscription.seats or ():
            there = self._of_seat.get(seat, {})
            there.pop(subscription, None)
            if not there:
                self._of_seat.pop(seat, None)
