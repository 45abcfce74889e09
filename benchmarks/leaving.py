"""A thousand people come and leave again, fifty at a time: does anything of them remain?

They come with their rejoin words, press a key, and leave. Half of them press Ctrl+Q, and half lose the connection like
a laptop that is closed; their apps are kept. The last fifty all press Ctrl+Q, so that no app is kept at the end. The
bars: after the last people the host has at most 20 MB more than after the first hundred, and no more tasks, timers and
open files than before anybody came.
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
"""The text on the last row of a person with a seat."""
KINDS = ("tasks", "timers", "files")


def run() -> Table:
    """Let people come and leave, and measure the host before, after each hundred, and at the end."""
    memory: list[float] = []
    refused = 0
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder), AT_ONCE, Kind.PROPOSAL, "write")
        # The same number of screens is prepared before and after, so these make no difference.
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
    """Return the memory in MB after garbage collection, which waits for some seconds without a key."""
    served.settle(QUIET_SECONDS + 1)
    return served.memory()
