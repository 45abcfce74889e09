"""The clock as it is shown to anybody: on the stage, on the console and to a participant alike.

Nothing counts ticks: what is shown is the deadline less now, so it is right after a pause, a restart, and a laptop that
slept. What ticks only says when to look again.
"""

from datetime import datetime
from math import ceil
from typing import Final

from copworkshop.model.session import Timer
from copworkshop.toolkit.theme import ACCENT, QUIET, WARN

NEARLY_UP: Final = 60
"""Seconds left from which on the clock says that the time is nearly up."""

_HOUR: Final = 3600
_LATE: Final = 0.02  # seconds after a change at which to look: just before it nothing would have changed


def clock_time(timer: Timer, now: datetime) -> str:
    """Return what is left as minutes and seconds, in overtime what it is over; nothing where no time was planned.

    Of more than an hour over nothing is said: nobody counts that, and the words beside it say enough.
    """
    left = timer.remaining(now)
    if (left == 0 and not timer.running) or left < -_HOUR:
        return ""
    seconds = ceil(left) if left > 0 else int(-left)
    minutes, rest = divmod(seconds, 60)
    return f"{'+' if left <= -1 else ''}{minutes}:{rest:02}"


def clock_words(timer: Timer, now: datetime) -> str:
    """Say in a few words what a clock that does not simply run is doing."""
    left = timer.remaining(now)
    if left < 0 or (timer.running and left == 0):
        return "time is up"
    return "nearly up" if timer.running and left <= NEARLY_UP else ""


def clock_style(timer: Timer, now: datetime) -> str:
    """Return the style of the clock: another one when the time is nearly up, and a calm one when it is over."""
    left = timer.remaining(now)
    if left <= 0:
        return QUIET
    return WARN if clock_words(timer, now) else ACCENT


def until_change(timer: Timer, now: datetime) -> float | None:
    """Return in how many seconds the clock shows something else; None while it stands."""
    if not timer.running:
        return None
    left = timer.remaining(now)
    shown = ceil(left) - 1 if left > 0 else -int(-left) - 1
    return left - shown + _LATE
