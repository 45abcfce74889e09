"""How people come in: large on the stage at the welcome, and at any other step when the facilitator shows it."""

from typing import Final

from textual.content import Content

from copworkshop.ui.stage.canvas import Canvas
from copworkshop.ui.stage.page import STRONG, count_of, hanging, height_of, large, measure, page, paragraph
from copworkshop.ui.theme import ACCENT, BODY, HEADING, QUIET
from copworkshop.ui.widgets.cells import width_of
from copworkshop.ui.widgets.digits import HEIGHTS, biggest

TITLE: Final = "How to join"


def draw_address(canvas: Canvas) -> list[Content]:
    """Draw nothing but how to join, and how many are here."""
    width = measure(canvas)
    title, came = paragraph(TITLE, width, HEADING), people_here(canvas, width)
    how: list[list[Content]] = []
    for rows in HEIGHTS:
        how = how_to_join(canvas, width, rows)
        if height_of(title, *how, came) <= canvas.height:
            break
    return page(canvas, title, *how, came)


def how_to_join(canvas: Canvas, width: int, rows: int) -> list[list[Content]]:
    """Return how to come in, in blocks, the code so many rows high; how to come back, while the door is closed."""
    joining = canvas.joining
    if joining is None:
        return [paragraph("Say it aloud: the facilitator enters what people say.", width, BODY)]
    key = paragraph(f"This computer's key: {joining.fingerprint}", width, QUIET) if joining.fingerprint else []
    if canvas.sight.door_closed:
        told = paragraph("The door is closed: nobody new comes in.", width, STRONG)
        back = paragraph("To come back, type in a terminal:", width, BODY)
        return [told, [*back, *_command(canvas, joining.back, width)], key]
    lines = [*paragraph("To join, type in a terminal:", width, BODY), *_command(canvas, joining.command, width)]
    if joining.code is None:
        return [lines, [*paragraph("No code is asked for.", width, QUIET), *key]]
    drawn = [Content.styled(f"  {line}", ACCENT) for line in biggest(joining.code, width - 2, rows)]
    return [lines, [*paragraph("Join code:", width, BODY), *drawn], key]


def people_here(canvas: Canvas, width: int) -> list[Content]:
    """Say how many people are here, and how many of them are connected."""
    if not canvas.sight.present:
        return paragraph("Nobody yet", width, STRONG)
    here = count_of(canvas.sight.present, "person is here", "people are here")
    return paragraph(f"{here}, {canvas.connected} connected" if canvas.connected else here, width, STRONG)


def _command(canvas: Canvas, command: str, width: int) -> list[Content]:
    if width_of(command) > width - 2:
        return hanging("", command, width, ACCENT)
    return [line.pad_left(2) for line in large(canvas, command, width - 2, ACCENT)]
