"""What is inside a server, for tests that look there."""

from typing import cast

from copworkshop.ssh.auth import Guest
from copworkshop.ssh.connection import Connection
from copworkshop.ssh.lobby import Place
from copworkshop.ssh.server import Server


def inside(server: Server) -> list[Connection]:
    """Who has something running: an app, or an answer."""
    return cast(list[Connection], list(server.house.running))


def guests(server: Server) -> dict[Place, Guest]:
    """Who has a place, at the door or inside."""
    return cast(dict[Place, Guest], server.keeper._guests)
