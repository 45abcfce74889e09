"""Two hundred join at once: until the last one's first screen, while ten who are in go on typing.

The bars: 3 s, nobody refused, and those who are in keep a 95th percentile of 100 ms from key to echo. The floor is
two hundred bare handshakes; the peer a process each, of which twenty come at once: two hundred take ten times as long.
"""

import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.harness import Row, Table, p95
from benchmarks.join import NAME_ASKED, WRITING
from benchmarks.room.floors import READY
from benchmarks.room.hosting import CODE, host, prepare, serving, word
from benchmarks.room.people import People
from copworkshop.model.plan import Kind

REPEATS = 5
COMING = 200
PROCESSES = 20
TYPISTS = 10


def run() -> Table:
    """Have them come, and go, five times; as newcomers, and back by their words after the network was gone."""
    with serving(["-m", "benchmarks.room.floors", "bare"]) as bare, People(bare.port) as people:
        floor = [_come(people, ["room"] * COMING, READY)[0] for _ in range(REPEATS)]
    with serving(["-m", "benchmarks.room.floors", "each"]) as each, People(each.port) as people:
        apart = [_come(people, ["room"] * PROCESSES, NAME_ASKED)[0] for _ in range(REPEATS)]
    new: list[float] = []
    back: list[float] = []
    echoes: list[float] = []
    refused = 0
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor() as pool:
        prepare(Path(folder), COMING + TYPISTS, Kind.PROPOSAL, "write")
        words = [word(number + 1) for number in range(COMING + TYPISTS)]
        with host(Path(folder)) as ours, People(ours.port) as people, People(ours.port) as typists:
            typists.ask("connect", users=words[:TYPISTS], code=CODE, until=WRITING, at_once=2)
            for found, users, until in ((new, ["room"] * COMING, NAME_ASKED), (back, words[TYPISTS:], WRITING)):
                for _ in range(REPEATS):
                    ours.settle(2)
                    typing = pool.submit(typists.ask, "type", a_second=50, seconds=3)
                    last, lost = _come(people, users, until)
                    found.append(last)
                    refused += lost
                    echoes.append(p95(typing.result()["each"]))
    cut = tuple(apart)
    return Table(
        title=f"{COMING} at once",
        unit="ms",
        rows=(
            Row("newcomers: the last one's first screen", tuple(new), bar=3000, floor=tuple(floor)),
            Row(f"the same, {PROCESSES} of them", tuple(new), peer=cut),
            Row("back by their words: the last one's text area", tuple(back), floor=tuple(floor)),
            Row(f"p95 of a key of those in, {TYPISTS} typing", tuple(echoes), bar=100),
            Row("refused", (refused,), bar=0, unit="people"),
        ),
        floor=f"{COMING} bare handshakes",
        peer=f"a process each, {PROCESSES} at once",
    )


def _come(people: People, users: list[str], until: str) -> tuple[float, int]:
    found = people.ask("connect", users=users, code=CODE, until=until)
    people.ask("leave")
    return found["last"], found["refused"]
