"""Apps started ahead of their visitors: composed and laid out on a driver that writes nowhere, and handed over.

Starting an app is nearly all that a join costs. Done ahead, in quiet moments, two hundred people who come at once see
their first screen within seconds, and those who are in do not wait for them. An app is handed to one visitor, and is
theirs until it ends: nothing of one person is ever there for the next.
"""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Final, Protocol, cast

from textual.app import App

from copworkshop.hosting.driver import RemoteDriver
from copworkshop.hosting.gc_policy import GcPolicy, collect_young
from copworkshop.hosting.running_app import RunningApp, Start, start_app
from copworkshop.hosting.terminal import USUAL
from copworkshop.hosting.visitor import Visitor
from copworkshop.model.failures import log_failure
from copworkshop.toolkit.scheduler import rest_after

AT_LEAST: Final = 8
"""So many are kept ahead however full the house is: people leave, and come again."""

_START_SECONDS: Final = 20.0
_AFTER_A_JOIN: Final = 0.5  # seconds; while people come, the loop is theirs
_AFTER_A_FAILURE: Final = 10.0  # seconds, twice as many after each that follows, up to the most
_MOST_AFTER_A_FAILURE: Final = 600.0

_log: Final = logging.getLogger(__name__)


class Unassigned(Protocol):
    """What an app must be to be started ahead."""

    composed: asyncio.Event
    """Set once its first screen is laid out."""


class AppPool:
    """Keeps apps started ahead of those who come."""

    def __init__(
        self,
        most: int,
        make: Callable[[], App[Any]],
        give: Callable[[App[Any], Visitor, Callable[[], None]], None],
        part: Callable[[App[Any]], None],
    ) -> None:
        """Keep up to `most`, less one for each visitor who is in.

        `make` makes an app that knows nobody; it has to be :class:`Unassigned`. `give` tells it, in the app's own
        context, who has come, and what to call once that visitor's screen is theirs; `part` that their line is lost,
        and that they may come back.
        """
        self.most = most
        self.assign = give
        self.detach = part
        self._make = make
        self._ready: deque[RunningApp] = deque()
        self._changed = asyncio.Event()
        self._starting = asyncio.Lock()
        self._joined_at = float("-inf")
        self._filling: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return len(self._ready)

    def start(
        self,
        start: Start,
        visitors: Callable[[], int],
        tidy: GcPolicy,
    ) -> None:
        """Begin to start apps: each by `start`, less one for each of the `visitors`. Needs a running event loop."""
        if self._filling is None:
            self._filling = asyncio.get_running_loop().create_task(self._fill(start, visitors, tidy), name="ahead")

    def take(self) -> RunningApp | None:
        """Give an app away, or None where there is none."""
        self._note_join()
        while self._ready:
            started = self._ready.popleft()
            if not started.task.done():
                return started
        return None

    @asynccontextmanager
    async def one_at_a_time(self) -> AsyncIterator[None]:
        """Start an app within, for a visitor for whom there was none: one after the other, in the order of coming.

        Two hundred started side by side would all be ready at the end, and keep every key waiting until then.
        """
        try:
            async with self._starting:
                yield
        finally:
            self._note_join()

    def _note_join(self) -> None:
        self._joined_at = asyncio.get_running_loop().time()
        self._changed.set()

    def note_left(self) -> None:
        """Note that a visitor is gone: there is room for one more ahead."""
        self._changed.set()

    def close(self) -> None:
        """Start none any more, and end those that wait."""
        if self._filling is not None:
            self._filling.cancel()
        for started in self._ready:
            started.task.cancel()
        self._ready.clear()

    async def _fill(
        self,
        start: Start,
        visitors: Callable[[], int],
        tidy: GcPolicy,
    ) -> None:
        loop = asyncio.get_running_loop()
        failed = 0
        while True:
            self._changed.clear()
            is_enough = len(self._ready) >= max(min(AT_LEAST, self.most), self.most - visitors())
            if is_enough or self._starting.locked():
                await self._changed.wait()
                continue
            if (wait := self._joined_at + _AFTER_A_JOIN - loop.time()) > 0:
                await asyncio.sleep(wait)
                continue
            begun = loop.time()
            if not await self._start_one(start):
                # Meanwhile everybody gets an app of their own when they come.
                await asyncio.sleep(min(_AFTER_A_FAILURE * 2**failed, _MOST_AFTER_A_FAILURE))
                failed = min(failed + 1, 10)
                continue
            failed = 0
            collect_young()
            await asyncio.sleep(rest_after(loop.time() - begun, tidy.since_key))

    async def _start_one(self, start: Start) -> bool:
        app = self._make()
        drivers: list[RemoteDriver] = []
        task = start_app(app, start, USUAL, drivers.append)
        if not await is_composed(app, task):
            log_failure(_log, "An app could not be started ahead", app._exception or TimeoutError())
            task.cancel()
            return False
        self._ready.append(RunningApp(app, drivers[0], task))
        return True


async def is_composed(app: App[Any], task: asyncio.Task[None]) -> bool:
    """Wait until the first screen of an app is laid out; tell whether it came to that. Cancelled, it ends the app."""
    composed = cast(Unassigned, app).composed
    waiting = asyncio.ensure_future(composed.wait())
    try:
        await asyncio.wait({task, waiting}, timeout=_START_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    except asyncio.CancelledError:
        task.cancel()
        raise
    finally:
        waiting.cancel()
    return composed.is_set() and not task.done()
