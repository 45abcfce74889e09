"""When a screen of the facilitator is drawn again because time has passed."""

from collections.abc import Callable
from typing import Final, Protocol

from copworkshop.ui.passing_sentence import Timer

LATE: Final = 0.02
"""Seconds after a change. What is drawn just before it would show no change."""


class ShowsTime(Protocol):
    """A screen on which something changes by itself."""

    @property
    def is_current(self) -> bool:
        """Whether no other screen covers it."""

    def set_timer(self, delay: float, callback: Callable[[], object]) -> Timer:
        """Call `callback` after `delay` seconds."""

    def until_tick(self) -> float | None:
        """Return in how many seconds something changes by itself; None for never."""

    def tick(self) -> None:
        """Redraw what changes by itself."""


class Ticks:
    """Redraws a screen each time that something on it changes by itself, while no other screen covers it."""

    def __init__(self, screen: ShowsTime) -> None:
        """Redraw this screen once :meth:`arm` is called."""
        self._screen = screen
        self._timer: Timer | None = None

    def arm(self) -> None:
        """Schedule the next redraw. To be called whenever the screen shows something else."""
        if self._timer is not None:
            self._timer.stop()
        seconds = self._screen.until_tick() if self._screen.is_current else None
        self._timer = self._screen.set_timer(seconds, self._tick) if seconds is not None else None

    def _tick(self) -> None:
        if self._screen.is_current:
            self._screen.tick()
            self.arm()


def soonest(*seconds: float | None) -> float | None:
    """Return the smallest of these numbers of seconds. None stands for never."""
    return min((each for each in seconds if each is not None), default=None)
