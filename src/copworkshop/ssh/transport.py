"""A visitor's line: the channel that a client opened, and what it says of its terminal."""

import asyncssh

from copworkshop.hosting.terminal import ACCEPTED_ENVIRONMENT, LONGEST_VALUE


class SshTransport:
    """A driver's line over an SSH channel."""

    def __init__(self, channel: asyncssh.SSHServerChannel[bytes]) -> None:
        """Take the channel, which is open."""
        self._channel = channel
        self._connection = channel.get_connection()  # a channel that was lost has none

    def send(self, data: bytes) -> None:
        """Queue bytes for the client; nothing when the channel is closing."""
        if not self._channel.is_closing():
            self._channel.write(data)

    def unsent(self) -> int:
        """Return the bytes that wait for the client's window, and those that wait for its network."""
        waiting = self._channel.get_write_buffer_size()
        # A client may announce an endless window and then read nothing: it all piles up in the transport.
        transport = getattr(self._connection, "_transport", None)
        return waiting + (transport.get_write_buffer_size() if transport is not None else 0)

    def pause(self) -> None:
        """Read no more: the client's window fills, and it stops sending."""
        self._channel.pause_reading()

    def resume(self) -> None:
        """Read on."""
        self._channel.resume_reading()

    def end(self) -> None:
        """Hang up at once, whatever is unsent."""
        self._connection.abort()


class BoundedEnvironment(dict[bytes, bytes]):
    """A client's environment that only keeps what is taken of it: a client may send megabytes."""

    def __setitem__(self, name: bytes, value: bytes) -> None:
        """Keep the value if its name is one of ours and it is short."""
        if len(value) <= LONGEST_VALUE and name.decode("ascii", errors="replace") in ACCEPTED_ENVIRONMENT:
            super().__setitem__(name, value)
