"""The close: what everybody takes home."""

from textual.content import Content

from copworkshop.model.plan import CloseStep
from copworkshop.ui.stage.canvas import Canvas
from copworkshop.ui.stage.page import STRONG, hanging, measure, page, paragraph, sourced, step_of, title_of
from copworkshop.ui.stage.standings import standings
from copworkshop.ui.theme import DONE, HEADING

_FIRST = 3


def draw_close(canvas: Canvas) -> list[Content]:
    """Draw what the plan says, the first places of the top ten as far as they were revealed, and whether it is over."""
    step, sight, width = step_of(canvas, CloseStep), canvas.sight, measure(canvas)
    said = [hanging("", sourced(sight.plan, words, STRONG), width) for words in step.lines]
    best: list[Content] = []
    if sight.top_ten is not None:
        first = [placed for group in sight.top_ten.revealed for placed in group if placed.place <= _FIRST]
        if first:
            heading = paragraph("The first places of our top ten", width, HEADING)
            best = [*heading, *standings(sight.top_ten, first, width, _FIRST * len(first))]
    closed = paragraph("This session is closed. Nothing changes any more.", width, DONE) if sight.closed else []
    return page(canvas, title_of(canvas), *said, best, closed)
