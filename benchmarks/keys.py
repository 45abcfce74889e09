"""The time from a key to its echo at a hundred keys a second in all, the cost of a key, and what an idle screen sends.

The bars: a 95th percentile of 20 ms at 200 seats, 2.5 ms of CPU and 600 bytes per key, 600 keys a second with a 95th
percentile of 100 ms, and 100 bytes a second on an idle screen with a running clock. The floor is an SSH server that
only echoes. The peer is Textual's text area alone over our driver, where nothing is saved. Both have the same number of
connections.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.harness import Row, Table, p95
from benchmarks.room.floors import READY
from benchmarks.room.hosting import CODE, Served, host, prepare, require_all, serving, sit, sit_console
from benchmarks.room.people import People
from copworkshop.hosting.pool import AT_LEAST
from copworkshop.model.plan import Kind

REPEATS = 5
SECONDS = 2.0
A_SECOND = 100.0
SEATS = (1, 50, 200)
WATCHED = 3.0
LOWEST, STEP = 25.0, 1.25
"""The first rate of the rising series, and the factor from each rate to the next."""
BEARABLE = 100.0  # ms
LEVEL = 1.0
"""Seconds at each rate."""


@dataclass(frozen=True, slots=True)
class Typed:
    """The cost of some seconds of typing."""

    p95: float
    """Milliseconds from a key to its echo."""
    cpu: float
    """Milliseconds of the server's CPU per key."""
    bytes: float
    """Bytes sent to the terminals per key."""
    lost: float
    """The share of the keys without an echo. In the p95 they count with the time until the end of the run."""


@dataclass(frozen=True, slots=True)
class Room:
    """The figures of one room: floor, peer or ours."""

    typed: dict[int, list[Typed]]
    """The runs by the number of seats."""
    most: list[float]
    """The highest keys a second with a p95 of at most :data:`BEARABLE`."""


def run() -> Table:
    """Measure typing into the proposal."""
    with serving(["-m", "benchmarks.room.floors", "bare"]) as bare, People(bare.port) as people:
        floor = _room(bare, people, lambda new: _connect(people, len(new)))
    with serving(["-m", "benchmarks.room.floors", "area"]) as area, People(area.port) as people:
        alone = _room(area, people, lambda new: _connect(people, len(new)))
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder), SEATS[-1], Kind.PROPOSAL, "write")
        # A full room keeps this number of screens prepared. Preparing one for each person first would take longer.
        with host(Path(folder), "--expect", str(AT_LEAST)) as served, People(served.port) as people:
            ours = _room(served, people, lambda new: sit(people, new))
            sit_console(served, people)
            served.settle()
            people.ask("press", key="t", until=":", who=SEATS[-1])
            idle, idle_cpu = _idle(served, people)
    rows = [
        Row(
            f"p95 of a key, {seats} {'seat' if seats == 1 else 'seats'}",
            tuple(each.p95 for each in runs),
            bar=20,
            floor=tuple(each.p95 for each in floor.typed[seats]),
            peer=tuple(each.p95 for each in alone.typed[seats]),
        )
        for seats, runs in ours.typed.items()
    ]
    rows += [
        Row(
            f"CPU a key, {seats} {'seat' if seats == 1 else 'seats'}",
            tuple(each.cpu for each in runs),
            bar=2.5,
            floor=tuple(each.cpu for each in floor.typed[seats]),
            peer=tuple(each.cpu for each in alone.typed[seats]),
        )
        for seats, runs in ours.typed.items()
    ]
    rows += [
        Row(
            f"bytes a key, {SEATS[-1]} seats",
            tuple(each.bytes for each in ours.typed[SEATS[-1]]),
            bar=600,
            peer=tuple(each.bytes for each in alone.typed[SEATS[-1]]),
            unit="bytes",
        ),
        Row(
            f"most keys a second with p95 ≤ {BEARABLE:.0f} ms, {SEATS[-1]} seats",
            tuple(ours.most),
            least=600,
            floor=tuple(floor.most),
            peer=tuple(alone.most),
            unit="keys",
        ),
        Row(f"idle, the clock running, {SEATS[-1]} seats", idle, bar=100, unit="bytes/s a seat"),
        Row(f"the same: CPU for {SEATS[-1]} seats", idle_cpu, unit="% of a core"),
    ]
    lost = max(each.lost for runs in ours.typed.values() for each in runs)
    return Table(
        title=f"Keys, {A_SECOND:.0f} a second in all",
        unit="ms",
        rows=tuple(rows),
        floor="AsyncSSH that echoes, as many connections",
        peer="Textual's TextArea alone over our driver, as many connections",
        notes=(f"In the worst of the runs {lost:.0%} of the keys had no echo when it was ended.",),
    )


def _connect(people: People, newcomers: int) -> None:
    require_all(people.ask("connect", users=["room"] * newcomers, code=CODE, until=READY, at_once=20))


def _room(served: Served, people: People, come: Callable[[range], None]) -> Room:
    """Fill the seats and type at each number of seats; then type faster and faster."""
    typed: dict[int, list[Typed]] = {}
    there = 0
    for seats in SEATS:
        come(range(there + 1, seats + 1))
        there = seats
        served.settle()
        people.ask("type", a_second=A_SECOND, seconds=0.5)
        typed[seats] = _typed(served, people)
    most = [_most(people, LOWEST)]
    while len(most) < REPEATS:
        served.settle()
        most.append(_most(people, max(LOWEST, most[0] / STEP**2)))
    return Room(typed, most)


def _typed(served: Served, people: People) -> list[Typed]:
    return [typed_once(served, people) for _ in range(REPEATS)]


def typed_once(served: Served, people: People, seconds: float = SECONDS) -> Typed:
    """Let all connected people type for `seconds` seconds, with a hundred keys a second in all."""
    before = served.cpu()
    found = people.ask("type", a_second=A_SECOND, seconds=seconds)
    used = served.cpu() - before
    keys = found["keys"]
    return Typed(p95(found["each"]), used * 1000 / keys, found["bytes"] / keys, found["lost"] / keys)


def _most(people: People, rate: float) -> float:
    """Type faster and faster until the p95 is above :data:`BEARABLE`; return the last rate before that."""
    best = 0.0
    while True:
        found = people.ask("type", a_second=rate, seconds=LEVEL)
        came = found["keys"] / found["seconds"]  # less than `rate` if the simulated people cannot type so fast
        if p95(found["each"]) > BEARABLE or came < best:
            return best
        best = came
        rate *= STEP


def _idle(served: Served, people: People) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the bytes a second per seat, and the percentage of a core, while nobody does anything."""
    sent, used = [], []
    for _ in range(REPEATS):
        before = served.cpu()
        sent.append(median(people.ask("watch", seconds=WATCHED)["each"][: SEATS[-1]]))
        used.append((served.cpu() - before) / WATCHED * 100)
    return tuple(sent), tuple(used)
