"""When the garbage collector may pause everybody: in a quiet moment, and not for a few leavings.

An ended app is a heap of cycles that only a full collection frees, and that takes a few milliseconds for each app that
there is. At the thresholds of a tuned process (:func:`tune_collector`) none would ever come.
"""

import asyncio
import ctypes
import gc
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from copworkshop.hosting.limits import Clock

WORTH_A_PAUSE: Final = 50
"""Ended apps for which a quiet moment is waited for."""

TOO_MANY: Final = 1_000
"""Ended apps that are not waited with, quiet or not: a hundred objects are left of each, some 20 MB of so many."""

QUIET_SECONDS: Final = 3.0
"""The moment is quiet when nobody has pressed a key for so long."""


def tune_collector() -> None:
    """Set the garbage collector for a process of many apps; the host calls it once, when everything is loaded.

    Measured: at the usual thresholds the collector doubles what a join costs. Whatever is loaded by now lives as
    long as the process and need not be looked at again. The second generation is collected, at 200,000 objects and in
    some 15 ms: it is what a running app leaves, as help pages that somebody opens and closes without end. What ends
    later is :class:`Tidy`'s.
    """
    gc.set_threshold(20_000, 10, 1_000_000)
    gc.collect()
    gc.freeze()


def collect() -> None:
    """Free what is in cycles, and give the memory that is free back to the system, where it takes it."""
    gc.collect()
    with suppress(OSError, AttributeError, TypeError):  # glibc alone keeps it, and has this call: some 3 ms
        ctypes.CDLL(None).malloc_trim(0)


def collect_young() -> None:
    """Look through what is new, after a screen was changed (a tenth of a ms) or something made ready (a few).

    Left to itself the collector comes when 20,000 more objects were made than freed, and looks at what twenty screens
    are made of at once. Of screens that are drawn anew the old objects go as the new ones come: it waits for longer,
    and then looks at hundreds of thousands, for 130 ms in the middle of a step.
    """
    gc.collect(1)


@dataclass(slots=True)
class GcPolicy:
    """Counts the apps that ended, and collects them."""

    clock: Clock = time.monotonic
    collect: Callable[[], object] = collect
    _ended: int = 0
    _key_at: float = float("-inf")
    _timer: asyncio.TimerHandle | None = field(default=None, repr=False)

    def note_key(self) -> None:
        """Note that somebody has pressed a key."""
        self._key_at = self.clock()

    @property
    def since_key(self) -> float:
        """Seconds since anybody's last key."""
        return self.clock() - self._key_at

    def note_ended(self) -> None:
        """Note that an app has ended; soon, it may be time to collect."""
        self._ended += 1
        if self._ended >= WORTH_A_PAUSE and self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(QUIET_SECONDS, self.collect_if_quiet)

    def collect_if_quiet(self) -> None:
        """Collect if the moment is quiet, or if too many wait; else look again later."""
        self.stop()
        if self._ended < TOO_MANY and self.since_key < QUIET_SECONDS:
            self._timer = asyncio.get_running_loop().call_later(QUIET_SECONDS, self.collect_if_quiet)
        else:
            self._ended = 0
            self.collect()

    def stop(self) -> None:
        """Let no timer run any more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
