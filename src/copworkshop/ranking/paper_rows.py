"""Ballots as rows: each row is one ballot, and its cells are ideas, the best first."""

import re
from collections.abc import Sequence
from dataclasses import replace

from copworkshop.ranking.paper_ballots import Found, ballot, head, left_out, mostly_numbers, parted, unnumbered
from copworkshop.ranking.paper_box import BadPaper, Notes, Paper
from copworkshop.ranking.paper_cells import CROSSES, key, whole
from copworkshop.ranking.paper_columns import Kind, bare, is_running, kinds, may_be_names
from copworkshop.ranking.paper_sheet import Sheet

_NUMBER_FIRST = re.compile(r"(\d{1,3})[.):]\s*\S.*")
_NUMBERED = re.compile(r"[#(\[]?\s*(\d{1,4})\s*[.):\]x×*]+\s*(\S.*)")
_BULLET = re.compile(r"[-*•–·‣◦]\s+(\S.*)")
_FEW_BALLOTS = 5
_LONG_LIST = 4


def find(sheet: Sheet, notes: Notes, *, asked: bool = False) -> Found:
    """Read each row as one ballot.

    Columns of times, running numbers and marks of people are left out. If this shape is not `asked` for, the table has
    to look like ballots.

    Raises:
        BadPaper: the table may be something else.

    """
    columns = range(sheet.width) if asked else _columns(sheet)
    papers: Sequence[Paper] = [paper for row in sheet.rows if (paper := ballot(row, columns, notes)) is not None]
    papers = _without_bullets(papers, notes)
    if not asked:
        _require_ideas(sheet, columns)
    notes.columns += left_out(sheet, columns)
    plain = unnumbered(papers, notes, columns[0] + 1 if columns else 1)
    if not asked:
        _require_ballots(papers)
        if plain is papers:
            _require_no_numbers(papers)
    return Found(f"one ballot in each row, the best first{parted(sheet)}{head(sheet)}", plain)


def _columns(sheet: Sheet) -> list[int]:
    """Return the columns that hold ideas.

    Raises:
        BadPaper: a column may hold something else.

    """
    line = sheet.every_row[0].line
    figures = _figures(sheet)
    columns = [column for column in range(sheet.width) if column not in figures]
    cells = [cell for column in columns for cell in sheet.column(column)]
    if not cells:
        raise BadPaper(f"Line {line}: there are only times and marks of people in the file, and no ideas.")
    if mostly_numbers(cells):
        raise BadPaper(
            f"Line {line}: the ballots hold numbers; add --shape rows if these are ideas, the best first. If they are "
            "the places of ideas, name the ideas in a heading and add --shape grid."
        )
    names = may_be_names(sheet, columns) if len(sheet.rows) > 1 and len(columns) > 1 else None
    if names is not None:
        raise BadPaper(
            f"Line {line}: no cell of column {names + 1} is in another column, so it may hold names; take it out, or "
            "add --shape rows if it holds choices."
        )
    return columns


def _figures(sheet: Sheet) -> set[int]:
    """Return the columns of times, running numbers and marks of people. Where all else are numbers, these are ideas.

    Raises:
        BadPaper: a column of numbers may be something else.

    """
    what = kinds(sheet)
    found = {column for column, each in enumerate(what) if each in {Kind.TIMES, Kind.IDENTITIES}}
    numbers = [column for column, each in enumerate(what) if each is Kind.NUMBERS]
    if not numbers or len(numbers) + len(found) + what.count(Kind.EMPTY) == len(what):
        return found
    for column in numbers:
        if column or not _is_running(sheet):
            raise BadPaper(
                f"Line {sheet.every_row[0].line}: column {sheet.named(column)} holds numbers; write headings above the "
                "columns, with “Count” above how many people gave each ballot, or take the column out."
            )
        found.add(column)
    return found


def _is_running(sheet: Sheet) -> bool:
    values = [value for cell in sheet.column(0) if (value := whole(cell)) is not None]
    return len(values) == len(sheet.rows) > 2 and is_running(values)


def _without_bullets(papers: Sequence[Paper], notes: Notes) -> Sequence[Paper]:
    """Return the ballots without bullets, if each begins with one."""
    found = [_BULLET.fullmatch(paper.ideas[0]) for paper in papers]
    if not papers or not all(found):
        return papers
    notes.others.append("bullets before the ballots")
    return [
        replace(paper, ideas=(each[1], *paper.ideas[1:])) for paper, each in zip(papers, found, strict=True) if each
    ]


def _require_ideas(sheet: Sheet, columns: Sequence[int]) -> None:
    """Refuse rows of which most hold only crosses, which may stand for the ideas of a heading."""
    rows = [{cell for column in columns if (cell := row.cell(column).casefold())} for row in sheet.rows]
    crossed = [row for row in rows if row and row <= CROSSES]
    if crossed and 2 * len(crossed) >= len(rows):
        raise BadPaper(
            f"Line {sheet.every_row[0].line}: most rows hold nothing but “{min(set().union(*crossed))}”; write the "
            "ideas themselves, the best first, or add --shape rows if these are blank papers."
        )


def _require_no_numbers(papers: Sequence[Paper]) -> None:
    """Refuse ballots that begin with numbers, and numbers that stand before now one idea, now another."""
    if len(papers) < 2 or not all(_NUMBERED.fullmatch(paper.ideas[0]) for paper in papers):
        return
    found = [[_NUMBERED.fullmatch(idea) for idea in paper.ideas] for paper in papers]
    pairs = {(int(one[1]), key(one[2])) for each in found for one in each if one}
    several = len(pairs) > max(len({number for number, _ in pairs}), len({words for _, words in pairs}))
    if several or all(len(each) == 1 or not any(each[1:]) for each in found):
        raise BadPaper(
            f"Line {papers[0].line}: the ballots begin with numbers; take the numbers out, or add --shape rows if they "
            "belong to the ideas. How many people gave a ballot can be in a column with the heading “Count”."
        )


def _require_ballots(papers: Sequence[Paper]) -> None:
    """Refuse what nobody would call ballots: nearly all ideas different, or a numbered list in one column."""
    if len(papers) < 2:
        return
    ideas = [bare(idea) for paper in papers for idea in paper.ideas]
    nearly = 5 * len(set(ideas)) > 4 * len(ideas)
    if any(len(paper.ideas) > 1 for paper in papers):
        if nearly if len(papers) >= _FEW_BALLOTS else len(set(ideas)) == len(ideas):
            raise BadPaper(
                f"Line {papers[0].line}: nearly every ballot names ideas that are on no other, so this may be "
                "something else than ballots; add --shape rows if each row is a ballot."
            )
        return
    numbers = [int(found[1]) for paper in papers if (found := _NUMBER_FIRST.fullmatch(paper.ideas[0]))]
    if len(numbers) == len(papers) and is_running(numbers):
        raise BadPaper(
            f"Line {papers[0].line}: this is a numbered list, one idea on each line; write the ideas of a ballot "
            "in one row, or add --shape rows if each row is a ballot."
        )
    if len(papers) >= _LONG_LIST and nearly:
        raise BadPaper(
            f"Line {papers[0].line}: there is one idea on each line, and none twice; write the ideas of a ballot "
            "in one row, or add --shape rows if each row is a ballot."
        )
