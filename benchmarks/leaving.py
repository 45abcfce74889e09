"""A thousand come and leave again, fifty at a time: what is left of them?

They come by their rejoin words to their writing, press a key, and leave, half by Ctrl+Q and half as a laptop that is
shut, whose screens are kept for them. The last fifty all leave by Ctrl+Q, so that none is kept in the end. The
bars: the host has at most 20 MB more after the last than after the first hundred, and no task, timer or open file that
it had not before anybody came.
"""

import tempfile
from pathlib import Path

from benchmarks.harness import Row, Table
from benchmarks.room.full import word
from benchmarks.room.hosting import CODE, Served, host, prepare
from benchmarks.room.people import People
from copworkshop.hosting.gc_policy import QUIET_SECONDS
from copworkshop.hosting.pool import AT_LEAST
from copworkshop.model.plan import Kind

VISITS = 1_000
AT_ONCE = 50
FIRST = 100
SEATED = "Ctrl+Q"
"""On the last row of whoever has a seat."""
KINDS = ("tasks", "timers", "files")


def run() -> Table:
    """Let them come and go, and look at the host before, after the first hundred, and at the end."""
    memory: list[float] = []
    refused = 0
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder), AT_ONCE, Kind.PROPOSAL, "write")
        # As many screens are kept ready before and after: what they hold is no difference.
        with host(Path(folder), "--expect", str(AT_LEAST), program="benchmarks.room.counted") as served:
            served.settle()
            before = served.holds()
            with People(served.port) as people:
                for visits in range(AT_ONCE, VISITS + 1, AT_ONCE):
                    words = [word(number) for number in range(1, AT_ONCE + 1)]
                    refused += people.ask("connect", users=words, code=CODE, until=SEATED)["refused"]
                    people.ask("type", a_second=2 * AT_ONCE, seconds=0.5)
                    refused += people.ask("leave", shut=visits < VISITS)["stayed"]
                    if visits % FIRST == 0:
                        memory.append(_at_rest(served))
            after = served.holds()
    return Table(
        title=f"{VISITS:,} join and leave, {AT_ONCE} at a time",
        unit="left behind",
        rows=(
            Row(f"memory above that after the first {FIRST} (MB)", (memory[-1] - memory[0],), bar=20),
            *(Row(f"{kind} above those before anybody came", (after[kind] - before[kind],), bar=0) for kind in KINDS),
            Row("people who were not let in, or not let go", (refused,), bar=0),
        ),
        notes=(f"Memory after each {FIRST}: {', '.join(f'{each:.0f}' for each in memory)} MB.",),
    )


def _at_rest(served: Served) -> float:
    """Return the memory once what they left is collected, which waits for a moment with no key."""
    served.settle(QUIET_SECONDS + 1)
    return served.memory()
