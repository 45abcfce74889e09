"""All private parts of AsyncSSH that this room uses, each in a function of its own.

AsyncSSH 2.24 has no public way to do any of these. `tests/toolkit/test_textual_surface.py` says what to check when its
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
    """Return the TCP transport of a connection; None after it was closed."""
    return cast(asyncio.Transport | None, cast(Any, connection)._transport)  # noqa: SLF001


def limit_packets(connection: asyncssh.SSHServerConnection, most: int) -> None:
    """Refuse packets of more than `most` bytes, because each packet is kept in memory until it is complete."""
    connection._max_recv_pktlen = most  # noqa: SLF001


def unanswered_keepalives(connection: SSHConnection) -> int:
    """Return how many requests for a sign of life the other end has not answered."""
    return int(connection._keepalive_count)  # noqa: SLF001


async def ask_for_sign_of_life(connection: SSHConnection) -> None:
    """Ask the other end for a sign of life, and wait until it comes."""
    await connection._make_keepalive_request()  # noqa: SLF001


def bound_environment(channel: asyncssh.SSHServerChannel[bytes]) -> None:
    """Make a channel keep only the variables that we use, because a client may send megabytes."""
    channel._env = _BoundedEnvironment()  # noqa: SLF001


class _BoundedEnvironment(dict[bytes, bytes]):
    def __setitem__(self, name: bytes, value: bytes) -> None:
        if len(value) <= LONGEST_VALUE and name.decode("ascii", errors="replace") in ACCEPTED_ENVIRONMENT:
            super().__setitem__(name, value)


def intercept_received(connection: asyncssh.SSHServerConnection, receive: Callable[[bytes], object]) -> None:
    """Call `receive`, and not AsyncSSH, with the bytes that come."""

    def data_received(data: bytes, _datatype: object = None) -> None:
        receive(data)

    # The transport looks the method up on its protocol for each piece that comes.
    vars(connection)[_RECEIVE] = data_received


def pass_received(connection: asyncssh.SSHServerConnection, data: bytes) -> None:
    """Pass intercepted bytes on to AsyncSSH."""
    type(connection).data_received(connection, data)


def is_busy(connection: SSHConnection) -> bool:
    """Return whether AsyncSSH works on a packet in a task. Meanwhile it keeps all that it is given, without a limit."""
    return not hasattr(connection._recv_handler, "__self__")  # noqa: SLF001  a method of it, unless it waits


def call_when_done(connection: SSHConnection, done: Callable[[], None]) -> None:
    """Call `done` each time AsyncSSH has worked on a packet in a task."""
    finish = connection._finish_recv_packet  # noqa: SLF001

    def finish_and_tell(*packet: Any, **how: Any) -> None:
        finish(*packet, **how)
        if how.get("is_async"):
            done()

    vars(connection)["_finish_recv_packet"] = finish_and_tell


def packets_received(connection: SSHConnection) -> int:
    """Return how many packets the other end has sent. New keys may set the number to 0."""
    return int(connection._recv_seq)  # noqa: SLF001


def is_exchanging_keys(connection: SSHConnection) -> bool:
    """Return whether a key exchange has begun and not ended. Meanwhile what is sent waits in memory."""
    return not connection._kex_complete  # noqa: SLF001


def waits_for_keys(connection: SSHConnection) -> int:
    """Return how many bytes are to be sent when the key exchange has ended."""
    return sum(len(part) for _, parts in connection._deferred_packets for part in parts)  # noqa: SLF001


def largest_packet(channel: asyncssh.SSHServerChannel[bytes]) -> int:
    """Return the most bytes that the client takes in a packet."""
    return int(channel._send_pktsize)  # noqa: SLF001


def once_proven(key: asyncssh.SSHKey, proven: Callable[[], bool]) -> None:
    """Call `proven` when a client proves that it holds this key. Its result says whether the client is let in.

    AsyncSSH verifies with this very object. It has no other hook between the proof and the success of the login.
    """
    verify = key.verify

    def prove(data: bytes, signature: bytes) -> bool:
        return verify(data, signature) and proven()

    key.verify = prove  # type: ignore[assignment, method-assign]
