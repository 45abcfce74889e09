"""Two hundred people join at once: the time until the last one's first screen, while ten others type.

The bars: 3 s, nobody refused, and for the ten people a 95th percentile of 100 ms from key to echo. The floor is two
hundred bare handshakes. The peer is one process per person, with twenty people at once: two hundred would take ten
times as long.
"""

import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.harness import Row, Table, p95
from benchmarks.room.floors import READY
from benchmarks.room.full import word
from benchmarks.room.hosting import CODE, NAME_ASKED, WRITING, host, prepare, serving
from benchmarks.room.people import People
from copworkshop.model.plan import Kind

REPEATS = 5
COMING = 200
PROCESSES = 20
TYPISTS = 10


def run() -> Table:
    """Let two hundred newcomers come and leave, five times, while ten others type."""
    with serving(["-m", "benchmarks.room.floors", "bare"]) as bare, People(bare.port) as people:
        floor = tuple(_come(people, ["room"] * COMING, READY)[0] for _ in range(REPEATS))
    with serving(["-m", "benchmarks.room.floors", "each"]) as each, People(each.port) as people:
        apart = tuple(_come(people, ["room"] * PROCESSES, NAME_ASKED)[0] for _ in range(REPEATS))
    last, echoes, refused = storms(lambda _words: ["room"] * COMING, NAME_ASKED)
    return Table(
        title=f"{COMING} newcomers at once",
        unit="ms",
        rows=(
            Row("the last one's first screen", last, bar=3000, floor=floor),
            Row(f"the same, next to {PROCESSES} with a process each", last, peer=apart),
            Row(f"p95 of a key of those in, {TYPISTS} typing", echoes, bar=100),
            Row("refused", (refused,), bar=0, unit="people"),
        ),
        floor=f"{COMING} bare handshakes",
        peer=f"a process each, {PROCESSES} at once",
    )


def storms(users: Callable[[list[str]], list[str]], until: str) -> tuple[tuple[float, ...], tuple[float, ...], int]:
    """Return the last first screen of each storm, the p95 of the typists' keys in each, and how many were refused.

    Times are in milliseconds. `users` gets the rejoin words of the people who will come, and returns their user names.
    A person has come when they see `until`.
    """
    last: list[float] = []
    echoes: list[float] = []
    refused = 0
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor() as pool:
        prepare(Path(folder), COMING + TYPISTS, Kind.PROPOSAL, "write")
        words = [word(number + 1) for number in range(COMING + TYPISTS)]
        with host(Path(folder)) as ours, People(ours.port) as people, People(ours.port) as typists:
            typists.ask("connect", users=words[:TYPISTS], code=CODE, until=WRITING, at_once=2)
            for _ in range(REPEATS):
                ours.settle()  # until a screen is prepared for each newcomer, as at the beginning of a workshop
                typing = pool.submit(typists.ask, "type", a_second=50, seconds=3)
                there, lost = _come(people, users(words[TYPISTS:]), until)
                last.append(there)
                refused += lost
                echoes.append(p95(typing.result()["each"]))
    return tuple(last), tuple(echoes), refused


def _come(people: People, users: list[str], until: str) -> tuple[float, int]:
    found = people.ask("connect", users=users, code=CODE, until=until)
    people.ask("leave")
    return found["last"], found["refused"]
