"""The shapes in which tables hold ballots, and how a table's shape is recognised."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from copworkshop.ranking import paper_choices, paper_grid, paper_list, paper_rows
from copworkshop.ranking.paper_ballots import Found
from copworkshop.ranking.paper_box import BadPaper, Notes, Papers, collected
from copworkshop.ranking.paper_columns import has_heading, without_totals
from copworkshop.ranking.paper_doubts import require_certain, require_no_lists, require_whole_lists
from copworkshop.ranking.paper_sheet import Sheet
from copworkshop.ranking.paper_text import sheet_of


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape of a table."""

    name: str
    what: str
    """What is in the table, as part of a sentence."""
    find: Callable[..., Found | None]
    """Takes the table, the notes and whether the shape was `asked` for; returns None if the table has another shape."""
    headed: bool = False
    """Whether a table of this shape always has a heading."""


SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        shape.name: shape
        for shape in (
            Shape("rows", "each row is a ballot, the best idea first", paper_rows.find),
            Shape(
                "choices",
                "columns of first choices, second choices and so on below a heading",
                paper_choices.find,
                headed=True,
            ),
            Shape("grid", "ideas in the heading, and the place of each below it", paper_grid.find, headed=True),
            Shape("list", "a list of ideas in one cell, the best first", paper_list.find),
        )
    }
)
"""All shapes of a table by name."""


def from_table(text: str, *, shape: str | None = None, header: bool | None = None) -> Papers:
    """Read a table of ballots. Without a `shape`, it is recognised; without `header`, a heading is recognised, too.

    Lines that begin with ``#`` are comments.

    Raises:
        BadPaper: a line cannot be read, a ballot names an idea twice, the table can be read in two ways, or there is
            nothing, or too much, to count.

    """
    notes = Notes()
    sheet = _without_blank(sheet_of(text, notes), notes)
    sheet = without_totals(sheet, notes)
    if shape is None and header is None:
        require_certain(sheet, text)
    found = _found(sheet, notes, SHAPES[shape] if shape is not None else None, header=header)
    if found.lists is not None:
        require_whole_lists(found.lists, text)
    elif shape is None and not found.listed:
        require_no_lists(found.papers)
    return collected(found.papers, found.listed, read_as=found.read_as, notes=notes)


def _without_blank(sheet: Sheet, notes: Notes) -> Sheet:
    rows = tuple(row for row in sheet.rows if any(row.cells))
    notes.blank_papers += len(sheet.rows) - len(rows)
    if not rows:
        raise BadPaper("There is no ballot in the file; put one ballot on each line, the best idea first.")
    return Sheet(rows, sheet.mark)


def _found(sheet: Sheet, notes: Notes, asked: Shape | None, *, header: bool | None) -> Found:
    headed = _is_headed(sheet, asked) if header is None else header
    if asked is not None and asked.headed and not headed:
        raise BadPaper(f"Ballots in the shape “{asked.name}” have a heading; leave out --header no.")
    if headed:
        sheet = sheet.headed()
        if not sheet.rows:
            raise BadPaper("There is no ballot below the heading; add --header no if the first row is a ballot.")
    if asked is not None:
        found = asked.find(sheet, notes, asked=True)
        assert found is not None, "what was asked for is found or refused"  # noqa: S101
        return found
    return _recognised(sheet, notes)


def _recognised(sheet: Sheet, notes: Notes) -> Found:
    """Return the ballots of a table whose shape nobody named, in the first shape that it fits."""
    headed = sheet.heading is not None
    for shape in (*(("choices", "grid") if headed else ()), "list"):
        if shape == "choices" and paper_choices.labelled(sheet) is None:
            continue
        if (found := SHAPES[shape].find(sheet, notes)) is not None:
            return found
    if headed:
        found = paper_choices.find(sheet, notes)
        if found is None:
            found = paper_choices.find(sheet, notes, asked=True)
        assert found is not None  # noqa: S101
        return found
    return paper_rows.find(sheet, notes)


def _is_headed(sheet: Sheet, asked: Shape | None) -> bool:
    if asked is not None and asked.headed:
        return True
    if paper_choices.labelled(sheet) is not None:
        return True
    if asked is None and len(sheet.rows) > 1 and paper_grid.is_grid(sheet):
        return True
    return has_heading(sheet, asked=asked is not None)
