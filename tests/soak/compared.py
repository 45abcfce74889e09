"""Attacks from a process of their own, each on a host of its own, while somebody honest types: quiet, then attacked.

A row fails when the median key of the honest person takes more than 5 times as long as in the quiet part of the same
run, or 100 ms; when their slowest key takes 300 ms; or when its own judge says so. Where the quiet part was slow
already, the machine did other work, and the row is tried again.
"""

import asyncio
import contextlib
import json
import os
import re
import statistics
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from copworkshop.ssh.access import FACILITATOR_KEY, set_passphrase
from copworkshop.store.access_files import ACCESS_FOLDER
from copworkshop.toolkit import event_loop
from soak.hosts import NAME, HostProcess, Hosts
from soak.mutants import MUTANTS
from soak.witness import Witness, begin, cpu, gone, joined, memory

MEDIAN_TIMES: Final = 5.0
MEDIAN_SECONDS: Final = 0.1
WORST_SECONDS: Final = 0.3
MOST_MB: Final = 60.0
PERSON_MB: Final = 1.25
"""What somebody who is in takes (docs/lab/performance.md). An attack that fills the room takes as much."""
QUIET_SECONDS: Final = 4.0
NOISY_SECONDS: Final = 0.1
"""A quiet part whose slowest key takes longer tells nothing of the attack."""

TRIES: Final = 2
PASSPHRASE: Final = "correct horse battery"  # noqa: S105  of a session that is thrown away

EXPECTED: Final = re.compile(r"A connection was ended|Connection.* failed")
"""Lines of the host's log that an attack may cause."""


@dataclass
class Room:
    """A host under attack, and the ways into it."""

    host: HostProcess
    witness: Witness
    words: Sequence[str]
    saved: float = 0.0
    """Seconds until a letter was saved, without an attack."""

    @property
    def key(self) -> Path:
        """The facilitator's key."""
        return self.host.root / NAME / ACCESS_FOLDER / FACILITATOR_KEY


Result = Mapping[str, Any]
Meanwhile = Callable[[Room], Awaitable[tuple[str, list[str]]]]
"""Is done in the middle of the attack; returns what is said of it, and what was wrong."""

Judge = Callable[[Result], Sequence[str]]


@dataclass(frozen=True)
class Row:
    """One attack, and what is looked at."""

    attack: str
    count: int = 1
    """Connections, or people, at once."""
    seconds: float = 6.0
    seats: int = 3
    before: Meanwhile | None = None
    meanwhile: Meanwhile | None = None
    judges: Sequence[Judge] = ()
    most_mb: float = MOST_MB
    most_work: float = 2.0
    """The most of the time in which the host may be at work; more than 1 where its threads work as well."""
    mutants: tuple[str, ...] = ()
    """Those of :mod:`soak.mutants` that this row catches."""

    @property
    def name(self) -> str:
        return f"{self.attack} x {self.count}"


@dataclass
class Figures:
    """What came of a row."""

    quiet: list[float]
    attacked: list[float]
    megabytes: float
    work: float
    """Seconds of the host's processor for each second of the attack."""
    said: str
    problems: list[str]

    @property
    def noisy(self) -> bool:
        """Whether the machine did other work before the attack began."""
        return max(self.quiet) > NOISY_SECONDS

    def judged(self) -> list[str]:
        """Return everything that was wrong."""
        problems = list(self.problems)
        median, calm, worst = statistics.median(self.attacked), statistics.median(self.quiet), max(self.attacked)
        if median > MEDIAN_TIMES * calm or median > MEDIAN_SECONDS:
            problems.append(f"the median key took {median * 1000:.0f} ms, {median / calm:.1f} times as long")
        if worst > WORST_SECONDS:
            problems.append(f"the slowest key took {worst * 1000:.0f} ms")
        return problems

    def __str__(self) -> str:
        median, calm = statistics.median(self.attacked), statistics.median(self.quiet)
        return (
            f"{calm * 1000:4.1f} {max(self.quiet) * 1000:5.0f} | {median * 1000:6.1f} {max(self.attacked) * 1000:5.0f} "
            f"| {median / calm:5.1f} | {self.work * 100:3.0f}% {self.megabytes:+4.0f} MB"
        )


class Attacker:
    """The near end of a process that attacks, or of one with honest visitors."""

    def __init__(self, port: int, row: Row, words: Sequence[str]) -> None:
        self._port = port
        self._row = row
        self._words = words
        self._process: asyncio.subprocess.Process | None = None

    async def prepare(self) -> None:
        """Start the process, and wait until it has what it needs for the attack."""
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "soak.attacker"),
            cwd=Path(__file__).parents[1],
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        row = self._row
        job = {"attack": row.attack, "port": self._port, "words": list(self._words)}
        await self._tell({**job, "count": row.count, "seconds": row.seconds})
        assert await self._hear() == b"ready\n", f"{row.attack} was not prepared"

    async def attack(self) -> Result:
        """Let it attack; return what came of it."""
        await self._tell({})
        said = await self._hear()
        result: Result = json.loads(said) if said else {"said": "THE ATTACKER FAILED"}
        return result

    async def end(self) -> None:
        """Let the process end."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    async def _tell(self, job: object) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(job).encode() + b"\n")
        await self._process.stdin.drain()

    async def _hear(self) -> bytes:
        assert self._process is not None
        assert self._process.stdout is not None
        return await self._process.stdout.readline()


async def visit(room: Room, name: str, words: Sequence[str] = ()) -> Result:
    """Have honest people come from a process of their own: a function of :mod:`soak.visitors`."""
    visitors = Attacker(room.host.port, Row(name), words)
    try:
        await visitors.prepare()
        return await visitors.attack()
    finally:
        await visitors.end()


async def _attacked(room: Room, row: Row) -> Figures:
    witness, attacker = room.witness, Attacker(room.host.port, row, room.words)
    problems: list[str] = []
    said: list[str] = []

    async def look(meanwhile: Meanwhile | None) -> None:
        if meanwhile is not None:
            await asyncio.sleep(row.seconds / 3)
            told, wrong = await meanwhile(room)
            said.append(told)
            problems.extend(wrong)

    if row.before is not None:
        said.append((await row.before(room))[0])
    witness.start()
    await asyncio.sleep(QUIET_SECONDS)
    await witness.stop()
    quiet = list(witness.seconds)
    try:
        await attacker.prepare()
        held, used = memory(room.host.pid), cpu(room.host.pid)
        witness.start()
        began = asyncio.get_running_loop().time()
        result, _ = await asyncio.gather(attacker.attack(), look(row.meanwhile))
        await witness.stop()
        took = asyncio.get_running_loop().time() - began
        work, more = (cpu(room.host.pid) - used) / took, memory(room.host.pid) - held
    finally:
        await attacker.end()
    if work > row.most_work:
        problems.append(f"the host was at work {work * 100:.0f}% of the time")
    if more > row.most_mb:
        problems.append(f"{more:.0f} MB more")
    problems += [problem for judge in row.judges for problem in judge(result)]
    if "FAILED" in result["said"]:
        problems.append(result["said"])
    return Figures(quiet, list(witness.seconds), more, work, "; ".join([result["said"], *said]), problems)


async def once(row: Row, mutant: str = "") -> Figures:
    """Try a row once, on a new host. `mutant` is the name of one of :data:`soak.mutants.MUTANTS`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        root = folder / "sessions"
        words = begin(root, row.seats)
        await asyncio.to_thread(set_passphrase, root / NAME / ACCESS_FOLDER, PASSPHRASE)
        hosts = Hosts(folder, forked=True, mutant=MUTANTS[mutant] if mutant else "")
        host = await hosts.begin(root)
        try:
            witness = Witness(await joined(host, "Witness"))
            figures = await _attacked(Room(host, witness, words), row)
            await gone(witness.terminal)
            figures.problems += [fault for fault in host.faults() if not EXPECTED.search(fault)]
            return figures
        finally:
            await hosts.put_away(host)


async def tried(row: Row) -> list[str]:
    """Try a row, again if the machine was busy; print a line of figures, and return what was wrong."""
    for number in range(TRIES):
        try:
            figures = await once(row)
        except Exception as error:
            print(f"{row.name:34} | FAILED: {error!r}", flush=True)
            return [f"{row.name}: {error!r}"]
        problems = figures.judged()
        verdict = "withstood" if not problems else "FAILED: " + "; ".join(problems)
        noise = " (the machine was busy)" if figures.noisy else ""
        print(f"{row.name:34} | {figures} | {verdict}{noise} | {figures.said}", flush=True)
        if not problems or (not figures.noisy and number):
            break
    return [f"{row.name}: {problem}" for problem in problems]


async def _all(rows: Sequence[Row], names: Sequence[str]) -> list[str]:
    problems: list[str] = []
    print("quiet, attacked: the median and the slowest key, in ms; how many times as long; the host's processor")
    for row in rows:
        if not names or row.attack in names:
            problems += await tried(row)
    return problems


async def _mutated(rows: Sequence[Row], names: Sequence[str]) -> list[str]:
    """Try each mutant on the rows that are to catch it; return those that were not caught."""
    missed: list[str] = []
    for row in rows:
        for mutant in row.mutants:
            if names and row.attack not in names and mutant not in names:
                continue
            try:
                figures = await once(row, mutant)
                caught = figures.judged()
                print(f"{mutant:28} | {row.name:34} | {figures}", end=" | ", flush=True)
            except Exception as error:  # the witness was thrown out, or nobody came in
                caught = [repr(error)]
                print(f"{mutant:28} | {row.name:34}", end=" | ", flush=True)
            print("caught: " + "; ".join(caught) if caught else "NOT CAUGHT", flush=True)
            if not caught:
                missed.append(f"{mutant} was not caught by {row.name}")
    return missed


def run(rows: Sequence[Row], arguments: Sequence[str]) -> int:
    """Try all rows, or those that are named; after ``mutants``, try their mutants. Return the exit code."""
    with contextlib.suppress(PermissionError):  # where it may, it measures the host and not what else goes on
        os.setpriority(os.PRIO_PROCESS, 0, -15)
    if arguments and arguments[0] == "mutants":
        problems = event_loop.run(_mutated(rows, arguments[1:]))
    else:
        problems = event_loop.run(_all(rows, arguments))
    print(*problems or ["All went as it should."], sep="\n")
    return 1 if problems else 0
