"""When the garbage collector may pause everybody: in a quiet moment, and when enough apps have ended.

An ended app leaves reference cycles that only a full collection frees. A full collection takes a few milliseconds for
each app in the process. With the thresholds of a tuned process (:func:`tune_collector`) it never runs by itself.
"""

import asyncio
import ctypes
import gc
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from copworkshop.model.clock import LastKey

WORTH_A_PAUSE: Final = 50
"""The number of ended apps from which on the next quiet moment is used for a collection."""

TOO_MANY: Final = 1_000
"""The number of ended apps that are collected at once, quiet or not.

Each ended app leaves about a hundred objects. A thousand of them take about 20 MB.
"""

QUIET_SECONDS: Final = 3.0
"""A moment is quiet when nobody has pressed a key for this many seconds."""


def tune_collector() -> None:
    """Set the garbage collector for a process of many apps. The host calls this once everything is loaded.

    Measured: with the usual thresholds, the collector doubles the cost of a join. The objects that are loaded by now
    live as long as the process, so they are not examined again. The second generation is still collected, at 200,000
    objects and in about 15 ms. It holds the objects that a running app leaves, such as help pages that somebody opens
    and closes without end. :class:`GcPolicy` collects the apps that end later.
    """
    gc.set_threshold(20_000, 10, 1_000_000)
    gc.collect()
    gc.freeze()


def collect() -> None:
    """Free the objects in cycles, and return free memory to the system if the C library can."""
    gc.collect()
    with suppress(OSError, AttributeError, TypeError):  # only glibc has this call, and only it needs it: about 3 ms
        ctypes.CDLL(None).malloc_trim(0)


def collect_young() -> None:
    """Collect the young objects, after a screen was changed (0.1 ms) or an app or panel was prepared (a few ms).

    By itself the collector runs when 20,000 more objects were made than freed, and then examines the objects of twenty
    screens at once. When screens are drawn again, old objects are freed as new ones are made. So the collector waits
    longer, and then examines hundreds of thousands of objects, for 130 ms in the middle of a step.
    """
    gc.collect(1)


@dataclass(slots=True)
class GcPolicy:
    """Counts the ended apps, and decides when to collect them."""

    last_key: LastKey = field(default_factory=LastKey)
    """The last key of anybody in this process."""
    collect: Callable[[], object] = collect
    _ended: int = 0
    timer: asyncio.TimerHandle | None = field(default=None, repr=False)

    def note_ended(self) -> None:
        """Note that an app has ended. If enough have ended, a collection is scheduled."""
        self._ended += 1
        if self._ended >= WORTH_A_PAUSE and self.timer is None:
            self.timer = asyncio.get_running_loop().call_later(QUIET_SECONDS, self.collect_if_quiet)

    def collect_if_quiet(self) -> None:
        """Collect if the moment is quiet or too many ended apps wait; otherwise try again later."""
        self.stop()
        if self._ended < TOO_MANY and self.last_key.since < QUIET_SECONDS:
            self.timer = asyncio.get_running_loop().call_later(QUIET_SECONDS, self.collect_if_quiet)
        else:
            self._ended = 0
            self.collect()

    def stop(self) -> None:
        """Cancel the timer."""
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None
