"""Which mark parts the cells of a text in which several of them occur: commas, semicolons or tabs.

An idea can contain a comma or a semicolon, so that a text can often be read in two ways. A mark is taken where the text
speaks for it in several respects and in none against it. Otherwise the person is asked.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from copworkshop.ranking.paper_box import BadPaper
from copworkshop.ranking.paper_cells import is_number, is_time
from copworkshop.ranking.paper_sheet import MARKS

_CLEARLY = 0.2
"""By how much the share of different cells is smaller where it confirms that all rows are equally long."""
_BY_FAR = 0.5
"""By how much it is smaller where it decides alone. Ideas such as “Time, now” and “Time, later” do not come to it."""
_WIDE = 3
"""From this many cells on, all rows are hardly equally long by chance."""


@dataclass(frozen=True)
class Reading:
    """The lines of a text, parted by one mark."""

    mark: str
    rows: tuple[tuple[int, list[str]], ...]
    """The number of the line and the cells, as they stand in the text."""

    @cached_property
    def cells(self) -> list[str]:
        """All cells that are not empty, in small letters."""
        return [cell for _, row in self.rows for each in row if (cell := each.strip().casefold())]

    @cached_property
    def times(self) -> Counter[str]:
        """The different cells, with how often each occurs."""
        return Counter(self.cells)

    @cached_property
    def others(self) -> list[str]:
        """The other marks."""
        return [mark for mark in MARKS if mark != self.mark]

    @cached_property
    def has_stray_quotes(self) -> bool:
        """Whether quotation marks stand within cells, as they do where the wrong mark parts them."""
        return any('"' in cell for cell in self.times)

    @cached_property
    def has_quoted_rows(self) -> bool:
        """Whether the mark stands within the only cell of a row, as it does where quotation marks hold a list."""
        return any(len(row) == 1 and self.mark in row[0].replace(f"{self.mark} ", "") for _, row in self.rows)

    @cached_property
    def has_cells_within(self) -> bool:
        """Whether another mark parts the first or the last cell of every row, as it does where it parts the cells."""
        return any(
            all(row[at].count(mark) > row[at].count(f"{mark} ") for _, row in self.rows)
            for at in (0, -1)
            for mark in self.others
            if not self.is_single
        )

    @cached_property
    def is_single(self) -> bool:
        """Whether each row has one cell."""
        return all(len(row) == 1 for _, row in self.rows)

    @cached_property
    def width(self) -> int:
        """The number of cells in each row; 0 if the rows differ, or have one cell."""
        widths = {len(row) for _, row in self.rows}
        return widths.pop() if len(widths) == 1 and widths != {1} else 0

    @cached_property
    def is_closed(self) -> bool:
        """Whether another mark stands in a cell without a space after it, as it does not in a sentence."""
        return any(cell.count(mark) > cell.count(f"{mark} ") for cell in self.times for mark in self.others)

    @cached_property
    def different(self) -> float:
        """The share of different cells among the words: ballots name the same ideas again and again."""
        words = [times for cell, times in self.times.items() if not is_number(cell) and not is_time(cell)]
        return len(words) / max(1, sum(words))

    @cached_property
    def repeats(self) -> bool:
        """Whether each cell that contains another mark occurs more than once, as an idea does."""
        return all(times > 1 for cell, times in self.times.items() if any(mark in cell for mark in self.others))

    @cached_property
    def has_figures(self) -> bool:
        """Whether a column of equally long rows holds only numbers or times, whatever is above it."""
        below = [row for _, row in self.rows[1:]]
        return any(
            all(is_number(cell) or is_time(cell) for cell in column)
            for column in ([row[number].strip() for row in below] for number in range(self.width))
            if column
        )

    @cached_property
    def has_lists(self) -> bool:
        """Whether one column of equally long rows holds lists with semicolons, as programs write them."""
        if not self.width or self.mark == ";" or not self.is_closed:
            return False
        at = [{column for column, cell in enumerate(row) if ";" in cell} for _, row in self.rows]
        return len(set().union(*at)) == 1 and 2 * sum(map(bool, at)) >= len(at)


def choose(readings: Sequence[Reading]) -> Reading:
    """Return the reading under the mark that parts the cells.

    Raises:
        BadPaper: several marks are possible.

    """
    likely = _without_quotes_within(readings)
    best = _best(likely)
    if best is not None and not best.has_cells_within:
        if not best.has_quoted_rows or best.is_single:
            return best
        raise BadPaper(
            f"It is not clear whether {MARKS[best.mark]} part the cells or are within them; write a first line such "
            "as “sep=,” or “sep=;” that says what parts the cells."
        )
    names = " or ".join(MARKS[reading.mark] for reading in (likely if len(likely) > 1 else readings))
    raise BadPaper(
        f"It is not clear whether {names} part the ideas; write a first line such as “sep=,” or “sep=;” that says it."
    )


def _without_quotes_within(readings: Sequence[Reading]) -> Sequence[Reading]:
    """Return the readings in which no quotation marks stand within cells, then rows; all where each has some."""
    readings = [each for each in readings if not each.has_stray_quotes] or readings
    return [each for each in readings if not each.has_quoted_rows] or readings


def _best(readings: Sequence[Reading]) -> Reading | None:
    """Return the one reading that is better than all others; None where none is."""
    best = [each for each in readings if all(_is_better(each, other) for other in readings if other is not each)]
    return best[0] if len(best) == 1 else None


def _is_better(one: Reading, other: Reading) -> bool:
    """Tell whether the text speaks for one reading, and in no respect for the other."""
    if one.is_closed > other.is_closed:
        return False
    if one.is_closed < other.is_closed and one.mark == "\t":
        return True  # no idea contains a tab
    if other.width and not one.width:
        return False
    if one.is_closed < other.is_closed and one.different <= other.different:
        return True
    if one.different < other.different - (0 if one.repeats else _BY_FAR):
        return True
    if not one.width or other.width:
        return False
    return one.width >= _WIDE or one.has_figures or one.has_lists or one.different <= other.different - _CLEARLY
