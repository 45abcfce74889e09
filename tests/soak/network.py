"""Lines that break: half-open clients, many that vanish, slow readers, storms, a suspended host, a clock that jumps.

Each is tried while somebody types, and says what it did to their echo, to the host's memory and to its sockets.
"""

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Final

from copworkshop.store.sessions import open_read_only
from soak.hosts import CODE, NAME, HostProcess, Hosts, told
from soak.swarm import Swarm
from soak.witness import Witness, begin, cpu, descriptors, gone, joined, memory

MANY: Final = 200
SOME: Final = 20
SECONDS: Final = 20.0
QUIET: Final = 60.0
"""Seconds of quiet after which the host's memory is looked at again, where it has grown."""

WORTH_WAITING: Final = 10.0
"""Megabytes that are waited for."""

WRITING: Final = "next field"
"""Stands on the screen of who writes a proposal."""

JUMPING: Final = """
import datetime as real, pathlib
from copworkshop.live import hub
class Jumping(real.datetime):
    @classmethod
    def now(cls, zone=None):
        return super().now(zone) + real.timedelta(seconds=float(pathlib.Path({file!r}).read_text()))
hub.datetime = Jumping
"""
"""A host whose clock is off by as many seconds as a file says."""

EXPECTING: Final = f"""
from copworkshop import cli
main = cli.main
cli.main = lambda arguments: main([*arguments, "--expect", "{MANY}"])
"""
"""A host that makes screens ready for all who will come."""

Trial = Callable[["Room"], Awaitable[str]]


class Room:
    """A host, somebody who types, and everybody else in a process of their own, each with a seat and its word."""

    def __init__(self, host: HostProcess, witness: Witness, offset: Path, swarm: Swarm, words: Sequence[str]) -> None:
        self.host = host
        self.witness = witness
        self.offset = offset
        self.swarm = swarm
        self.words = words

    async def people(self, count: int) -> None:
        """Have so many in, a few at a time."""
        await self.swarm.do("come", self.words[:count], WRITING, 10, 3)
        self.witness.seconds.clear()  # their coming is not what is tried

    async def come_at_once(self, users: Sequence[str], sign: str) -> str:
        """Have these come in the same moment; return what came of it in words."""
        used = cpu(self.host.pid)
        came = await self.swarm.do("come", users, sign, len(users), 20)
        refused = sum(came["refused"].values())
        sentences = "".join(f"; {number} heard: {sentence}" for sentence, number in came["refused"].items())
        return (
            f"{'NOT ALL CAME: ' if came['missing'] else ''}{len(users) - came['missing']} of {len(users)} in "
            f"{came['last'] or 0:.1f} s, with {cpu(self.host.pid) - used:.1f} s of the host's processor; "
            f"{'NOT TAKEN IN AT ONCE: ' if refused else ''}{refused} refused{sentences}"
        )

    async def rested(self, seconds: float = 300) -> None:
        """Wait until the host has done what it does in quiet moments, such as making screens ready."""
        end, used, held = time.monotonic() + seconds, -1.0, 0.0
        while time.monotonic() < end and (cpu(self.host.pid) - used > 0.5 or memory(self.host.pid) - held > 1):
            used, held = cpu(self.host.pid), memory(self.host.pid)
            await asyncio.sleep(4)

    async def down_to(self, sockets: int, seconds: float) -> float:
        """Wait until the host has no more open than so; return how long it took, infinite if it did not come."""
        began = time.monotonic()
        while descriptors(self.host.pid) > sockets:
            if time.monotonic() - began > seconds:
                return float("inf")
            await asyncio.sleep(0.1)
        return time.monotonic() - began


async def half_open(room: Room) -> str:
    """Clients whose machine is gone without a word: nothing is read or answered any more."""
    before = descriptors(room.host.pid)
    await room.people(SOME)
    await room.swarm.do("fall_silent")
    took = await room.down_to(before, 90)
    await room.swarm.do("vanish")
    return f"{SOME} were let go of after {took:.0f} s"


async def vanish_at_once(room: Room) -> str:
    """The room's network fails: everybody is gone in the same moment, without a goodbye."""
    before = descriptors(room.host.pid)
    await room.people(MANY)
    await room.swarm.do("vanish")
    took = await room.down_to(before, 60)
    return f"{MANY} were gone from the host after {took:.1f} s"


async def all_come_back(room: Room) -> str:
    """…and then everybody comes back, all at once, by their words."""
    said = await room.come_at_once(room.words[:MANY], WRITING)
    await room.swarm.do("go")
    return said


async def back_from_dead_lines(room: Room) -> str:
    """The room's network fails, and everybody comes back before the host has noticed: it is full of dead lines."""
    await room.people(MANY)
    await room.swarm.do("fall_silent")
    said = await room.come_at_once(room.words[:MANY], WRITING)
    await room.swarm.do("vanish")
    return said


async def all_join(room: Room) -> str:
    """A room's worth of newcomers gives the join code at once, all from one address."""
    said = await room.come_at_once(["room"] * MANY, "What is your name?")
    await room.swarm.do("go")
    return said


async def storm_of_returns(room: Room) -> str:
    """People whose line breaks again and again."""
    returns = await room.swarm.do("storm", room.words[:SOME], SECONDS)
    return f"{returns} returns in {SECONDS:.0f} s by {SOME}"


async def slow_readers(room: Room) -> str:
    """People whose terminals stand still while their screens change."""
    await room.people(SOME)
    before = memory(room.host.pid)
    await room.swarm.do("stand_still")
    most, end = before, time.monotonic() + SECONDS
    while time.monotonic() < end:
        await room.swarm.do("press", "tab")
        await asyncio.sleep(0.5)
        most = max(most, memory(room.host.pid))
    await room.swarm.do("go")
    return f"{SOME} who read nothing for {SECONDS:.0f} s; at most {most - before:+.1f} MB meanwhile"


async def suspended(room: Room) -> str:
    """The laptop's lid is closed for a moment, and opened again."""
    await room.witness.stop()
    os.kill(room.host.pid, signal.SIGSTOP)
    await asyncio.sleep(20)
    os.kill(room.host.pid, signal.SIGCONT)
    room.witness.start()
    await asyncio.sleep(5)
    return "for 20 s; the witness types on"


async def clock_jumps(room: Room) -> str:
    """The machine's clock is set, an hour on, two hours back, and right."""
    for seconds in (3600, -3600, 0):
        room.offset.write_text(str(seconds))
        await asyncio.sleep(4)
    return "an hour on, two back, and right again"


TRIALS: Final[tuple[Trial, ...]] = (
    vanish_at_once,
    all_come_back,
    vanish_at_once,
    all_come_back,
    back_from_dead_lines,
    all_join,
    storm_of_returns,
    slow_readers,
    suspended,
    clock_jumps,
    half_open,
)


async def tried(trial: Trial, room: Room) -> list[str]:
    """Try one, print its figures, and return what was wrong."""
    await room.rested()
    before, sockets, name = memory(room.host.pid), descriptors(room.host.pid), trial.__name__
    room.witness.start()
    said = await trial(room)
    await asyncio.sleep(1)
    await room.witness.stop()
    took, soon = await room.down_to(sockets, 20), memory(room.host.pid)
    if soon - before > WORTH_WAITING:
        await asyncio.sleep(QUIET)
        await room.rested()
    print(
        f"{name:18} echo p95 {room.witness.p95 * 1000:5.0f} ms, slowest {room.witness.worst * 1000:5.0f} ms; "
        f"{before:.0f} MB before, {soon:.0f} MB after, {memory(room.host.pid):.0f} MB in the end; {said}",
        flush=True,
    )
    problems = [f"{name}: {said}"] if "NOT" in said or "inf" in said else []
    if took == float("inf"):
        problems.append(f"{name}: sockets were left open")
    return problems


async def broken(folder: Path, names: Sequence[str]) -> list[str]:
    """Try each; return what was wrong."""
    root, offset = folder / "sessions", folder / "offset"
    offset.write_text("0")
    words = begin(root, MANY)
    hosts = Hosts(folder, forked=True, mutant=JUMPING.format(file=str(offset)) + EXPECTING)
    host = await hosts.begin(root)
    problems: list[str] = []
    try:
        witness = Witness(await joined(host, "Witness"))
        async with Swarm(host.port, CODE) as swarm:
            room = Room(host, witness, offset, swarm, words)
            for trial in TRIALS:
                if not names or trial.__name__ in names:
                    problems += await tried(trial, room)
        typed = "".join(
            char for row in witness.terminal.rows for char in row.partition("║")[2].partition("║")[0]
        ).strip()
        await witness.terminal.until(lambda: witness.terminal.rows[0].endswith(" saved "), "the word “saved”")
        held = "".join(
            text for seat in open_read_only(root, NAME).session.present for text in seat.proposal.answers.values()
        )
        if typed not in held:
            problems.append(f"what the witness typed is not saved: {typed}")
        problems += host.faults()
        await gone(witness.terminal)
    finally:
        await hosts.put_away(host)
    return problems


def main(arguments: Sequence[str]) -> int:
    """Try all, or those that are named."""
    return told(broken, arguments, "Nothing was lost, and nobody else noticed.")
