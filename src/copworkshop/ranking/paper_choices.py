"""Ballots as columns of choices below a heading, as forms export them: a column for the first choice, and so on."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from copworkshop.ranking.paper_ballots import (
    Found,
    ballot,
    columns_told,
    head,
    left_out,
    mostly_numbers,
    parted,
    unnumbered,
    weight_told,
)
from copworkshop.ranking.paper_box import BadPaper, Notes
from copworkshop.ranking.paper_cells import labels, place, whole
from copworkshop.ranking.paper_columns import Kind, keys, kind, people_in, title, weight_column
from copworkshop.ranking.paper_sheet import Sheet


def labelled(sheet: Sheet, *, asked: bool = False) -> tuple[int, ...] | None:
    """Return the columns whose heading labels them 1 to k, in this order; None if there are none.

    If a heading was not `asked` for, the first row is none where other rows look like it.

    Raises:
        BadPaper: the heading labels the choices of several questions, or nothing is below it.

    """
    first, *body = sheet.every_row
    runs = labels(first.cells)
    if not runs:
        return None
    if not body:
        raise BadPaper("There is no ballot below the heading; add --header no if the first row is a ballot.")
    titles = set(keys(first.cell(column) for run in runs for column in run))
    if not asked and any(titles & set(keys(row.cells)) for row in body):
        return None  # ideas that are numbered, for they are on ballots
    if not asked and 2 * sum(bool(labels(row.cells)) for row in body) > len(body):
        return None  # every row looks like this one, so it is a ballot
    if len(runs) > 1:
        told = " and ".join(columns_told(sorted(run)) for run in runs)
        raise BadPaper(f"Line {first.line}: {told} are the choices of several questions; keep those of one.")
    return runs[0]


def find(sheet: Sheet, notes: Notes, *, asked: bool = False) -> Found | None:
    """Find columns of choices. The table has a heading.

    The heading labels the columns, or else they are the columns that name the same ideas. If this shape is not `asked`
    for, the result is None where there are no such columns.

    Raises:
        BadPaper: the columns may be choices or not.

    """
    told = labelled(sheet, asked=asked)
    columns = told if told is not None else _alike(sheet)
    if columns is None:
        if not asked:
            return None
        raise _not_there(sheet)
    if not asked:
        _require_ideas(sheet, columns)
        if told is None:
            _require_headed(sheet)
            _require_all(sheet, columns)
            _require_no_names(sheet, columns)
    orders = [tuple(keys(row.cell(column) for column in columns)) for row in sheet.rows]
    weight = weight_column(sheet, columns, orders)
    papers = [
        paper for row in sheet.rows if (paper := ballot(row, columns, notes, people_in(sheet, row, weight))) is not None
    ]
    papers = list(unnumbered(papers, notes, columns[0] + 1))
    notes.columns += left_out(sheet, {*columns, weight})
    best = "is the choice" if len(columns) == 1 else "are the choices, the best first"
    read_as = f"choices below a heading{parted(sheet)}{head(sheet)}; {columns_told(columns)} {best}"
    return Found(read_as + weight_told(sheet, weight), papers)


def _not_there(sheet: Sheet) -> BadPaper:
    """Return why no columns of choices were found where they were asked for."""
    if all(kind(sheet, column) is not Kind.WORDS for column in range(sheet.width)):
        return BadPaper(
            f"Line {sheet.rows[0].line}: there are numbers below the heading that are not the places of its ideas, "
            "1 to the number of ideas; write the places, or the ideas themselves."
        )
    return BadPaper(
        f"Line {sheet.every_row[0].line}: it is not clear which columns hold the choices; "
        "write 1, 2, 3 and so on above them, or take out the other columns."
    )


def _alike(sheet: Sheet) -> tuple[int, ...] | None:
    """Return the columns of words that name the same ideas as another one; None if there are none.

    Raises:
        BadPaper: there are several sets of such columns.

    """
    words = [column for column in range(sheet.width) if kind(sheet, column) is Kind.WORDS]
    ideas = {column: set(keys(sheet.column(column))) for column in words}
    sets = [sorted(group) for group in _in_common(ideas) if len(group) > 1]
    if len(sets) > 1:
        told = " and ".join(map(columns_told, sets))
        raise BadPaper(f"Line {sheet.rows[0].line}: {told} name different ideas; keep the columns of one question.")
    if sets:
        return tuple(sets[0])
    if len(words) == 1 and len(ideas[words[0]]) < len(keys(sheet.column(words[0]))):
        return (words[0],)
    return None


def _in_common(ideas: Mapping[int, set[str]]) -> list[set[int]]:
    """Return the columns in groups: two are in one where they have an idea in common, or each with a third."""
    groups: list[set[int]] = []
    for column, held in ideas.items():
        near = [group for group in groups if any(held & ideas[other] for other in group)]
        groups = [group for group in groups if group not in near] + [{column}.union(*near)]
    return groups


def _require_ideas(sheet: Sheet, columns: Sequence[int]) -> None:
    """Refuse columns of numbers, which may be places."""
    if mostly_numbers([cell for column in columns for cell in sheet.chosen(column)]):
        raise BadPaper(
            f"Line {sheet.rows[0].line}: {columns_told(sorted(columns))} hold numbers; add --shape choices if these "
            "are the ideas, or --shape grid if they are the places of the ideas in the heading."
        )


def _require_no_names(sheet: Sheet, columns: Sequence[int]) -> None:
    """Refuse a table whose first column of choices may hold the names of people."""
    cells = keys(sheet.column(columns[0]))
    if len(sheet.rows) > 2 and len(columns) > 1 and len(set(cells)) == len(cells) == len(sheet.rows):
        raise BadPaper(
            f"Line {sheet.rows[0].line}: every cell in column {sheet.named(columns[0])} is different, so it may hold "
            "the people's names; take it out, or add --shape choices if it holds their first choices."
        )


def _require_all(sheet: Sheet, columns: Sequence[int]) -> None:
    """Refuse a table in which another column may hold choices, or places of the idea above it."""
    line = sheet.every_row[0].line
    for column in range(sheet.width):
        cells = sheet.chosen(column)
        if column in columns or not cells:
            continue
        if len(columns) == 1 and all(place(cell) for cell in cells) and not _counts_up(cells):
            raise BadPaper(
                f"Line {line}: column {sheet.named(column)} may hold the places of the idea in its heading, or column "
                f"{sheet.named(columns[0])} the choices; take out the one that is neither, or add --shape choices."
            )
        if kind(sheet, column) is Kind.WORDS and (column > min(columns) or _is_like(sheet, column, columns)):
            raise BadPaper(
                f"Line {line}: column {sheet.named(column)} may hold choices, too; write 1, 2, 3 and so on above the "
                "columns of choices, or take the column out."
            )


def _require_headed(sheet: Sheet) -> None:
    """Refuse rows that are longer than the heading: the mark between the cells may stand within an idea, too."""
    headed = len(sheet.every_row[0].cells)
    for row in sheet.rows:
        if headed > 1 and any(row.cells[headed:]):
            raise BadPaper(
                f'Line {row.line}: the row is longer than the heading; put straight quotation marks (") round an idea '
                "or a list that contains a comma, or write a heading above each column."
            )


def _counts_up(cells: Sequence[str]) -> bool:
    numbers = [whole(cell) for cell in cells]
    return all(one is not None and two is not None and one < two for one, two in pairwise(numbers))


def _is_like(sheet: Sheet, column: int, columns: Sequence[int]) -> bool:
    """Tell whether the heading of a column begins as the heading of a column of choices does."""
    return any(title(sheet, column)[:4] == title(sheet, each)[:4] != "" for each in columns)
