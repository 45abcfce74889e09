"""Ballots as a grid: the ideas are in the heading, and each row holds the place that a person gave to each of them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import takewhile

from copworkshop.ranking.paper_ballots import Found, columns_told, head, left_out, parted, weight_told
from copworkshop.ranking.paper_box import BadPaper, Notes, Paper, many
from copworkshop.ranking.paper_cells import (
    COUNT_WORDS,
    TOTAL_WORDS,
    is_empty_word,
    is_number,
    labels,
    place,
    question,
    whole,
    word_of_place,
)
from copworkshop.ranking.paper_columns import Kind, is_running, kind, people_in, title, weight_column
from copworkshop.ranking.paper_sheet import Row, Sheet

_LONG_NUMBER = 1000

_ENDS = ("[", " - ", ": ", "] ", "> ", "/ ")
"""What can stand between a question and an idea in a heading."""


def is_grid(sheet: Sheet) -> bool:
    """Tell whether the first row names ideas, and the other rows hold places from 1 up."""
    headed = sheet.headed()
    try:
        columns = _columns(headed, asked=False)
    except BadPaper:
        return True  # to be told
    return len(columns) > 1


def find(sheet: Sheet, notes: Notes, *, asked: bool = False) -> Found | None:
    """Read the places of the ideas. The table has a heading.

    If this shape is not `asked` for, the result is None where there are no columns of places.

    Raises:
        BadPaper: the cells are no places, or may be something else.

    """
    columns = _columns(sheet, asked=asked)
    if len(columns) < 2:
        if not asked:
            return None
        raise BadPaper(
            f"Line {sheet.every_row[0].line}: there are no columns of places; a grid has an idea above each column and "
            "1, 2, 3 and so on below it."
        )
    names = _names(sheet, columns)
    groups = [_groups(row, columns, names, notes) for row in sheet.rows]
    if not asked:
        _require_places(sheet, groups, columns)
    weight = weight_column(sheet, columns, [tuple(map(str, each)) for each in groups])
    papers = [*_papers(sheet, groups, weight, notes)]
    notes.columns += left_out(sheet, {*columns, weight})
    return Found(
        f"places below {many(len(names), 'idea')}, 1 is the best{parted(sheet)}{head(sheet)}; "
        f"{columns_told(columns)} are the ideas{weight_told(sheet, weight)}",
        papers,
        names,
    )


def _papers(
    sheet: Sheet, groups: Sequence[tuple[tuple[str, ...], ...]], weight: int | None, notes: Notes
) -> Iterator[Paper]:
    """Yield the ballot of each row; blank ones are noted."""
    for row, each in zip(sheet.rows, groups, strict=True):
        people = people_in(sheet, row, weight)
        if not each:
            notes.blank_papers += people
        elif all(len(group) == 1 for group in each):
            yield Paper(row.line, tuple(idea for (idea,) in each), people)
        else:
            yield Paper(row.line, (), people, shared=each)


def _columns(sheet: Sheet, *, asked: bool) -> tuple[int, ...]:
    """Return the columns of places."""
    heading = sheet.heading
    assert heading is not None  # noqa: S101
    columns = [
        column
        for column in range(sheet.width)
        if heading.cell(column) and (asked or not is_number(heading.cell(column))) and _places(sheet, column)
    ]
    if len({word for column in columns for cell in set(sheet.column(column)) if (word := word_of_place(cell))}) > 1:
        return ()  # ideas with numbers before them, for one word such as “choice” follows the numbers of places
    return tuple(_of_one_question(sheet, columns) or _without_numbers(sheet, columns, asked=asked))


def _places(sheet: Sheet, column: int) -> bool:
    cells = sheet.chosen(column)
    if not cells:
        return kind(sheet, column) is Kind.EMPTY and bool(question(sheet.heading.cell(column) if sheet.heading else ""))
    return all((found := place(cell)) is not None and found > 0 for cell in cells)


def _of_one_question(sheet: Sheet, columns: Sequence[int]) -> list[int]:
    """Return the columns whose headings are a question and an idea in brackets; empty if there are none."""
    assert sheet.heading is not None  # noqa: S101
    of: defaultdict[str, list[int]] = defaultdict(list)
    for column in columns:
        asked = question(sheet.heading.cell(column))
        if asked or sheet.heading.cell(column).startswith("["):
            of[asked].append(column)
    several = [each for each in of.values() if len(each) > 1]
    if len(several) > 1:
        told = " and ".join(map(columns_told, several))
        raise BadPaper(f"Line {sheet.heading.line}: {told} are the answers to several questions; keep those to one.")
    return several[0] if several else []


def _without_numbers(sheet: Sheet, columns: list[int], *, asked: bool) -> list[int]:
    """Leave out what cannot be places: running numbers, counts, totals, and numbers beyond the number of ideas."""
    columns = _without_counts(sheet, [column for column in columns if not _is_total(sheet, column, columns)])
    if columns and _is_running(sheet, columns[0]) and _clashes(sheet, columns):
        columns = columns[1:] if len(columns) == 2 or _are_whole(sheet, columns[1:]) else columns
    if asked:
        return columns
    most = {column: _most(sheet, column) for column in columns}
    while columns and most[far := max(columns, key=most.__getitem__)] > len(columns):
        columns.remove(far)
    return columns


def _without_counts(sheet: Sheet, columns: list[int]) -> list[int]:
    """Leave out columns whose heading is a word such as “Count” and whose numbers do not fit as places."""
    for column in [each for each in columns if title(sheet, each) in COUNT_WORDS]:
        others = [each for each in columns if each != column]
        if _clashes(sheet, columns) > _clashes(sheet, others) or _most(sheet, column) > len(columns):
            columns = others
    return columns


def _most(sheet: Sheet, column: int) -> int:
    return max((place(cell) or 0 for cell in set(sheet.chosen(column))), default=0)


def _is_running(sheet: Sheet, column: int) -> bool:
    values = [value for cell in sheet.column(column) if (value := whole(cell)) is not None]
    return len(values) == len(sheet.rows) and is_running(values)


def _is_total(sheet: Sheet, column: int, columns: Sequence[int]) -> bool:
    """Tell whether a column adds up the others.

    The third of three places is the sum of the other two, so a total is a number that is no place, or has a heading
    that says so.
    """
    others = [each for each in columns if each != column]
    titled = title(sheet, column) in TOTAL_WORDS
    if len(others) < 2 or not (titled or _most(sheet, column) > len(others) + 1):
        return False
    return all(
        (whole(row.cell(column)) or 0) == sum(place(row.cell(each)) or 0 for each in others) for row in sheet.rows
    )


def _are_whole(sheet: Sheet, columns: Sequence[int]) -> bool:
    """Tell whether each row gives the places from 1 on, each once."""
    for row in sheet.rows:
        places = sorted(found for column in columns if (found := place(row.cell(column))) is not None)
        if places != list(range(1, len(places) + 1)):
            return False
    return len(columns) > 1


def _clashes(sheet: Sheet, columns: Sequence[int]) -> int:
    """Return how many rows give one place twice."""
    clashes = 0
    for row in sheet.rows:
        places = [found for column in columns if (found := place(row.cell(column))) is not None]
        clashes += len(set(places)) < len(places)
    return clashes


def _names(sheet: Sheet, columns: Sequence[int]) -> tuple[str, ...]:
    """Return the ideas in the heading, without the question that they have in common."""
    assert sheet.heading is not None  # noqa: S101
    titles = [sheet.heading.cell(column) for column in columns]
    common = "".join(signs[0] for signs in takewhile(lambda signs: len(set(signs)) == 1, zip(*titles, strict=False)))
    cut = max((common.rfind(end) + len(end) for end in _ENDS if end in common), default=0)
    closing = "]" if common[:cut].endswith("[") and all(each.endswith("]") for each in titles) else ""
    names = [each[cut:].removesuffix(closing).strip() or each for each in titles]
    for column, name in zip(columns, names, strict=True):
        if names.count(name) > 1:
            raise BadPaper(
                f"Line {sheet.heading.line}, cell {column + 1}: “{name}” is above two columns; "
                "give each idea a name of its own."
            )
    return tuple(names)


def _groups(row: Row, columns: Sequence[int], names: Sequence[str], notes: Notes) -> tuple[tuple[str, ...], ...]:
    """Return the ideas of a row in the order of their places; those with equal places together."""
    at: defaultdict[int, list[str]] = defaultdict(list)
    for column, name in zip(columns, names, strict=True):
        cell = row.cell(column)
        if cell and is_empty_word(cell):
            notes.empty_words[cell] += 1
        elif cell:
            at[place(cell) or 0].append(name)
    return tuple(tuple(at[each]) for each in sorted(at))


def _require_places(sheet: Sheet, groups: Sequence[tuple[tuple[str, ...], ...]], columns: Sequence[int]) -> None:
    """Refuse numbers that look like marks out of five, not like places."""
    line = sheet.rows[0].line
    if labels([sheet.every_row[0].cell(column) for column in columns]):
        raise BadPaper(
            f"Line {line}: the headings of {columns_told(columns)} are numbered; add --shape grid if they name the "
            "ideas, or --shape choices if the numbers below them do."
        )
    given = [each for each in groups if each]
    shared = sum(any(len(group) > 1 for group in each) for each in given)
    if 2 * shared > len(given):
        raise BadPaper(
            f"Line {line}: most rows hold a number more than once, so these may be ratings and not places; "
            "add --shape grid if 1 is the best place."
        )
    first = sum(any(place(row.cell(column)) == 1 for column in columns) for row in sheet.rows)
    if 2 * first < len(given):
        raise BadPaper(
            f"Line {line}: most rows have no 1, so these may be ratings and not places; "
            "add --shape grid if 1 is the best place."
        )
    if not question(sheet.every_row[0].cell(columns[0])):  # the brackets say which columns are the ideas
        _require_all(sheet, columns)


def _require_all(sheet: Sheet, columns: Sequence[int]) -> None:
    """Refuse a table in which another column of numbers may hold places of an idea, with errors in them."""
    for column in range(sheet.width):
        if column not in columns and kind(sheet, column) is Kind.NUMBERS and not _is_explained(sheet, column, columns):
            raise BadPaper(
                f"Line {sheet.rows[0].line}: column {sheet.named(column)} holds numbers that are no places of "
                f"{len(columns)} ideas; correct them, or take the column out."
            )


def _is_explained(sheet: Sheet, column: int, columns: Sequence[int]) -> bool:
    """Tell whether a column of numbers next to the places is a count, a total, a number of people, or all the same."""
    values = [value for cell in sheet.column(column) if (value := whole(cell)) is not None]
    different = len(set(values)) == len(values)
    return (
        title(sheet, column) in COUNT_WORDS
        or _is_total(sheet, column, columns)
        or len(set(values)) == 1
        or (different and values == sorted(values) and column < min(columns))
        or (different and len(values) > 1 and min(values) >= _LONG_NUMBER)
    )
