"""What connections send, before AsyncSSH works through it: in small pieces, in turns, and within a budget.

A transport hands over up to 256 KB at once, and AsyncSSH works through all of its packets in one turn of the loop. So
one client that sends thousands of packets, or two hundred that log in, would hold up the key of everybody else. Here a
piece is at most 1 KB, and of all connections that log in or send much, one piece is worked through in a turn.

Keys are data of the channel, and the hosting room bounds them. All other packets cost work and change nothing on the
screen: key exchanges, requests, packets of unknown types. That work has a budget, for a connection and for all.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable
from typing import Final

import asyncssh

from copworkshop.admission.allowance import Allowance
from copworkshop.model.clock import Clock
from copworkshop.ssh.internals import (
    intercept_received,
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

ALL_WORK: Final = 0.5
ALL_WORK_A_SECOND: Final = 0.2
"""The same of all connections. Beyond it, those that have lately sent such packets take turns."""

_EACH_PACKET: Final = 0.0002  # what a packet costs later: its answer, a task, a line of the log that is not written
_EXCHANGE_SECONDS: Final = 30.0  # a key exchange takes less; meanwhile all that is sent to the client waits in memory

_log: Final = logging.getLogger(__name__)


class Incoming:
    """The queue that all connections of a server share."""

    def __init__(self, clock: Clock = time.monotonic, work_clock: Clock = time.thread_time) -> None:
        """Take a clock that counts seconds, and one that counts the seconds that this thread has worked."""
        self.clock = clock
        self.work_clock = work_clock
        self.work = Allowance(clock, ALL_WORK, ALL_WORK_A_SECOND)
        """What all connections may still cost."""
        self._waiting: deque[Intake] = deque()
        self._handle: asyncio.Handle | None = None

    def accept(self, connection: asyncssh.SSHServerConnection, overspent: Callable[[], None]) -> "Intake":
        """Return the intake of a new connection. `overspent` is called when it has caused more work than it may."""
        return Intake(self, connection, overspent)

    def enqueue(self, intake: "Intake") -> None:
        """Let the next piece of a connection wait for its turn."""
        self._waiting.append(intake)
        self._go_on()

    def _go_on(self) -> None:
        if self._handle is None and self._waiting:
            self._handle = asyncio.get_running_loop().call_soon(self._process_one)

    def _process_one(self) -> None:
        self._handle = None
        intake = self._waiting.popleft()
        try:
            if intake.process():
                self._waiting.append(intake)
        finally:
            self._go_on()


class Intake:
    """The bytes of one connection that AsyncSSH has not seen yet, and what its packets may still cost."""

    __slots__ = (
        "_connection", "_data_packets", "_exchange", "_exchanges", "_incoming", "_is_in", "_overspent", "_pending",
        "_transport", "_work",
    )  # fmt: skip

    def __init__(
        self, incoming: Incoming, connection: asyncssh.SSHServerConnection, overspent: Callable[[], None]
    ) -> None:
        """Begin to receive for a connection that has just been made."""
        self._incoming = incoming
        self._connection = connection
        self._overspent: Callable[[], None] | None = overspent
        self._transport = tcp_transport(connection)
        self._pending = bytearray()
        self._work = Allowance(incoming.clock, WORK, WORK_A_SECOND)
        self._is_in = False
        self._data_packets = 0
        self._exchange: asyncio.TimerHandle | None = None
        self._exchanges = False
        """Whether it exchanged keys when that was last looked at."""
        if self._transport is not None:
            intercept_received(connection, self._receive)

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
        """Work through one piece; return whether another one waits."""
        transport = self._transport
        if transport is None or transport.is_closing():
            return False
        piece = bytes(self._pending[:PIECE])
        del self._pending[:PIECE]
        self._pass(piece)
        if self._pending:
            return True
        transport.resume_reading()
        return False

    def _receive(self, data: bytes) -> None:
        if self._is_in and not self._pending and len(data) <= PIECE and self._may_pass_at_once():
            self._pass(data)
            return
        if not self._pending and self._transport is not None:
            self._transport.pause_reading()
            self._incoming.enqueue(self)
        self._pending += data

    def _may_pass_at_once(self) -> bool:
        return self._incoming.work.left > 0 or self._work.is_unused

    def _pass(self, piece: bytes) -> None:
        connection, clock = self._connection, self._incoming.work_clock
        before, self._data_packets = packets_received(connection), 0
        begun = clock()
        pass_received(connection, piece)
        seconds = clock() - begun
        packets = packets_received(connection) - before
        if packets < 0:  # new keys set the number to 0
            packets += before + 1
        others = packets - 2 * self._data_packets  # some clients send an empty packet before each key
        if others > 0:
            self._count(others * (seconds / packets + _EACH_PACKET))
            self._watch_exchange()

    def _count(self, seconds: float) -> None:
        self._incoming.work.take(seconds)
        self._work.take(seconds)
        if self._work.left < 0:
            self._end("A connection was ended: it sent more than a terminal does")

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
