"""Two hundred people come back at once, as after a loss of the network: the time until the last one can write.

The bars are those of :mod:`benchmarks.crowd`. Each person gets more than a newcomer: the panel of the current step,
with what they wrote.
"""

from benchmarks.crowd import COMING, TYPISTS, storms
from benchmarks.harness import Row, Table
from benchmarks.room.hosting import WRITING


def run() -> Table:
    """Let them come back and leave, five times."""
    last, echoes, refused = storms(lambda words: words, WRITING)
    return Table(
        title=f"{COMING} back at once",
        unit="ms",
        rows=(
            Row("the last one's text area", last, bar=3000),
            Row(f"p95 of a key of those in, {TYPISTS} typing", echoes, bar=100),
            Row("refused", (refused,), bar=0, unit="people"),
        ),
    )
