"""Somebody who only types, and takes the time until each letter stands on their screen; and the host's memory."""

import asyncio
import contextlib
import os
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Final

import asyncssh

from copworkshop.content.loader import DEFAULT_PLAN, packaged_text
from copworkshop.live.words import new_word
from copworkshop.model.people import FACILITATOR
from copworkshop.model.plan import Kind
from copworkshop.rehearsal.terminal import Terminal
from copworkshop.rules.agenda import GoTo
from copworkshop.rules.people import AddSeat
from copworkshop.rules.request import apply
from copworkshop.store.sessions import create
from soak.hosts import CODE, NAME, HostProcess


def begin(root: Path, seats: int = 0) -> list[str]:
    """Make a session whose room writes proposals, with so many seats; return their rejoin words."""
    now = datetime.now(UTC)
    opened = create(root, NAME, packaged_text(DEFAULT_PLAN), now)
    session = apply(opened.session, GoTo(kind=Kind.PROPOSAL), FACILITATOR, now)
    words: list[str] = []
    for number in range(seats):
        words.append(new_word(set(words)))
        session = apply(session, AddSeat(name=f"Person {number}", word=words[-1]), FACILITATOR, now)
    opened.save(opened.session, session)
    opened.close()
    return words


async def joined(host: HostProcess, name: str) -> Terminal:
    """Come in by code and a name that nobody has yet, and sit before the first field."""
    terminal = await host.call("room", CODE)
    await terminal.sees("What is your name?", seconds=60)
    terminal.press(*f"{name} {next(_NUMBERS)}", "enter")
    await terminal.sees("next field", seconds=60)
    return terminal


def look_away(terminal: Terminal) -> None:
    """Take in what is written to a terminal and look at none of it: drawing it would take this process's time."""
    terminal.data_received = lambda data, datatype: None  # type: ignore[method-assign]


_NUMBERS: Final = count(1)


@dataclass
class Witness:
    """Types a letter four times a second, and takes the time of its echo."""

    terminal: Terminal
    seconds: list[float] = field(default_factory=list)
    _typed: int = 0
    _task: "asyncio.Task[None] | None" = None

    def start(self) -> None:
        """Begin to type."""
        self.seconds.clear()
        self._task = asyncio.create_task(self._type())

    async def stop(self) -> None:
        """Type no more."""
        assert self._task is not None
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    async def _type(self) -> None:
        while True:
            letter = "abcdefghij"[self._typed % 10]
            self._typed += 1
            before = self.in_field()
            began = time.monotonic()
            self.terminal.press(letter)
            try:
                while self.in_field() == before:
                    assert not self.terminal.closed, "the witness was thrown out"
                    await self.terminal.news(0.5)
            finally:  # one that has not come counts, too
                self.seconds.append(time.monotonic() - began)
            if self._typed % 60 == 0:
                self.terminal.press("tab")
                await asyncio.sleep(0.3)
            await asyncio.sleep(0.25)

    def in_field(self) -> str:
        """Return what stands in the field that they type in."""
        return "".join(row.partition("║")[2].partition("║")[0].strip() for row in self.terminal.rows)

    @property
    def worst(self) -> float:
        """The slowest echo, in seconds; infinite if none came."""
        return max(self.seconds, default=float("inf"))

    @property
    def p95(self) -> float:
        """What 95 of 100 echoes were faster than."""
        ordered = sorted(self.seconds)
        return ordered[int(len(ordered) * 0.95)] if ordered else float("inf")


def memory(pid: int) -> float:
    """Return what a process holds in memory, in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def descriptors(pid: int) -> int:
    """Return how many files and sockets a process has open."""
    return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())


def cpu(pid: int) -> float:
    """Return the processor time that a process has used, in seconds."""
    parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


async def gone(*terminals: Terminal) -> None:
    """Have these people be gone."""
    for terminal in terminals:
        await terminal.hang_up()


REFUSED = (OSError, asyncssh.Error, asyncio.TimeoutError)
