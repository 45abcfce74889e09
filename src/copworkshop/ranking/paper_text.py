"""A text as a table: where a row ends, what is a comment, and which mark parts the cells."""

import csv
from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import StringIO

from copworkshop.model.text import clean_line, visible
from copworkshop.ranking.paper_box import MAX_BALLOTS, MAX_PLACES, BadPaper, Notes
from copworkshop.ranking.paper_marks import Reading, choose
from copworkshop.ranking.paper_sheet import MARKS, Row, Sheet

_MOST_LINES = 20  # in one cell in quotation marks; a forgotten mark does not join the rest of the file

Numbered = tuple[int, str]
"""A line and its number, from 1."""


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
    there = [mark] if mark else [each for each in MARKS if any(each in line for _, line in lines)]
    readings = _readings(lines, there or [","])
    reading = readings[0] if mark else choose(readings)
    rows = tuple(Row(number, tuple(map(_clean, cells))) for number, cells in reading.rows)
    return Sheet(rows, reading.mark if there else "")


def _readings(lines: Sequence[Numbered], marks: Sequence[str]) -> list[Reading]:
    """Read the lines under each mark, and leave out the marks under which they cannot be read."""
    readings: list[Reading] = []
    fault: BadPaper | None = None
    for mark in marks:
        try:
            readings.append(Reading(mark, tuple(_rows(lines, mark))))
        except BadPaper as error:
            fault = fault or error
    if not readings:
        assert fault is not None  # noqa: S101
        raise fault
    return readings


def _lines(text: str, notes: Notes) -> list[Numbered]:
    if max(map(text.count, MARKS)) > MAX_PLACES:
        raise BadPaper(f"There are more than {MAX_PLACES:,} cells in the file; count the ballots in parts.")
    lines: list[Numbered] = []
    for number, line in enumerate(StringIO(text, newline=None), start=1):
        stripped = line.strip()
        if _is_comment(number, stripped):
            notes.comments += 1
        elif stripped:
            lines.append((number, line))
    return lines


def _is_comment(number: int, line: str) -> bool:
    """Tell whether a line is a comment. A heading can begin with a cell in which only “#” stands."""
    if not line.startswith("#") or line[1:2] in MARKS:
        return False
    if line[1:2].isalnum():
        raise BadPaper(
            f"Line {number}: “{clean_line(line)[:40]}” may be a comment or a ballot; write a space after # in a "
            "comment, or put quotation marks round an idea that begins with #."
        )
    return True


def _told(lines: list[Numbered]) -> tuple[list[Numbered], str]:
    """Return the lines without a first line such as ``sep=;``, and the mark that this line says."""
    if lines:
        first = lines[0][1].strip("\r\n").strip(' "')
        if first.casefold().startswith("sep=") and len(first) in {4, 5}:
            mark = first[4:] or lines[0][1].strip("\r\n")[4:5]
            if mark and mark != '"':
                return lines[1:], mark
    return lines, ""


def _rows(lines: Sequence[Numbered], mark: str) -> Iterator[tuple[int, list[str]]]:
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
        yield number, cells


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
