"""A driver whose timers and callbacks run in the context of its app, whatever context requests them."""

import asyncio
import contextvars
from collections.abc import Callable
from typing import Any

from textual.app import App
from textual.message import Message
from typing_extensions import override

from copworkshop.toolkit.large_text import LargeTextDriver
from copworkshop.toolkit.sent_cells import SentCells


class ContextDriver(LargeTextDriver):
    """Gives its subclasses public names for what Textual's driver knows about its app and its loop."""

    sent: SentCells | None = None
    """What the terminal shows, so that frames send only what looks different. None if frames are sent whole."""

    def __init__(self, app: App[Any], *, mouse: bool = True, size: tuple[int, int] | None = None) -> None:
        """Make the driver of `app`, with a size in columns and rows. It must be made in the context of the app."""
        super().__init__(app, debug=False, mouse=mouse, size=size)
        # The network and timers call from contexts of their own, in which widgets would not know their app.
        self._context = contextvars.copy_context()

    @property
    def app_size(self) -> tuple[int, int] | None:
        """The columns and rows that the app has, or is about to get."""
        return self._size

    @app_size.setter
    def app_size(self, size: tuple[int, int]) -> None:
        self._size = size

    @property
    def queued_messages(self) -> int:
        """How many messages wait in the queue of the app."""
        return self._app.message_queue_size

    @override
    def send_message(self, message: Message) -> None:
        # Textual makes a task for each message, because its driver runs in a thread. Posting keeps their order.
        self._app.post_message(message)

    def note_screen(self) -> None:
        """Note that the app opens a screen or a dialog."""

    def refresh_app(self) -> None:
        """Repaint the whole screen. Call it within the context of the app."""
        self._app.refresh()

    def soon(self, call: Callable[[], object]) -> asyncio.Handle:
        """Call a function on the next turn of the loop, in the context of the app."""
        return self._loop.call_soon(call, context=self._context)

    def later(self, seconds: float, call: Callable[[], object]) -> asyncio.TimerHandle:
        """Call a function after `seconds` seconds, in the context of the app."""
        return self._loop.call_later(seconds, call, context=self._context)
