"""What comes from those at the door, looked at one piece a turn of the event loop.

A handshake is a few milliseconds of arithmetic. Two hundred at once, each as its bytes come, would keep a key of those
who are in waiting for all of them, and that at each turn of the loop that a key takes. One a turn, it waits for a few.
"""

import asyncio
from collections import deque
from typing import Any, Final, cast

import asyncssh

_OWN: Final = "data_received"


class HandshakeQueue:
    """Where connections stand that are not let in yet."""

    def __init__(self) -> None:
        self._pieces: deque[tuple[asyncssh.SSHServerConnection, asyncio.Transport, bytes]] = deque()
        self._handle: asyncio.Handle | None = None

    def enqueue(self, connection: asyncssh.SSHServerConnection) -> None:
        """Have a new connection wait its turn with each piece that it sends, until :meth:`pass_in`.

        While one waits nothing more is read of that connection: what is held for it stays small.
        """
        transport = cast(asyncio.Transport, cast(Any, connection)._transport)

        def wait_a_turn(data: bytes, _datatype: object = None) -> None:
            transport.pause_reading()
            self._pieces.append((connection, transport, data))
            self._go_on()

        # The transport asks its protocol for the method at each piece; AsyncSSH has no hook before its own work.
        vars(connection)[_OWN] = wait_a_turn

    def release(self, connection: asyncssh.SSHServerConnection) -> None:
        """Let what a connection sends from now on be looked at as it comes."""
        vars(connection).pop(_OWN, None)

    def _go_on(self) -> None:
        if self._handle is None and self._pieces:
            self._handle = asyncio.get_running_loop().call_soon(self._process_one)

    def _process_one(self) -> None:
        self._handle = None
        connection, transport, data = self._pieces.popleft()
        try:
            if not transport.is_closing():
                type(connection).data_received(connection, data)
                transport.resume_reading()
        finally:
            self._go_on()
