"""What the clock says to the whole room: gently, for some seconds, at one minute and at the end."""

from typing import Final

from textual.content import Content

from copworkshop.rules.agenda import TAKES_INPUT
from copworkshop.toolkit.theme import ACCENT, BODY
from copworkshop.toolkit.widgets.digits import biggest
from copworkshop.ui.clock import NEARLY_UP
from copworkshop.ui.stage.canvas import Canvas
from copworkshop.ui.stage.page import STRONG, measure, page, paragraph, title_of

SECONDS: Final = 6
"""How long the notice stands."""

_MOST_ROWS: Final = 10


def notice(canvas: Canvas) -> list[Content] | None:
    """Return what the clock has to say in place of the step, or None.

    It says nothing while the room is walked from point to point: there it would hide what was just told, and the
    bottom line says it. Nor does a clock that was planned for no more than a minute say that one is left.
    """
    sight = canvas.sight
    left = sight.clock.remaining(canvas.now)
    if not sight.clock.running or sight.points > 1:
        return None
    planned = sight.step.clocks.get(sight.spot.round, sight.step.minutes)
    if NEARLY_UP - SECONDS < left <= NEARLY_UP and planned * 60 > NEARLY_UP:
        return _drawn(canvas, "One minute", f"is left for {sight.step.short}.", ACCENT)
    if -SECONDS < left <= 0:
        typing = (sight.spot.kind, sight.spot.round) in TAKES_INPUT
        return _drawn(canvas, "Time is up", "Finish your sentence." if typing else "", f"bold {BODY}")
    return None


def _drawn(canvas: Canvas, said: str, more: str, style: str) -> list[Content]:
    width = measure(canvas)
    large = [Content.styled(line, style) for line in biggest(said, width, min(_MOST_ROWS, canvas.height // 3))]
    return page(canvas, title_of(canvas), large, paragraph(more, width, STRONG) if more else [])
