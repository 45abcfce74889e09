"""All checks, in the order in which their findings are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from copworkshop.admission.addresses import EVERYWHERE, LOOPBACK, addresses, to_hand_out
from copworkshop.doctor import sessions as rooms
from copworkshop.doctor.admission import door, try_the_door
from copworkshop.doctor.file_system import file_system
from copworkshop.doctor.files import clock, disk
from copworkshop.doctor.finding import Finding
from copworkshop.doctor.firewall import firewall
from copworkshop.doctor.login import login, try_to_log_in
from copworkshop.doctor.programs import programs
from copworkshop.doctor.screen import screen
from copworkshop.doctor.seats import seats
from copworkshop.ssh.client import ssh_command
from copworkshop.store.sessions import SessionLine
from copworkshop.toolkit import event_loop


@dataclass(frozen=True, slots=True)
class Wanted:
    """The plans for the workshop that the checks need to know."""

    sessions: Path
    """The folder of sessions."""
    plan: Path | None = None
    """The plan of a new session; None for the packaged one."""
    joins: bool = True
    """Whether people join over SSH."""
    port: int = 2222
    bind: str = ""
    address: str = ""
    """The address or name to give to people; empty if the program should choose it."""
    people: int = 200

    @property
    def handed_out(self) -> str:
        """The address to give to people."""
        return self.address or to_hand_out(self.bind)

    @property
    def command(self) -> str:
        """The command that people type."""
        return ssh_command(self.handed_out, self.port)


def examine(wanted: Wanted) -> Sequence[Finding]:
    """Run all checks. This takes a few seconds and leaves no files."""
    found = [*programs(wanted.sessions), *screen()]
    lines, fault = rooms.listed(wanted.sessions)
    found += [*disk(wanted.sessions), *file_system(wanted.sessions)]
    found += [clock(lines, datetime.now(UTC)), rooms.plan(wanted.plan)]
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
    given = bool(wanted.address) or not everywhere
    found = [*door(calls, wanted.handed_out, here, held, wanted.sessions, given=given)]
    if calls.reached:
        found += login(event_loop.run(try_to_log_in(wanted.bind, calls.port, calls.reached[0])), wanted.sessions)
    return [*found, firewall(calls.port), *seats(wanted.people)]
