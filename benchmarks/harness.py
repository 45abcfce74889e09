"""Timing, and tables of the results."""

import gc
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from math import log
from statistics import linear_regression, median, quantiles
from time import perf_counter
from typing import Any

AT_LEAST = 5
"""The least number of repeats. The median of fewer is not meaningful."""


@dataclass(frozen=True, slots=True)
class Row:
    """One job measured several times, next to the same job done by a peer and a floor in the same run."""

    name: str
    figures: tuple[float, ...]
    peer: tuple[float, ...] = ()
    """The figures of an alternative that one could use instead."""
    floor: tuple[float, ...] = ()
    """The figures of the least that the job can cost."""
    bar: float | None = None
    """The median must not be above this."""
    least: float | None = None
    """The median must not be below this."""
    most_times: float | None = None
    """The median must be at most this many times the floor's median."""
    least_ratio: float | None = None
    """The peer's median must be at least this many times our median."""
    unit: str = ""
    """The unit of the row, if it differs from that of the table."""

    @property
    def ratio(self) -> float | None:
        """The peer's median divided by our median. Above 1, ours is lower."""
        return median(self.peer) / median(self.figures) if self.peer and median(self.figures) else None

    @property
    def above_floor(self) -> float | None:
        """Our median divided by the floor's median."""
        return median(self.figures) / median(self.floor) if self.floor and median(self.floor) else None

    @property
    def bars(self) -> tuple[tuple[str, bool], ...]:
        """Each bar as it is shown, and whether it is met. Bars against a missing floor or peer are left out."""
        own, times, ratio = median(self.figures), self.above_floor, self.ratio
        found = []
        if self.bar is not None:
            found.append((f"≤ {self.bar:g}", own <= self.bar))
        if self.least is not None:
            found.append((f"≥ {self.least:g}", own >= self.least))
        if self.most_times is not None and times is not None:
            found.append((f"≤ {self.most_times:g} × floor", times <= self.most_times))
        if self.least_ratio is not None and ratio is not None:
            found.append((f"≥ {self.least_ratio:g} × less than peer", ratio >= self.least_ratio))
        return tuple(found)

    @property
    def missed(self) -> bool:
        """Whether a bar is missed."""
        return not all(met for _, met in self.bars)


@dataclass(frozen=True, slots=True)
class Table:
    """The result of one benchmark."""

    title: str
    unit: str
    rows: tuple[Row, ...]
    peer: str = ""
    """The peer's name and version; empty without a peer."""
    floor: str = ""
    """What the floor is; empty without a floor."""
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the table as text, with the median, minimum and maximum of each row."""
        heads = ["", "median", "min", "max"]
        heads += ["floor", "times"] if self.floor else []
        heads += ["peer", "ratio"] if self.peer else []
        heads += ["bar", ""] if self._barred else []
        lines = [heads, *(self._cells(row) for row in self.rows)]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        told = [self.unit]
        told += [f"floor: {self.floor}"] if self.floor else []
        told += [f"peer: {self.peer}"] if self.peer else []
        return "\n".join(
            [
                f"{self.title} ({'; '.join(told)})",
                *(
                    "  ".join(
                        [name.ljust(widths[0]), *(c.rjust(w) for c, w in zip(cells, widths[1:], strict=True))]
                    ).rstrip()
                    for name, *cells in lines
                ),
                *self.notes,
            ]
        )

    @property
    def _barred(self) -> bool:
        return any(row.bars for row in self.rows)

    def _cells(self, row: Row) -> list[str]:
        name = f"{row.name} ({row.unit})" if row.unit else row.name
        cells = [name, *(f"{figure:.2f}" for figure in (median(row.figures), min(row.figures), max(row.figures)))]
        if self.floor:
            times = row.above_floor
            cells += ["-", "-"] if times is None else [f"{median(row.floor):.2f}", f"{times:.1f}x"]
        if self.peer:
            cells += ["-", "-"] if row.ratio is None else [f"{median(row.peer):.2f}", f"{row.ratio:.1f}x"]
        if self._barred:
            told = ", ".join(text for text, _ in row.bars)
            cells += [told, "missed" if row.missed else "met"] if told else ["-", ""]
        return cells

    def as_json(self) -> dict[str, Any]:
        """Return the table with every measured figure, and with medians, ratios and bars."""
        told: dict[str, Any] = asdict(self)
        for row, each in zip(self.rows, told["rows"], strict=True):
            each |= {"median": median(row.figures), "ratio": row.ratio, "above_floor": row.above_floor}
            each |= {"bars": [{"bar": text, "met": met} for text, met in row.bars]}
        return told


def p95(figures: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return quantiles(figures, n=20)[-1] if len(figures) > 1 else figures[0]


def milliseconds(
    job: Callable[[], object], *, repeats: int = 9, clock: Callable[[], float] = perf_counter
) -> tuple[float, ...]:
    """Time `job` `repeats` times (at least 5) in milliseconds. It runs once before, and without garbage collection.

    With :func:`time.process_time` as `clock` it measures CPU time, whatever else the machine does.
    """
    job()
    was_on = gc.isenabled()
    gc.collect()
    gc.disable()
    try:
        return tuple(_once(job, clock) for _ in range(max(repeats, AT_LEAST)))
    finally:
        if was_on:
            gc.enable()


def _once(job: Callable[[], object], clock: Callable[[], float]) -> float:
    start = clock()
    job()
    return (clock() - start) * 1000


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """Return the exponent of growth: a cost grows with this power of the size. 1 is linear, 0 is constant.

    It is the slope of the least-squares line through the logarithms of sizes and costs.
    """
    return linear_regression([log(size) for size in sizes], [log(cost) for cost in costs]).slope
