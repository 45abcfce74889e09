"""The command that rehearses a session with simulated people."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from copworkshop.cli.admission import bind_address, door, require_door, require_terminal, screens
from copworkshop.cli.output import FAILED, WRONG_USE, Trouble, require_output, say, tell

if TYPE_CHECKING:
    from copworkshop.live.workshop import Running
    from copworkshop.ssh.host import Host

MOST_REHEARSING: Final = 200
"""The greatest number of simulated people: as many as a room has seats for."""


def rehearse(given: argparse.Namespace) -> int:
    """Run a session with simulated people, and print how it went."""
    require_door(given.port, given.people)
    bind_address(given.bind)
    if not 1 <= given.people <= MOST_REHEARSING:
        raise Trouble(f"--people takes a number from 1 to {MOST_REHEARSING}.", WRONG_USE)
    if given.alone:
        require_output()
    else:
        require_terminal()
    from copworkshop.rehearsal.ground import begin, sessions_folder

    # Never among the user's sessions, unless this command line gives the folder.
    with sessions_folder(given.sessions) as sessions:
        name = begin(sessions, given.plan)
        rehearsed = _rehearse_alone if given.alone else _rehearse_led
        seen, faults = rehearsed(given, sessions, name)
    kept = "Its files were removed." if given.sessions is None else f"It is kept: {given.sessions / name}"
    for sentence in (*seen, kept):
        say(sentence)
    for fault in faults:
        tell(f"copworkshop: {fault}")
    if faults:
        from copworkshop.store.commands import command

        say(f"The rehearsal did not go well: see above, and look with: {command('doctor', sessions=given.sessions)}")
        return FAILED
    say("The rehearsal went well: all that people saw entered is saved, and every file is sound.")
    return 0


def _rehearse_led(given: argparse.Namespace, sessions: Path, name: str) -> tuple[Sequence[str], Sequence[str]]:
    import asyncio

    from copworkshop.admission.addresses import EVERYWHERE, LOOPBACK
    from copworkshop.rehearsal.comparing import differences
    from copworkshop.rehearsal.visitors import Visitors
    from copworkshop.ssh.client import Address
    from copworkshop.store.check import check
    from copworkshop.store.home import Home
    from copworkshop.store.sessions import open_read_only

    visitors = Visitors(given.people, given.pace or "brisk")
    usual = door(given.port, given.bind, expect=given.people)
    reached_at = LOOPBACK if given.bind in EVERYWHERE else given.bind

    async def open_door(running: "Running", chosen: int | None) -> "Host":
        host = await usual(running, chosen)

        def stage() -> tuple[Address, str | None]:
            return Address(reached_at, host.port), host.joining.code if host.joining is not None else None

        await asyncio.to_thread(visitors.come, *stage())
        if host.way_in is not None:
            host.way_in.subscribe(lambda _said: visitors.look_at_the_stage(*stage()))
        return host

    try:
        screens(Home(sessions), remembers=False, wanted=lambda there: there.wanted(name, None), open_door=open_door)
    finally:
        tally = visitors.go()
    session = open_read_only(sessions, name).session
    faults = [*map(str, check(sessions / name)), *differences(session, tally.accounts)]
    if not tally.came:
        faults.append("None of the simulated people came in, or none could say what they did.")
    return [tally.summary], faults


def _rehearse_alone(given: argparse.Namespace, sessions: Path, name: str) -> tuple[Sequence[str], Sequence[str]]:
    from copworkshop.rehearsal.alone import rehearse_alone
    from copworkshop.rehearsal.host_process import HostFailed
    from copworkshop.rehearsal.pace import PACES
    from copworkshop.toolkit import event_loop

    try:
        outcome = event_loop.run(rehearse_alone(sessions, name, given.people, PACES[given.pace or "fast"], say))
    except HostFailed as error:
        raise Trouble(str(error)) from None
    return outcome.seen, outcome.faults
