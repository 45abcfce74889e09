"""What every shape of a table has in common: rows become ballots, and numbers before ideas go."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from copworkshop.ranking.paper_box import Notes, Paper
from copworkshop.ranking.paper_cells import is_empty_word, is_number, place, word_of_place
from copworkshop.ranking.paper_sheet import MARKS, Row, Sheet

_NUMBERED = re.compile(r"[#(]?(\d{1,3})(?:[.):]+\s*|\s*[-–]\s+)(\S.*)")


@dataclass(frozen=True, slots=True)
class Lists:
    """Where each ballot is a list in one cell."""

    sheet: Sheet
    column: int
    mark: str
    """What stands between the ideas."""


@dataclass(frozen=True, slots=True)
class Found:
    """The ballots that a shape found in a table."""

    read_as: str
    papers: Sequence[Paper]
    listed: tuple[str, ...] = ()
    """The ideas that the table itself lists."""
    lists: Lists | None = None
    """Where the lists are, if each ballot was a list in one cell."""


def ballot(row: Row, columns: Iterable[int], notes: Notes, people: int = 1) -> Paper | None:
    """Return the ballot in some cells of a row, best first; None for a blank one, which is noted."""
    found: list[tuple[int, str]] = []
    for column in columns:
        cell = row.cell(column)
        if cell and is_empty_word(cell):
            notes.empty_words[cell] += 1
        elif cell:
            found.append((column + 1, cell))
    if not found:
        notes.blank_papers += people
        return None
    if people == 0:
        notes.lines["a ballot that nobody gave"] += 1
        return None
    return Paper(row.line, tuple(cell for _, cell in found), people, cells=tuple(number for number, _ in found))


def unnumbered(papers: Sequence[Paper], notes: Notes, first: int = 1) -> Sequence[Paper]:
    """Return the ballots without numbers before ideas, if each number only repeats the place of its cell.

    `first` is the number of the first cell of a ballot.
    """
    stripped: list[Paper] = []
    for paper in papers:
        ideas: list[str] = []
        cells = paper.cells or range(first, first + len(paper.ideas))
        for cell, idea in zip(cells, paper.ideas, strict=True):
            found = _NUMBERED.fullmatch(idea)
            if found is None or int(found[1]) != cell - first + 1:
                return papers
            ideas.append(found[2])
        stripped.append(replace(paper, ideas=tuple(ideas)))
    if all(len(paper.ideas) < 2 for paper in papers):
        return papers
    notes.others.append("numbers before ideas that repeat their place")
    return stripped


def mostly_numbers(cells: Sequence[str]) -> bool:
    """Tell whether at least half of the cells are bare numbers, or places such as “1st”."""
    return bool(cells) and 2 * sum(is_number(cell) or _is_place(cell) for cell in cells) >= len(cells)


def _is_place(cell: str) -> bool:
    return place(cell) is not None and not word_of_place(cell)


def parted(sheet: Sheet) -> str:
    """Return how the cells of a table are parted, for the line that says what was read."""
    if not sheet.mark:
        return ""
    return f", parted by {MARKS.get(sheet.mark, f'“{sheet.mark}”')}"


def head(sheet: Sheet) -> str:
    """Return which line is the heading, for the line that says what was read."""
    return f"; line {sheet.heading.line} is the heading" if sheet.heading is not None else ""


def left_out(sheet: Sheet, used: Collection[int | None]) -> list[str]:
    """Return what a sentence calls the columns that are not `used` and in which there is something."""
    return [
        sheet.named(column)
        for column in range(sheet.width)
        if column not in used and any(row.cell(column) for row in sheet.every_row)
    ]


def weight_told(sheet: Sheet, weight: int | None) -> str:
    """Return which column says how many people gave a ballot, for the line that says what was read."""
    return f"; column {sheet.named(weight)} is how many people gave each" if weight is not None else ""


def columns_told(columns: Sequence[int]) -> str:
    """Return what a sentence calls some columns, from 0."""
    if len(columns) == 1:
        return f"column {columns[0] + 1}"
    if list(columns) == list(range(columns[0], columns[0] + len(columns))):
        return f"columns {columns[0] + 1} to {columns[-1] + 1}"
    return f"columns {', '.join(str(column + 1) for column in columns[:-1])} and {columns[-1] + 1}"
