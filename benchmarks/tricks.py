"""What each trick of the toolkit saves: the same run with one trick switched off, as percent more than with all.

Function calls are counted, because they are nearly the same in every run, on every machine. Three
participants' apps run in one process without a network, in a session of 40 seats. Each variant has its own process.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import mean, median
from types import MappingProxyType
from typing import Any, Final

from typing_extensions import override

from benchmarks.harness import Row, Table
from benchmarks.room.tricks_off import BASE, EVERYTHING, NAMES

SEATS = 40
KEYS = 3
STEPS = 5
FOR_MEMORY = 6
_PATIENCE = 300.0

Found = Mapping[str, Any]
"""The fields of :class:`benchmarks.room.quiet.Figures`."""

_COLUMNS: Final[Mapping[str, tuple[str, Callable[[Found], float]]]] = MappingProxyType(
    {
        "key": ("calls", lambda found: median(found["key"])),
        "first step": ("calls", lambda found: mean(found["first_step"])),
        "later step": ("calls", lambda found: mean(found["later_step"] or [0])),
        "made ready": ("calls", lambda found: mean(found["prepared"])),
        "start": ("calls", lambda found: mean(found["start"])),
        "bytes a key": ("bytes", lambda found: median(found["key_bytes"])),
        "memory": ("KB", lambda found: found["memory"]),
        "left": ("KB", lambda found: found["left"]),
    }
)
"""The unit and the value of each figure."""


@dataclass(frozen=True, slots=True)
class TricksTable(Table):
    """Shows a line for each trick, and a column for each figure."""

    @override
    def __str__(self) -> str:
        return "\n".join([f"{self.title} ({self.unit})", *_aligned(self.lines), *self.notes])

    @property
    def lines(self) -> list[list[str]]:
        """The cells, line by line; the figures themselves are in the first line below the heads."""
        by_trick: dict[str, list[Row]] = {}
        for row in self.rows:
            by_trick.setdefault(row.name.partition(": ")[0], []).append(row)
        own = [f"{row.floor[0]:,.{0 if row.floor[0] >= 10 else 2}f} {row.unit}" for row in self.rows[: len(_COLUMNS)]]
        return [
            ["switched off", *_COLUMNS],
            ["(all on)", *own],
            *([trick, *(_percent(row) for row in rows)] for trick, rows in by_trick.items()),
        ]


def run() -> TricksTable:
    """Measure with all tricks, with all again to show what differs by chance, and with each switched off."""
    variants = [BASE, BASE, *NAMES, EVERYTHING]
    # One after the other: on a busy machine two changes may come in one frame, and cost less.
    base, again, *found = map(measured, variants)
    named = dict(zip([*variants[2:]], found, strict=True))
    return TricksTable(
        title=f"What each trick saves: a participant's app among three, {SEATS} seats",
        unit="percent more with the trick switched off",
        rows=tuple(
            Row(f"{trick}: {column}", (value(figures),), floor=(value(base),), unit=unit)
            for trick, figures in {BASE: again, **named}.items()
            for column, (unit, value) in _COLUMNS.items()
        ),
        floor="with every trick on",
        notes=(
            "“made ready” is what follows a step while nobody waits, “left” the memory that is left of an ended app.",
            f"The output filter takes {base['filtering']:.2f} ms for a screen, without its cache of rows "
            f"{base['filtering_uncached']:.2f} ms.",
        ),
    )


def measured(trick: str) -> Found:
    """Return the figures of a process in which a trick is switched off."""
    sizes = map(str, (SEATS, KEYS, STEPS, FOR_MEMORY))
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.room.quiet", trick, *sizes],
        env={**os.environ, "PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"with {trick} switched off it failed: {done.stderr.strip().splitlines()[-1]}")
    found: Found = json.loads(done.stdout)
    return found


def _percent(row: Row) -> str:
    times = row.above_floor
    return "-" if times is None else f"{100 * (times - 1):+.0f} %"


def _aligned(lines: list[list[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return [
        "  ".join([first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))])
        for first, *rest in lines
    ]
