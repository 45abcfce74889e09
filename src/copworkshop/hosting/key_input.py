"""The input of one visitor, from bytes to events: a few at a time, whatever bytes come.

A stranger may have sent the bytes. So invalid bytes are replaced, the text is parsed in small slices within a budget,
and reading stops while too much text waits.
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

from copworkshop.hosting.budgets import Budgets, Share
from copworkshop.hosting.transport import Transport
from copworkshop.model.clock import Clock
from copworkshop.toolkit.key_parser import KeyParser
from copworkshop.toolkit.pasted_keys import PASTE_END
from copworkshop.toolkit.stand_ins import UTF_8
from copworkshop.toolkit.widgets.pastes import PASTE_LIMIT

_SLICE: Final = 32
"""Characters that are parsed at once. They make at most as many events."""
_SLICES_A_TICK: Final = 64
_EVENTS_A_TICK: Final = 16
_MOST_UNHANDLED: Final = 64
"""Messages that may wait in an app. If more wait, further input stays unparsed, because it takes less memory so."""
_TICK_SECONDS: Final = 0.02
_PENDING_HIGH: Final = 16 * 1024  # characters; above it, reading stops
_PENDING_LOW: Final = 4 * 1024

_ESCAPE_SECONDS: Final = ESCAPE_DELAY + 0.02
_OPEN_PASTE_SECONDS: Final = 10.0
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class KeyReceiver(Protocol):
    """The driver that receives the events. It runs calls in the context of its app."""

    @property
    def queued_messages(self) -> int:
        """How many messages wait in the queue of the app."""

    def process_message(self, message: Message) -> None:
        """Pass an event on to the app."""

    def soon(self, call: Callable[[], object]) -> asyncio.Handle:
        """Call a function on the next turn of the loop."""

    def later(self, seconds: float, call: Callable[[], object]) -> asyncio.TimerHandle:
        """Call a function after `seconds` seconds."""


class KeyInput:
    """Passes the input from one transport on to one app."""

    def __init__(self, receiver: KeyReceiver, clock: Clock) -> None:
        """Take the driver that receives the events, and a clock that counts seconds."""
        self.share = Share(Budgets(clock), lambda: 0)
        """The budget of the person who types. It says how many events may still be made."""
        self._receiver = receiver
        self._transport: Transport | None = None
        self._decoder: codecs.IncrementalDecoder = codecs.getincrementaldecoder(UTF_8)(errors="replace")
        self._parser = KeyParser()
        self._pending: deque[str] = deque()
        self._pending_length = 0
        self._paused = False
        self._accepting = True
        self._swallowing: str | None = None
        """The last characters of a paste that is dropped until its end; None if no paste is being dropped."""
        self._pump_timer: asyncio.Handle | None = None
        self._quiet_timer: asyncio.TimerHandle | None = None

    @property
    def accepting(self) -> bool:
        """Whether input is still taken."""
        return self._accepting

    @property
    def waiting(self) -> int:
        """How many characters wait to be parsed."""
        return self._pending_length

    @property
    def is_scheduled(self) -> bool:
        """Whether a timer is set to parse the input that waits."""
        return self._pump_timer is not None

    @property
    def has_begun(self) -> bool:
        """Whether an escape sequence or a paste has begun and not ended."""
        return self._parser.unparsed > 0

    def attach(self, transport: Transport, share: Share | None = None, charset: str = UTF_8) -> None:
        """Take input from this transport from now on. Without `share`, the person is alone in the process."""
        self._decoder = codecs.getincrementaldecoder(charset)(errors="replace")
        self._transport = transport
        if share is not None:
            self.share = share
        self._accepting = True

    def expect_colours(self) -> None:
        """Wait for the terminal's answer about its colours. It becomes a `ColoursAnswered`, and never keys."""
        self._parser.expect_colours()

    def detach(self) -> None:
        """Discard all input from the transport, which is gone."""
        self.stop()
        self._transport = None
        self._decoder.reset()
        self._parser.reset()
        self._swallowing = None

    def stop(self) -> None:
        """Take no more input, and cancel the timers so that none keeps the app alive."""
        self._accepting = False
        self._pending.clear()
        self._pending_length = 0
        for timer in (self._pump_timer, self._quiet_timer):
            if timer is not None:
                timer.cancel()
        self._pump_timer = self._quiet_timer = None
        if self._paused and self._transport is not None:
            self._paused = False
            self._transport.resume()  # otherwise nobody would be notified when the connection ends

    def feed(self, data: bytes) -> None:
        """Take bytes from the terminal. They become events a few at a time. Reading stops while too many wait."""
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
            # Not at once: a transport that resumes delivers the bytes that it held, maybe in the middle of a pump.
            self._pump_timer = self._receiver.soon(self.pump)

    def pump(self) -> None:
        """Parse the input that waits, within the budget of a tick, and schedule the rest."""
        self._pump_timer = None
        if not self._accepting:
            return
        person = self.share.person
        budget = min(_EVENTS_A_TICK, person.allowed(), _MOST_UNHANDLED - self._receiver.queued_messages)
        slices = _SLICES_A_TICK
        while self._pending and budget > 0 and slices > 0:
            made = self._parse(self._take_slice())
            person.took(made)
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
        """Handle a moment without input: an ESC that waits for more was the Escape key."""
        self._pass_on(self._parser.tick())
        self._await_quiet(_OPEN_PASTE_SECONDS, self.close_paste)

    def close_paste(self) -> None:
        """End an open paste after a long time without input. Otherwise it would swallow every further key."""
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
        """Parse a slice and pass its events on; return the number of events."""
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
        """Pass events on to the app, except those that no terminal would send; return the number of all events."""
        number = 0
        for number, event in enumerate(made, start=1):  # noqa: B007 - counted
            if is_credible(event):
                self._receiver.process_message(_bounded(event) if isinstance(event, events.Paste) else event)
        return number

    def _cut_paste(self) -> None:
        """End a paste that has grown too long, and drop the rest until its end. Its field will refuse all of it."""
        made = self._parser.feed(PASTE_END)
        self._parser.reset()
        for event in made:
            if isinstance(event, events.Paste):
                self._swallowing = ""
                self._receiver.process_message(_bounded(event))

    def _swallow(self, text: str) -> str:
        """Return the text after the end of the paste, or nothing while the end has not come."""
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
    """Return whether a terminal would send this event. Other events come from somebody who means harm."""
    if not isinstance(event, events.Event):
        return False  # a report that was never asked for
    if isinstance(event, events.Resize):
        return False  # a size comes only from the protocol, clamped; as input, anybody could claim any size
    # Half a surrogate pair would pass every check up to the disk, and then no save would succeed.
    is_half = isinstance(event, events.Key) and event.character is not None and _SURROGATE.search(event.character)
    return not is_half


def _bounded(paste: events.Paste) -> events.Paste:
    """Return a paste cut to one character over the limit, so that fields still refuse one that is too long."""
    return events.Paste(paste.text[: PASTE_LIMIT + 1])
