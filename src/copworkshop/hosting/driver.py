"""A Textual driver whose terminal is at the other end of a connection: no threads, no signals, no pseudo-terminal.

The output is bounded: a reader who does not keep up misses frames, and gets one whole screen when they have caught
up. `hosting/key_input.py` reads the input.

A driver starts without a transport and is attached to one later, because an app can start before its visitor comes.
"""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal, TextIO

from textual import events
from textual.app import App
from textual.geometry import Size
from textual.message import Message
from typing_extensions import override

from copworkshop.hosting.budgets import SCREEN_COST, Person, Share
from copworkshop.hosting.key_input import KeyInput
from copworkshop.hosting.output_filter import ENTER, LEAVE, output_filter
from copworkshop.hosting.terminal import TerminalInfo, clamp
from copworkshop.hosting.transport import Transport
from copworkshop.model.clock import Clock
from copworkshop.toolkit.clicks import CLICKS_OFF, CLICKS_ON, ClicksDriver
from copworkshop.toolkit.colours import Colours
from copworkshop.toolkit.driver import ContextDriver
from copworkshop.toolkit.large_text import with_large_text
from copworkshop.toolkit.sent_cells import SentCells
from copworkshop.toolkit.stand_ins import with_stand_ins
from copworkshop.toolkit.true_colour import QUERY, ColoursAnswered

BEHIND_BYTES: Final = 1_000_000
"""If more bytes than this are unsent, the reader gets no frames until they have read most of them."""
LOST_BYTES: Final = 4_000_000
"""If more bytes than this are unsent, the connection is closed."""

_LAYOUT_COST: Final = 10.0  # events; a new size costs a layout, 15 ms, and a whole screen, up to 30 ms more
_CELLS_AN_EVENT: Final = 1_000

_CAUGHT_UP_BYTES: Final = 64 * 1024
_LOOK_AGAIN_SECONDS: Final = 0.1


class RemoteDriver(ContextDriver, ClicksDriver):
    """Keys, size and drawing of one app over one transport."""

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
        clock: Clock = time.monotonic,
    ) -> None:
        """Make a driver without a transport.

        Args:
            app: The app to drive.
            debug: Not used, because people's keys are not logged.
            mouse: Not used: `report_clicks` decides; motion is never reported.
            size: Columns and rows until a terminal reports its own.
            clock: Returns seconds that only grow.
        """
        super().__init__(app, mouse=mouse, size=size)
        self.keys = KeyInput(self, clock)
        """The input that the person types."""
        self._transport: Transport | None = None
        self._started = False

        self._resize_timer: asyncio.Handle | None = None
        self._passed_on: Size | None = None

        self._clean: Callable[[str], str] = str
        self._may_have_more_colours = False
        self._frame: list[str] = []
        self._flush_handle: asyncio.Handle | None = None
        self._behind = False
        self._behind_timer: asyncio.TimerHandle | None = None

    # The transport

    def attach(self, transport: Transport, terminal: TerminalInfo, share: Share | None = None) -> None:
        """Put the app on a transport: set up the terminal and draw everything, now or when the app starts.

        The app may have had another transport before. Nothing that was meant for that one is sent here. Keys, sizes and
        dialogs are paid from `share`; without one, the person is alone in the process.
        """
        self._transport = transport
        self.keys.attach(transport, share, terminal.charset)
        self.charset = terminal.charset
        self._clean = output_filter(terminal.colours)
        self.sent = SentCells(terminal.colours)
        self._may_have_more_colours = terminal.may_have_more_colours
        resized, self.app_size = self.app_size != terminal.size, terminal.size
        if self._started:
            self._enter()
            if resized:
                self._post_size()
            self._repaint()

    def _enter(self) -> None:
        self._send(ENTER)
        self.reports_clicks = False
        self.ask_for_large_text(self._send)
        if self._may_have_more_colours and self.asks_terminal:
            self.keys.expect_colours()
            self._send(QUERY)

    @override
    def process_message(self, message: Message) -> None:
        if not isinstance(message, ColoursAnswered):
            super().process_message(message)
        elif message.true:
            self._clean, self.sent = output_filter(Colours.TRUE), SentCells(Colours.TRUE)
            self._repaint()

    def restore_terminal(self) -> None:
        """Restore the terminal, and take the app off its transport."""
        self._send(LEAVE)
        self.detach()

    def detach(self) -> None:
        """Take the app off its transport, which is gone. From now on its output is dropped."""
        self._stop_timers()
        self.keys.detach()
        self._transport = None
        self._behind = False
        self._frame.clear()
        self.sent = None
        self.forget_large_text()

    @property
    def behind(self) -> bool:
        """Whether the reader does not keep up and misses frames."""
        return self._behind

    def feed(self, data: bytes) -> None:
        """Take input bytes from the terminal."""
        self.keys.feed(data)

    # Size

    def resize(self, columns: int, rows: int) -> None:
        """Take a new size of the terminal, and clamp it. If sizes come too often, only some and the last are passed on.

        A reader who does not keep up gets no screen of a new size until they have caught up: nobody would see it.
        """
        size = clamp(columns, rows)
        if size == self.app_size:
            return
        self.app_size = size
        if self._resize_timer is None and self.keys.accepting and not self._behind:
            self._resize_timer = self.later(self._person.sizes.wait(), self._post_size)

    @override
    def note_screen(self) -> None:
        self._person.took(SCREEN_COST)

    @property
    def _person(self) -> Person:
        return self.keys.share.person

    def _post_size(self) -> None:
        self._resize_timer = None
        columns, rows = self.app_size or (0, 0)
        person, cost = self._person, _LAYOUT_COST + columns * rows / _CELLS_AN_EVENT
        seconds = person.sizes.wait() if person.allowed() >= cost else _LOOK_AGAIN_SECONDS
        if seconds:  # another terminal of the same person was first, or floods have used up what the process shares
            self._resize_timer = self.later(seconds, self._post_size)
            return
        person.took(cost)
        person.sizes.passed(columns, rows)
        self._forget_sent()
        before, self._passed_on = self._passed_on, Size(columns, rows)
        if self._passed_on != before:
            self.send_message(events.Resize(self._passed_on, self._passed_on))
        else:  # a terminal that was smaller for a moment has lost cells
            self._repaint()

    # Output

    @override
    def write(self, data: str) -> None:
        # The data is a part of a frame. The whole frame is sent as one on the next turn of the loop.
        if self._transport is None or self._behind:
            self._forget_sent()
            return
        self._frame.append(data)
        if self._flush_handle is None:
            self._flush_handle = self.soon(self._flush_frame)

    def _flush_frame(self) -> None:
        self._flush_handle = None
        frame = "".join(self._frame)
        self._frame.clear()
        if self._transport is None or not frame:
            return
        unsent = self._transport.unsent()
        if unsent > LOST_BYTES:
            self._transport.end()
        elif unsent > BEHIND_BYTES:
            self._fall_behind()
        else:
            self._send(with_large_text(self._clean(frame), able=self.has_large_text))

    @override
    def report_clicks(self, *, wanted: bool) -> None:
        # A reader who does not keep up is told with the whole screen that they get later.
        if self._transport is not None and not self._behind and wanted is not self.reports_clicks:
            self.reports_clicks = wanted
            self._send(CLICKS_ON if wanted else CLICKS_OFF)

    def _send(self, text: str) -> None:
        if self._transport is not None:
            self._transport.send(with_stand_ins(text, self.charset).encode(self.charset, errors="replace"))

    def _fall_behind(self) -> None:
        self._behind = True
        self._forget_sent()
        self._behind_timer = self.later(_LOOK_AGAIN_SECONDS, self._look_again)

    def _look_again(self) -> None:
        self._behind_timer = None
        if self._transport is None:
            return
        if self._transport.unsent() > _CAUGHT_UP_BYTES:
            self._behind_timer = self.later(_LOOK_AGAIN_SECONDS, self._look_again)
        else:
            self._behind = False
            self._post_size()
            self._repaint()

    def _forget_sent(self) -> None:
        if self.sent is not None:
            self.sent.forget()

    def _repaint(self) -> None:
        self.send_message(events.Callback(callback=self.refresh_app))

    # What Textual asks of a driver

    @override
    def start_application_mode(self) -> None:
        # Without a transport nothing is sent until `attach`.
        self._started = True
        if self._transport is not None:
            self._enter()
        self._post_size()

    @override
    def disable_input(self) -> None:
        self._stop_timers()
        self.keys.stop()

    def _stop_timers(self) -> None:
        for timer in (self._resize_timer, self._behind_timer):
            if timer is not None:
                timer.cancel()
        self._resize_timer = self._behind_timer = None

    @override
    def stop_application_mode(self) -> None:
        self.disable_input()
        if self._flush_handle is not None:
            self._flush_handle.cancel()
            self._flush_handle = None
        self._frame.clear()
        if self._started:
            self._started = False
            self._send(LEAVE)

    @override
    def close(self) -> None:
        self.disable_input()
        self._transport = None

    @override
    def suspend_application_mode(self) -> None:
        pass  # it would suspend the server

    @override
    def open_url(self, url: str, new_tab: bool = True) -> None:
        pass  # the browser would open on the server

    @override
    def deliver_binary(
        self,
        binary: BinaryIO | TextIO,
        *,
        delivery_key: str,
        save_path: Path,
        open_method: Literal["browser", "download"] = "download",
        encoding: str | None = None,
        mime_type: str | None = None,
        name: str | None = None,
    ) -> None:
        # Refused, because the file would be saved on the server.
        binary.close()
