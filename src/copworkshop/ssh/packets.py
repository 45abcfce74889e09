"""Of what AsyncSSH sends, only what is said.

Before each packet AsyncSSH sends an empty one that is to be ignored, encrypted and handed to the system on its own.
That guards ciphers in CBC mode (RFC 4251 9.3.1), and the server speaks none: it would only double what sending costs.
"""

from typing import Any

from asyncssh.connection import SSHServerConnection
from asyncssh.constants import MSG_IGNORE

_send_packet = SSHServerConnection.send_packet


def _send_all_but_ignore(connection: SSHServerConnection, kind: int, *arguments: bytes, handler: Any = None) -> None:
    if kind != MSG_IGNORE:
        _send_packet(connection, kind, *arguments, handler=handler)


def disable_ignore_packets() -> None:
    """Have the servers of this process send nothing that is to be ignored. Once is enough."""
    SSHServerConnection.send_packet = _send_all_but_ignore  # type: ignore[method-assign, assignment]
