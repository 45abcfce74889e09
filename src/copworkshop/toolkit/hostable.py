"""An app that can be one of many in a process: it shares nothing with the others, and leaves nothing when it ends.

A Textual app is a heap of some ten thousand objects in cycles. When two hundred people leave at once, collecting those
stops everybody for seconds, and until then all of them are kept. So a hosted app that has ended is emptied.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from enum import Flag, auto
from typing import Any, Final, cast
from weakref import WeakKeyDictionary

from rich.console import Console
from textual.app import App
from textual.dom import DOMNode
from textual.driver import Driver
from typing_extensions import override

from copworkshop.toolkit.colours import render_true
from copworkshop.toolkit.teardown import awaiting_disposal, subtree

_PATIENCE: Final = 2.0
"""Seconds that an app waits for others to end; after that it ends next to them."""

_ending: Final = WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock]()


class _Over(Flag):
    """What has come to an end of a hosted app. It can be emptied when everything has."""

    NOTHING = 0
    SHUTDOWN = auto()
    TASK = auto()
    USE = auto()
    EVERYTHING = SHUTDOWN | TASK | USE


@asynccontextmanager
async def one_at_a_time() -> AsyncIterator[None]:
    """End an app within. Two hundred that end at the same time would keep the keys of the others waiting."""
    lock = _ending.setdefault(asyncio.get_running_loop(), asyncio.Lock())
    is_ours, cancelled = False, None
    try:
        async with asyncio.timeout(_PATIENCE):
            is_ours = await lock.acquire()
    except TimeoutError:
        pass
    except asyncio.CancelledError as error:  # the app has to end all the same, or its subscriptions would keep it
        cancelled = error
    try:
        yield
    finally:
        if is_ours:
            lock.release()
    if cancelled is not None:
        raise cancelled


class HostableApp(App[None]):
    """What an app needs to be one of many in a process, with nobody at the terminal of the process."""

    _is_hosted = False
    _ended_parts = _Over.NOTHING
    _to_empty: tuple[DOMNode, ...] = ()
    """All widgets and styles, found when the app begins to end: later it does not know them any more."""

    @property
    def farewell(self) -> str:
        """What to say to the person when the app has ended."""
        return ""

    @property
    def way_back(self) -> str:
        """How the person comes back, as a sentence; empty where they connect again the same way."""
        return ""

    @property
    def fault(self) -> Exception | None:
        """The exception that ended the app; None where there was none."""
        return self._exception

    @property
    def is_exiting(self) -> bool:
        """Whether the app was asked to end."""
        return self._exit

    async def run_hosted(self, make_driver: Callable[..., Driver], size: tuple[int, int]) -> None:
        """Run the app on a driver of its own, with `size` columns and rows, until it ends.

        It must run in a context that it shares with nobody.
        """
        self._is_hosted = True
        self.driver_class = cast(type[Driver], make_driver)
        render_true(self)
        # Textual 8.2.8 redirects the streams of the process to the app while it runs. Apps that overlap leave them on
        # an app that has ended. Redirected to where they are, they stay there. No issue is known for it.
        self._capture_stdout = cast(Any, sys.stdout)
        self._capture_stderr = cast(Any, sys.stderr)
        # A crash is logged by its frames. Textual would render it with local variables, which hold people's words.
        self.error_console = Console(quiet=True)
        await self.run_async(size=size)

    def note_task_ended(self) -> None:
        """Note that the task that ran the app is over. If it was cancelled, the shutdown may go on without it."""
        self._end(_Over.TASK)

    def release(self) -> None:
        """Empty everything that the app consists of, now or, if it is still ending, when it has ended.

        Nobody may use it after that.
        """
        self._end(_Over.USE)

    @override
    def _fatal_error(self) -> None:
        if self._is_hosted:
            self._close_messages_no_wait()
        else:
            super()._fatal_error()

    @override
    async def _shutdown(self) -> None:
        if not self._is_hosted:
            await super()._shutdown()
            return
        screens = [screen for stack in self._screen_stacks.values() for screen in stack]
        self._to_empty = (*awaiting_disposal(self), *(node for screen in screens for node in subtree(screen)))
        async with one_at_a_time():
            await super()._shutdown()
        self._end(_Over.SHUTDOWN)

    def _end(self, ended: _Over) -> None:
        self._ended_parts |= ended
        if self._ended_parts is _Over.EVERYTHING:
            for node in (*self._to_empty, self):
                vars(node).clear()
