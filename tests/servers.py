"""What is inside a server, for tests that look there."""

from typing import cast

from copworkshop.ssh.auth import SshConnection
from copworkshop.ssh.connection import Connection
from copworkshop.ssh.lobby import LobbyPlace
from copworkshop.ssh.server import Server


def inside(server: Server) -> list[Connection]:
    """Who has something running: an app, or an answer."""
    return cast(list[Connection], list(server.state.running))


def guests(server: Server) -> dict[LobbyPlace, SshConnection]:
    """Who has a place, at the door or inside."""
    return cast(dict[LobbyPlace, SshConnection], server.admission._connections)
