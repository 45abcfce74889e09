"""The facilitator steps forward: until it is on 200 screens, and what a key waits that is pressed meanwhile.

The bars: the last screen within 1 s, a key within 100 ms. The floor is 200 bare Textual screens, told at once to show
something else. One person goes on typing throughout.
"""

import tempfile
from pathlib import Path

from benchmarks.harness import Row, Table
from benchmarks.room.hosting import CODE, host, prepare, serving, word
from benchmarks.room.people import People
from copworkshop.model.plan import Kind

REPEATS = 5
SEATS = 200
QUIET = 6.0
"""Seconds after which somebody who has pressed no key goes along with the group."""

WRITE, SHARE = "0 words", "other proposals are shared"


def run() -> Table:
    """Go to and fro between two rounds of the proposal."""
    with serving(["-m", "benchmarks.room.floors", "screens"]) as bare, People(bare.port) as people:
        people.ask("connect", users=["room"] * (SEATS + 1), code=CODE, until="before", at_once=10)
        floor = []
        for _ in range(REPEATS):
            floor.append(max(people.ask("press", key="a", until="after", who=SEATS)["each"]))
            people.ask("press", key="b", until="before", who=SEATS)
    forward: list[float] = []
    back: list[float] = []
    echoes: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder), SEATS, Kind.PROPOSAL, "write")
        with host(Path(folder)) as served, People(served.port) as people:
            people.ask("connect", users=["console"], code="", until="Proposal", key=str(served.key))
            words = [word(number + 1) for number in range(SEATS)]
            people.ask("connect", users=words, code=CODE, until=WRITE, at_once=5)
            people.ask("watch", seconds=QUIET)
            for _ in range(REPEATS):
                served.settle()
                for key, until, found in (("pagedown", SHARE, forward), ("pageup", WRITE, back)):
                    seen = people.ask("press", key=key, until=until, typing=1)
                    found.append(max(seen["each"]))
                    echoes.append(max(seen["echoes"], default=0.0))
                    people.ask("watch", seconds=1)
    return Table(
        title=f"A step on {SEATS} screens",
        unit="ms",
        rows=(
            Row("forward to another round: the last screen", tuple(forward), bar=1000, floor=tuple(floor)),
            Row("back to the writing: the last screen", tuple(back), bar=1000, floor=tuple(floor)),
            Row("the slowest key pressed meanwhile", tuple(echoes), bar=100),
        ),
        floor=f"{SEATS} bare screens",
    )
