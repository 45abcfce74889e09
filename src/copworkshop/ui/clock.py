"""The clock as the stage, the console and the participants' screens show it.

Nothing counts ticks. The clock shows the deadline minus the present time, so it is right after a pause, a restart, or a
laptop's sleep. A tick only says when to draw it again.
"""

from datetime import datetime
from math import ceil
from typing import Final

from copworkshop.model.session import Timer
from copworkshop.toolkit.theme import ACCENT, QUIET, WARN

NEARLY_UP: Final = 60
"""Seconds. With this much time left or less, the clock says that the time is nearly up."""

_HOUR: Final = 3600
_LATE: Final = 0.02  # seconds; a clock drawn just before a change would show no change


def clock_time(timer: Timer, now: datetime) -> str:
    """Return the time left, or in overtime the time over, as minutes and seconds; empty if no time was planned.

    After more than an hour of overtime it is empty, too: nobody counts that, and the words of the clock say enough.
    """
    left = timer.remaining(now)
    if (left == 0 and not timer.running) or left < -_HOUR:
        return ""
    seconds = ceil(left) if left > 0 else int(-left)
    minutes, rest = divmod(seconds, 60)
    return f"{'+' if left <= -1 else ''}{minutes}:{rest:02}"


def clock_words(timer: Timer, now: datetime) -> str:
    """Return “time is up” or “nearly up” if that is so, else an empty text."""
    left = timer.remaining(now)
    if left < 0 or (timer.running and left == 0):
        return "time is up"
    return "nearly up" if timer.running and left <= NEARLY_UP else ""


def clock_style(timer: Timer, now: datetime) -> str:
    """Return the style of the clock. It changes when the time is nearly up, and is quiet when it is over."""
    left = timer.remaining(now)
    if left <= 0:
        return QUIET
    return WARN if clock_words(timer, now) else ACCENT


def until_change(timer: Timer, now: datetime) -> float | None:
    """Return in how many seconds the clock shows another time; None while it is stopped."""
    if not timer.running:
        return None
    left = timer.remaining(now)
    shown = ceil(left) - 1 if left > 0 else -int(-left) - 1
    return left - shown + _LATE
