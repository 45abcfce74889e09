"""What one more person costs, in CPU when they join, CPU in all, and memory. The peer is a process per connection.

The bars: 15 ms of CPU when they join, 60 ms including what was prepared before; 2 MB; ten times less CPU and twelve
times less memory than a process per person. The floor is AsyncSSH alone: the handshake, the question, and one word on
the screen.
"""

import tempfile
from pathlib import Path

from benchmarks.harness import Row, Table
from benchmarks.room.floors import READY
from benchmarks.room.full import word
from benchmarks.room.hosting import CODE, NAME_ASKED, WRITING, Served, host, prepare, serving
from benchmarks.room.people import People
from copworkshop.cli.admission import EXPECTED
from copworkshop.model.plan import Kind

REPEATS = 5
TOGETHER = 20
PROCESSES = 4
SEATED = 200


def run() -> Table:
    """Let people join one by one, in groups of twenty. The median is that of the groups."""
    with serving(["-m", "benchmarks.room.floors", "bare"]) as bare, People(bare.port) as people:
        floor = [_joins(bare, people, ["room"] * TOGETHER, READY)[0] for _ in range(REPEATS)]
    with serving(["-m", "benchmarks.room.floors", "each"]) as each, People(each.port) as people:
        apart = []
        before = each.memory()
        for _ in range(REPEATS):
            moment, _ = _joins(each, people, ["room"] * PROCESSES, NAME_ASKED)
            weight = (each.memory() - before) / PROCESSES
            apart.append((moment, weight))
            people.ask("leave")
    new, back, again = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder), SEATED, Kind.PROPOSAL, "write")
        with host(Path(folder)) as ours, People(ours.port) as people:
            before = ours.cpu()
            ours.settle()
            ready = (ours.cpu() - before) * 1000 / EXPECTED
            for first in range(0, REPEATS * TOGETHER, TOGETHER):
                words = [word(number + 1) for number in range(first, first + TOGETHER)]
                ours.settle()
                new.append(_joins(ours, people, ["room"] * TOGETHER, NAME_ASKED))
                people.ask("leave")
                ours.settle()
                back.append(_joins(ours, people, words, WRITING))
                people.ask("leave")
                ours.settle()
                again.append(_joins(ours, people, words[1::2], WRITING))  # the people who did not press Ctrl+Q
                people.ask("leave")
            ours.settle()
            weights = []
            for first in range(0, SEATED, SEATED // REPEATS):
                words = [word(number + 1) for number in range(first, first + SEATED // REPEATS)]
                people.ask("connect", users=words, code=CODE, until=WRITING, at_once=5)
                ours.settle()
                weights.append((ours.memory() - ours.memory_before) / (first + SEATED // REPEATS))
    cpu, memory = tuple(moment for moment, _ in apart), tuple(weight for _, weight in apart)
    return Table(
        title="A join, one at a time",
        unit="ms of CPU",
        rows=(
            Row("a newcomer, at the moment", tuple(m for m, _ in new), bar=15, floor=tuple(floor), peer=cpu),
            Row("a screen that is made ready before", (ready,)),
            Row(
                "a newcomer, in all",
                tuple(ready + m + a for m, a in new),
                bar=60,
                floor=tuple(floor),
                peer=cpu,
                least_ratio=10,
            ),
            Row("back to the proposal, at the moment", tuple(m for m, _ in back), bar=15, floor=tuple(floor)),
            Row(
                "back to the proposal, in all",
                tuple(ready + m + a for m, a in back),
                bar=60,
                floor=tuple(floor),
                peer=cpu,
                least_ratio=10,
            ),
            Row("back where the line was lost", tuple(m for m, _ in again), bar=15, floor=tuple(floor)),
            Row(
                f"memory a seat, {SEATED} writing",
                (weights[-1],),
                bar=2,
                peer=memory,
                least_ratio=12,
                unit="MB",
            ),
        ),
        floor="AsyncSSH alone",
        peer="the same app, a process each (to the name prompt)",
        notes=(f"Memory a seat with 40, 80 … {SEATED} seats in: {', '.join(f'{w:.2f}' for w in weights)} MB.",),
    )


def _joins(served: Served, people: People, users: list[str], until: str) -> tuple[float, float]:
    """Return the milliseconds of CPU per join: until the first screen, and after it until the host is idle."""
    before = served.cpu()
    people.ask("connect", users=users, code=CODE, until=until, at_once=1)
    there = served.cpu()
    served.settle()
    return (there - before) * 1000 / len(users), (served.cpu() - there) * 1000 / len(users)
