"""The welcome: how to join, in large letters, and who has come."""

from bisect import bisect

from textual.content import Content

from copworkshop.model.plan import WelcomeStep
from copworkshop.toolkit.widgets.cells import wrap_content
from copworkshop.ui.stage.canvas import Canvas
from copworkshop.ui.stage.joining import fitting, people_here
from copworkshop.ui.stage.page import (
    STRONG,
    height_of,
    measure,
    page,
    paragraph,
    shortened,
    sourced,
    step_of,
    title_of,
)

_LEAST_NAMES = 1
_MOST_NAMES = 6  # rows; a longer list is hard to read


def draw_welcome(canvas: Canvas) -> list[Content]:
    """Draw how to join, the plan's text, and the names of the people who have come."""
    step, sight, width = step_of(canvas, WelcomeStep), canvas.sight, measure(canvas)
    title = title_of(canvas)
    heading = paragraph(sight.heading, width, STRONG) if sight.heading else []
    lines = [line for words in step.lines for line in wrap_content(sourced(sight.plan, words), width)]
    came = people_here(canvas, width)
    head = [*title, *heading]
    how = fitting(canvas, width, canvas.height - height_of(head, came) - 1 - _LEAST_NAMES, lines)
    spare = canvas.height - height_of(head, *how, came)
    names = [person.name for person in sight.people if person.name is not None]
    most = max(_LEAST_NAMES, min(spare - 2, _MOST_NAMES))
    here = _names(names, sight.present, width, most)
    steady = height_of(*how, came) + most  # names come one by one, and nothing else may move
    return page(canvas, head, *how, [*came, *paragraph(here, width)] if here else came, steady=steady)


def _names(names: list[str], present: int, width: int, rows: int) -> str:
    """Return as many names as fit `rows` rows, and how many more people are present."""
    if not names:
        return ""

    def text(shown: int) -> str:
        more = present - shown
        return ", ".join(names[:shown]) + (f" and {more} more" if more else "")

    too_many = bisect(range(1, len(names) + 1), rows, key=lambda shown: len(paragraph(text(shown), width)))
    shown = max(1, too_many)
    return " ".join(shortened(text(shown), width, rows))
