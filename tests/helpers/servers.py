"""What is inside a server, for tests that look there."""

from typing import cast

from copworkshop.admission.lobby import LobbyPlace
from copworkshop.hosting.driver import RemoteDriver
from copworkshop.hosting.running_app import HostedApp
from copworkshop.hosting.visit import ScreenVisit
from copworkshop.ssh.auth import SshConnection
from copworkshop.ssh.channel import VisitorChannel
from copworkshop.ssh.server import Server


def inside(server: Server) -> list[VisitorChannel]:
    """Who has something running: an app, or an answer."""
    return cast(list[VisitorChannel], list(server.state.running))


def guests(server: Server) -> dict[LobbyPlace, SshConnection]:
    """Who has a place, at the door or inside."""
    return cast(dict[LobbyPlace, SshConnection], server.admission.connections)


def app_of(channel: VisitorChannel) -> HostedApp | None:
    """The app that a visitor sees."""
    return None if channel.visit is None else channel.visit.app


def driver_of(channel: VisitorChannel) -> RemoteDriver:
    """The driver of the app that a visitor sees."""
    driver = visit_of(channel).driver
    assert driver is not None
    return driver


def visit_of(channel: VisitorChannel) -> ScreenVisit:
    """The visit whose screen is shown."""
    assert channel.visit is not None
    return channel.visit
