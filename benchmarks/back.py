"""Two hundred come back at once by their words, as after the network was gone: until the last one can write on.

The bars are those of :mod:`benchmarks.crowd`. Each gets more than a newcomer: their step's panel, with what they wrote.
"""

from benchmarks.crowd import COMING, TYPISTS, storms
from benchmarks.harness import Row, Table
from benchmarks.room.hosting import WRITING


def run() -> Table:
    """Have them come back, and go, five times."""
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
