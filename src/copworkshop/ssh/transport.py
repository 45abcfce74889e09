"""A visitor's connection in the form that the hosting room needs, over the channel that their client opened."""

import asyncio
from typing import Final

import asyncssh

from copworkshop.ssh.internals import ask_for_sign_of_life, tcp_transport, unanswered_keepalives, waits_for_keys

_SIGN_SECONDS: Final = 2.0  # on a loopback an answer takes a millisecond, by satellite most of a second
_UNANSWERED: Final = 2  # keepalives; the answer to the first may be on its way


class SshTransport:
    """A transport over an SSH channel."""

    def __init__(self, channel: asyncssh.SSHServerChannel[bytes]) -> None:
        """Take an open channel."""
        self._channel = channel
        self._connection = channel.get_connection()  # a lost channel does not know it any more

    def send(self, data: bytes) -> None:
        """Queue bytes for the client. Nothing happens if the channel is closing."""
        if not self._channel.is_closing():
            self._channel.write(data)

    def unsent(self) -> int:
        """Return how many bytes wait for the client's window, for new keys or for its network."""
        waiting = self._channel.get_write_buffer_size() + waits_for_keys(self._connection)
        # A client may announce an unlimited window and then read nothing. All bytes then pile up in the TCP transport.
        transport = tcp_transport(self._connection)
        return waiting + (transport.get_write_buffer_size() if transport is not None else 0)

    def pause(self) -> None:
        """Stop reading. The client's window fills, and the client stops sending."""
        self._channel.pause_reading()

    def resume(self) -> None:
        """Start reading again."""
        self._channel.resume_reading()

    def end(self) -> None:
        """Close the connection at once. Unsent bytes are lost."""
        self._connection.abort()

    @property
    def is_silent(self) -> bool:
        """Whether the client has left several requests for a sign of life unanswered."""
        return unanswered_keepalives(self._connection) >= _UNANSWERED

    async def answers(self) -> bool:
        """Ask the client for a sign of life; return whether it came within a moment."""
        try:
            async with asyncio.timeout(_SIGN_SECONDS):
                await ask_for_sign_of_life(self._connection)
        except TimeoutError:
            return False
        return True
