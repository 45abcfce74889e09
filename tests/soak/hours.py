"""A session of four hours in some minutes: the host's clock runs fast, people write, leave and come back all the time.

Taken down every half a minute: the host's memory, and how many tasks, files and threads it has. They must not grow.
Nobody here ever pauses, so that no moment is quiet enough for the host to collect what is left in cycles
(:mod:`copworkshop.hosting.gc_policy`): it is collected before each look, and what is seen is what is held.
"""

import asyncio
import contextlib
import json
import os
import random
import signal
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Final

from copworkshop.rehearsal.host_process import amiss
from copworkshop.rehearsal.terminal import Terminal
from copworkshop.store.check import check
from copworkshop.toolkit import event_loop
from soak.crash import come_in
from soak.hosts import NAME, HostProcess, Hosts
from soak.people import Leader, Person
from soak.witness import REFUSED, begin, descriptors, memory

PEOPLE: Final = 12
SIMULATED: Final = 4 * 3600
MINUTES: Final = 10.0
EVERY: Final = 30.0
STAYS: Final = (10.0, 40.0)
"""Seconds that somebody stays before they leave, or vanish."""
STRIDE: Final = 30
"""Keys forward before as many back, so that the room goes through every step again and again."""
MOST_MB: Final = 15.0

FAST: Final = """
import asyncio, datetime as real, gc, json, pathlib, threading
from copworkshop.live import hub
class Fast(real.datetime):
    @classmethod
    def now(cls, zone=None):
        now = super().now(zone)
        return now + (now.timestamp() - {began}) * real.timedelta(seconds={speed} - 1)
hub.datetime = Fast
def tell(loop):
    gc.collect()
    told = dict(tasks=len(asyncio.all_tasks(loop)), threads=threading.active_count())
    pathlib.Path({file!r}).write_text(json.dumps(told))
    loop.call_later(15, tell, loop)
runs = asyncio.BaseEventLoop.run_forever
def run_forever(loop):
    tell(loop)
    runs(loop)
asyncio.BaseEventLoop.run_forever = run_forever
"""


class Walker(Leader):
    """A facilitator who goes through the whole session, back, and again."""

    _steps = 0

    def act(self, terminal: Terminal) -> None:
        """Lead on every few seconds; start the clock now and then."""
        if time.monotonic() - self._pressed > 2 and "Stage " in terminal.text:
            self._steps += 1
            on = self._steps // STRIDE % 2 == 0
            self._press("t" if self._chance.random() < 0.2 else "pagedown" if on else "pageup")


@dataclass(frozen=True)
class Sample:
    """The host at one moment."""

    minute: float
    megabytes: float
    tasks: int
    threads: int
    files: int

    def __str__(self) -> str:
        return (
            f"{self.minute:5.1f} min: {self.megabytes:6.1f} MB, {self.tasks} tasks, "
            f"{self.threads} threads, {self.files} files and sockets"
        )


async def comes_and_goes(host: HostProcess, person: Person, chance: random.Random, end: float) -> int:
    """Come, work, leave or vanish, and come back, until the end; return how often."""
    visits = 0
    while time.monotonic() < end:
        with contextlib.suppress(*REFUSED):
            await come_in(host, person)
            visits += 1
            terminal = person.terminal
            assert terminal is not None
            living = asyncio.create_task(person.live())
            await asyncio.sleep(min(chance.uniform(*STAYS), max(0.0, end - time.monotonic())))
            if chance.random() < 0.5:
                terminal.abort()
            await terminal.hang_up()
            await living
        await asyncio.sleep(chance.uniform(0.2, 2))
    return visits


def sample(host: HostProcess, told: Path, began: float) -> Sample:
    """Look at the host from outside, and at what it tells of itself."""
    inside = json.loads(told.read_text())
    minute = (time.monotonic() - began) / 60
    return Sample(minute, memory(host.pid), inside["tasks"], inside["threads"], descriptors(host.pid))


def grown(samples: Sequence[Sample]) -> list[str]:
    """Say what was more in the last third than in the second, beyond what comings and goings explain."""
    third = len(samples) // 3
    if not third:
        return ["too short a time to say what grows"]
    middle, last = samples[third : 2 * third], samples[2 * third :]
    allowed = {"megabytes": MOST_MB, "tasks": 40.0, "threads": 4.0, "files": 8.0}
    return [
        f"{name}: {mean(getattr(each, name) for each in last):.0f} after {before:.0f}"
        for name, more in allowed.items()
        for before in [mean(getattr(each, name) for each in middle)]
        if mean(getattr(each, name) for each in last) > before + more
    ]


async def hours(folder: Path, minutes: float) -> list[str]:
    """Run the session; return what was wrong."""
    root, told = folder / "sessions", folder / "told"
    begin(root)
    speed = SIMULATED / (minutes * 60)
    hosts = Hosts(folder, forked=True, mutant=FAST.format(began=time.time(), speed=speed, file=str(told)))
    host = await hosts.begin(root)
    chance, samples, began = random.Random(8), list[Sample](), time.monotonic()
    end = began + minutes * 60
    people = [Person(f"Participant {number + 1}", random.Random(number)) for number in range(PEOPLE)]
    everybody = [*people, Walker("The facilitator", random.Random(PEOPLE))]
    problems: list[str] = []
    try:
        going = [asyncio.create_task(comes_and_goes(host, person, chance, end)) for person in everybody]
        while time.monotonic() < end:
            await asyncio.sleep(min(EVERY, max(0.1, end - time.monotonic())))
            samples.append(sample(host, told, began))
            print(samples[-1], flush=True)
        visits = sum(await asyncio.gather(*going))
        print(f"{visits} visits by {len(everybody)}, the host's clock {speed:.0f} times as fast")
        os.kill(host.pid, signal.SIGTERM)
        problems += amiss(await hosts.ended())
        problems += [*grown(samples), *map(str, check(root / NAME))]
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(host.pid, signal.SIGKILL)
        hosts.close()
    return problems


def main(arguments: Sequence[str]) -> int:
    """``hours MINUTES``: four hours in so many minutes (10)."""
    minutes = float(arguments[0]) if arguments else MINUTES
    with tempfile.TemporaryDirectory() as folder:
        problems = event_loop.run(hours(Path(folder), minutes))
    print(*problems or ["Nothing grew."], sep="\n")
    return 1 if problems else 0
