"""Which drawing shows which kind of step."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from textual.content import Content

from copworkshop.model.plan import Kind
from copworkshop.toolkit.theme import ACCENT
from copworkshop.ui.stage.canvas import Canvas, Draw
from copworkshop.ui.stage.closing import draw_close
from copworkshop.ui.stage.joining import draw_address
from copworkshop.ui.stage.lifecycle import draw_lifecycle
from copworkshop.ui.stage.notice import notice
from copworkshop.ui.stage.page import NEWEST, title_of
from copworkshop.ui.stage.pages import Block, in_pages
from copworkshop.ui.stage.participation import draw_participation
from copworkshop.ui.stage.proposal import draw_proposal
from copworkshop.ui.stage.question import draw_question
from copworkshop.ui.stage.spotlight import draw_spotlight
from copworkshop.ui.stage.topten import draw_top_ten
from copworkshop.ui.stage.welcome import draw_welcome

DRAW: Final[Mapping[Kind, Draw]] = MappingProxyType(
    {
        Kind.WELCOME: draw_welcome,
        Kind.LIFECYCLE: draw_lifecycle,
        Kind.PARTICIPATION: draw_participation,
        Kind.PROPOSAL: draw_proposal,
        Kind.TOP_TEN: draw_top_ten,
        Kind.CLOSE: draw_close,
    }
)
"""The drawing for every kind of step."""


def draw_stage(canvas: Canvas) -> Block:
    """Draw what the stage shows now, without its bottom line; nothing while the stage is blank.

    A drawing that is higher than the stage is divided into pages.
    """
    if canvas.sight.stage.blank:
        return Block()
    title, question = title_of(canvas), draw_question(canvas)
    if canvas.sight.stage.address:
        lines, title = draw_address(canvas), []
    elif question is not None:
        lines, title = question, []
    else:
        draw = draw_spotlight if canvas.sight.stage.spotlit is not None else DRAW[canvas.sight.spot.kind]
        lines = notice(canvas) or draw(canvas)
    if len(lines) > canvas.height:
        return in_pages(canvas, lines, len(title), newest_row(lines))
    return lines if isinstance(lines, Block) else Block(lines)


def newest_row(lines: Sequence[Content]) -> int | None:
    """Return the row, from 0, that was revealed last among the drawn `lines`; None if no row is marked.

    A screen that is too small for the whole drawing scrolls to this row.
    """
    for row in reversed(range(len(lines))):
        plain = lines[row].plain
        start = len(plain) - len(plain.lstrip())
        if plain.startswith(NEWEST, start) and any(
            span.style == ACCENT and span.start <= start < span.end for span in lines[row].spans
        ):
            return row
    return None
