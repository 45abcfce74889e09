"""One idea or remark, as large as the stage allows."""

from textual.content import Content

from copworkshop.toolkit.theme import HEADING
from copworkshop.ui.stage.canvas import Canvas
from copworkshop.ui.stage.main_text import main_text
from copworkshop.ui.stage.page import STRONG, height_of, measure, page, paragraph, title_of


def draw_spotlight(canvas: Canvas) -> list[Content]:
    """Draw what the facilitator shows large instead of the step."""
    lit = canvas.sight.stage.spotlit
    assert lit is not None, "drawn only while there is something"  # noqa: S101
    width, title = measure(canvas), title_of(canvas)
    label = paragraph(lit.label, width, HEADING) if lit.label else []
    room = canvas.height - height_of(title, label) - 1
    return page(canvas, title, label, main_text(canvas, lit.text, width, room, STRONG))
