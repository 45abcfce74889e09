"""A table of text as rows of cells: which mark parts the cells, where a row ends, what is a comment."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO

from copworkshop.model.text import clean_line, visible
from copworkshop.ranking.paper_box import MAX_BALLOTS, MAX_PLACES, BadPaper, Notes

MARKS = {",": "commas", ";": "semicolons", "\t": "tabs"}
"""The marks that can part cells, and their names."""

_MOST_LINES = 20  # in one cell in quotation marks; a forgotten mark does not join the rest of the file

Numbered = tuple[int, str]
"""A line and its number, from 1."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table."""

    line: int
    cells: tuple[str, ...]
    """The cleaned cells. A cell without anything to be seen is empty."""

    def cell(self, column: int) -> str:
        """Return the cell in a column, from 0; empty if the row ends before it."""
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table, without its comments and blank lines."""

    rows: tuple[Row, ...]
    mark: str
    """The mark that parts the cells; empty if no row has more than one cell."""
    heading: Row | None = None
    """The first row, once it is known to be a heading; `rows` does not contain it then."""

    @property
    def width(self) -> int:
        """The number of cells in the longest row."""
        return max(len(row.cells) for row in self.every_row)

    @property
    def every_row(self) -> tuple[Row, ...]:
        """All rows, the heading first."""
        return self.rows if self.heading is None else (self.heading, *self.rows)

    def column(self, number: int) -> list[str]:
        """Return the cells of a column, from 0, that are not empty, without the heading."""
        return [cell for row in self.rows if (cell := row.cell(number))]

    def headed(self) -> "Sheet":
        """Return the table with its first row as the heading."""
        return self if self.heading is not None else Sheet(self.rows[1:], self.mark, self.rows[0])

    def named(self, number: int) -> str:
        """Return what a sentence calls a column, from 0: its number from 1, and its heading."""
        title = self.heading.cell(number) if self.heading is not None else ""
        return f"{number + 1} (“{title[:40]}”)" if title else f"{number + 1}"


def sheet_of(text: str, notes: Notes) -> Sheet:
    """Divide a text into rows and cells.

    The mark between the cells is the one that gives every row the same number of cells. A first line such as ``sep=;``
    says it.

    Raises:
        BadPaper: quotation marks do not pair up, the text is too long, or several marks are possible.

    """
    lines, mark = _told(_lines(text, notes))
    if not lines:
        raise BadPaper("There is no ballot in the file; put one ballot on each line, the best idea first.")
    there = [each for each in MARKS if any(each in line for _, line in lines)]
    if mark:
        return Sheet(_rows(lines, mark), mark)
    if len(there) <= 1:
        return Sheet(_rows(lines, there[0] if there else ","), there[0] if there else "")
    return _best(lines, there)


def _lines(text: str, notes: Notes) -> list[Numbered]:
    if max(map(text.count, MARKS)) > MAX_PLACES:
        raise BadPaper(f"There are more than {MAX_PLACES:,} cells in the file; count the ballots in parts.")
    lines: list[Numbered] = []
    for number, line in enumerate(StringIO(text, newline=None), start=1):
        stripped = line.strip()
        if stripped.startswith("#"):
            notes.comments += 1
        elif stripped:
            lines.append((number, line))
    return lines


def _told(lines: list[Numbered]) -> tuple[list[Numbered], str]:
    """Return the lines without a first line such as ``sep=;``, and the mark that this line says."""
    if lines:
        first = lines[0][1].strip("\r\n").strip(' "')
        if first.casefold().startswith("sep=") and len(first) in {4, 5}:
            mark = first[4:] or lines[0][1].strip("\r\n")[4:5]
            if mark and mark != '"':
                return lines[1:], mark
    return lines, ""


def _rows(lines: Sequence[Numbered], mark: str) -> tuple[Row, ...]:
    return tuple(_each_row(lines, mark))


def _each_row(lines: Sequence[Numbered], mark: str) -> Iterator[Row]:
    index = count = 0
    while index < len(lines):
        number = lines[index][0]
        cells, used = _cells(lines, index, mark)
        index += used
        count += 1
        if count > MAX_BALLOTS + 1:
            raise BadPaper(
                f"Line {number}: this is more than {MAX_BALLOTS:,} ballots; "
                "count them in parts, or take out what is not a ballot."
            )
        yield Row(number, tuple(map(_clean, cells)))


def _cells(lines: Sequence[Numbered], index: int, mark: str) -> tuple[list[str], int]:
    """Return the cells of the row that begins with a line, and how many lines the row has."""
    number = lines[index][0]
    unpaired = "the quotation marks do not pair up"
    for used in range(1, _MOST_LINES + 1):
        if index + used > len(lines):
            break
        piece = [line for _, line in lines[index : index + used]]
        try:
            return next(csv.reader(piece, delimiter=mark, skipinitialspace=True, strict=True)), used
        except (csv.Error, StopIteration) as error:
            if "limit" in str(error):
                raise BadPaper(f"Line {number}: a cell is too long to be an idea; shorten it.") from None
            if "unexpected end" not in str(error):
                break
    raise BadPaper(
        f"Line {number}: {unpaired}; put one at each end of the idea, on one line, and two where one is part of it."
    ) from None


@lru_cache(maxsize=8192)
def _clean(cell: str) -> str:
    cell = clean_line(cell)
    return cell if visible(cell) else ""


def _best(lines: Sequence[Numbered], marks: Sequence[str]) -> Sheet:
    """Return the table under the mark that fits best, where several marks occur."""
    sheets: list[Sheet] = []
    fault: BadPaper | None = None
    for mark in marks:
        try:
            sheets.append(Sheet(_rows(lines, mark), mark))
        except BadPaper as error:
            fault = fault or error
    if not sheets:
        assert fault is not None  # noqa: S101
        raise fault
    for unfit in (_stray, _ragged, _unrepeated, _spaced):
        least = min(map(unfit, sheets))
        sheets = [sheet for sheet in sheets if unfit(sheet) <= least]
        if len(sheets) == 1:
            return sheets[0]
    names = " or ".join(MARKS[sheet.mark] for sheet in sheets)
    raise BadPaper(
        f"It is not clear whether {names} part the ideas; write a first line such as “sep=,” or “sep=;” that says it."
    )


def _stray(sheet: Sheet) -> int:
    """Return 1 if quotation marks stand within cells, as they do where the wrong mark parts them."""
    return int(any('"' in cell for row in sheet.rows for cell in row.cells))


def _ragged(sheet: Sheet) -> int:
    widths = {len(row.cells) for row in sheet.rows}
    return int(len(widths) > 1 or widths == {1})


def _unrepeated(sheet: Sheet) -> float:
    """Return the share of different cells, in tenths: ballots name the same ideas again and again."""
    cells = [cell.casefold() for row in sheet.rows for cell in row.cells if cell]
    return len(set(cells)) * 10 // max(1, len(cells))


def _spaced(sheet: Sheet) -> int:
    """Return 0 if the other marks look like those of a sentence, which a space follows."""
    others = [mark for mark in MARKS if mark != sheet.mark]
    cells = [cell for row in sheet.rows for cell in row.cells]
    return int(any(cell.count(mark) > cell.count(f"{mark} ") for cell in cells for mark in others))
