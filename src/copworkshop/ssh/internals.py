"""The private parts of AsyncSSH that this room uses: all of them, each in a function of its own.

AsyncSSH 2.24 has no public way to any of these. `tests/toolkit/test_textual_surface.py` says what to look at when its
version changes.
"""

import asyncio
from collections.abc import Callable
from typing import Any, Final, cast

import asyncssh
from asyncssh.connection import SSHConnection

from copworkshop.hosting.terminal import ACCEPTED_ENVIRONMENT, LONGEST_VALUE

_RECEIVE: Final = "data_received"


def tcp_transport(connection: SSHConnection) -> asyncio.Transport | None:
    """Return the transport below a connection; None once it is closed."""
    return cast(asyncio.Transport | None, cast(Any, connection)._transport)  # noqa: SLF001


def limit_packets(connection: asyncssh.SSHServerConnection, most: int) -> None:
    """Refuse packets of more than `most` bytes: each is held until it is whole."""
    connection._max_recv_pktlen = most  # noqa: SLF001


def unanswered_keepalives(connection: SSHConnection) -> int:
    """Return how many questions for a sign of life the other end has not answered."""
    return int(connection._keepalive_count)  # noqa: SLF001


async def ask_for_sign_of_life(connection: SSHConnection) -> None:
    """Ask the other end for a sign of life, and wait until it comes."""
    await connection._make_keepalive_request()  # noqa: SLF001


def bound_environment(channel: asyncssh.SSHServerChannel[bytes]) -> None:
    """Have a channel keep only what is used of the client's environment: a client may send megabytes."""
    channel._env = _BoundedEnvironment()  # noqa: SLF001


class _BoundedEnvironment(dict[bytes, bytes]):
    def __setitem__(self, name: bytes, value: bytes) -> None:
        if len(value) <= LONGEST_VALUE and name.decode("ascii", errors="replace") in ACCEPTED_ENVIRONMENT:
            super().__setitem__(name, value)


def intercept_received(connection: asyncssh.SSHServerConnection, receive: Callable[[bytes], object]) -> None:
    """Have `receive` called with the bytes that come, in place of AsyncSSH, until :func:`stop_intercepting`."""

    def data_received(data: bytes, _datatype: object = None) -> None:
        receive(data)

    # The transport asks its protocol for the method at each piece that comes.
    vars(connection)[_RECEIVE] = data_received


def stop_intercepting(connection: asyncssh.SSHServerConnection) -> None:
    """Have AsyncSSH receive what comes."""
    vars(connection).pop(_RECEIVE, None)


def pass_received(connection: asyncssh.SSHServerConnection, data: bytes) -> None:
    """Give AsyncSSH bytes that were intercepted."""
    type(connection).data_received(connection, data)


def once_proven(key: asyncssh.SSHKey, proven: Callable[[], bool]) -> None:
    """Have `proven` called when a client proves that it holds this key; it says whether that lets the client in.

    AsyncSSH verifies with this very object, and has no other hook between a proof and letting in.
    """
    verify = key.verify

    def prove(data: bytes, signature: bytes) -> bool:
        return verify(data, signature) and proven()

    key.verify = prove  # type: ignore[assignment, method-assign]
