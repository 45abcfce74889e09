"""What one visitor types, from bytes to events: a few at a time, whatever comes.

Anybody may have typed it. So bytes are decoded forgivingly and parsed in small slices within a budget, and reading
stops while too much waits.
"""

import asyncio
import codecs
import re
from collections import deque
from collections.abc import Callable, Iterable
from typing import Final, Protocol

from textual import events
from textual.constants import ESCAPE_DELAY
from textual.message import Message

from copworkshop.hosting.limits import Clock, Flow
from copworkshop.hosting.transport import Transport
from copworkshop.toolkit.key_parser import PASTE_END, KeyParser
from copworkshop.toolkit.widgets.pastes import PASTE_LIMIT

_SLICE: Final = 32
"""Characters parsed at once. At most as many events come of them."""
_SLICES_A_TICK: Final = 64
_EVENTS_A_TICK: Final = 16
_MOST_UNHANDLED: Final = 64
"""Messages that may wait in an app. With more, what was typed waits as the few bytes that it is."""
_TICK_SECONDS: Final = 0.02
_PENDING_HIGH: Final = 16 * 1024  # characters; above it, reading stops
_PENDING_LOW: Final = 4 * 1024

_ESCAPE_SECONDS: Final = ESCAPE_DELAY + 0.02
_OPEN_PASTE_SECONDS: Final = 10.0
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class KeyReceiver(Protocol):
    """The driver that the events are for. Its calls run in the context of its app."""

    @property
    def queued_messages(self) -> int:
        """How many messages wait in the queue of the app."""

    def process_message(self, message: Message) -> None:
        """Pass an event on to the app."""

    def soon(self, call: Callable[[], object]) -> asyncio.Handle:
        """Call a function on the next turn of the loop."""

    def later(self, seconds: float, call: Callable[[], object]) -> asyncio.TimerHandle:
        """Call a function in `seconds`."""


class KeyInput:
    """Passes what comes from one transport on to one app."""

    def __init__(self, receiver: KeyReceiver, clock: Clock) -> None:
        """Take the driver that the events are for, and a clock that counts seconds."""
        self.flow = Flow(clock)
        """How many events may still be made."""
        self._receiver = receiver
        self._transport: Transport | None = None
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._parser = KeyParser()
        self._pending: deque[str] = deque()
        self._pending_length = 0
        self._paused = False
        self._accepting = True
        self._swallowing: str | None = None
        """The last characters seen of a paste whose end is awaited."""
        self._pump_timer: asyncio.Handle | None = None
        self._quiet_timer: asyncio.TimerHandle | None = None

    @property
    def accepting(self) -> bool:
        """Whether anything is still taken."""
        return self._accepting

    @property
    def waiting(self) -> int:
        """How many characters wait to be parsed."""
        return self._pending_length

    @property
    def is_scheduled(self) -> bool:
        """Whether what waits is looked at soon."""
        return self._pump_timer is not None

    @property
    def has_begun(self) -> bool:
        """Whether the beginning of a sequence or a paste waits for its end."""
        return self._parser.unparsed > 0

    def attach(self, transport: Transport) -> None:
        """Take what comes by this transport from now on."""
        self._transport = transport
        self._accepting = True

    def detach(self) -> None:
        """Forget everything that came by a transport that is gone."""
        self.stop()
        self._transport = None
        self._decoder.reset()
        self._parser.reset()
        self._swallowing = None

    def stop(self) -> None:
        """Take nothing any more, and let no timer keep the app alive."""
        self._accepting = False
        self._pending.clear()
        self._pending_length = 0
        for timer in (self._pump_timer, self._quiet_timer):
            if timer is not None:
                timer.cancel()
        self._pump_timer = self._quiet_timer = None
        if self._paused and self._transport is not None:
            self._paused = False
            self._transport.resume()  # else nobody would be told that the connection has ended

    def feed(self, data: bytes) -> None:
        """Take bytes from the terminal. They become events a few at a time; reading stops while too many wait."""
        if not self._accepting:
            return
        text = self._decoder.decode(data)
        if not text:
            return
        self._pending.append(text)
        self._pending_length += len(text)
        if self._pending_length > _PENDING_HIGH and not self._paused and self._transport is not None:
            self._paused = True
            self._transport.pause()
        if self._pump_timer is None:
            # Not at once: a transport that resumes delivers what it held, maybe in the middle of a pump.
            self._pump_timer = self._receiver.soon(self.pump)

    def pump(self) -> None:
        """Parse what waits, within the budget of a tick; come back for the rest."""
        self._pump_timer = None
        if not self._accepting:
            return
        budget = min(_EVENTS_A_TICK, self.flow.allowed(), _MOST_UNHANDLED - self._receiver.queued_messages)
        slices = _SLICES_A_TICK
        while self._pending and budget > 0 and slices > 0:
            made = self._parse(self._take_slice())
            self.flow.took(made)
            budget -= made
            slices -= 1
        if self._paused and self._pending_length < _PENDING_LOW:
            self._paused = False
            if self._transport is not None:
                self._transport.resume()
        if self._pending:
            self._pump_timer = self._receiver.later(_TICK_SECONDS, self.pump)
        self._await_quiet(_ESCAPE_SECONDS, self.tick)

    def tick(self) -> None:
        """Nothing came for a moment: an ESC that waits for more was the Escape key."""
        self._pass_on(self._parser.tick())
        self._await_quiet(_OPEN_PASTE_SECONDS, self.close_paste)

    def close_paste(self) -> None:
        """Nothing came for long: a paste without an end would swallow every key from now on."""
        self._swallowing = None
        self._pass_on(self._parser.feed(PASTE_END))
        self._parser.unparsed = 0

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
        made = self._pass_on(self._parser.feed(text)) if text else 0
        if self._parser.unparsed > PASTE_LIMIT + len(PASTE_END):
            self._cut_paste()
        return made

    def _pass_on(self, made: Iterable[Message]) -> int:
        """Give events to the app, apart from those that no terminal would have sent; return how many there were."""
        number = 0
        for number, event in enumerate(made, start=1):  # noqa: B007 - counted
            if is_credible(event):
                self._receiver.process_message(_bounded(event) if isinstance(event, events.Paste) else event)
        return number

    def _cut_paste(self) -> None:
        """Close a paste that has grown too long, and swallow the rest until its end: its field refuses all of it."""
        made = self._parser.feed(PASTE_END)
        self._parser.reset()
        for event in made:
            if isinstance(event, events.Paste):
                self._swallowing = ""
                self._receiver.process_message(_bounded(event))

    def _swallow(self, text: str) -> str:
        """Return what comes after the end of the paste: nothing while the end has not come."""
        seen = (self._swallowing or "") + text
        _, end, rest = seen.partition(PASTE_END)
        self._swallowing = None if end else seen[1 - len(PASTE_END) :]
        return rest

    def _await_quiet(self, seconds: float, then: Callable[[], None]) -> None:
        if self._quiet_timer is not None:
            self._quiet_timer.cancel()
            self._quiet_timer = None
        if self._parser.unparsed or self._swallowing is not None:
            self._quiet_timer = self._receiver.later(seconds, then)


def is_credible(event: Message) -> bool:
    """Tell whether a terminal may have sent this for a person, and not somebody who means harm."""
    if not isinstance(event, events.Event):
        return False  # a report that was never asked for
    if isinstance(event, events.Resize):
        return False  # a size comes from the protocol alone, clamped; by keys anybody could claim any
    # Half a character passes everything up to the disk, and there no save succeeds any more.
    is_half = isinstance(event, events.Key) and event.character is not None and _SURROGATE.search(event.character)
    return not is_half


def _bounded(paste: events.Paste) -> events.Paste:
    """Return a paste that fields still see to be too long, where it is."""
    return events.Paste(paste.text[: PASTE_LIMIT + 1])
