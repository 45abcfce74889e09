"""What the clock says to the whole room for some seconds: when one minute is left, and at the end."""

from typing import Final

from textual.content import Content

from copworkshop.rules.finished import takes_input
from copworkshop.toolkit.theme import ACCENT, BODY
from copworkshop.toolkit.widgets.digits import biggest
from copworkshop.ui.clock import NEARLY_UP
from copworkshop.ui.stage.canvas import Canvas
from copworkshop.ui.stage.main_text import as_main
from copworkshop.ui.stage.page import STRONG, measure, page, paragraph, title_of

SECONDS: Final = 6
"""How long the notice stays."""

_MOST_ROWS: Final = 10


def notice(canvas: Canvas) -> list[Content] | None:
    """Return the notice that replaces the drawing of the step, or None.

    There is none while the facilitator goes from point to point: it would hide the newest point, and the bottom line
    shows the clock. A clock that was planned for at most one minute does not say that one minute is left.
    """
    sight = canvas.sight
    left = sight.clock.remaining(canvas.now)
    pointwise = sight.points > 1 and sight.spot.round != "merge"
    if not sight.clock.running or pointwise or sight.way_back.round_closed:
        return None
    planned = sight.step.clocks.get(sight.spot.round, sight.step.minutes)
    if NEARLY_UP - SECONDS < left <= NEARLY_UP and planned * 60 > NEARLY_UP:
        return _drawn(canvas, "One minute", f"is left for {sight.step.short}.", ACCENT)
    if -SECONDS < left <= 0:
        typing = takes_input(sight.spot)
        return _drawn(canvas, "Time is up", "Finish your sentence." if typing else "", f"bold {BODY}")
    return None


def _drawn(canvas: Canvas, said: str, more: str, style: str) -> list[Content]:
    width = measure(canvas)
    large = [Content.styled(line, style) for line in biggest(said, width, min(_MOST_ROWS, canvas.height // 3))]
    return page(canvas, title_of(canvas), as_main(large, width), paragraph(more, width, STRONG) if more else [])
