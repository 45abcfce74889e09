"""The numbered list of ideas on the stage, in columns and on as many pages as it needs."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from textual.content import Content

from copworkshop.model.topten import Candidate
from copworkshop.toolkit.theme import ACCENT
from copworkshop.ui.stage.canvas import Canvas
from copworkshop.ui.stage.page import hanging, side_by_side, stacked
from copworkshop.ui.stage.pages import Block, page_at, pager

Lines = Sequence[Content]

_LEAST_COLUMN: Final = 34  # cells of a column of ideas
_GAP: Final = 3


def ideas_in_pages(canvas: Canvas, candidates: tuple[Candidate, ...], width: int, rows: int) -> Block:
    """Return the numbered ideas in as few columns as the rows allow, and at most as many as the width allows.

    There is an empty row between ideas if they then fit one column. If they do not fit at all, this is the present
    page of them, `rows` rows high, with a row that tells which ones it has. It follows the console's selection.
    """
    room = 10_000 if canvas.at_the_top else rows
    pages = _pages(candidates, width, max(1, rows), max(1, room - 1))
    if len(pages) == 1:
        return Block(pages[0][1])
    selected = next(
        (
            at
            for at, (first, _) in reversed(list(enumerate(pages)))
            if canvas.paging.item in {candidate.lead for candidate in candidates[first:]}
        ),
        0,
    )
    page = page_at(canvas.paging, len(pages), selected)
    first, lines = pages[page]
    end = pages[page + 1][0] if page + 1 < len(pages) else len(candidates)
    shown = Block([*lines, *[Content()] * (rows - 1 - len(lines))])
    shown.append(pager(f"{first + 1}-{end} of {len(candidates)}", width))
    shown.pages = len(pages)
    return shown


# The clock redraws the page every second. Wrapping hundreds of ideas takes tens of milliseconds.
@lru_cache(maxsize=8)
def _pages(
    candidates: tuple[Candidate, ...], width: int, rows: int, rows_of_many: int
) -> tuple[tuple[int, Lines], ...]:
    """Return the pages, each as the place of its first idea and its lines.

    A single page has at most `rows` rows, and each of several `rows_of_many`. The number of columns is the one that
    needs the fewest pages.
    """
    most = max(1, (width + _GAP) // (_LEAST_COLUMN + _GAP))
    mark = max(len(str(candidate.lead)) for candidate in candidates)
    lines = stacked([_idea(candidate, mark, width) for candidate in candidates], 1)
    if len(lines) <= rows:
        return ((0, lines),)
    best: tuple[tuple[int, Lines], ...] = ()
    for count in range(1, most + 1):
        each = (width - _GAP * (count - 1)) // count
        entries = [_idea(candidate, mark, each) for candidate in candidates]
        lines = side_by_side(_flowed(entries, count), [each] * count, _GAP)
        if len(lines) <= rows:
            return ((0, lines),)
        pages = tuple(
            (first, side_by_side(_flowed(entries[first:end], count), [each] * count, _GAP))
            for first, end in _ranges(entries, count, rows_of_many)
        )
        if not best or _length(pages) < _length(best):
            best = pages
    return best


def _length(pages: tuple[tuple[int, Lines], ...]) -> tuple[int, int]:
    return len(pages), len(pages[0][1]) if len(pages) == 1 else 0


def _ranges(entries: Sequence[Lines], columns: int, rows: int) -> list[tuple[int, int]]:
    """Return the first entry of each page and the one after its last, with `columns` columns of `rows` rows."""
    filled = _filled(entries, rows)
    ranges: list[tuple[int, int]] = []
    first = 0
    for at in range(0, len(filled), columns):
        end = first + sum(len(column) for column in filled[at : at + columns])
        ranges.append((first, end))
        first = end
    return ranges


def _idea(candidate: Candidate, mark: int, width: int) -> list[Content]:
    return hanging(f"{candidate.lead:>{mark}}  ", candidate.wording, width, mark_style=ACCENT)


def _flowed(entries: Sequence[Lines], columns: int) -> list[list[Content]]:
    """Return the entries in `columns` columns, in order. The columns are as low as possible; no entry is divided."""
    low, high = max(map(len, entries)), sum(map(len, entries))
    while low < high:  # find the lowest height at which they need no more columns than there are
        middle = (low + high) // 2
        low, high = (low, middle) if len(_filled(entries, middle)) <= columns else (middle + 1, high)
    flowed = [[line for entry in column for line in entry] for column in _filled(entries, low)]
    return flowed + [[] for _ in range(columns - len(flowed))]


def _filled(entries: Sequence[Lines], height: int) -> list[list[Lines]]:
    """Return the entries in as many columns as they need, none higher than `height` or than its only entry."""
    columns: list[list[Lines]] = [[]]
    rows = 0
    for entry in entries:
        if columns[-1] and rows + len(entry) > height:
            columns.append([])
            rows = 0
        columns[-1].append(entry)
        rows += len(entry)
    return columns
