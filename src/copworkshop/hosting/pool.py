"""Apps that are started before their visitors come: composed and laid out on a driver that writes nowhere.

Starting an app is nearly the whole cost of a join. If apps are started in quiet moments, two hundred people who come
at once see their first screen within seconds, and the people who are in do not wait for them. An app is given to one
visitor and is theirs until it ends. It never holds data of another person.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from typing import Final, Protocol

from copworkshop.hosting.driver import RemoteDriver
from copworkshop.hosting.gc_policy import GcPolicy, collect_young
from copworkshop.hosting.running_app import HostedApp, RunningApp, Start, start_app
from copworkshop.hosting.starts import Starts
from copworkshop.hosting.terminal import USUAL
from copworkshop.hosting.visitor import Visitor
from copworkshop.model.failures import log_failure
from copworkshop.toolkit.scheduler import rest_after

AT_LEAST: Final = 8
"""Apps that are kept ready even in a full process, because people leave and come again."""

_START_SECONDS: Final = 20.0
_AFTER_A_JOIN: Final = 0.5  # seconds; while people join, no app is started in advance
_AFTER_A_FAILURE: Final = 10.0  # seconds; doubled after each further failure, up to the most
_MOST_AFTER_A_FAILURE: Final = 600.0

_log: Final = logging.getLogger(__name__)


class PooledApp(HostedApp, Protocol):
    """An app that can be started before its visitor comes, and that can wait for a visitor to come back."""

    composed: asyncio.Event
    """Set when its first screen is laid out."""

    def welcome(self, visitor: Visitor, shown: Callable[[], None]) -> None:
        """Show the session to a visitor. `shown` is called when the screen is theirs.

        Call this before the app runs, or within its context.
        """

    def detach(self) -> None:
        """Note that the visitor's connection is lost, and that they may come back. Call this within its context."""


class AppPool:
    """Keeps apps ready for the next visitors."""

    def __init__(self, most: int, make: Callable[[], PooledApp]) -> None:
        """Keep up to `most` apps ready, less one for each visitor who is in. `make` makes an app without a person."""
        self.most = most
        self.make = make
        self._ready: deque[RunningApp[PooledApp]] = deque()
        self._changed = asyncio.Event()
        self.starts = Starts()
        """Where visitors for whom none is ready wait."""
        self._joined_at = float("-inf")
        self._filling: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return len(self._ready)

    @property
    def ready(self) -> tuple[RunningApp[PooledApp], ...]:
        """The apps that wait for a visitor, the next one to be taken first."""
        return tuple(self._ready)

    def start(self, start: Start, visitors: Callable[[], int], gc_policy: GcPolicy) -> None:
        """Begin to fill the pool with apps that `start` runs. `visitors` returns how many visitors are in.

        It needs a running event loop.
        """
        if self._filling is None:
            self._filling = asyncio.get_running_loop().create_task(self._fill(start, visitors, gc_policy), name="pool")

    def take(self) -> RunningApp[PooledApp] | None:
        """Return an app for a visitor; None if none is ready."""
        self.note_join()
        while self._ready:
            running = self._ready.popleft()
            if not running.task.done():
                return running
        return None

    def note_join(self) -> None:
        """Note that somebody has just come, so that the pool waits until no more people do."""
        self._joined_at = asyncio.get_running_loop().time()
        self._changed.set()

    def note_left(self) -> None:
        """Note that a visitor is gone, so that there is room for one more app."""
        self._changed.set()

    def close(self) -> None:
        """Start no more apps, and cancel those that wait."""
        if self._filling is not None:
            self._filling.cancel()
        for running in self._ready:
            running.task.cancel()
        self._ready.clear()

    async def _fill(self, start: Start, visitors: Callable[[], int], gc_policy: GcPolicy) -> None:
        loop = asyncio.get_running_loop()
        failed = 0
        while True:
            self._changed.clear()
            is_enough = len(self._ready) >= max(min(AT_LEAST, self.most), self.most - visitors())
            if is_enough or self.starts.is_busy:
                await self._changed.wait()
                continue
            if (wait := self._joined_at + _AFTER_A_JOIN - loop.time()) > 0:
                await asyncio.sleep(wait)
                continue
            begun = loop.time()
            if not await self._start_one(start):
                # Meanwhile an app is started for each visitor when they come.
                await asyncio.sleep(min(_AFTER_A_FAILURE * 2**failed, _MOST_AFTER_A_FAILURE))
                failed = min(failed + 1, 10)
                continue
            failed = 0
            collect_young()
            await asyncio.sleep(rest_after(loop.time() - begun, gc_policy.last_key.since))

    async def _start_one(self, start: Start) -> bool:
        app = self.make()
        drivers: list[RemoteDriver] = []
        task = start_app(app, start, USUAL, drivers.append)
        if not await is_composed(app, task):
            log_failure(_log, "An app could not be started ahead", app.fault or TimeoutError())
            task.cancel()
            return False
        self._ready.append(RunningApp(app, drivers[0], task))
        return True


async def is_composed(app: PooledApp, task: asyncio.Task[None]) -> bool:
    """Wait until the first screen of an app is laid out; return whether it was. If cancelled, it cancels the app."""
    composed = app.composed  # an app whose person has left may be emptied meanwhile
    waiting = asyncio.ensure_future(composed.wait())
    try:
        await asyncio.wait({task, waiting}, timeout=_START_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    except asyncio.CancelledError:
        task.cancel()
        raise
    finally:
        waiting.cancel()
    return composed.is_set() and not task.done()
