"""The result, the ideas and the ballots for a spreadsheet: one file, its sections parted by empty lines.

A line that begins with ``#`` says what follows. The ballots have no other heading, so that its lines, cut out
into a file of their own, are what ``copworkshop count`` reads.

People's words can do nothing in a spreadsheet: a cell that would be taken for a formula begins with an apostrophe
instead. :func:`words_in` takes it off again, and nothing else, so that no word is lost.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cache
from io import StringIO
from typing import Final

from copworkshop.export.tables import (
    BALLOTS,
    NOTHING_CHOSEN,
    Cell,
    Table,
    about,
    named_facts,
    parked_tables,
    question_table,
    top_ten_tables,
)
from copworkshop.export.tree import Report
from copworkshop.ranking.rule import score_text

COMMA: Final = ","

_MARK: Final = "\ufeff"
"""A byte-order mark: without it, a widespread spreadsheet reads everything but English as another alphabet."""

_STARTS: Final = r"(?='*\s*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r])"
"""What a formula could begin with: the characters of the OWASP page "CSV Injection", with the wide forms that East
Asian keyboards give. Where apostrophes stand before them already, one more keeps the cell's own words apart from ours.
"""


@cache
def _formula(delimiter: str) -> re.Pattern[str]:
    """Return where a formula could begin: at the start of a cell, and after what parts cells for another reader.

    In many countries that is a semicolon. Words with the file's own delimiter are in quotation marks; words with a
    comma are not where cells are parted by something else, and many readers part them there.
    """
    parting = ";" if delimiter == COMMA else ";,"
    return re.compile(rf"(?:^|(?<=[{parting}])){_STARTS}")


@cache
def _guard(delimiter: str) -> re.Pattern[str]:
    return re.compile(rf"{_formula(delimiter).pattern}'")


def csv_tables(report: Report, delimiter: str = COMMA) -> str:
    """Return the top ten's result, ideas and ballots as one CSV text, with a byte-order mark, ending in a newline.

    `delimiter` is the one character that parts its cells.
    """
    written = StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter, lineterminator="\n")
    for row in _rows(report, delimiter):
        writer.writerow([_written(cell, delimiter) for cell in row])
    return _MARK + written.getvalue()


def safe(words: str, delimiter: str = COMMA) -> str:
    """Return words so that no spreadsheet takes them, or a part of them, for a formula."""
    return _formula(delimiter).sub("'", words)


def words_in(cell: str, delimiter: str = COMMA) -> str:
    """Return the words that :func:`safe` made a cell of."""
    return _guard(delimiter).sub("", cell)


def _written(cell: Cell, delimiter: str) -> str | int:
    if isinstance(cell, Fraction):
        return score_text(cell)
    return safe(cell, delimiter) if isinstance(cell, str) else cell


def _rows(report: Report, delimiter: str) -> Iterator[Iterable[Cell]]:
    for line in about(report):
        yield [f"# {line}"]
    for name, what in named_facts(report):
        yield [f"# {name}: {what}"]
    if report.questions is not None:
        yield []
        yield from _section(question_table(report.questions), delimiter)
    tables = top_ten_tables(report.top_ten) if report.top_ten is not None else []
    ballots = tables[-1:]  # they come last, so that they can be cut out
    for table in (*tables[:-1], *parked_tables(report), *ballots):
        yield []
        yield from _section(table, delimiter)


def _section(table: Table, delimiter: str) -> Iterator[Iterable[Cell]]:
    """Yield the rows of a table.

    No delimiter may stand in what is said about the ballots or below a table: its quotation marks would hide the ``#``.
    """
    yield [f"# {table.title}"]
    for note in table.notes:
        yield [f"# {note.replace(delimiter, '') if table.sheet == BALLOTS else note}"]
    if table.heading:
        yield table.heading
    for row in table.rows:
        yield row or [f"# {NOTHING_CHOSEN}"]
    for note in table.closing:
        yield [f"# {note.replace(delimiter, '')}"]
