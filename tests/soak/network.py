"""Lines that break: half-open clients, many that vanish, slow readers, storms, a suspended host, a clock that jumps.

Each is tried while somebody types, and says what it did to their echo, to the host's memory and to its sockets.
"""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, Final

from copworkshop.rehearsal.terminal import Terminal
from copworkshop.store.sessions import look
from soak.hosts import CODE, NAME, HostProcess, Hosts, told
from soak.witness import REFUSED, Witness, begin, descriptors, gone, joined, look_away, memory

MANY: Final = 200
SOME: Final = 20

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

Trial = Callable[["Room"], Awaitable[str]]


class Room:
    """A host, somebody who types, and the seats of those who came in for the trials."""

    def __init__(self, host: HostProcess, witness: Witness, offset: Path) -> None:
        self.host = host
        self.witness = witness
        self.offset = offset
        self.words: list[str] = []

    async def people(self, count: int) -> list[Terminal]:
        """Have so many in, by their words where there are some already."""
        here: list[Terminal] = []
        for number in range(count):
            if number < len(self.words):
                terminal = await self.host.call(self.words[number], CODE)
                await terminal.sees("next field", seconds=60)
            else:
                terminal = await joined(self.host, "Participant")
                self.words.append(await _word(terminal))
            look_away(terminal)
            here.append(terminal)
        self.witness.seconds.clear()  # their coming is not what is tried
        return here

    async def down_to(self, sockets: int, seconds: float) -> float:
        """Wait until the host has no more open than so; return how long it took, infinite if it did not come."""
        began = time.monotonic()
        while descriptors(self.host.pid) > sockets:
            if time.monotonic() - began > seconds:
                return float("inf")
            await asyncio.sleep(0.1)
        return time.monotonic() - began


async def _word(terminal: Terminal) -> str:
    await terminal.until(lambda: terminal.word is not None, "the rejoin word")
    assert terminal.word is not None
    return terminal.word


def transport(terminal: Terminal) -> Any:
    """Return what a client's bytes come and go through."""
    line: Any = terminal._line
    return line._transport


async def half_open(room: Room) -> str:
    """Clients whose machine is gone without a word: nothing is read or answered any more."""
    before = descriptors(room.host.pid)
    people = await room.people(SOME)
    for person in people:
        transport(person).pause_reading()
    took = await room.down_to(before, 90)
    for person in people:
        person.abort()
    return f"{SOME} were let go of after {took:.0f} s"


async def vanish_at_once(room: Room) -> str:
    """The room's network fails: everybody is gone in the same moment, without a goodbye."""
    before = descriptors(room.host.pid)
    people = await room.people(MANY)
    for person in people:
        transport(person).abort()
    took = await room.down_to(before, 60)
    return f"{MANY} were gone from the host after {took:.1f} s"


async def all_come_back(room: Room) -> str:
    """…and then everybody comes back, all at once, by their words."""
    failed = 0

    async def back(word: str) -> Terminal | None:
        nonlocal failed
        for _ in range(20):
            try:
                terminal = await room.host.call(word, CODE)
                await terminal.sees("next field", seconds=60)
                return terminal
            except REFUSED:
                failed += 1
                await asyncio.sleep(0.5)
        return None

    began = time.monotonic()
    people = await asyncio.gather(*(back(word) for word in room.words))
    took = time.monotonic() - began
    here = [person for person in people if person is not None]
    await gone(*here)
    missing = "" if len(here) == len(room.words) else "NOT ALL CAME BACK: "
    return f"{missing}{len(here)} of {len(room.words)} in {took:.1f} s, {failed} tries sent away for the crowd"


async def storm_of_returns(room: Room) -> str:
    """People whose line breaks again and again."""
    await gone(*await room.people(SOME))
    end = time.monotonic() + 20
    returns = 0

    async def again(word: str) -> None:
        nonlocal returns
        while time.monotonic() < end:
            with contextlib.suppress(*REFUSED):
                terminal = await room.host.call(word, CODE)
                await asyncio.sleep(0.05)
                transport(terminal).abort()
                returns += 1

    await asyncio.gather(*(again(word) for word in room.words[:SOME]))
    return f"{returns} returns in 20 s by {SOME}"


async def slow_readers(room: Room) -> str:
    """People whose terminals stand still while their screens change."""
    people = await room.people(SOME)
    before = memory(room.host.pid)
    for person in people:
        assert person._channel is not None
        person._channel.pause_reading()
    most, end = before, time.monotonic() + 20
    while time.monotonic() < end:
        for person in people:
            if not person.closed:
                person.press("tab")
        await asyncio.sleep(0.5)
        most = max(most, memory(room.host.pid))
    await gone(*people)
    return f"{SOME} who read nothing for 20 s; at most {most - before:+.1f} MB meanwhile"


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
    storm_of_returns,
    slow_readers,
    suspended,
    clock_jumps,
    half_open,
)


async def tried(trial: Trial, room: Room) -> list[str]:
    """Try one, print its figures, and return what was wrong."""
    before, sockets, name = memory(room.host.pid), descriptors(room.host.pid), trial.__name__
    room.witness.start()
    said = await trial(room)
    await asyncio.sleep(1)
    await room.witness.stop()
    took = await room.down_to(sockets, 20)
    print(
        f"{name:18} echo p95 {room.witness.p95 * 1000:5.0f} ms, slowest {room.witness.worst * 1000:5.0f} ms; "
        f"{memory(room.host.pid) - before:+6.1f} MB; {said}",
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
    begin(root)
    hosts = Hosts(folder, forked=True, mutant=JUMPING.format(file=str(offset)))
    host = await hosts.begin(root)
    problems: list[str] = []
    try:
        witness = Witness(await joined(host, "Witness"))
        room = Room(host, witness, offset)
        for trial in TRIALS:
            if not names or trial.__name__ in names:
                problems += await tried(trial, room)
        typed = "".join(
            char for row in witness.terminal.rows for char in row.partition("║")[2].partition("║")[0]
        ).strip()
        await witness.terminal.until(lambda: witness.terminal.rows[0].endswith(" saved "), "the word “saved”")
        held = "".join(text for seat in look(root, NAME).session.present for text in seat.proposal.answers.values())
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
