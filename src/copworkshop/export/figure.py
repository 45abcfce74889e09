"""Counts drawn with characters, for documents that are text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from copworkshop.ranking.table import width

_BAR: Final = 30  # cells of the longest bar
_FULL: Final = "█"
_EIGHTHS: Final = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")
_GAP: Final = "  "


@dataclass(frozen=True, slots=True)
class Row:
    """One count: what is counted, in one or more columns of words, and how many there are."""

    labels: tuple[str, ...]
    count: int


def bars(rows: Sequence[Row]) -> list[str]:
    """Return a line for each row: its labels, its count, and a bar as long as its share of the highest count.

    Columns line up by the cells that a terminal gives their characters. Every row has equally many labels.
    """
    columns = [max(map(width, column)) for column in zip(*(row.labels for row in rows), strict=True)]
    most = max((row.count for row in rows), default=0)
    digits = len(f"{most}")
    return [
        _GAP.join(
            [
                *(label + " " * (cells - width(label)) for label, cells in zip(row.labels, columns, strict=True)),
                f"{row.count:>{digits}}",
                _bar(row.count, most),
            ]
        ).rstrip()
        for row in rows
    ]


def _bar(count: int, most: int) -> str:
    """Return the bar for a count: something for every count above nothing, and the full length only for `most`."""
    if count <= 0:
        return ""
    whole, part = divmod(max(1, 8 * _BAR * count // most), 8)
    return _FULL * whole + _EIGHTHS[part]
