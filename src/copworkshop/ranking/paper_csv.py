"""Paper ballots as a table: each line is one ballot, with the best idea first."""

import csv
from collections.abc import Iterator
from io import StringIO

from copworkshop.model.text import clean_line, visible
from copworkshop.ranking.paper_box import BadPaper, Paper, Papers, collected


def from_csv(text: str) -> Papers:
    """Read one ballot per line, with the best idea first. Commas separate the ideas.

    Lines that begin with ``#`` are comments. Blank cells and blank lines are skipped. A cell in quotation marks may
    contain commas, but no line breaks. If no ballot contains a comma, semicolons separate the ideas, or else tabs, as
    spreadsheets in many countries write them. Two ideas are the same if their cleaned texts are equal.

    Raises:
        BadPaper: a line cannot be read, a line names an idea twice, or there is nothing, or too much, to count.

    """
    return collected(_papers(text))


def _papers(text: str) -> Iterator[Paper]:
    lines = [
        (number, line)
        for number, line in enumerate(StringIO(text, newline=None), start=1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    delimiter = next((mark for mark in ",;\t" if any(mark in line for _, line in lines)), ",")
    for number, line in lines:
        ideas = _ballot(number, _cells(number, line, delimiter))
        if ideas:
            yield Paper(number, ideas)


def _cells(number: int, line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter, skipinitialspace=True, strict=True))
    except csv.Error as error:
        if "limit" in str(error):
            raise BadPaper(f"Line {number}: a cell is too long to be an idea; shorten it.") from None
        raise BadPaper(
            f"Line {number}: the quotation marks do not pair up; put one at each end of the idea, on one line, "
            "and two where one is part of it."
        ) from None


def _ballot(number: int, cells: list[str]) -> tuple[str, ...]:
    cell_of: dict[str, int] = {}
    for cell, idea in enumerate(map(clean_line, cells), start=1):
        if not visible(idea):
            continue
        if idea in cell_of:
            raise BadPaper(
                f"Line {number}, cell {cell}: “{idea}” is in cell {cell_of[idea]} already; "
                "name each idea once on a ballot."
            )
        cell_of[idea] = cell
    return tuple(cell_of)
