"""A visitor's connection as the hosting room needs it: the channel that their client opened."""

import asyncio
from typing import Final

import asyncssh

from copworkshop.ssh.internals import ask_for_sign_of_life, tcp_transport, unanswered_keepalives

_SIGN_SECONDS: Final = 2.0  # on a loopback it takes a millisecond, by satellite most of a second
_UNANSWERED: Final = 2  # keepalives; the first may just be on its way


class SshTransport:
    """A transport over an SSH channel."""

    def __init__(self, channel: asyncssh.SSHServerChannel[bytes]) -> None:
        """Take the channel, which is open."""
        self._channel = channel
        self._connection = channel.get_connection()  # a channel that was lost has none

    def send(self, data: bytes) -> None:
        """Queue bytes for the client. Nothing happens when the channel is closing."""
        if not self._channel.is_closing():
            self._channel.write(data)

    def unsent(self) -> int:
        """Return the bytes that wait for the client's window, and those that wait for its network."""
        waiting = self._channel.get_write_buffer_size()
        # A client may announce an endless window and then read nothing: everything piles up in the TCP transport.
        transport = tcp_transport(self._connection)
        return waiting + (transport.get_write_buffer_size() if transport is not None else 0)

    def pause(self) -> None:
        """Stop reading: the client's window fills, and it stops sending."""
        self._channel.pause_reading()

    def resume(self) -> None:
        """Read again."""
        self._channel.resume_reading()

    def end(self) -> None:
        """Close the connection at once, whatever is unsent."""
        self._connection.abort()

    @property
    def is_silent(self) -> bool:
        """Whether the client has left several questions for a sign of life unanswered."""
        return unanswered_keepalives(self._connection) >= _UNANSWERED

    async def answers(self) -> bool:
        """Ask the client for a sign of life; tell whether it came within a moment."""
        try:
            async with asyncio.timeout(_SIGN_SECONDS):
                await ask_for_sign_of_life(self._connection)
        except TimeoutError:
            return False
        return True
