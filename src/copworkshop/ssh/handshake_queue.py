"""The data of connections that are not let in yet. The server handles one piece for each turn of the event loop.

A handshake takes a few milliseconds of arithmetic. If two hundred were handled as their bytes come, the key of a person
who is in would wait for all of them, at each turn of the loop that it needs. At one piece a turn, it waits for a few.
"""

import asyncio
from collections import deque

import asyncssh

from copworkshop.ssh.internals import intercept_received, pass_received, stop_intercepting, tcp_transport


class HandshakeQueue:
    """The pieces of handshakes that wait for their turn."""

    def __init__(self) -> None:
        self._pieces: deque[tuple[asyncssh.SSHServerConnection, asyncio.Transport, bytes]] = deque()
        self._handle: asyncio.Handle | None = None

    def enqueue(self, connection: asyncssh.SSHServerConnection) -> None:
        """Queue each piece that a new connection sends, until :meth:`release`.

        While a piece waits, nothing more is read from its connection, so that the queue stays small.
        """
        transport = tcp_transport(connection)
        if transport is None:
            return

        def wait_a_turn(data: bytes) -> None:
            transport.pause_reading()
            self._pieces.append((connection, transport, data))
            self._go_on()

        intercept_received(connection, wait_a_turn)

    def release(self, connection: asyncssh.SSHServerConnection) -> None:
        """Handle further data of this connection as it comes."""
        stop_intercepting(connection)

    def _go_on(self) -> None:
        if self._handle is None and self._pieces:
            self._handle = asyncio.get_running_loop().call_soon(self._process_one)

    def _process_one(self) -> None:
        self._handle = None
        connection, transport, data = self._pieces.popleft()
        try:
            if not transport.is_closing():
                pass_received(connection, data)
                transport.resume_reading()
        finally:
            self._go_on()
