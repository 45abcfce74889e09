"""One visitor's screen: an app of their own on their transport, from the first paint to the last."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final, TypeVar

from copworkshop.admission.entry import Entrance
from copworkshop.hosting.budgets import Share, payer_of
from copworkshop.hosting.driver import RemoteDriver
from copworkshop.hosting.pool import AppPool, PooledApp, is_composed
from copworkshop.hosting.running_app import HostedApp, RunningApp, start_app
from copworkshop.hosting.shared import HostState
from copworkshop.hosting.terminal import clamp
from copworkshop.hosting.transport import Transport
from copworkshop.hosting.visitor import Visitor
from copworkshop.live.presence import Visit
from copworkshop.model.attendance import Health
from copworkshop.model.failures import SCREEN_FAILED, log_failure

NAMELESS: Final = "You have not said your name for a while, and others may need the place. Connect again at any time."
CRASHED: Final = (
    "Something went wrong with your screen; the others are not affected, and everything it showed as saved is safe."
)
ASKS_EARLIER_LINE: Final = "One moment: your earlier line is asked whether it still answers."
WAITS_FOR_SCREEN: Final = "One moment: many people are coming in. It is your turn soon."
CONNECT_AGAIN: Final = "Connect again the same way."

EARLY_BYTES: Final = 4_096
"""The most bytes that are kept for the app if the visitor types before it is up."""

_MOMENT_SECONDS: Final = 0.3  # a shorter wait needs no explanation

_log: Final = logging.getLogger(__name__)

T = TypeVar("T")


async def explained(work: Awaitable[T], sentence: str, say: Callable[[str], object]) -> T:
    """Wait for `work`. If it takes more than a moment, `say` is called with the sentence that explains why."""
    saying = asyncio.get_running_loop().call_later(_MOMENT_SECONDS, say, sentence)
    try:
        return await work
    finally:
        saying.cancel()


class ScreenVisit:
    """Shows one visitor their app. The room of the transport reports keys, sizes and lost connections."""

    def __init__(
        self,
        state: HostState,
        visitor: Visitor,
        transport: Transport,
        size: tuple[int, int],
        *,
        early: bytes,
        say: Callable[[str], object],
        leave: Callable[[str], object],
    ) -> None:
        """Prepare a visit. It begins with :meth:`run`.

        Args:
            state: What all visits share.
            visitor: The person who comes.
            transport: Their connection.
            size: The columns and rows that their terminal claims; 0 if it claims none.
            early: What they have typed so far.
            say: Shows a sentence while there is no screen yet.
            leave: Ends the connection with a sentence.
        """
        self._state = state
        self._visitor = visitor
        self.transport = transport
        """The connection of the visitor."""
        self._size = size
        self._early = bytearray(early)
        self._say = say
        self._leave = leave
        self._app: HostedApp | None = None
        self._pooled: PooledApp | None = None
        """The same app, if it can be parked."""
        self._driver: RemoteDriver | None = None
        self._task: asyncio.Task[None] | None = None
        self._presence: Visit | None = None
        nameless = payer_of(visitor.entrance, None, visitor.address)  # once: it is asked for each key
        self._share = Share(state.budgets, lambda: self.seat or visitor.seat or nameless)
        self._ending = False
        self._parked = asyncio.Event()
        """Set when the connection is lost and the app waits for the person to come back."""

    # Calls from the room of the transport

    def feed(self, data: bytes) -> None:
        """Pass keys on to the app. Keys that come before the app is up wait for it."""
        if self._driver is not None:
            self._state.gc_policy.last_key.note()
            if self._presence is not None:
                self._presence.note_key()
            self._driver.feed(data)
        elif len(self._early) < EARLY_BYTES:
            self._early += data[:EARLY_BYTES]

    def resize(self, columns: int, rows: int) -> None:
        """Pass a new size of the terminal on to the app."""
        self._size = (columns, rows)
        if self._driver is not None:
            self._driver.resize(columns, rows)

    @property
    def app(self) -> HostedApp | None:
        """The app that is shown; None if there is none."""
        return self._app

    @property
    def driver(self) -> RemoteDriver | None:
        """The driver of the app; None until it is attached to the transport."""
        return self._driver

    @property
    def has_screen(self) -> bool:
        """Whether an app is shown."""
        return self._app is not None

    @property
    def seat(self) -> int | None:
        """The seat of the person; None if there is none, or if they have not given their name yet."""
        return None if self._presence is None else self._presence.who.seat

    def lose(self) -> bool:
        """Handle a lost connection by parking the person's app. Return whether the app could be parked."""
        if self._driver is not None:
            self._driver.detach()
        return self._park()

    def yield_place(self) -> bool:
        """Park the app of a dead connection, and restore its terminal. Return whether the app could be parked."""
        driver = self._driver
        if not self._park() or driver is None:
            return False
        driver.restore_terminal()
        return True

    def end(self) -> bool:
        """Ask the app to end. Return False if there is no app that could end."""
        self._ending = True
        if self._driver is None or self._app is None:
            return False
        self._driver.soon(self._app.exit)
        return True

    def _park(self) -> bool:
        seat, app, driver, task = self.seat, self._pooled, self._driver, self._task
        if seat is None or app is None or driver is None or task is None:
            return False
        if self._ending or app.is_exiting or task.done():
            return False
        self._app = self._pooled = self._driver = None
        driver.soon(app.detach)
        self._state.park(seat, RunningApp(app, driver, task))
        self._parked.set()
        return True

    def _health(self) -> Health:
        """Return the state of the connection."""
        if self.transport.is_silent:
            return Health.SILENT
        return Health.SLOW if self._driver is not None and self._driver.behind else Health.GOOD

    # The visit

    async def run(self) -> tuple[int, str]:
        """Show the app until it ends or is parked; return the exit status and a last sentence (empty for none)."""
        visit = self._presence = self._state.arrive(self._visitor.actor, self._health)
        no_name = asyncio.get_running_loop().call_later(self._state.limits.nameless_seconds, self._require_name)
        try:
            return await self._run_app(replace(self._visitor, visit=visit))
        finally:
            no_name.cancel()
            self._presence = None
            visit.leave()
            self._share.close()
            self._state.note_left()

    def _require_name(self) -> None:
        """Close the connection of a newcomer who has not given their name for long. Others may need the place."""
        if self._presence is not None and self._presence.newcomer:
            self._leave(NAMELESS)

    async def _run_app(self, visitor: Visitor) -> tuple[int, str]:
        try:
            task = self._task = await self._begin_app(visitor)
            await self._over_or_parked(task)
            if self._parked.is_set():
                return 0, ""
            await task  # it has ended; this raises its exception, if there was one
            app = self._app
            if app is None or app.fault is None:
                return 0, "" if app is None else app.farewell
            log_failure(_log, SCREEN_FAILED, app.fault)
            return 1, f"{CRASHED} {app.way_back or CONNECT_AGAIN}"
        finally:
            app, self._driver, self._app, self._pooled = self._app, None, None, None
            if app is not None:
                self._state.note_app_ended()
                app.release()

    async def _over_or_parked(self, task: asyncio.Task[None]) -> None:
        """Wait until the app has ended or is parked. If cancelled, it cancels the app."""
        parked = asyncio.ensure_future(self._parked.wait())
        try:
            await asyncio.wait({task, parked}, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            task.cancel()
            await asyncio.wait({task})
            raise
        finally:
            parked.cancel()

    async def _begin_app(self, visitor: Visitor) -> asyncio.Task[None]:
        pool = self._state.pool if visitor.entrance is Entrance.PARTICIPANT else None
        if pool is None:
            app = self._app = self._state.app_factory(visitor)
            return self._start(app, visitor)
        parked = None
        if visitor.seat is not None:
            parked = await explained(self._state.take_parked(visitor.seat), ASKS_EARLIER_LINE, self._say)
        running = parked or pool.take()
        if running is not None:
            return self._take_over(running, visitor)
        await explained(pool.starts.wait(self._share.person), WAITS_FOR_SCREEN, self._say)
        try:
            return await self._start_pooled(pool, visitor)
        finally:
            pool.note_join()
            pool.starts.over()

    async def _start_pooled(self, pool: AppPool, visitor: Visitor) -> asyncio.Task[None]:
        app = self._app = self._pooled = pool.make()
        app.welcome(visitor, lambda: None)
        task = self._task = self._start(app, visitor)  # its connection may be lost as soon as it is shown
        await is_composed(app, task)
        return task

    def _start(self, app: HostedApp, visitor: Visitor) -> asyncio.Task[None]:
        return start_app(app, self._state.start, clamp(*self._size), lambda driver: self._attach(driver, visitor))

    def _take_over(self, running: RunningApp[PooledApp], visitor: Visitor) -> asyncio.Task[None]:
        """Show an app that runs already. It is attached when it shows the screen of this visitor."""
        app = self._app = self._pooled = running.app

        def shown() -> None:
            if not self._ending:
                self._attach(running.driver, visitor)

        running.driver.soon(lambda: app.welcome(visitor, shown))
        return running.task

    def _attach(self, driver: RemoteDriver, visitor: Visitor) -> None:
        driver.attach(self.transport, visitor.terminal, self._share)
        if self._size != (0, 0):
            driver.resize(*self._size)
        driver.feed(bytes(self._early))
        self._early.clear()
        self._driver = driver
