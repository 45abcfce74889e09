"""A table of ballots: rows of cells, and the mark that parts them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import filterfalse, zip_longest

from copworkshop.ranking.paper_cells import is_empty_word, key

MARKS = {",": "commas", ";": "semicolons", "\t": "tabs"}
"""The marks that can part cells, and their names."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table."""

    line: int
    cells: tuple[str, ...]
    """The cleaned cells. A cell without anything to be seen is empty."""

    def cell(self, column: int) -> str:
        """Return the cell in a column, from 0; empty if the row ends before it."""
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True, eq=False)
class Sheet:
    """A table, without its comments and blank lines. What is asked of it again and again is computed once."""

    rows: tuple[Row, ...]
    mark: str
    """The mark that parts the cells; empty if no row has more than one cell."""
    heading: Row | None = None
    """The first row, once it is known to be a heading; `rows` does not contain it then."""

    @cached_property
    def width(self) -> int:
        """The number of cells in the longest row."""
        return max(len(row.cells) for row in self.every_row)

    @cached_property
    def every_row(self) -> tuple[Row, ...]:
        """All rows, the heading first."""
        return self.rows if self.heading is None else (self.heading, *self.rows)

    def column(self, number: int) -> Sequence[str]:
        """Return the cells of a column, from 0, that are not empty, without the heading."""
        return self._columns[number] if number < len(self._columns) else ()

    def chosen(self, number: int) -> Sequence[str]:
        """Return the cells of a column, from 0, without the heading and the words for nothing."""
        return self._chosen[number] if number < len(self._chosen) else ()

    def headed(self) -> "Sheet":
        """Return the table with its first row as the heading; always the same object."""
        return self if self.heading is not None else self._headed

    @cached_property
    def columns_with(self) -> dict[str, set[int]]:
        """The columns that name each idea, without the heading."""
        found: dict[str, set[int]] = {}
        for number, column in enumerate(self._columns):
            for cell in set(column):
                found.setdefault(key(cell), set()).add(number)
        return found

    @cached_property
    def _columns(self) -> list[tuple[str, ...]]:
        columns = zip_longest(*(row.cells for row in self.rows), fillvalue="")
        return [tuple(filter(None, column)) for column in columns]

    @cached_property
    def _chosen(self) -> list[tuple[str, ...]]:
        return [tuple(filterfalse(is_empty_word, column)) for column in self._columns]

    @cached_property
    def _headed(self) -> "Sheet":
        return Sheet(self.rows[1:], self.mark, self.rows[0])

    def named(self, number: int) -> str:
        """Return what a sentence calls a column, from 0: its number from 1, and its heading."""
        title = self.heading.cell(number) if self.heading is not None else ""
        return f"{number + 1} (“{title[:40]}”)" if title else f"{number + 1}"
