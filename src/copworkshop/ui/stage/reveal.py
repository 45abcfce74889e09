"""The reveal of the top ten: each place in three beats, its number, then the idea, then how many points it has."""

from collections.abc import Sequence
from typing import Final

from textual.content import Content

from copworkshop.model.plan import TopTenStep
from copworkshop.model.topten import Vote
from copworkshop.ranking.registry import RULES
from copworkshop.ranking.tally import Placed
from copworkshop.rules.topten_sight import TopTenSight
from copworkshop.rules.vote_sight import Coming
from copworkshop.toolkit.theme import ACCENT, BAR
from copworkshop.toolkit.widgets.bars import bar
from copworkshop.toolkit.widgets.digits import biggest
from copworkshop.ui.stage.canvas import Canvas
from copworkshop.ui.stage.main_text import as_main, fits_large, main_share, main_text, next_to, together
from copworkshop.ui.stage.page import (
    STRONG,
    Lines,
    count_of,
    height_of,
    large,
    measure,
    page,
    paragraph,
    title_of,
)
from copworkshop.ui.stage.pages import Block
from copworkshop.ui.stage.standings import place_label, standings

_GAP: Final = 3
_BIG_PLACE: Final = 60  # cells; from this width on the place stands in big digits next to the wording
_ROWS_OF_PLACE: Final = ((44, 10), (20, 5), (0, 3))
"""Pairs: least rows of the page, rows that the place takes."""
_LEAST_BAR: Final = 10  # cells
_LEAST_ROWS: Final = 3  # of the places below


def draw_places(canvas: Canvas, step: TopTenStep, top_ten: TopTenSight) -> list[Content]:
    """Draw how the ballots are counted, or the place that is being revealed, with those that were before it."""
    width, title, held = measure(canvas), title_of(canvas), top_ten.result
    before = held.revealed
    known: tuple[Placed[int], ...] = ()
    if held.coming is not None:
        newest = held.coming
    elif before:
        known, before = before[0], before[1:]
        newest = Coming(known[0].place, known[0].shared, tuple(placed.idea for placed in known))
    else:
        return _how_we_count(canvas, top_ten)
    below = [placed for group in before for placed in group]
    room = canvas.height - len(title) - 1
    share = room if not below else canvas.height * 2 // 3
    drawn = _drawn(canvas, step, top_ten, newest, known, (width, share))
    most = known[0].score if known else None
    rows = room - len(drawn) - 1
    listed = standings(canvas, top_ten, below, width, rows, most=most)
    if rows < _LEAST_ROWS and not canvas.at_the_top:
        listed = Block()  # a small stage shows the place alone
    if canvas.at_the_top:
        return page(canvas, title, drawn, listed, gap=1)
    # The list stands at the bottom, so that it stays where it is while the place above it is revealed.
    apart = [Content()] * (room - len(drawn) - len(listed))
    return page(canvas, title, together(drawn, apart, listed), gap=1)


def _how_we_count(canvas: Canvas, top_ten: TopTenSight) -> list[Content]:
    width, title = measure(canvas), title_of(canvas)
    ballots = paragraph(f"From {count_of(top_ten.ballot.ballots_in, 'ballot', 'ballots')}", width, STRONG)
    rule = paragraph(top_ten.result.rule, width)
    again = top_ten.ballot.vote is Vote.SECOND
    heading = paragraph("The top ten, second vote" if again else "The top ten", width, ACCENT)
    room = canvas.height - height_of(title, heading, ballots, rule) - 2
    question = main_share(canvas, top_ten.question, width, room, STRONG)
    return page(canvas, title, heading, question, ballots, rule)


def _drawn(
    canvas: Canvas,
    step: TopTenStep,
    top_ten: TopTenSight,
    newest: Coming,
    known: Sequence[Placed[int]],
    size: tuple[int, int],
) -> Block:
    """Draw the place that is being revealed in large letters; `known` are its ideas with their points, if shown."""
    width, rows = size
    if not newest.ideas:
        shared = ", shared" if newest.shared else ""
        return main_text(canvas, f"Place {newest.place}{shared}", width, rows, ACCENT)
    wide = width >= _BIG_PLACE
    high = next(high for least, high in _ROWS_OF_PLACE if canvas.height >= least) if wide else 3
    label = place_label(newest.place, shared=newest.shared)
    place = [Content.styled(line, ACCENT) for line in biggest(label, width // 3 if wide else width, high)]
    across = max(line.cell_length for line in place) + _GAP if wide else 0
    figures = [_figures(step, top_ten, placed, width - across) for placed in known]
    words = _wordings(canvas, [top_ten.wording(idea) for idea in newest.ideas], figures, width - across)
    return next_to(as_main(place), _GAP, words, across - _GAP) if wide else together(as_main(place), words)


def _wordings(canvas: Canvas, wordings: Sequence[str], figures: Sequence[Lines], width: int) -> Block:
    """Return the ideas that share a place, as large as all of them can be. Without figures, their rows stay empty."""
    sized, room = False, 0
    for most in (canvas.height * 2 // 3, canvas.height - 3):  # the second leaves no space for the places below
        room = most // len(wordings) - 2
        sized = all(fits_large(canvas, wording, width, room) for wording in wordings)
        if sized:
            break
    words: list[Block] = []
    for at, wording in enumerate(wordings):
        told = figures[at] if figures else [Content()]
        words.append(
            together(main_text(canvas, wording, width, room, STRONG), told, gap=1)
            if sized
            else as_main([*large(canvas, wording, width, STRONG), *told])
        )
    return together(*words, gap=int(sized))


def _figures(step: TopTenStep, top_ten: TopTenSight, placed: Placed[int], width: int) -> list[Content]:
    """Return the points of an idea and who chose it, with a bar. The bars of the places below have its scale."""
    scored = RULES[step.rule].scored(placed.score)
    lines = paragraph(f"{scored}, chosen by {placed.chosen_by} of {top_ten.ballot.ballots_in}", width)
    room = width - lines[-1].cell_length - _GAP
    if len(lines) > 1 or room < _LEAST_BAR or placed.score <= 0:
        return lines
    return [Content.assemble(lines[0], " " * _GAP, (bar(1, 1, room), BAR))]
