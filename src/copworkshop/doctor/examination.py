"""Everything that is looked at, in the order in which it is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from copworkshop.doctor import sessions as rooms
from copworkshop.doctor.admission import door, try_the_door
from copworkshop.doctor.files import clock, disk
from copworkshop.doctor.finding import Finding
from copworkshop.doctor.firewall import firewall
from copworkshop.doctor.login import login, try_to_log_in
from copworkshop.doctor.programs import programs
from copworkshop.doctor.screen import screen
from copworkshop.doctor.seats import seats
from copworkshop.ssh.addresses import EVERYWHERE, LOOPBACK, addresses, to_hand_out
from copworkshop.ssh.client import ssh_command
from copworkshop.store.sessions import SessionLine
from copworkshop.toolkit import event_loop


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the workshop will be."""

    sessions: Path
    """The folder that sessions live in."""
    plan: Path | None = None
    """The plan of a new session; None for the packaged one."""
    joins: bool = True
    """People come in over SSH."""
    port: int = 2222
    bind: str = ""
    address: str = ""
    """The address or name that people are told; empty for the likeliest."""
    people: int = 200

    @property
    def handed_out(self) -> str:
        """The address that people are told."""
        return self.address or to_hand_out(self.bind)

    @property
    def command(self) -> str:
        """What people are told to type."""
        return ssh_command(self.handed_out, self.port)


def examine(wanted: Wanted) -> Sequence[Finding]:
    """Look at everything. Nothing is left behind; it takes a few seconds."""
    found = [*programs(), *screen()]
    lines, fault = rooms.listed(wanted.sessions)
    found += [*disk(wanted.sessions), clock(lines, datetime.now(UTC)), rooms.plan(wanted.plan)]
    found += [fault] if fault is not None else rooms.sessions(wanted.sessions, lines)
    found += rooms.running(lines)
    if wanted.joins:
        found += [*rooms.access(wanted.sessions, lines), *_network(wanted, lines)]
    return found


def _network(wanted: Wanted, lines: Sequence[SessionLine]) -> Sequence[Finding]:
    everywhere = wanted.bind in EVERYWHERE
    here = [each for each in addresses() if everywhere or each.address == wanted.bind]
    called = [LOOPBACK, *(each.address for each in here)] if everywhere else [wanted.bind]
    calls = event_loop.run(try_the_door(wanted.bind, wanted.port, called))
    held = [line for line in lines if line.held_by is not None]
    found = [*door(calls, wanted.handed_out, here, held)]
    if calls.reached:
        found += login(event_loop.run(try_to_log_in(wanted.bind, calls.port, calls.reached[0])))
    return [*found, firewall(calls.port), *seats(wanted.people)]
