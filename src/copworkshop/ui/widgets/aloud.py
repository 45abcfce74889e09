"""A timer for reading a field aloud: an elevator pitch is heard, not read."""

from collections.abc import Callable
from math import ceil


class Aloud:
    """Counts the seconds down in which a text should be read aloud. It draws nothing; whose it is asks it."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Begin standing still; `clock` counts seconds."""
        self._clock = clock
        self._until: float | None = None

    @property
    def running(self) -> bool:
        """Whether it was started and not stopped, the time being up or not."""
        return self._until is not None

    @property
    def left(self) -> int:
        """Whole seconds left, 0 when the time is up."""
        return max(0, ceil(self._until - self._clock())) if self._until is not None else 0

    def start(self, seconds: float) -> None:
        """Count down from so many seconds."""
        self._until = self._clock() + seconds

    def stop(self) -> None:
        """Stand still."""
        self._until = None


def told(left: int, seconds: int, words: int) -> str:
    """Say how it stands with reading so many words in so many seconds, of which some are left."""
    if left > 0:
        return f"Read it aloud now: {left // 60}:{left % 60:02} left."
    count = f"{words:,} {'word' if words == 1 else 'words'}"
    return f"{seconds} seconds are over. If you did not reach the end of the {count}, shorten it and try again."
