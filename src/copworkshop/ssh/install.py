"""The change that this product makes to a class of AsyncSSH, for the whole process."""

from typing import Any, Final

from asyncssh.connection import SSHServerConnection
from asyncssh.constants import MSG_IGNORE

_send_packet: Final = SSHServerConnection.send_packet


def _send_all_but_ignore(connection: SSHServerConnection, kind: int, *arguments: bytes, handler: Any = None) -> None:
    if kind != MSG_IGNORE:
        _send_packet(connection, kind, *arguments, handler=handler)


def install() -> None:
    """Make the servers of this process send no MSG_IGNORE packets.

    The command line calls this once; twice does no harm. AsyncSSH 2.24 sends an empty packet before each other packet.
    It is encrypted, and it is handed to the system on its own. That protects ciphers in CBC mode (RFC 4251 9.3.1). This
    server offers none, so the empty packets would only double the cost of sending.
    """
    SSHServerConnection.send_packet = _send_all_but_ignore  # type: ignore[method-assign, assignment]
