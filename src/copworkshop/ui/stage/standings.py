"""Lines of the top ten: the place, the wording, the points, and a bar for the points."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from textual.content import Content

from copworkshop.model.text import LINE_LIMIT
from copworkshop.ranking.rule import score_text
from copworkshop.ranking.tally import Placed
from copworkshop.rules.result import TableList
from copworkshop.rules.topten_sight import TopTenSight
from copworkshop.toolkit.theme import ACCENT, BAR, QUIET
from copworkshop.toolkit.widgets.bars import bar, low_bar
from copworkshop.toolkit.widgets.cells import fit, pad, width_of
from copworkshop.ui.stage.canvas import Canvas
from copworkshop.ui.stage.page import STRONG, count_of, paragraph, shortened
from copworkshop.ui.stage.pages import Block, paged

_BARS: Final = ((130, 40), (100, 30), (70, 18), (48, 10), (0, 0))  # pairs: least width, longest bar in cells
_MOST_ROWS: Final = 6  # of one wording; enough for 200 characters on a narrow screen


def place_of(placed: Placed[int]) -> str:
    """Return the place: “9”, or “9=” where several ideas share it."""
    return place_label(placed.place, shared=placed.shared)


def place_label(place: int, *, shared: bool) -> str:
    """Return a place as :func:`place_of` does, where nothing else of it is known."""
    return f"{place}=" if shared else f"{place}"


@dataclass(frozen=True, slots=True)
class _Columns:
    """How many cells the columns of a list have."""

    place: int
    words: int
    points: int
    bar: int
    """0 where there is no space for bars."""

    @classmethod
    def within(cls, width: int, places: Sequence[str], points: Sequence[str]) -> "_Columns":
        """Return the columns of a list that is `width` cells wide."""
        place, score = max(map(width_of, places)), max(map(width_of, points))
        longest = next(cells for least, cells in _BARS if width >= least)
        return cls(place, max(2, width - place - score - 4 - (longest + 1 if longest else 0)), score, longest)

    def entry(self, place: str, wording: Sequence[str], points: str, drawn: str) -> list[Content]:
        """Return the lines of one place. `drawn` is its bar, and `wording` is in lines as wide as the column."""
        first, *others = wording
        line = Content.assemble(
            (f"{place:>{self.place}}", ACCENT),
            "  ",
            (pad(first, self.words), STRONG),
            "  ",
            (f"{points:>{self.points}}", STRONG),
            (f" {drawn}" if self.bar else "", BAR),
        )
        return [line, *(Content.styled(other, STRONG).pad_left(self.place + 2) for other in others)]


def standings(
    canvas: Canvas,
    top_ten: TopTenSight,
    placed: Sequence[Placed[int]],
    width: int,
    rows: int,
    *,
    most: Fraction | None = None,
    air: bool = False,
    merged: bool = False,
) -> Block:
    """Return a list of places, best first, with points and bars, within `rows` rows.

    On the stage every wording is complete, and a list that is too long has pages. In a list that is read from near,
    each wording gets as many rows as there is space for, at least one, and is cut there. A bar has its full length at
    the score `most`, by default the highest score listed. With `air` there is an empty row between
    places if that fits. With `merged` a merged idea says of how many ideas it was made; before the whole list is
    revealed that would tell the room what is popular.
    """
    if not placed:
        return Block()
    members = {each.lead: len(each.members) for each in top_ten.candidates} if merged else {}
    wordings = [_with_count(top_ten.wording(each.idea), members.get(each.idea, 1)) for each in placed]
    points = [score_text(each.score) for each in placed]
    places = [place_of(each) for each in placed]
    most = max(each.score for each in placed) if most is None else most
    columns = _Columns.within(width, places, points)
    each_rows = _rows_each(wordings, columns.words, rows) if canvas.at_the_top else LINE_LIMIT
    airy = air and sum(len(shortened(wording, columns.words, each_rows)) + 1 for wording in wordings) - 1 <= rows
    drawn = bar if airy else low_bar  # without an empty row between them, full bars would touch
    entries = [
        columns.entry(
            places[index],
            shortened(wordings[index], columns.words, each_rows),
            points[index],
            drawn(float(each.score), float(most), columns.bar),
        )
        for index, each in enumerate(placed)
    ]
    return paged(canvas, entries, rows, keys=[each.idea for each in placed], gap=int(airy))


def table_standings(top_ten: TopTenSight, own: TableList, width: int, rows: int) -> list[Content]:
    """Return a table's name and its own list, best first, each idea with the place that the room gave it.

    The wordings are cut as in :func:`standings`, so that the list fits `rows` rows.
    """
    ballots = f" · {count_of(own.ballots, 'ballot', 'ballots')}" if own.ballots else ""
    name = fit(own.table, max(1, width - width_of(ballots)))
    head = Content.assemble((name, ACCENT), (ballots, QUIET))
    if own.missing is not None:
        return [head, *paragraph(own.missing, width)]
    placed = [each for group in own.groups for each in group]
    in_room = {each.idea: place_of(each) for group in top_ten.result.revealed for each in group}
    places, rooms = [place_of(each) for each in placed], [in_room.get(each.idea, "–") for each in placed]
    wordings = [top_ten.wording(each.idea) for each in placed]
    place_width, room_width = max(map(width_of, places)), max(map(width_of, rooms))
    across = max(2, width - place_width - room_width - 4)
    each_rows = _rows_each(wordings, across, rows - 1)
    lines = [head]
    for place, room, wording in zip(places, rooms, wordings, strict=True):
        first, *others = shortened(wording, across, each_rows)
        lines.append(
            Content.assemble(
                (f"{place:>{place_width}}", ACCENT),
                "  ",
                (pad(first, across), STRONG),
                "  ",
                (f"{room:>{room_width}}", QUIET),
            )
        )
        lines += [Content.styled(other, STRONG).pad_left(place_width + 2) for other in others]
    return lines


def _with_count(wording: str, ideas: int) -> str:
    return f"{wording}  ×{ideas}" if ideas > 1 else wording


def _rows_each(wordings: Sequence[str], across: int, rows: int) -> int:
    """Return how many rows each wording may have so that all of them fit `rows` rows; at least one."""
    return next(
        (
            most_rows
            for most_rows in range(_MOST_ROWS, 1, -1)
            if sum(len(shortened(wording, across, most_rows)) for wording in wordings) <= rows
        ),
        1,
    )
