"""A table of ballots: rows of cells, and the mark that parts them."""

from dataclasses import dataclass

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
