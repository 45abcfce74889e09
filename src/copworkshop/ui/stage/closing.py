"""The close step: what everybody takes home."""

from textual.content import Content

from copworkshop.model.plan import CloseStep
from copworkshop.rules.sight import Sight
from copworkshop.toolkit.theme import ACCENT, DONE, HEADING, QUIET
from copworkshop.ui.stage.canvas import Canvas
from copworkshop.ui.stage.main_text import all_large, as_main, main_text
from copworkshop.ui.stage.page import (
    STRONG,
    Lines,
    count_of,
    hanging,
    height_of,
    measure,
    page,
    paragraph,
    sourced,
    step_of,
    title_of,
)
from copworkshop.ui.stage.standings import standings

_FIRST = 3


def draw_close(canvas: Canvas) -> list[Content]:
    """Draw the plan's text, the revealed first places of the top ten, and whether the session is closed."""
    step, sight, width = step_of(canvas, CloseStep), canvas.sight, measure(canvas)
    said: list[Lines] = [hanging("", sourced(sight.plan, words, STRONG), width) for words in step.lines]
    best, home = _best(canvas, width), _home(canvas, width)
    parked = parked_remarks(sight, width, max(1, canvas.height // 3))
    closed = paragraph("This session is closed. Nothing changes any more.", width, DONE) if sight.closed else []
    title = title_of(canvas)
    room = canvas.height - height_of(title, best, parked, home, closed) - (3 if parked else 2)
    larger = all_large(canvas, [words.text for words in step.lines], width, room, STRONG) if step.lines else []
    if larger:
        said = [larger]
    elif step.lines:
        opening = main_text(canvas, step.lines[0].text, width, room - height_of(*said), STRONG)
        said = [opening if opening.said else said[0], *said[1:]]
    main = [as_main(block, width) for block in (*said, best, parked, home)]
    return page(canvas, title, *main, closed)


def _best(canvas: Canvas, width: int) -> list[Content]:
    """Return the first places, as far as they were revealed."""
    top_ten = canvas.sight.top_ten
    if top_ten is None:
        return []
    first = [placed for group in top_ten.result.revealed for placed in group if placed.place <= _FIRST]
    if not first:
        return []
    heading = paragraph("The first places of our top ten", width, HEADING)
    return [*heading, *standings(canvas, top_ten, first, width, _FIRST * len(first))]


def _home(canvas: Canvas, width: int) -> list[Content]:
    """Return how people get what they take home; nothing where they cannot."""
    sight = canvas.sight
    if sight.aloud:
        told = "Ask the facilitator for your proposal on paper." if sight.proposals.started else ""
        return paragraph(told, width, STRONG) if told else []
    if canvas.joining is None or not canvas.joining.back:
        return []
    return [
        *take_home(sight, canvas.joining.back, width),
        *paragraph("Replace WORD with your rejoin word.", width, QUIET),
    ]


def parked_remarks(sight: Sight, width: int, most: int) -> list[Content]:
    """Return the parked remarks in at most so many rows, with the number of those for which there is no room."""
    if not sight.parked:
        return []
    remarks = [hanging("– ", note.text, width, STRONG) for note in sight.parked]
    if most < 2:
        return paragraph(f"{count_of(len(remarks), 'remark', 'remarks')} parked for later", width, HEADING)
    lines = paragraph("Parked for later", width, HEADING)
    for at, remark in enumerate(remarks):
        more = len(remarks) - at
        if len(lines) + len(remark) + (more > 1) > most and more:
            return [
                *lines,
                *paragraph(f"and {more} more, in the report" if at else f"{more} in the report", width, QUIET),
            ]
        lines += remark
    return lines


def take_home(sight: Sight, way_back: str, width: int) -> list[Content]:
    """Return the commands that give a person their documents. `way_back` contains the rejoin word."""
    told = paragraph("To keep a copy, open a new terminal window on your computer and type:", width, HEADING)
    if sight.plan.proposal is not None:
        told += hanging("  ", f"{way_back} proposal > my-proposal.md", width, ACCENT)
    if sight.top_ten is not None:
        told += hanging("  ", f"{way_back} topten > topten.md", width, ACCENT)
    return told + hanging("  ", f"{way_back} report html > report.html", width, ACCENT)
