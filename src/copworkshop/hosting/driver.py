"""A Textual driver whose terminal is at the other end of a connection: no threads, no signals, no pty.

What comes in was typed by anybody. So bytes are decoded forgivingly, parsed in small slices with a budget, and a
parser that stumbles is replaced. What goes out is bounded: a reader who does not keep up misses frames, and gets one
whole screen when they have caught up.

A driver starts without a line and is attached to one later: an app can be started ahead of its visitor.
"""

import asyncio
import codecs
import contextvars
import re
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal, Protocol, TextIO

from textual import events
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.constants import ESCAPE_DELAY
from textual.geometry import Size
from textual.message import Message

from copworkshop.hosting.limits import Flow
from copworkshop.hosting.output_filter import ENTER, LEAVE, output_filter
from copworkshop.hosting.terminal import Resizes, TerminalInfo, clamp
from copworkshop.toolkit.large_text import LargeTextDriver, with_large_text
from copworkshop.toolkit.widgets.pastes import PASTE_LIMIT

BEHIND_BYTES: Final = 1_000_000
"""With so much unsent a reader gets no more frames until they have read most of it."""
LOST_BYTES: Final = 4_000_000
"""With so much unsent the connection is ended."""

_CAUGHT_UP_BYTES: Final = 64 * 1024
_LOOK_AGAIN_SECONDS: Final = 0.1

_SLICE: Final = 32  # characters parsed at once; at most so many events come of them
_SLICES_A_TICK: Final = 64
_EVENTS_A_TICK: Final = 16
_MOST_UNHANDLED: Final = 64
"""So many messages may wait in an app; with more, what was typed waits as the few bytes that it is."""
_TICK_SECONDS: Final = 0.02
_PENDING_HIGH: Final = 16 * 1024  # characters; above it, reading stops
_PENDING_LOW: Final = 4 * 1024

_ESCAPE_SECONDS: Final = ESCAPE_DELAY + 0.02
_OPEN_PASTE_SECONDS: Final = 10.0
_PASTE_END: Final = "\x1b[201~"
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class Transport(Protocol):
    """A connection's two-way line, as the driver needs it."""

    def send(self, data: bytes) -> None:
        """Queue bytes for the terminal; silently nothing when the line is gone."""

    def unsent(self) -> int:
        """Return how many bytes are queued."""

    def pause(self) -> None:
        """Read no more for now."""

    def resume(self) -> None:
        """Read on."""

    def end(self) -> None:
        """Hang up at once."""


class _Parser(XTermParser):
    """Textual's parser, without a cache that outlives it.

    Textual's keeps the last 1,024 parsers that met an escape sequence, and each of them its last key, and that its app.
    """

    def _parse_extended_key(self, sequence: str) -> list[events.Key] | None:  # type: ignore[override]
        return XTermParser._parse_extended_key.__wrapped__(self, sequence)


def _bounded(paste: events.Paste) -> events.Paste:
    """Return a paste that fields still see to be too long, where it is."""
    return events.Paste(paste.text[: PASTE_LIMIT + 1])


class RemoteDriver(LargeTextDriver):
    """Keys, size and drawing of one app over one line."""

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Make a driver without a line.

        Args:
            app: The app that is driven.
            debug: Not used: a log of people's keys is nobody's business.
            mouse: Not used: clicks and the wheel are always reported, motion never.
            size: Columns and rows until a line says otherwise.
            clock: Seconds that only grow.
        """
        super().__init__(app, debug=False, mouse=mouse, size=size)
        # Timers and the network call from contexts of their own; everything for the app goes through its own.
        self._context = contextvars.copy_context()
        self._line: Transport | None = None
        self._started = False

        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._parser = _Parser()
        self._flow = Flow(clock)
        self._pending: deque[str] = deque()
        self._pending_length = 0
        self._paused = False
        self._accepting = True
        self._since_event = 0
        self._swallowing: str | None = None  # the last characters seen of a paste whose end is awaited
        self._pump_timer: asyncio.Handle | None = None
        self._quiet_timer: asyncio.TimerHandle | None = None

        self._resizes = Resizes(clock)
        self._resize_timer: asyncio.Handle | None = None

        self._clean: Callable[[str], str] = str
        self._frame: list[str] = []
        self._flush_handle: asyncio.Handle | None = None
        self._behind = False
        self._behind_timer: asyncio.TimerHandle | None = None

    # The line

    def attach(self, line: Transport, terminal: TerminalInfo) -> None:
        """Put the app on a line: set up the terminal and draw it all, now or when the app starts.

        It may have had another before, which is gone: nothing that was on its way there is left.
        """
        self._line = line
        self._accepting = True
        self._clean = output_filter(terminal.colours)
        resized, self._size = self._size != terminal.size, terminal.size
        if self._started:
            self._send(ENTER)
            self.ask_for_large_text(self._send)
            if resized:
                self._post_size()
            self._repaint()

    def restore_terminal(self) -> None:
        """Leave the terminal as it was found, and take the app off its line."""
        self._send(LEAVE)
        self.detach()

    def detach(self) -> None:
        """Take the app off its line, which is gone: what it draws from now on goes nowhere."""
        self._line = None
        self.disable_input()
        self._decoder.reset()
        self._new_parser()
        self._swallowing = None
        self._behind = False
        self._frame.clear()
        self.forget_large_text()

    @property
    def behind(self) -> bool:
        """Whether the reader does not keep up, and misses frames."""
        return self._behind

    # Input

    def feed(self, data: bytes) -> None:
        """Take bytes from the terminal. They become events a few at a time, and reading pauses while too many wait."""
        if not self._accepting:
            return
        text = self._decoder.decode(data)
        if not text:
            return
        self._pending.append(text)
        self._pending_length += len(text)
        if self._pending_length > _PENDING_HIGH and not self._paused and self._line is not None:
            self._paused = True
            self._line.pause()
        if self._pump_timer is None:
            # Not at once: resuming a line delivers what it held, and that may happen in the middle of a pump.
            self._pump_timer = self._soon(self._pump)

    def _pump(self) -> None:
        """Parse what waits, within the budget of a tick; come back for the rest."""
        self._pump_timer = None
        if not self._accepting:
            return
        budget = min(_EVENTS_A_TICK, self._flow.allowed(), _MOST_UNHANDLED - self._app.message_queue_size)
        slices = _SLICES_A_TICK
        while self._pending and budget > 0 and slices > 0:
            made = self._parse(self._take_slice())
            self._flow.took(made)
            budget -= made
            slices -= 1
        if self._paused and self._pending_length < _PENDING_LOW:
            self._paused = False
            if self._line is not None:
                self._line.resume()
        if self._pending:
            self._pump_timer = self._later(_TICK_SECONDS, self._pump)
        self._await_quiet(_ESCAPE_SECONDS, self._tick)

    def _take_slice(self) -> str:
        text = self._pending.popleft()
        if len(text) > _SLICE and self._swallowing is None:
            self._pending.appendleft(text[_SLICE:])
            text = text[:_SLICE]
        self._pending_length -= len(text)
        return text

    def _parse(self, text: str) -> int:
        """Parse a slice and pass its events on; return how many there were."""
        if self._swallowing is not None:
            rest = self._swallow(text)
            text = rest[:_SLICE]
            if len(rest) > _SLICE:
                self._pending.appendleft(rest[_SLICE:])
                self._pending_length += len(rest) - _SLICE
        self._since_event += len(text)
        made = self._deliver(self._parser.feed(text)) if text else 0
        if self._since_event > PASTE_LIMIT + len(_PASTE_END):
            self._cut_paste()
        return made

    def _deliver(self, parse: Iterable[Message]) -> int:
        """Pass on the events that `parse` makes. A parser that raises, on what no terminal sends, is replaced."""
        made: list[Message] = []
        try:
            made.extend(parse)  # what came before the stumble stays
        except Exception:  # any: what raises is Textual's, and what it is given is anybody's
            self._new_parser()
        for event in made:
            self._since_event = 0
            self._pass_on(event)
        return len(made)

    def _pass_on(self, event: Message) -> None:
        """Give an event to the app, unless no terminal would have sent it."""
        if isinstance(event, events.Paste):
            event = _bounded(event)
        if not isinstance(event, events.Event):
            return  # a report that was never asked for
        if isinstance(event, events.Resize):
            return  # a size comes from the protocol alone, clamped; in the keys anybody could claim any
        if isinstance(event, events.Key) and event.character is not None and _SURROGATE.search(event.character):
            return  # half a character: it passes everything up to the disk, and there no save succeeds again
        self.process_message(event)

    def _new_parser(self) -> None:
        self._parser = _Parser()
        self._since_event = 0

    def _cut_paste(self) -> None:
        """Close a paste that has grown too long, and swallow the rest until its end: its field refuses all of it."""
        made: list[Message] = []
        with suppress(Exception):  # as in _deliver
            made.extend(self._parser.feed(_PASTE_END))
        self._new_parser()
        for event in made:
            if isinstance(event, events.Paste):
                self._swallowing = ""
                self.process_message(_bounded(event))

    def _swallow(self, text: str) -> str:
        """Return what comes after the end of the paste: nothing while it has not come."""
        seen = (self._swallowing or "") + text
        _, end, rest = seen.partition(_PASTE_END)
        self._swallowing = None if end else seen[1 - len(_PASTE_END) :]
        return rest

    def _await_quiet(self, seconds: float, then: Callable[[], None]) -> None:
        if self._quiet_timer is not None:
            self._quiet_timer.cancel()
            self._quiet_timer = None
        if self._since_event or self._swallowing is not None:
            self._quiet_timer = self._later(seconds, then)

    def _tick(self) -> None:
        """Nothing came for a moment: an ESC that waits for more was the Escape key."""
        self._deliver(self._parser.tick())
        self._await_quiet(_OPEN_PASTE_SECONDS, self._give_up_paste)

    def _give_up_paste(self) -> None:
        """Nothing came for long: a paste without an end would swallow every key from now on."""
        self._swallowing = None
        self._deliver(self._parser.feed(_PASTE_END))
        self._since_event = 0

    def send_message(self, message: Message) -> None:
        """Pass a message to the app, at once and in order (Textual's own makes a task of each, for its threads)."""
        self._app.post_message(message)

    # Size

    def resize(self, columns: int, rows: int) -> None:
        """Take a new size of the terminal, clamped; of a storm, some and the last.

        Who does not keep up with reading gets no screen of a new size before they do: nobody would see it.
        """
        size = clamp(columns, rows)
        if size == self._size:
            return
        self._size = size
        if self._resize_timer is None and self._accepting and not self._behind:
            self._resize_timer = self._later(self._resizes.wait(), self._post_size)

    def _post_size(self) -> None:
        self._resize_timer = None
        columns, rows = self._size or (0, 0)
        self._resizes.passed(columns, rows)
        size = Size(columns, rows)
        self._app.post_message(events.Resize(size, size))

    # Output

    def write(self, data: str) -> None:
        """Take a part of a frame; it goes out, as one, when the loop comes round."""
        if self._line is None or self._behind:
            return
        self._frame.append(data)
        if self._flush_handle is None:
            self._flush_handle = self._soon(self._flush_frame)

    def _flush_frame(self) -> None:
        self._flush_handle = None
        frame = "".join(self._frame)
        self._frame.clear()
        if self._line is None or not frame:
            return
        unsent = self._line.unsent()
        if unsent > LOST_BYTES:
            self._line.end()
        elif unsent > BEHIND_BYTES:
            self._fall_behind()
        else:
            self._send(with_large_text(self._clean(frame), able=self.has_large_text))

    def _send(self, text: str) -> None:
        if self._line is not None:
            self._line.send(text.encode("utf-8", errors="replace"))

    def _fall_behind(self) -> None:
        self._behind = True
        self._behind_timer = self._later(_LOOK_AGAIN_SECONDS, self._look_again)

    def _look_again(self) -> None:
        self._behind_timer = None
        if self._line is None:
            return
        if self._line.unsent() > _CAUGHT_UP_BYTES:
            self._behind_timer = self._later(_LOOK_AGAIN_SECONDS, self._look_again)
        else:
            self._behind = False
            self._post_size()
            self._repaint()

    def _repaint(self) -> None:
        app = self._app

        def refresh() -> None:
            app.refresh()

        app.post_message(events.Callback(callback=refresh))

    # What Textual asks of a driver

    def start_application_mode(self) -> None:
        """Begin: with a line, the terminal is set up; without, nothing is sent until :meth:`attach`."""
        self._started = True
        if self._line is not None:
            self._send(ENTER)
            self.ask_for_large_text(self._send)
        self._post_size()

    def disable_input(self) -> None:
        """Take no more keys and no more sizes, and let no timer keep the app alive."""
        self._accepting = False
        self._pending.clear()
        self._pending_length = 0
        for timer in (self._pump_timer, self._quiet_timer, self._resize_timer, self._behind_timer):
            if timer is not None:
                timer.cancel()
        self._pump_timer = self._quiet_timer = self._resize_timer = self._behind_timer = None
        if self._paused and self._line is not None:
            self._paused = False
            self._line.resume()  # else the end of the line would never be heard

    def stop_application_mode(self) -> None:
        """End: the terminal is as it was."""
        self.disable_input()
        if self._flush_handle is not None:
            self._flush_handle.cancel()
            self._flush_handle = None
        self._frame.clear()
        if self._started:
            self._started = False
            self._send(LEAVE)

    def close(self) -> None:
        """Let go of the line."""
        self.disable_input()
        self._line = None

    def suspend_application_mode(self) -> None:
        """Do nothing: what would be suspended is the server."""

    def open_url(self, url: str, new_tab: bool = True) -> None:  # noqa: FBT001, FBT002  Textual's signature
        """Refuse: the browser would open on the server."""

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
        """Refuse: the file would land on the server."""
        binary.close()

    def call(self, function: Callable[[], object]) -> None:
        """Call a function of the app soon, in the app's own context: elsewhere its widgets would not know their app."""
        self._soon(function)

    def _soon(self, call: Callable[[], object]) -> asyncio.Handle:
        return self._loop.call_soon(call, context=self._context)

    def _later(self, seconds: float, call: Callable[[], None]) -> asyncio.TimerHandle:
        return self._loop.call_later(seconds, call, context=self._context)
