"""The columns of a table of ballots: which hold times, numbers, marks of people or ideas, and is there a heading."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import Enum
from functools import lru_cache
from itertools import chain

from copworkshop.ranking.paper_box import MAX_BALLOTS, BadPaper, Notes
from copworkshop.ranking.paper_cells import (
    COUNT_WORDS,
    TOTAL_WORDS,
    is_empty_word,
    is_identity,
    is_number,
    is_summary,
    is_time,
    key,
    labels,
    whole,
)
from copworkshop.ranking.paper_sheet import Row, Sheet

_NUMBER_BEFORE = re.compile(r"^[(\[]?\d{1,3}[.):\]]+\s*(?=\S)")
_LONG_NUMBER = 1000  # numbers from here on that are all different are marks of people, not counts


class Kind(Enum):
    """What the cells of a column are."""

    EMPTY = "nothing"
    TIMES = "times"
    NUMBERS = "numbers"
    IDENTITIES = "identities"
    WORDS = "words"


def kind(sheet: Sheet, column: int) -> Kind:
    """Return what the cells of a column are, without the heading."""
    cells = sheet.chosen(column)
    if not cells:
        return Kind.EMPTY
    if all(map(is_time, cells)):
        return Kind.TIMES
    if all(map(is_number, cells)):
        return Kind.NUMBERS
    if is_identity(cells) and not _elsewhere(sheet, column, cells):
        return Kind.IDENTITIES
    return Kind.WORDS


def kinds(sheet: Sheet) -> tuple[Kind, ...]:
    """Return what each column holds."""
    return tuple(kind(sheet, column) for column in range(sheet.width))


def keys(cells: Iterable[str]) -> list[str]:
    """Return the ideas in cells, without words for nothing."""
    return [key(cell) for cell in cells if cell and not is_empty_word(cell)]


def may_be_names(sheet: Sheet, columns: Sequence[int]) -> int | None:
    """Return the first or the last of some columns if it may hold names of people or tables, or None.

    Such a column is full, not all its cells are the same, and none is in another column; the other columns have ideas
    in common, or all cells of the first one differ. In a last column all cells differ.
    """
    first, *middle, last = columns
    rest = [*middle, last]
    if _is_apart(sheet, first) and (
        _have_in_common(sheet, rest) or (_are_different(sheet, [first]) and not _are_different(sheet, rest))
    ):
        return first
    if len(sheet.rows) > 2 and _is_apart(sheet, last) and _are_different(sheet, [last]):
        return last if _have_in_common(sheet, [first, *middle]) else None
    return None


def _is_apart(sheet: Sheet, column: int) -> bool:
    """Tell whether a column is full, has several ideas, and none of them is in another column."""
    words = {bare(row.cell(column)) for row in sheet.rows}
    if "" in words or len(words) < 2:
        return False
    others = {bare(cell) for at in range(sheet.width) if at != column for cell in set(sheet.column(at))}
    return words.isdisjoint(others)


def _are_different(sheet: Sheet, columns: Sequence[int]) -> bool:
    cells = [each for column in columns for each in keys(sheet.column(column))]
    return len(set(cells)) == len(cells)


def _have_in_common(sheet: Sheet, columns: Sequence[int]) -> bool:
    held = Counter(each for column in columns for each in set(keys(sheet.column(column))))
    return any(times > 1 for times in held.values())


def has_heading(sheet: Sheet, *, asked: bool = False) -> bool:
    """Tell whether the first row of a table is a heading. If its shape was `asked` for, two rows are not doubted.

    Raises:
        BadPaper: it may be a heading or a ballot.

    """
    first, body = sheet.rows[0], sheet.rows[1:]
    if not body:
        return False
    below = sheet.headed()
    for column, what in enumerate(kinds(below)):
        above = first.cell(column)
        if above and what in {Kind.TIMES, Kind.NUMBERS, Kind.IDENTITIES} and not _fits(above, what):
            return True
    if _may_be_heading(first, body, asked=asked):
        shown = ", ".join(cell for cell in first.cells if cell)[:60]
        raise BadPaper(
            f"Line {first.line}: “{shown}” may be a heading or a ballot, for none of it is on another line; "
            "add --header yes or --header no."
        )
    return False


def title(sheet: Sheet, column: int) -> str:
    """Return the heading of a column in small letters, without the signs round it."""
    return "" if sheet.heading is None else sheet.heading.cell(column).casefold().strip(" .:#")


def is_running(values: Sequence[int]) -> bool:
    """Tell whether numbers count up one by one."""
    return list(values) == list(range(values[0], values[0] + len(values)))


def weight_column(sheet: Sheet, choices: Sequence[int], orders: Sequence[tuple[str, ...]]) -> int | None:
    """Return the column that says how many people gave the ballot of each row, or None.

    Raises:
        BadPaper: a column of numbers may say it or not.

    """
    assert sheet.heading is not None  # noqa: S101
    found: list[int] = []
    for column in range(sheet.width):
        if column in choices or kind(sheet, column) is not Kind.NUMBERS:
            continue
        if title(sheet, column) in COUNT_WORDS:
            found.append(column)
        else:
            _require_no_count(sheet, column, choices, orders)
    if len(found) > 1:
        raise BadPaper(
            f"Line {sheet.heading.line}: columns {' and '.join(map(sheet.named, found))} may both say how many people "
            "gave a ballot; take one out."
        )
    return found[0] if found else None


def people_in(sheet: Sheet, row: Row, weight: int | None) -> int:
    """Return how many people gave the ballot of a row.

    Raises:
        BadPaper: the cell does not hold a whole number.

    """
    if weight is None:
        return 1
    people = whole(row.cell(weight))
    if people is None:
        raise BadPaper(
            f"Line {row.line}, cell {weight + 1}: the column {sheet.named(weight)} says how many people gave the "
            f"ballot, and “{row.cell(weight)[:40]}” is not a whole number; write one in digits."
        )
    return people


def without_totals(sheet: Sheet, notes: Notes) -> Sheet:
    """Return the table without last rows that add up the columns of numbers above them, or say that they do."""
    rows, left_out = list(sheet.rows), 0
    while len(rows) > 2 and _is_total(Sheet(tuple(rows[1:-1]), sheet.mark, rows[0]), rows[-1]):
        rows.pop()
        left_out += 1
    if not left_out:
        return sheet
    notes.others.append("1 row of totals" if left_out == 1 else f"{left_out} rows of totals")
    return Sheet(tuple(rows), sheet.mark, sheet.heading)


def _is_total(above: Sheet, last: Row) -> bool:
    """Tell whether a row has the sums of the columns of numbers, and nothing else but a word such as “Total”.

    Sums that can be places or running numbers are none, unless a word says so.
    """
    numbers = [(column, value) for column, cell in enumerate(last.cells) if (value := whole(cell)) is not None]
    words = [cell for cell in last.cells if cell and not is_number(cell)]
    if words:
        return len(words) == 1 and is_summary(words[0]) and any(map(str.isdigit, "".join(last.cells)))
    if not numbers or len(above.rows) < 2:
        return False
    return all(_adds_up(above, column, value) for column, value in numbers)


def _adds_up(above: Sheet, column: int, value: int) -> bool:
    """Tell whether a value is the sum of a column of counts, and cannot be another place or running number."""
    known = [number for cell in above.column(column) if (number := whole(cell)) is not None]
    if sum(known) != value or len(known) < len(above.column(column)):
        return False
    counts = title(above, column) in COUNT_WORDS | TOTAL_WORDS or value > above.width
    return counts and value > max(known, default=value)


def _elsewhere(sheet: Sheet, column: int, cells: Sequence[str]) -> bool:
    return any(len(sheet.columns_with[cell]) > 1 for cell in map(key, cells))


def _fits(above: str, what: Kind) -> bool:
    if is_empty_word(above):
        return True
    if what is Kind.TIMES:
        return is_time(above)
    if what is Kind.NUMBERS:
        return is_number(above)
    return any(char.isdigit() for char in above) or "@" in above


def _may_be_heading(first: Row, body: Sequence[Row], *, asked: bool) -> bool:
    """Tell whether a row may be a heading: no word of it is on a ballot, while the ballots share their words.

    It may also be one of two rows with several cells that have no word in common, or a row with a cell such as
    “First choice”.
    """
    parts = [_parts(row) for row in body]
    held = Counter(chain.from_iterable(parts))
    above = _parts(first)
    if not above or not above.isdisjoint(held):
        return False
    if all(map(is_time, filter(None, first.cells))):
        return False
    if all(_NUMBER_BEFORE.match(row.cell(0)) for row in (first, *body)):
        return False
    if len(body) == 1 and not asked and len(above) + len(held) > 2:
        return True
    if any(map(_is_first_label, first.cells)) or _is_above_lists(first, body):
        return True
    sharing = sum(any(held[part] > 1 for part in each) for each in parts)
    return sharing * 3 >= len(body) * 2


def _is_above_lists(first: Row, body: Sequence[Row]) -> bool:
    return any(
        above and mark not in above and 2 * sum(mark in row.cell(column) for row in body) >= len(body)
        for column, above in enumerate(first.cells)
        for mark in ";|"
    )


def _is_first_label(cell: str) -> bool:
    return any(
        labels((cell, cell.replace(one, two))) for one, two in (("1", "2"), ("First", "Second"), ("first", "second"))
    )


def _parts(row: Row) -> set[str]:
    return set().union(*map(_parts_of, row.cells))


@lru_cache(maxsize=8192)
def _parts_of(cell: str) -> frozenset[str]:
    return frozenset(filter(None, (bare(part.strip()) for part in re.split("[;,|]", cell))))


@lru_cache(maxsize=8192)
def bare(cell: str) -> str:
    """Return what makes two cells the same idea, whatever number is before it; nothing for a word for nothing."""
    return "" if not cell or is_empty_word(cell) else key(_NUMBER_BEFORE.sub("", cell))


def _require_no_count(sheet: Sheet, column: int, choices: Sequence[int], orders: Sequence[tuple[str, ...]]) -> None:
    numbers = [whole(cell) for cell in sheet.column(column)]
    values = [number for number in numbers if number is not None]
    if len(values) < len(numbers) or len(values) < len(sheet.rows):
        return  # a count would be in every row, and whole
    if len(set(values)) == 1 or max(values) > MAX_BALLOTS or min(values) < 1 or len(set(orders)) < len(orders):
        return
    if _number_people(values, first=column < min(choices, default=0)):
        return
    line = sheet.rows[0].line
    raise BadPaper(
        f"Line {line}: column {sheet.named(column)} holds numbers; write “Count” above it if it says how many people "
        "gave each ballot, or take the column out."
    )


def _number_people(values: Sequence[int], *, first: bool) -> bool:
    """Tell whether numbers are the marks of people: all different, and long or in order. `first`: before the ideas."""
    if len(set(values)) < len(values):
        return False
    ascending = values == sorted(values)
    return (ascending and (first or is_running(values))) or min(values) >= _LONG_NUMBER
