"""The change that this product makes to a class of AsyncSSH, for the whole process."""

from typing import Any, Final

from asyncssh.connection import SSHServerConnection
from asyncssh.constants import MSG_IGNORE

_send_packet: Final = SSHServerConnection.send_packet


def _send_all_but_ignore(connection: SSHServerConnection, kind: int, *arguments: bytes, handler: Any = None) -> None:
    if kind != MSG_IGNORE:
        _send_packet(connection, kind, *arguments, handler=handler)


def install() -> None:
    """Have the servers of this process send no packets that are to be ignored.

    The command line calls this once; twice does no harm. AsyncSSH 2.24 sends an empty packet before each other one,
    encrypted and handed to the system on its own. That guards ciphers in CBC mode (RFC 4251 9.3.1). This server
    offers none, so it would only double what sending costs.
    """
    SSHServerConnection.send_packet = _send_all_but_ignore  # type: ignore[method-assign, assignment]
