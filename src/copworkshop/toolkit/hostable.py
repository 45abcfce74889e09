"""An app that can be one of many in a process: it shares nothing with the others, and leaves nothing when it ends.

A Textual app consists of some ten thousand objects in reference cycles. If two hundred people leave at once, the
garbage collector stops everybody for seconds, and until it runs, all these objects stay in memory. Therefore a hosted
app that has ended is emptied.
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
from textual.screen import Screen
from typing_extensions import override

from copworkshop.toolkit.clicks import ClicksDriver, answers_clicks
from copworkshop.toolkit.colours import render_true
from copworkshop.toolkit.compositor import CellsUpdate
from copworkshop.toolkit.driver import ContextDriver
from copworkshop.toolkit.teardown import awaiting_disposal, subtree

_PATIENCE: Final = 2.0
"""Seconds that an app waits for others to end. After that it ends while they still end."""

_ending: Final = WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock]()


class _Over(Flag):
    """Which parts of a hosted app have ended. The app can be emptied when all of them have."""

    NOTHING = 0
    SHUTDOWN = auto()
    TASK = auto()
    USE = auto()
    EVERYTHING = SHUTDOWN | TASK | USE


@asynccontextmanager
async def one_at_a_time() -> AsyncIterator[None]:
    """Let one app at a time end within this block.

    If two hundred apps ended at the same time, the keys of the other people would wait.
    """
    lock = _ending.setdefault(asyncio.get_running_loop(), asyncio.Lock())
    is_ours, cancelled = False, None
    try:
        async with asyncio.timeout(_PATIENCE):
            is_ours = await lock.acquire()
    except TimeoutError:
        pass
    except asyncio.CancelledError as error:  # the app must end anyway: otherwise its subscriptions would keep it
        cancelled = error
    try:
        yield
    finally:
        if is_ours:
            lock.release()
    if cancelled is not None:
        raise cancelled


class HostableApp(App[None]):
    """An app that can be one of many in a process, with nobody at the terminal of the process."""

    _is_hosted = False
    _ended_parts = _Over.NOTHING
    _to_empty: tuple[DOMNode, ...] = ()
    """All widgets and styles, collected when the app begins to end. Later they can no longer be found."""

    @override
    def push_screen(self, *arguments: Any, **options: Any) -> Any:
        # A person who opens dialogs without end would hold up everybody else, so their driver counts them.
        if isinstance(self._driver, ContextDriver):
            self._driver.note_screen()
        return super().push_screen(*arguments, **options)

    @override
    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        sent = self._driver.sent if isinstance(self._driver, ContextDriver) else None
        if isinstance(renderable, CellsUpdate):
            renderable.sent = sent
        elif sent is not None and renderable is not None:
            sent.forget()  # a screen of stock Textual sends whole rows, and does not say which
        super()._display(screen, renderable)

    @override
    def post_display_hook(self) -> None:
        # Here, because a frame is painted after each change of what is in sight, such as a dialog or a filled list.
        if isinstance(self._driver, ClicksDriver) and self.screen_stack:
            wanted = not self.leaves_the_mouse and answers_clicks(self.screen, labels=self.has_tapped)
            self._driver.report_clicks(wanted=wanted)

    has_tapped = False
    """Whether the person has tapped a label. Then labels are reason enough to have clicks reported."""

    leaves_the_mouse = False
    """Whether the terminal has the mouse for now, to select text."""

    @property
    def farewell(self) -> str:
        """What to say to the person when the app has ended."""
        return ""

    @property
    def way_back(self) -> str:
        """How the person comes back, as a sentence; empty if they connect again in the same way."""
        return ""

    @property
    def fault(self) -> Exception | None:
        """The exception that ended the app; None if there was none."""
        return self._exception

    @property
    def is_exiting(self) -> bool:
        """Whether the app was asked to end."""
        return self._exit

    async def run_hosted(self, make_driver: Callable[..., Driver], size: tuple[int, int]) -> None:
        """Run the app on its own driver until it ends. `size` is in columns and rows.

        It must run in a context of its own.
        """
        self._is_hosted = True
        self.driver_class = cast(type[Driver], make_driver)
        render_true(self)
        # While an app runs, Textual 8.2.8 redirects the streams of the process to it. When apps overlap, the streams
        # stay redirected to an app that has ended. Redirected to themselves, they do not. No issue is known for it.
        self._capture_stdout = cast(Any, sys.stdout)
        self._capture_stderr = cast(Any, sys.stderr)
        # We log only the frames of a crash. Textual would print its local variables too, which hold people's words.
        self.error_console = Console(quiet=True)
        await self.run_async(size=size)

    def note_task_ended(self) -> None:
        """Note that the task that ran the app is over. After a cancelled task, the shutdown may still be running."""
        self._end(_Over.TASK)

    def release(self) -> None:
        """Empty all objects of the app, now or, if it is still ending, when it has ended.

        Nobody may use the app after this call.
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
