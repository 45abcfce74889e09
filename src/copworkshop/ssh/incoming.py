"""What connections send, before AsyncSSH works through it: in small pieces, in turns, and within a budget.

A transport hands over up to 256 KB at once, and AsyncSSH works through all of its packets in one turn of the loop. So
one client that sends thousands of packets, or two hundred that log in, would hold up the key of everybody else. Here a
piece is at most 1 KB, and of all connections that log in or send much, one piece is worked through in a turn. Nothing
is passed on while AsyncSSH works on a packet in a task, because it would keep all of it in memory.

Keys are data of the channel, and the hosting room bounds them. All other packets cost work and change nothing on the
screen: key exchanges, requests, packets of unknown types. That work has a budget, for a connection and for all. A
connection that has used more of its budget than a login needs gets a small share of the loop: a key of somebody else
takes several turns of the loop until it is drawn, and each turn would otherwise have a piece in it.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Final

import asyncssh

from copworkshop.admission.allowance import Allowance
from copworkshop.admission.fair_queue import FairQueue
from copworkshop.admission.origins import origin
from copworkshop.model.clock import Clock
from copworkshop.ssh.internals import (
    call_when_done,
    intercept_received,
    is_busy,
    is_exchanging_keys,
    packets_received,
    pass_received,
    tcp_transport,
)

PIECE: Final = 1024
"""The most bytes of one connection that AsyncSSH works through in one turn of the loop."""

WORK: Final = 0.3
WORK_A_SECOND: Final = 0.03
"""Seconds of work on packets that are not data: at once, and for each second, of one connection.

A login with 20 keys takes about 0.02, a window that is dragged to another size 0.02 a second.
"""

USUAL_WORK: Final = 0.05
"""Seconds of that work after which the connection gets no more than :data:`SLOW_SHARE` of the loop."""

SLOW_SHARE: Final = 0.1
"""The share of the loop's time for all connections together that cause more than the usual work."""

ALL_WORK: Final = 2.0
ALL_WORK_A_SECOND: Final = 0.2
"""The same of all connections: about two hundred logins at once. Beyond it they get :data:`BUSY_SHARE` of the loop."""

BUSY_SHARE: Final = 1 / 2
"""The share of the loop's time for logins and other such work, when there is more of it than :data:`ALL_WORK`."""

_EACH_PACKET: Final = 0.0002  # what a packet costs later: its answer, a task, a line of the log that is not written
_MOST_A_PIECE: Final = 0.02  # what takes longer is none of the client's doing, such as a collection of garbage
_EACH_CONNECTION: Final = 0.002  # what it costs to begin and end one, and its first key exchange, which is a task
_EXCHANGE_SECONDS: Final = 30.0  # a key exchange takes less; meanwhile all that is sent to the client waits in memory

_MOST_AHEAD: Final = 32 * 1024  # bytes; a client sends a few packets at most before its login is answered

TOO_MUCH: Final = "A connection was ended: it sent more than a terminal does"
"""What the log says of a connection that is ended for its work."""

_log: Final = logging.getLogger(__name__)


class Incoming:
    """The queue that all connections of a server share."""

    def __init__(self, clock: Clock = time.monotonic, work_clock: Clock = time.thread_time) -> None:
        """Take a clock that counts seconds, and one that counts the seconds that this thread has worked."""
        self.clock = clock
        self.work_clock = work_clock
        self.work = Allowance(clock, ALL_WORK, ALL_WORK_A_SECOND)
        """What all connections may still cost."""
        self._usual = _Lane(self, lambda: BUSY_SHARE if self.work.left < 0 else 1.0)
        self._slow = _Lane(self, lambda: SLOW_SHARE)
        """For the connections that cause much work."""

    def accept(
        self, connection: asyncssh.SSHServerConnection, overspent: Callable[[], None], address: str = ""
    ) -> "Intake":
        """Return the intake of a new connection. `overspent` is called when it has caused more work than it may."""
        self.work.take(_EACH_CONNECTION)
        return Intake(self, connection, overspent, origin(address))

    def enqueue(self, intake: "Intake") -> None:
        """Let the next piece of a connection wait for its turn."""
        (self._slow if intake.is_slow else self._usual).add(intake)


class _Lane:
    """A queue of pieces that are worked through one after another, within a share of the loop's time."""

    def __init__(self, incoming: Incoming, share: Callable[[], float]) -> None:
        """Take what `share` of the loop's time the pieces may have now; with 1, one comes in each turn of the loop."""
        self._incoming = incoming
        self._share = share
        self._waiting: FairQueue[str, Intake] = FairQueue()  # by address
        self._handle: asyncio.Handle | None = None  # also while a piece is worked through
        self._from = incoming.clock()
        """The clock's time from which the next piece may be worked through."""

    def add(self, intake: "Intake") -> None:
        self._waiting.add(intake.origin, intake)
        self._go_on()

    def _go_on(self) -> None:
        if self._handle is None and self._waiting:
            pause = max(0.0, self._from - self._incoming.clock())
            loop = asyncio.get_running_loop()
            self._handle = loop.call_later(pause, self._process_one) if pause else loop.call_soon(self._process_one)

    def _process_one(self) -> None:
        intake, before = self._waiting.take(self._waiting.next_key), self._incoming.work.left
        try:
            if intake.process():
                self._incoming.enqueue(intake)
        finally:
            cost = max(0.0, before - self._incoming.work.left)
            self._from = self._incoming.clock() + cost * (1 / self._share() - 1)
            self._handle = None
            self._go_on()


class Intake:
    """The bytes of one connection that AsyncSSH has not seen yet, and what its packets may still cost."""

    __slots__ = (
        "_connection",
        "_data_packets",
        "_exchange",
        "_exchanges",
        "_incoming",
        "_is_in",
        "_overspent",
        "_packets",
        "_pending",
        "_queued",
        "_transport",
        "origin",
        "work",
    )  # fmt: skip

    def __init__(
        self,
        incoming: Incoming,
        connection: asyncssh.SSHServerConnection,
        overspent: Callable[[], None],
        here: str,
    ) -> None:
        """Begin to receive for a connection that has just been made."""
        self.origin = here
        """What counts as its address."""
        self._incoming = incoming
        self._connection = connection
        self._overspent: Callable[[], None] | None = overspent
        self._transport = tcp_transport(connection)
        self._pending = bytearray()
        self.work = Allowance(incoming.clock, WORK, WORK_A_SECOND)
        self._is_in = False
        self._queued = False
        self._packets = 0
        """How many packets had come when that was last looked at."""
        self._data_packets = 0
        self._exchange: asyncio.TimerHandle | None = None
        self._exchanges = False
        """Whether it exchanged keys when that was last looked at."""
        if self._transport is not None:
            intercept_received(connection, self._receive)
            call_when_done(connection, self._enqueue)

    @property
    def is_slow(self) -> bool:
        """Whether the connection has lately caused more work than a login does."""
        return self.work.left < WORK - USUAL_WORK

    def let_in(self) -> None:
        """Note that the visitor has logged in: from now on their keys need not wait for their turn."""
        self._is_in = True

    def note_data(self) -> None:
        """Note that a packet was data of the channel, such as keys."""
        self._data_packets += 1

    def close(self) -> None:
        """Forget what waits: the connection is lost."""
        self._overspent = None
        self._pending.clear()
        if self._exchange is not None:
            self._exchange.cancel()
            self._exchange = None

    def process(self) -> bool:
        """Work through one piece; return whether another one is ready."""
        transport, self._queued = self._transport, False
        if transport is None or transport.is_closing() or is_busy(self._connection):
            return False
        piece = bytes(self._pending[:PIECE])
        del self._pending[:PIECE]
        self._pass(piece)
        if self._pending:
            self._queued = not is_busy(self._connection)
            return self._queued
        transport.resume_reading()
        return False

    def _receive(self, data: bytes) -> None:
        if self._is_in and not self._pending and len(data) <= PIECE and self._may_pass_at_once():
            self._pass(data)
            return
        self._pending += data
        if not self._is_in and is_busy(self._connection):
            # It is read on, so that a visitor who hangs up while their guess waits for its turn is noticed.
            if len(self._pending) > _MOST_AHEAD:
                self._end(TOO_MUCH)
            return
        if self._transport is not None:
            self._transport.pause_reading()
        self._enqueue()

    def _enqueue(self) -> None:
        """Wait for a turn, unless there is nothing to wait for, or AsyncSSH is not done with the piece before."""
        if self._pending and not self._queued and not is_busy(self._connection):
            self._queued = True
            self._incoming.enqueue(self)

    def _may_pass_at_once(self) -> bool:
        if is_busy(self._connection):
            return False
        return self._incoming.work.left > 0 or not self.is_slow

    def _pass(self, piece: bytes) -> None:
        connection, clock = self._connection, self._incoming.work_clock
        self._data_packets = 0
        begun = clock()
        pass_received(connection, piece)
        seconds = min(clock() - begun, _MOST_A_PIECE)
        # Those that were worked on in a task since the last piece count as well.
        before, self._packets = self._packets, packets_received(connection)
        packets = self._packets - before
        if packets < 0:  # new keys set the number to 0
            packets += before + 1
        others = packets - 2 * self._data_packets  # some clients send an empty packet before each key
        if others > 0:
            self._count(others * (seconds / packets + _EACH_PACKET))
            self._watch_exchange()

    def _count(self, seconds: float) -> None:
        self._incoming.work.take(seconds)
        self.work.take(seconds)
        if self.work.left < 0:
            self._end(TOO_MUCH)

    def _watch_exchange(self) -> None:
        """Look later whether a key exchange goes on; end the connection if one does when it is looked at twice.

        The packet that begins an exchange is handled by a task, so nothing can be seen at once.
        """
        if self._exchange is None and self._overspent is not None:
            self._exchange = asyncio.get_running_loop().call_later(_EXCHANGE_SECONDS, self._look_at_exchange)

    def _look_at_exchange(self) -> None:
        self._exchange = None
        exchanged, self._exchanges = self._exchanges, is_exchanging_keys(self._connection)
        if exchanged and self._exchanges:
            self._end("A connection was ended: it began to exchange keys and did not finish")
        elif self._exchanges:
            self._watch_exchange()

    def _end(self, line: str) -> None:
        if self._overspent is not None:
            overspent = self._overspent
            self.close()
            _log.warning(line)
            overspent()
