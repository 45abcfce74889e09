"""How things are timed, and how the figures are shown."""

import gc
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from math import log
from statistics import linear_regression, median, quantiles
from time import perf_counter
from typing import Any

AT_LEAST = 5
"""Fewer repeats than this have no median worth printing."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing measured several times, and the same job done by others in the same run."""

    name: str
    figures: tuple[float, ...]
    peer: tuple[float, ...] = ()
    """What else one could use."""
    floor: tuple[float, ...] = ()
    """The least that the job can cost."""
    bar: float | None = None
    """What the median must not be above."""
    least: float | None = None
    """What the median must not be below."""
    most_times: float | None = None
    """How many times the floor's median ours may be."""
    least_ratio: float | None = None
    """How many times ours the peer's median has to be."""
    unit: str = ""
    """The row's own, where it differs from the table's."""

    @property
    def ratio(self) -> float | None:
        """How many times the peer's median is ours; above one, ours is less."""
        return median(self.peer) / median(self.figures) if self.peer and median(self.figures) else None

    @property
    def above_floor(self) -> float | None:
        """How many times ours is the floor."""
        return median(self.figures) / median(self.floor) if self.floor and median(self.floor) else None

    @property
    def bars(self) -> tuple[tuple[str, bool], ...]:
        """Each bar as it is shown, and whether it is met. One against a floor or peer that is not there is left out."""
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
    """The peer's name and version, where there is one."""
    floor: str = ""
    """What the floor is, where there is one."""
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return it as text, with the median, least and most of each row."""
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
        """Return it with every figure that was measured, and what comes of them."""
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
    """Time `job` `repeats` times, after once that does not count, with no collection of garbage in between.

    With :func:`time.process_time` for `clock` it is CPU that is measured, whatever else the machine does.
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
    """Return the power of its size with which a cost grows: 1 is linear, 0 not at all.

    It is the slope of the straight line nearest to both in logarithms (least squares).
    """
    return linear_regression([log(size) for size in sizes], [log(cost) for cost in costs]).slope
