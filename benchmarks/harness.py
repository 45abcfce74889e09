"""How things are timed, and how the figures are shown."""

import gc
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from time import perf_counter

AT_LEAST = 5
"""Fewer repeats than this have no median worth printing."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing measured several times, and the same job done by a peer in the same run."""

    name: str
    figures: tuple[float, ...]
    peer: tuple[float, ...] = ()

    @property
    def ratio(self) -> float | None:
        """How many times the peer's median is ours; above one, ours is less."""
        return median(self.peer) / median(self.figures) if self.peer else None


@dataclass(frozen=True, slots=True)
class Table:
    """The result of one benchmark."""

    title: str
    unit: str
    rows: tuple[Row, ...]
    peer: str = ""
    """The peer's name and version, where there is one."""

    def __str__(self) -> str:
        """Return it as text, with the median, least and most of each row."""
        heads = ["", "median", "min", "max", *(["peer", "ratio"] if self.peer else [])]
        lines = [heads, *(self._cells(row) for row in self.rows)]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        peer = f"; peer: {self.peer}" if self.peer else ""
        return "\n".join(
            [
                f"{self.title} ({self.unit}{peer})",
                *(
                    "  ".join([name.ljust(widths[0]), *(c.rjust(w) for c, w in zip(cells, widths[1:], strict=True))])
                    for name, *cells in lines
                ),
            ]
        )

    def _cells(self, row: Row) -> list[str]:
        cells = [row.name, *(f"{figure:.2f}" for figure in (median(row.figures), min(row.figures), max(row.figures)))]
        if not self.peer:
            return cells
        if row.ratio is None:
            return [*cells, "-", "-"]
        return [*cells, f"{median(row.peer):.2f}", f"{row.ratio:.1f}x"]

    def as_json(self) -> dict[str, object]:
        """Return it with every figure that was measured."""
        return asdict(self)


def milliseconds(job: Callable[[], object], *, repeats: int = 9) -> tuple[float, ...]:
    """Time `job` `repeats` times, after once that does not count, with no collection of garbage in between."""
    job()
    was_on = gc.isenabled()
    gc.collect()
    gc.disable()
    try:
        return tuple(_once(job) for _ in range(max(repeats, AT_LEAST)))
    finally:
        if was_on:
            gc.enable()


def _once(job: Callable[[], object]) -> float:
    start = perf_counter()
    job()
    return (perf_counter() - start) * 1000


def text_of(tables: Sequence[Table]) -> str:
    """Return tables one below the other."""
    return "\n\n".join(map(str, tables))
