"""How people join: large on the stage at the welcome, and at any other step when the facilitator shows it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from textual.content import Content

from copworkshop.model.wifi import Wifi
from copworkshop.toolkit.theme import ACCENT, BODY, HEADING, QR, QUIET
from copworkshop.toolkit.widgets.cells import width_of, wrap_content
from copworkshop.toolkit.widgets.digits import HEIGHTS, biggest
from copworkshop.toolkit.widgets.letters import ROWS
from copworkshop.toolkit.widgets.qr import qr_code
from copworkshop.ui.stage.canvas import Canvas, Joining
from copworkshop.ui.stage.main_text import as_main, fits_large, main_text, together
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
from copworkshop.ui.stage.pages import Block

TITLE: Final = "How to join"
LATER: Final = "How to join is shown here as soon as there is a network."
FIRST_TIME: Final = "The first time, type yes and press Enter."
FIRST_TIME_IN_SHORT: Final = "First time: type yes, Enter"
SCAN_WIFI: Final = "To join the Wi-Fi, scan this."
SCAN: Final = "A phone with an SSH app? Scan this."

PICTURE_SECONDS: Final = 10
"""How long each of two QR codes is shown where there is space for one."""

_GAP: Final = 3  # cells before the QR code
_LEAST_WORDS: Final = 24  # cells next to it
_WIFI: Final = "Wi-Fi: "
_PASSWORD: Final = "Password: "  # noqa: S105 - the label of one
_LARGE: Final = 3  # rows; nobody at the back of the room can read a smaller join code


@dataclass(frozen=True, slots=True)
class _Picture:
    """A QR code, or both of them, to stand next to the words."""

    code: Lines
    caption: str
    width: int


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


def until_other_picture(now: datetime) -> float:
    """Return in how many seconds the other QR code is shown, where there is space for one of two."""
    return PICTURE_SECONDS - now.timestamp() % PICTURE_SECONDS


def _layouts(canvas: Canvas, width: int, more: Sequence[Lines]) -> Iterator[list[Lines]]:
    """Yield layouts of how to join, from the largest to the smallest.

    Of two QR codes, both are shown, or else one after the other, or else the one that there is space for.
    """
    pictures = _pictures(canvas)
    yield from _large_command(canvas, width, more, pictures)
    if len(pictures) > 1:
        named = [[*picture.code, *paragraph(picture.caption, picture.width, QUIET)] for picture in pictures]
        across = [picture.width for picture in pictures]
        both = side_by_side(named, across, _GAP)
        yield from _at_left_of(canvas, width, more, _Picture(both, "", sum(across) + _GAP))
        now = _picture_now(canvas, pictures)
        yield from _at_left_of(canvas, width, more, _Picture(now.code, now.caption, max(across)))
    for picture in pictures:
        yield from _at_left_of(canvas, width, more, picture)
    for rows in HEIGHTS:
        yield [*how_to_join(canvas, width, rows), *more]
    if not canvas.at_the_top:  # a small stage: how to join matters more than the key and the plan's words
        *how, _ = how_to_join(canvas, width, HEIGHTS[-1])
        yield [*how, *more]
        yield how


def _large_command(
    canvas: Canvas, width: int, more: Sequence[Lines], pictures: Sequence[_Picture]
) -> Iterator[list[Lines]]:
    """Yield layouts with the command in large letters over the whole width, and the rest below it."""
    joining = canvas.joining
    if joining is None or not joining.command or not fits_large(canvas, _typed(canvas, joining), width, ROWS):
        return
    picture = _picture_now(canvas, pictures) if pictures else None
    heights = [times * ROWS for times in (2, 1) if fits_large(canvas, _typed(canvas, joining), width, times * ROWS)]
    if _first_time(canvas, width).said:
        for pictured in (True, False):
            for high in heights:
                with_picture, without = _sized(canvas, width, more, picture, high, first=True)
                yield from with_picture if pictured else without
    for high in heights:
        with_picture, without = _sized(canvas, width, more, picture, high, first=False)
        yield from with_picture
        yield from without


def _sized(
    canvas: Canvas, width: int, more: Sequence[Lines], picture: _Picture | None, high: int, *, first: bool
) -> tuple[list[list[Lines]], list[list[Lines]]]:
    """Return the layouts with the command `high` rows high, with the picture and without it, the largest code first.

    `first` says that what to type the first time is large, too.
    """
    joining = canvas.joining
    with_picture: list[list[Lines]] = []
    without: list[list[Lines]] = []
    for rows in HEIGHTS[:-1] if joining is not None else ():
        *how, key = how_to_join(canvas, width, rows, high, first=first)
        code = joining.code if joining is not None else None
        if picture is not None and _has_space_for(code, width - _GAP - picture.width, rows):
            above = how if code is None or canvas.sight.door_closed else how[:-1]
            with_picture.append([*above, _next_to_picture(canvas, width, rows, more, picture, len(above))])
        without.append([*how, key, *more])
    return with_picture, without


def _first_time(canvas: Canvas, width: int) -> Block:
    """Return what to type the first time in large letters, in fewer words on a narrower stage, if one of them fits."""
    drawn = (main_text(canvas, text, width, ROWS, STRONG) for text in (FIRST_TIME, FIRST_TIME_IN_SHORT))
    return next((block for block in drawn if block.said), Block())


def _has_space_for(code: str | None, left: int, rows: int) -> bool:
    """Tell whether words of `left` cells are wide enough, also for the join code `rows` rows high."""
    return left >= _LEAST_WORDS and (not code or len(biggest(code, left - 2, rows)) >= rows)


def _next_to_picture(
    canvas: Canvas, width: int, rows: int, more: Sequence[Lines], picture: _Picture, above: int
) -> Lines:
    """Return a picture with the words at its left. The first `above` blocks of how to join stand elsewhere."""
    left = width - _GAP - picture.width
    *how, key = how_to_join(canvas, left, rows, ROWS)
    words = [*how[above:], paragraph(picture.caption, left, QUIET), key]
    words += [_narrowed(block, left) for block in more]
    filled = stacked([block for block in words if block], 1)
    return as_main(side_by_side([filled, picture.code], [left, picture.width], _GAP))


def _typed(canvas: Canvas, joining: Joining) -> str:
    return joining.back if canvas.sight.door_closed else joining.command


def _at_left_of(canvas: Canvas, width: int, more: Sequence[Lines], picture: _Picture) -> Iterator[list[Lines]]:
    """Yield layouts with a picture next to the words, where the words have enough space and the code is large."""
    joining, left = canvas.joining, width - _GAP - picture.width
    if joining is None or left < max(_LEAST_WORDS, width_of(joining.command) + 2):
        return
    drawn_code = joining.code if joining.command else None
    for rows in HEIGHTS:
        if drawn_code is None or len(biggest(drawn_code, left - 2, rows)) == rows >= _LARGE:
            narrow = [line for block in more for line in _narrowed(block, left)]
            *how, key = how_to_join(canvas, left, rows)
            # A fingerprint that is cut in two lines is hard to compare: then it stands below, in the whole width.
            below = [] if len(key) == 1 else how_to_join(canvas, width, rows)[-1]
            scan = paragraph(picture.caption, left, QUIET) if picture.caption else []
            words = stacked([block for block in (*how, scan, [] if below else key, narrow) if block], 1)
            yield [side_by_side([words, picture.code], [left, picture.width], _GAP), below]


def _picture_now(canvas: Canvas, pictures: Sequence[_Picture]) -> _Picture:
    """Return the one of several pictures whose turn it is, as high as the highest: nothing moves when it changes."""
    now = pictures[int(canvas.now.timestamp() // PICTURE_SECONDS) % len(pictures)]
    rows = max(len(picture.code) for picture in pictures)
    return replace(now, code=[*now.code, *[Content()] * (rows - len(now.code))])


def _pictures(canvas: Canvas) -> list[_Picture]:
    joining = canvas.joining
    if joining is None or not canvas.blocks:
        return []
    wifi = [(joining.wifi.link, SCAN_WIFI)] if joining.wifi is not None else []
    link = [(joining.link, SCAN)] if joining.link is not None and not canvas.sight.door_closed else []
    codes = [([Content.styled(line, QR) for line in qr_code(text)], caption) for text, caption in (*wifi, *link)]
    return [_Picture(code, caption, code[0].cell_length) for code, caption in codes]


def _narrowed(block: Lines, width: int) -> list[Content]:
    return [part for line in block for part in wrap_content(line, width)]


def how_to_join(canvas: Canvas, width: int, rows: int, high: int = 1, *, first: bool = False) -> list[Lines]:
    """Return how to join as blocks, with a code `rows` rows high. While the door is closed: how to come back.

    The command is at most `high` rows high. With `first`, what to type the first time is in large letters.

    The last block is this computer's key. It is empty where nobody can connect.
    """
    joining = canvas.joining
    if joining is None:
        return [paragraph("Just say it: the facilitator types for you.", width, BODY)]
    wifi = _wifi_words(joining.wifi, width) if joining.wifi is not None else []
    if not joining.command:
        return [wifi, paragraph(joining.unreachable, width, STRONG), paragraph(LATER, width, BODY), []]
    key = paragraph(f"Fingerprint, if asked: {joining.fingerprint}", width, QUIET) if joining.fingerprint else []
    only_here = paragraph(joining.unreachable, width, QUIET) if joining.unreachable else []
    if canvas.sight.door_closed:
        told = paragraph("The door is closed: nobody new comes in.", width, STRONG)
        back = paragraph("To come back, type in a terminal:", width, BODY)
        return [wifi, told, together(back, _command(canvas, joining.back, width, high), only_here), key]
    lines = paragraph("To join, type in a terminal:", width, BODY)
    once = [Content(), *_first_time(canvas, width)] if first else paragraph(FIRST_TIME, width, STRONG)
    lines = together(lines, _command(canvas, joining.command, width, high), once, only_here)
    if first:
        lines.said = (*lines.said, *_first_time(canvas, width).said)
    if joining.code is None:
        return [wifi, lines, paragraph("No code is asked for.", width, QUIET), key]
    drawn = [Content.styled(f"  {line}", ACCENT) for line in biggest(joining.code, width - 2, rows)]
    code = as_main(drawn, width)
    return [wifi, lines, together(paragraph("Join code:", width, BODY), code), key]


def _wifi_words(wifi: Wifi, width: int) -> list[Content]:
    """Return the name and the password of the Wi-Fi, in one line if they fit."""
    name = Content.styled(wifi.name, ACCENT)
    password = Content.styled(wifi.password, ACCENT) if wifi.password else Content.styled("none", BODY)
    line = Content.assemble((_WIFI, BODY), name, "   ", (_PASSWORD, BODY), password)
    if line.cell_length <= width:
        return [line]
    return [*hanging(_WIFI, name, width, BODY), *hanging(_PASSWORD, password, width, BODY)]


def people_here(canvas: Canvas, width: int) -> list[Content]:
    """Say how many people are here, and how many of them are connected."""
    if not canvas.sight.present:
        return paragraph("Nobody yet", width, STRONG)
    here = count_of(canvas.sight.present, "person is here", "people are here")
    return paragraph(f"{here}, {canvas.connected} connected" if canvas.connected else here, width, STRONG)


def _command(canvas: Canvas, command: str, width: int, high: int) -> Lines:
    if fits_large(canvas, command, width, high):
        return main_text(canvas, command, width, high, ACCENT)
    if width_of(command) > width - 2:
        return hanging("", command, width, ACCENT)
    return [line.pad_left(2) for line in large(canvas, command, width - 2, ACCENT)]
