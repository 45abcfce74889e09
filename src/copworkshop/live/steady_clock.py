"""The time of a running session. It goes on evenly, whatever is done to the clock of the computer meanwhile."""

import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from copworkshop.live.hub import utc_now
from copworkshop.model.clock import Clock


def seconds_asleep_or_awake() -> float:
    """Return seconds that only grow, and that count the time in which the computer sleeps.

    :func:`time.monotonic` does not count that time on Linux and macOS. On Linux CLOCK_BOOTTIME does (clock_gettime(2)),
    on macOS CLOCK_MONOTONIC (clock_gettime(3) there).
    """
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    elif sys.platform == "darwin":  # noqa: RET505 - mypy knows the other systems' branches by this form
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    else:
        return time.monotonic()


class SteadyClock:
    """Reads the computer's clock once, and then counts the seconds that pass.

    The deadlines of a session are compared with it. If somebody, or the network, sets the computer's clock, no round
    gets longer or ends.
    """

    def __init__(self, wall: Callable[[], datetime] = utc_now, elapsed: Clock = seconds_asleep_or_awake) -> None:
        """Start now. `wall` returns the time in UTC, `elapsed` returns seconds that only grow."""
        self._elapsed = elapsed
        self._began, self._began_at = wall(), elapsed()

    def __call__(self) -> datetime:
        """Return the time in UTC."""
        return self._began + timedelta(seconds=self._elapsed() - self._began_at)
