"""From a key to its echo, while a hundred keys a second come in all; what a key costs; and what an idle screen sends.

The bars: a 95th percentile of 20 ms at 200 seats, 2.5 ms of CPU and 600 bytes a key, 100 bytes a second idle with a
running clock. The floors are an SSH server that only echoes, and, for CPU and bytes, Textual's own text area over our
driver with nothing around it. The highest rate is the last of a rising series whose p95 is at most 100 ms.
"""

import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.harness import Row, Table, p95
from benchmarks.join import WRITING
from benchmarks.room.floors import READY
from benchmarks.room.hosting import CODE, Served, host, prepare, serving, word
from benchmarks.room.people import People
from copworkshop.model.plan import Kind

REPEATS = 5
SECONDS = 3.0
A_SECOND = 100.0
SEATS = (1, 50, 200)
RATES = (200, 300, 400, 500, 600, 700, 800, 1000, 1200)
BEARABLE = 100.0  # ms


def run() -> Table:
    """Type into the proposal."""
    with serving(["-m", "benchmarks.room.floors", "bare"]) as bare, People(bare.port) as people:
        people.ask("connect", users=["room"] * SEATS[-1], code=CODE, until=READY, at_once=20)
        echoed = [_typed(bare, people) for _ in range(REPEATS)]
    with serving(["-m", "benchmarks.room.floors", "area"]) as area, People(area.port) as people:
        people.ask("connect", users=["room"] * SEATS[1], code=CODE, until="1", at_once=5)
        alone = [_typed(area, people) for _ in range(REPEATS)]
    ours: dict[int, list[tuple[float, float, float]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder), SEATS[-1], Kind.PROPOSAL, "write")
        with host(Path(folder)) as served, People(served.port) as people:
            there = 0
            for seats in SEATS:
                words = [word(number + 1) for number in range(there, seats)]
                people.ask("connect", users=words, code=CODE, until=WRITING, at_once=5)
                there = seats
                served.settle()
                people.ask("type", a_second=A_SECOND, seconds=1)
                ours[seats] = [_typed(served, people) for _ in range(REPEATS)]
            most = _most(people)
            time.sleep(3)
            served.settle()
            people.ask("connect", users=["console"], code="", until="Proposal", key=str(served.key))
            people.ask("press", key="t", until=":", who=SEATS[-1])
            time.sleep(2)
            idle, idle_cpu = [], []
            for _ in range(REPEATS):
                before = served.cpu()
                seen = people.ask("watch", seconds=SECONDS)["each"][: SEATS[-1]]
                idle.append(median(seen))
                idle_cpu.append((served.cpu() - before) / SECONDS * 100)
    rows = [
        Row(
            f"p95 of a key, {seats} {'seat' if seats == 1 else 'seats'}",
            tuple(found[0] for found in runs),
            bar=20,
            floor=tuple(found[0] for found in echoed),
        )
        for seats, runs in ours.items()
    ]
    last = ours[SEATS[-1]]
    rows += [
        Row("CPU a key", tuple(f[1] for f in last), bar=2.5, floor=tuple(f[1] for f in echoed), peer=_nth(alone, 1)),
        Row("bytes a key", tuple(f[2] for f in last), bar=600, peer=_nth(alone, 2), unit="bytes"),
        Row(f"most keys a second with p95 of {BEARABLE:.0f} ms", (most,), unit="keys"),
        Row("idle, the clock running", tuple(idle), bar=100, unit="bytes/s a seat"),
        Row(f"the same: CPU for {SEATS[-1]} seats", tuple(idle_cpu), unit="% of a core"),
    ]
    return Table(
        title=f"Keys, {A_SECOND:.0f} a second in all",
        unit="ms",
        rows=tuple(rows),
        floor="AsyncSSH that echoes",
        peer="Textual's TextArea alone, over our driver",
    )


def _typed(served: Served, people: People) -> tuple[float, float, float]:
    before = served.cpu()
    found = people.ask("type", a_second=A_SECOND, seconds=SECONDS)
    used = served.cpu() - before
    if found["lost"] > 0.02 * found["keys"]:
        raise RuntimeError(f"{found['lost']} of {found['keys']} keys were never echoed")
    return p95(found["each"]), used * 1000 / found["keys"], found["bytes"] / found["keys"]


def _most(people: People) -> float:
    best = A_SECOND
    for rate in RATES:
        found = people.ask("type", a_second=rate, seconds=SECONDS)
        if p95(found["each"]) > BEARABLE or found["lost"] > 0.02 * found["keys"]:
            break
        best = found["keys"] / SECONDS
    return best


def _nth(runs: list[tuple[float, float, float]], place: int) -> tuple[float, ...]:
    return tuple(run[place] for run in runs)
