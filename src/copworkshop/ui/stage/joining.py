"""How people join: large on the stage at the welcome, and at any other step when the facilitator shows it."""

from collections.abc import Iterator, Sequence
from typing import Final

from textual.content import Content

from copworkshop.toolkit.theme import ACCENT, BODY, HEADING, QR, QUIET
from copworkshop.toolkit.widgets.cells import width_of, wrap_content
from copworkshop.toolkit.widgets.digits import HEIGHTS, biggest
from copworkshop.toolkit.widgets.qr import qr_code
from copworkshop.ui.stage.canvas import Canvas
from copworkshop.ui.stage.page import (
    STRONG,
    Lines,
    count_of,
    hanging,
    height_of,
    large,
    measure,
    page,
    paragraph,
    side_by_side,
    stacked,
)

TITLE: Final = "How to join"
LATER: Final = "How to join is shown here as soon as there is a network."
SCAN: Final = "A phone with an SSH app? Scan this."

_GAP: Final = 3  # cells before the QR code
_LARGE: Final = 3  # rows; nobody at the back of the room can read a smaller join code


def draw_address(canvas: Canvas) -> list[Content]:
    """Draw only how to join, and how many people are here."""
    width = measure(canvas)
    title, came = paragraph(TITLE, width, HEADING), people_here(canvas, width)
    how = fitting(canvas, width, canvas.height - height_of(title, came) - 1)
    return page(canvas, title, *how, came)


def fitting(canvas: Canvas, width: int, height: int, *more: Lines) -> list[Lines]:
    """Return how to join as blocks that take at most `height` rows, with the blocks `more` after it.

    The QR code stands next to the text if there is space for it and for a large join code. If not, the join code is
    as large as possible. If no layout fits, the smallest one is returned, which is higher than `height`.
    """
    blocks: list[Lines] = []
    for blocks in _layouts(canvas, width, more):
        if height_of(*blocks) <= height:
            break
    return blocks


def _layouts(canvas: Canvas, width: int, more: Sequence[Lines]) -> Iterator[list[Lines]]:
    """Yield layouts of how to join, from the largest to the smallest."""
    code = _qr_code(canvas)
    left = width - _GAP - (code[0].cell_length if code else 0)
    joining = canvas.joining
    if code and joining is not None and width_of(joining.command) <= left - 2:
        for rows in HEIGHTS:
            if joining.code is None or len(biggest(joining.code, left - 2, rows)) == rows >= _LARGE:
                narrow = [line for block in more for line in _narrowed(block, left)]
                *how, key = how_to_join(canvas, left, rows)
                # A fingerprint that is cut in two lines is hard to compare: then it stands below, in the whole width.
                below = [] if len(key) == 1 else how_to_join(canvas, width, rows)[-1]
                scan = paragraph(SCAN, left, QUIET)
                words = stacked([block for block in (*how, scan, [] if below else key, narrow) if block], 1)
                yield [side_by_side([words, code], [left, width - left - _GAP], _GAP), below]
    for rows in HEIGHTS:
        yield [*how_to_join(canvas, width, rows), *more]


def _qr_code(canvas: Canvas) -> list[Content]:
    joining = canvas.joining
    if joining is None or joining.link is None or canvas.sight.door_closed:
        return []
    return [Content.styled(line, QR) for line in qr_code(joining.link)]


def _narrowed(block: Lines, width: int) -> list[Content]:
    return [part for line in block for part in wrap_content(line, width)]


def how_to_join(canvas: Canvas, width: int, rows: int) -> list[list[Content]]:
    """Return how to join as blocks, with a code `rows` rows high. While the door is closed: how to come back."""
    joining = canvas.joining
    if joining is None:
        return [paragraph("Say it aloud: the facilitator enters what people say.", width, BODY)]
    key = paragraph(f"This computer's key: {joining.fingerprint}", width, QUIET) if joining.fingerprint else []
    if not joining.command:
        return [paragraph(joining.unreachable, width, STRONG), paragraph(LATER, width, BODY), []]
    only_here = paragraph(joining.unreachable, width, QUIET)
    if canvas.sight.door_closed:
        told = paragraph("The door is closed: nobody new comes in.", width, STRONG)
        back = paragraph("To come back, type in a terminal:", width, BODY)
        return [told, [*back, *_command(canvas, joining.back, width), *only_here], key]
    lines = paragraph("To join, type in a terminal:", width, BODY)
    lines = [*lines, *_command(canvas, joining.command, width), *only_here]
    if joining.code is None:
        return [lines, paragraph("No code is asked for.", width, QUIET), key]
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
