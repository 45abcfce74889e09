"""A question outside the plan on the stage: the question while it is open, and the answers once it is closed."""

from typing import Final

from textual.content import Content

from copworkshop.rules.question_sight import ClosedQuestion, OpenQuestion
from copworkshop.toolkit.theme import HEADING, QUIET
from copworkshop.toolkit.widgets.bars import bar_block, progress
from copworkshop.toolkit.widgets.cells import width_of
from copworkshop.ui.question_words import HANDS, KEYS, words_of
from copworkshop.ui.stage.canvas import Canvas
from copworkshop.ui.stage.main_text import as_main, main_share
from copworkshop.ui.stage.page import STRONG, height_of, measure, page, paragraph, stacked
from copworkshop.ui.stage.pages import Block, paged

_BARS: Final = ((5, 1), (4, 1), (3, 1), (2, 1), (1, 1), (1, 0))
"""Pairs of a bar's thickness and the rows between bars, the airiest first."""


def draw_question(canvas: Canvas) -> list[Content] | None:
    """Return the drawing of the question that is open or whose answers are shown; None where there is none."""
    seen = canvas.sight.question
    if seen.open is not None:
        return _asked(canvas, seen.open)
    return _answers(canvas, seen.shown, seen.least) if seen.shown is not None else None


def _asked(canvas: Canvas, asked: OpenQuestion) -> list[Content]:
    width = measure(canvas)
    how = paragraph((HANDS if canvas.sight.aloud else KEYS)[asked.kind], width, STRONG)
    told = _answered(canvas, asked, width)
    room = canvas.height - height_of(how, told) - 3
    return page(canvas, [], main_share(canvas, words_of(asked), width, room, STRONG), how, told)


def _answered(canvas: Canvas, asked: OpenQuestion, width: int) -> list[Content]:
    """Say how many answers are in; nothing where nobody can answer at a terminal and no hand is counted."""
    answered, hands = asked.answered or 0, asked.counted or 0
    lines: list[Content] = []
    if answered or not canvas.sight.aloud:
        most = max(answered, canvas.connected)
        have = "has" if most == 1 else "have"
        lines += progress(f"{answered} of {most} {have} answered", answered, most, width)
    if hands:
        lines += paragraph(f"{hands} {'hand is' if hands == 1 else 'hands are'} counted.", width)
    return lines


def _answers(canvas: Canvas, asked: ClosedQuestion, least: int) -> list[Content]:
    width = measure(canvas)
    title = paragraph(words_of(asked), width, HEADING)
    told = asked.told(least)
    if not any(times for _, times in asked.bars):
        room = canvas.height - len(title) - 1
        return page(canvas, title, main_share(canvas, " ".join(told), width, room, STRONG))
    below = [line for sentence in told for line in paragraph(sentence, width, QUIET)]
    room = canvas.height - height_of(title, below) - 2
    return page(canvas, title, as_main(_chart(canvas, asked, width, room), width), below)


def _chart(canvas: Canvas, asked: ClosedQuestion, width: int, room: int) -> Block:
    label = min(max(width_of(answer) for answer, _ in asked.bars), width // 2)
    most = max(times for _, times in asked.bars)

    def bars(thick: int) -> list[list[Content]]:
        return [bar_block(answer, times, most, width, label_width=label, thick=thick) for answer, times in asked.bars]

    rows = len(asked.bars)
    for thick, air in _BARS:
        if rows * (thick + air) - air <= room:
            return Block(stacked(bars(thick), air))
    return paged(canvas, bars(1), room)
