"""Ballots as lists, each in one cell, as forms export a question in which people put ideas in order: ``A;B;C;``."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from copworkshop.model.text import clean_line, visible
from copworkshop.ranking.paper_ballots import Found, Lists, head, left_out, parted, unnumbered, weight_told
from copworkshop.ranking.paper_box import BadPaper, Notes, Paper
from copworkshop.ranking.paper_cells import is_empty_word, key
from copworkshop.ranking.paper_columns import Kind, kind, people_in, weight_column
from copworkshop.ranking.paper_sheet import MARKS, Row, Sheet

_BETWEEN = (";", "|", ",")
"""The marks between the ideas of a list, the surest first."""


def find(sheet: Sheet, notes: Notes, *, asked: bool = False) -> Found | None:
    """Find the column whose cells are lists. The table may have a heading.

    If this shape is not `asked` for, the result is None where there is no such column. Commas are then no marks of a
    list, because an idea can contain commas.

    Raises:
        BadPaper: there are several such columns, or none where one was asked for.

    """
    found = _lists(sheet, _BETWEEN if asked else _BETWEEN[:-1])
    if not found:
        if not asked:
            _require_no_comma_lists(sheet)
            return None
        raise BadPaper(
            f"Line {sheet.every_row[0].line}: there is no column of lists; write the ideas of a ballot in one cell, "
            "with semicolons between them."
        )
    if len(found) > 1:
        told = " and ".join(sheet.named(column) for column, _ in found)
        raise BadPaper(
            f"Line {sheet.rows[0].line}: columns {told} hold lists; keep the one to count. If a mark "
            'within an idea cuts one list in two, put straight quotation marks (") round the whole list.'
        )
    ((column, mark),) = found
    weight = _weight(sheet, column, mark)
    papers: list[Paper] = []
    for row in sheet.rows:
        paper = _ballot(row, column, mark, people_in(sheet, row, weight), notes)
        if paper is not None:
            papers.append(paper)
    papers = list(unnumbered(papers, notes))
    notes.columns += left_out(sheet, {column, weight})
    name = MARKS.get(mark, f"“{mark}”")
    where = "" if sheet.width == 1 else f"; column {sheet.named(column)} holds the lists"
    return Found(
        f"a list in one cell, the best first, with {name} between the ideas{parted(sheet) if sheet.width > 1 else ''}"
        f"{head(sheet)}{where}{weight_told(sheet, weight)}",
        papers,
        lists=Lists(sheet, column, mark),
    )


def _lists(sheet: Sheet, between: Sequence[str]) -> list[tuple[int, str]]:
    """Return the columns of lists, each with its mark."""
    columns = [column for column in range(sheet.width) if kind(sheet, column) in {Kind.WORDS, Kind.IDENTITIES}]
    for mark in between:
        found = [(column, mark) for column in columns if mark != sheet.mark or _quoted(sheet, column, mark)]
        found = [each for each in found if _is_list(sheet.column(each[0]), mark, only=len(columns) == 1)]
        if found:
            return found
    return []


def _quoted(sheet: Sheet, column: int, mark: str) -> bool:
    return any(mark in cell for cell in sheet.column(column))


def _is_list(cells: Sequence[str], mark: str, *, only: bool) -> bool:
    """Tell whether most cells contain several parts, and the parts are those of other cells, too.

    In the `only` column of words a single cell is enough.
    """
    if not any(mark in cell for cell in cells):
        return False
    told = list({key(cell) + cell[-1]: cell for cell in cells if not is_empty_word(cell)}.values())
    several = sum(len(_parts(cell, mark)) > 1 for cell in told)
    closed = sum(cell.endswith(mark) for cell in told)
    if not told or (2 * several < len(told) and 2 * closed < len(told)):
        return False
    if len(told) == 1:
        return _is_one_list(told[0], mark, only=only)
    return 2 * closed >= len(told) or _share_parts(told, mark)


def _is_one_list(cell: str, mark: str, *, only: bool) -> bool:
    """Tell whether a cell is a list where there is no other to compare it with."""
    if cell.endswith(mark):
        return True
    if only and mark != "," and f"{mark} " in cell:
        raise BadPaper(
            f"“{cell[:40]}” may be a list of ideas or one idea; add --shape list if it is a list, best first, or "
            "--shape rows or --shape choices if it is one idea."
        )
    return only


def _share_parts(cells: Sequence[str], mark: str) -> bool:
    """Tell whether most parts of cells are in several of them."""
    held = Counter(key(part) for cell in cells for part in set(_parts(cell, mark)))
    return sum(times for times in held.values() if times > 1) * 2 >= held.total()


def _require_no_comma_lists(sheet: Sheet) -> None:
    """Ask where the cells of the only column of words may be lists with commas, or ideas that contain commas."""
    words = [column for column in range(sheet.width) if kind(sheet, column) in {Kind.WORDS, Kind.IDENTITIES}]
    if len(words) == 1 and _is_list(sheet.column(words[0]), ",", only=True):
        cells = sheet.column(words[0])
        if len(cells) > 1 and len({key(cell) for cell in cells}) > 1:
            raise BadPaper(
                f"Line {sheet.rows[0].line}: column {sheet.named(words[0])} may hold lists of ideas, or ideas with "
                "commas; add --shape list if they are lists, best first, or --shape rows if each is one idea."
            )


def _parts(cell: str, mark: str) -> list[str]:
    return list(filter(None, map(_part, cell.split(mark))))


@lru_cache(maxsize=8192)
def _part(text: str) -> str:
    text = clean_line(text)
    return text if visible(text) else ""


def _weight(sheet: Sheet, column: int, mark: str) -> int | None:
    if sheet.heading is None:
        return None
    orders = [tuple(map(key, _parts(row.cell(column), mark))) for row in sheet.rows]
    return weight_column(sheet, (column,), orders)


def _ballot(row: Row, column: int, mark: str, people: int, notes: Notes) -> Paper | None:
    ideas: list[str] = []
    for part in _parts(row.cell(column), mark):
        if is_empty_word(part):
            notes.empty_words[part] += 1
        else:
            ideas.append(part)
    if not ideas:
        notes.blank_papers += people
        return None
    return Paper(row.line, tuple(ideas), people)
