"""Listeners that each hear what concerns a few seats: of a change at one seat the other two hundred are not asked."""

from collections.abc import Callable
from typing import Final, Generic, TypeVar

from copworkshop.live.listeners import tell_one

T = TypeVar("T")

NOBODY: Final[frozenset[int]] = frozenset()


class Ear(Generic[T]):
    """One listener, and what it hears; :meth:`Ears.listen` makes it."""

    __slots__ = ("_ears", "listener", "seats")

    def __init__(self, ears: "Ears[T]", listener: Callable[[T], None]) -> None:
        """Belong to the others."""
        self._ears = ears
        self.listener = listener
        self.seats: frozenset[int] | None = NOBODY
        """Whose changes are heard, beside those of the room; None for everybody's."""

    def hear(self, seats: frozenset[int] | None) -> None:
        """Hear from now on what concerns the room and these seats, or with None everything."""
        if seats != self.seats:
            self._ears.move(self, seats)

    def end(self) -> None:
        """Hear nothing any more, at once and for good."""
        self._ears.remove(self)


class Ears(Generic[T]):
    """All such listeners, by the seats that they hear of."""

    def __init__(self) -> None:
        self._all: dict[Ear[T], None] = {}
        self._of_everybody: dict[Ear[T], None] = {}
        self._of_seat: dict[int, dict[Ear[T], None]] = {}

    def __len__(self) -> int:
        return len(self._all)

    def listen(self, listener: Callable[[T], None]) -> Ear[T]:
        """Call `listener` with what concerns the room, and the seats that its ear is told to hear of."""
        ear = Ear(self, listener)
        self._all[ear] = None
        return ear

    def move(self, ear: Ear[T], seats: frozenset[int] | None) -> None:
        """Have an ear hear of other seats."""
        self._take_out(ear)
        ear.seats = seats
        if ear not in self._all:
            return
        if seats is None:
            self._of_everybody[ear] = None
        for seat in seats or ():
            self._of_seat.setdefault(seat, {})[ear] = None

    def remove(self, ear: Ear[T]) -> None:
        """Let an ear hear nothing any more."""
        self._take_out(ear)
        self._all.pop(ear, None)

    def tell(self, news: T, seats: frozenset[int], *, room: bool) -> None:
        """Call whom news concern of these seats, and of the room. What one raises is logged, and the next is called."""
        concerned = dict(self._all if room else self._of_everybody)
        if not room:
            for seat in seats:
                concerned.update(self._of_seat.get(seat, {}))
        for ear in concerned:
            if ear in self._all:  # one before it may have ended it
                tell_one(ear.listener, news)

    def _take_out(self, ear: Ear[T]) -> None:
        self._of_everybody.pop(ear, None)
        for seat in ear.seats or ():
            there = self._of_seat.get(seat, {})
            there.pop(ear, None)
            if not there:
                self._of_seat.pop(seat, None)
