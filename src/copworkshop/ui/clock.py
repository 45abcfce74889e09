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
"""Seconds. With this much time left or less, the clock says that the time is nearly up. Where it was started with less
than four minutes, it says so in the last quarter."""

_HOUR: Final = 3600
_MINUTE: Final = 60
_LATE: Final = 0.02  # seconds; a clock drawn just before a change would show no change


def planned_time(timer: Timer) -> str:
    """Return the time on a clock that was never started, such as “15 min”; empty if there is none."""
    minutes, seconds = divmod(round(timer.left), _MINUTE)
    if not minutes:
        return f"{seconds} s" if seconds > 0 else ""
    if seconds in {0, _MINUTE // 2}:
        return f"{minutes}{'.5' if seconds else ''} min"
    return f"{minutes}:{seconds:02} min"


def clock_time(timer: Timer, now: datetime) -> str:
    """Return the time left, or in overtime the time over, as minutes and seconds; empty if no time was planned.

    Until the clock is started it is the time planned. After more than an hour of overtime it is empty: nobody counts
    that, and the words of the clock say enough.
    """
    if not timer.begun:
        return planned_time(timer)
    left = timer.remaining(now)
    if (left == 0 and not timer.running) or left < -_HOUR:
        return ""
    seconds = ceil(left) if left > 0 else int(-left)
    minutes, rest = divmod(seconds, _MINUTE)
    return f"{'+' if left <= -1 else ''}{minutes}:{rest:02}"


def clock_words(timer: Timer, now: datetime) -> str:
    """Return what the clock's time means: “left”, “paused”, “nearly up” or “time is up”; empty until it is started."""
    left = timer.remaining(now)
    if left < 0 or (timer.running and left == 0):
        return "time is up"
    if not timer.begun:
        return ""
    if not timer.running:
        return "paused"
    return "nearly up" if _nearly_up(timer, now) else "left"


def clock_text(timer: Timer, now: datetime) -> str:
    """Return the clock in words on one line: “15 min” until it is started, then “4:10 left” or “paused 4:10”."""
    time, words = clock_time(timer, now), clock_words(timer, now)
    match words:
        case "left":
            return f"{time} left"
        case "nearly up":
            return f"nearly up {time}"
        case _:
            return " ".join(part for part in (words, time) if part)


def clock_style(timer: Timer, now: datetime) -> str:
    """Return the style of the clock: another one when the time is nearly up, a quiet one before its start and at 0."""
    left = timer.remaining(now)
    if left <= 0 or not timer.begun:
        return QUIET
    return WARN if _nearly_up(timer, now) else ACCENT


def _nearly_up(timer: Timer, now: datetime) -> bool:
    whole = timer.begun_with
    last = NEARLY_UP if whole is None else min(NEARLY_UP, whole / 4)
    return timer.running and timer.remaining(now) <= last


def until_change(timer: Timer, now: datetime) -> float | None:
    """Return in how many seconds the clock shows another time; None while it is stopped."""
    if not timer.running:
        return None
    left = timer.remaining(now)
    shown = ceil(left) - 1 if left > 0 else -int(-left) - 1
    return left - shown + _LATE
