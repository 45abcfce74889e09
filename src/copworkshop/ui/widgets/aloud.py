"""A timer for reading a field aloud, because people hear an elevator pitch and do not read it."""

from math import ceil

from textual.timer import Timer

from copworkshop.export.wording import many
from copworkshop.model.clock import Clock


class Aloud:
    """Counts down the seconds in which a text should be read aloud. It draws nothing; its owner reads it."""

    def __init__(self, clock: Clock) -> None:
        """Create a stopped timer. `clock` returns the present time in seconds."""
        self._clock = clock
        self._until: float | None = None
        self._second: Timer | None = None

    @property
    def running(self) -> bool:
        """Whether it was started and not stopped. It stays true when the time is up."""
        return self._until is not None

    @property
    def left(self) -> int:
        """The whole seconds left; 0 when the time is up or the timer is stopped."""
        return max(0, ceil(self._until - self._clock())) if self._until is not None else 0

    def start(self, seconds: float, second: Timer) -> None:
        """Count down from `seconds`. `second` shows each second; it is stopped with the countdown."""
        self.stop()
        self._until = self._clock() + seconds
        self._second = second

    def stop(self) -> None:
        """Stop counting."""
        self._until = None
        self.rest()
        self._second = None

    def rest(self) -> None:
        """Show no more seconds, because the time is up."""
        if self._second is not None:
            self._second.stop()


def told(left: int, seconds: int, words: int) -> str:
    """Say how many of the seconds are left to read the text, or, if none is, that it has to become shorter."""
    if left > 0:
        return f"Read it aloud now: {left // 60}:{left % 60:02} left."
    count = many(words, "word")
    return f"{seconds} seconds are over. If you did not reach the end of the {count}, shorten it and try again."
