"""What makes a table doubtful, whatever its shape: each doubt is a refusal that says what to do.

A table that a person says the shape of is not doubted.
"""

import csv
import re
from collections import Counter
from collections.abc import Sequence, Set
from functools import lru_cache
from io import StringIO

from copworkshop.ranking.paper_ballots import Lists
from copworkshop.ranking.paper_box import BadPaper, Paper
from copworkshop.ranking.paper_cells import is_error, key, labels
from copworkshop.ranking.paper_columns import Kind, keys, kind
from copworkshop.ranking.paper_grid import is_grid
from copworkshop.ranking.paper_sheet import MARKS, Row, Sheet

_BETWEEN = ("，", "、", "،", "；", "؛", "→", "⇒", "->", "=>")
"""Signs that stand between the ideas of a ballot, and hardly within an idea."""
_MAY_BE_BETWEEN = (" / ", " · ", " • ", " + ", " - ", " – ", "  ")
"""Signs that may stand between ideas, or within one."""
_NUMBERED_LIST = re.compile(r"\W*1[.):].*\W2[.):].*")
_QUOTES = {"'": "'", "‘": "’", "‚": "‘’", "“": "”", "„": "“”", "«": "»", "»": "«"}
"""Quotation marks that do not hold a cell together, and those that close them."""
_ADD_ROWS = "or add --shape rows if each line is one idea"


def require_certain(sheet: Sheet, text: str) -> None:
    """Refuse a table that may be something else than it looks like.

    Raises:
        BadPaper: a heading comes again or late, an idea is cut in two, a cell has an error, or the ideas of a ballot
            are parted by other signs or stand on lines of their own.

    """
    _require_one_heading(sheet)
    for row in sheet.rows:
        _require_whole(row)
    if sheet.width == 1:
        _require_no_paragraphs(text)
        _require_no_other_signs(sheet, text)


def require_no_lists(papers: Sequence[Paper]) -> None:
    """Refuse ballots with an idea such as “Trust;Time”, or whose parts are ideas on other ballots.

    Raises:
        BadPaper: cells may hold lists.

    """
    ideas = dict.fromkeys(idea for paper in papers for idea in paper.ideas)
    known = set(map(key, ideas))
    for idea in ideas:
        if any(_is_list(idea, mark, known) for mark in ";|"):
            line = next(paper.line for paper in papers if idea in paper.ideas)
            raise BadPaper(
                f"Line {line}: “{idea[:40]}” may be a list of ideas; add --shape list if the cells hold lists, best "
                "first, or --shape rows or --shape choices if it is one idea."
            )


def require_whole_lists(lists: Lists, text: str) -> None:
    """Refuse a table in which the mark between the cells may stand within an idea of a list, too.

    It then cuts the list: the row has more cells than others, or a neighbour has another part of the list.

    Raises:
        BadPaper: a list may be cut.

    """
    sheet, column, mark = lists.sheet, lists.column, lists.mark
    width = len(sheet.heading.cells) if sheet.heading is not None else min(len(row.cells) for row in sheet.rows)
    lines = list(StringIO(text, newline=None)) if sheet.mark and f"{sheet.mark} " in text else []
    for row in sheet.rows:
        if (
            _used(row) > max(width, column + 1)
            or any(_is_part(row.cell(each), mark) for each in (column - 1, column + 1) if each >= 0)
            or (lines and _is_cut(row, lists, lines[row.line - 1]))
        ):
            raise BadPaper(
                f"Line {row.line}: {_a(sheet.mark)} may stand within an idea and cut the list in two; put straight "
                'quotation marks (") round the whole list.'
            )


def _used(row: Row) -> int:
    """Return how many cells a row has up to the last one that is not empty."""
    return max((number for number, cell in enumerate(row.cells, start=1) if cell), default=0)


def _is_part(cell: str, mark: str) -> bool:
    return cell.endswith(mark) or cell.count(mark) > cell.count(f"{mark} ")


def _is_cut(row: Row, lists: Lists, line: str) -> bool:
    """Tell whether a space follows the mark before or after a list, as it does in a sentence."""
    sheet, column, mark = lists.sheet, lists.column, lists.mark
    cells = next(csv.reader([line], delimiter=sheet.mark), [])
    spaced = [cell[:1] == " " and cell[1:2] != '"' for cell in (*cells, "", "")][: len(row.cells) + 1]
    after = column + 1 < len(spaced) and spaced[column + 1] and not row.cell(column).endswith(mark)
    before = column > 0 and column < len(spaced) and spaced[column] and kind(sheet, column - 1) is Kind.WORDS
    return (after and row.cell(column + 1) != "") or (before and row.cell(column - 1) != "")


def _a(mark: str) -> str:
    return f"a {MARKS[mark].removesuffix('s')}" if mark in MARKS else f"“{mark}”"


def _is_list(idea: str, mark: str, known: Set[str]) -> bool:
    parts = [key(part) for part in idea.split(mark) if part.strip()] if mark in idea else []
    held = sum(part in known for part in parts)
    closed = f"{mark} " not in idea
    return len(parts) > 1 and (held == len(parts) or closed)


def _require_one_heading(sheet: Sheet) -> None:
    """Refuse a row below the first one that labels the choices, and whose words are on no other row."""
    labelled = [row for row in sheet.rows if labels(row.cells)]
    if len(labelled) == len(sheet.rows) or labelled in ([], [sheet.rows[0]]) or is_grid(sheet):
        return
    held = Counter(each for words in {tuple(keys(row.cells)) for row in sheet.rows} for each in set(words))
    for row in labelled:
        if row is not sheet.rows[0] and all(held[each] == 1 for each in keys(row.cells)):
            shown = ", ".join(filter(None, row.cells))[:60]
            raise BadPaper(
                f"Line {row.line}: “{shown}” looks like a heading, and it is not on the first line; take out the line, "
                "or add --shape rows if it is a ballot."
            )


def _require_whole(row: Row) -> None:
    """Refuse a row with an idea that was cut at a comma within it, or with the error of a spreadsheet."""
    if not any(map(_may_be_cut, row.cells)):
        return
    opened = 0
    for number, cell in enumerate(row.cells, start=1):
        if is_error(cell):
            raise BadPaper(
                f"Line {row.line}, cell {number}: “{cell}” is an error of the spreadsheet; put the idea in its place."
            )
        if _is_open(cell):
            if cell.count('"') % 2 and opened:
                _refuse_cut(row, opened)
            opened = opened or number
        elif opened and any(cell.endswith(tuple(ends)) and cell[0] != sign for sign, ends in _QUOTES.items()):
            _refuse_cut(row, opened)


@lru_cache(maxsize=8192)
def _may_be_cut(cell: str) -> bool:
    """Tell whether a row with this cell has to be looked at."""
    return _is_open(cell) or is_error(cell)


def _is_open(cell: str) -> bool:
    return cell.count('"') % 2 == 1 or (cell[:1] in _QUOTES and cell[-1] not in _QUOTES[cell[0]])


def _refuse_cut(row: Row, number: int) -> None:
    raise BadPaper(
        f'Line {row.line}, cell {number}: an idea in quotation marks is cut in two; put straight quotation marks (") '
        "round it, with nothing before the first one."
    )


def _require_no_paragraphs(text: str) -> None:
    """Refuse lines in groups with blank lines between them: each group may be a ballot."""
    lines = [line.strip() for line in text.splitlines() if not line.lstrip().startswith("#")]
    groups = [len(group.split("\n")) for group in re.split(r"\n\n+", "\n".join(lines).strip("\n"))]
    if len(groups) > 1 and max(groups) > 1:
        raise BadPaper(
            "There is one idea on each line, with blank lines between groups of them; write the ideas of a ballot in "
            f"one row, {_ADD_ROWS}."
        )


def _require_no_other_signs(sheet: Sheet, text: str) -> None:
    """Refuse lines in which other signs than commas, semicolons and tabs may stand between the ideas of a ballot."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    for sign in _BETWEEN:
        if 2 * sum(sign in line for line in lines) >= len(lines):
            _refuse_sign(sheet, f"“{sign}”")
    for sign in _MAY_BE_BETWEEN:
        if _are_lists(lines, sign):
            _refuse_sign(sheet, "several spaces" if sign.isspace() else f"“{sign.strip()}”")
    if 2 * sum(_NUMBERED_LIST.fullmatch(line) is not None for line in lines) >= len(lines):
        _refuse_sign(sheet, "numbers")


def _refuse_sign(sheet: Sheet, sign: str) -> None:
    raise BadPaper(
        f"Line {sheet.rows[0].line}: {sign} may stand between the ideas of a ballot; write commas or semicolons "
        f"between them, {_ADD_ROWS}."
    )


def _are_lists(lines: Sequence[str], sign: str) -> bool:
    """Tell whether most different lines have several parts under a sign, and the parts are on other lines, too."""
    parts = [[key(part) for part in line.split(sign) if part.strip()] for line in dict.fromkeys(lines)]
    several = [set(each) for each in parts if len(each) > 1]
    held = Counter(each for line in parts for each in set(line))
    return 2 * len(several) >= len(parts) > 1 and 2 * sum(n for n in held.values() if n > 1) >= held.total()
