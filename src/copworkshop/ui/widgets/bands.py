"""The levels of participation as nested bands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from textual.content import Content

from copworkshop.toolkit.theme import ACCENT, BODY, FRAME, HEADING, QUIET
from copworkshop.toolkit.widgets.boxes import DOTTED, DOUBLE, THIN, between, bottom, top
from copworkshop.toolkit.widgets.cells import fit, width_of, wrap

_LEAST_WIDTH: Final = 44  # cells; if narrower, the innermost band has no space for its name and its numbers
_MOST_WIDTH: Final = 110  # cells; wider boxes are harder to read
_INSET: Final = ((72, 4), (56, 3), (0, 2))  # pairs: least width, cells between a band and the next on either side
_MARK: Final = "> "
_NOTHING: Final = ("", "")


@dataclass(frozen=True, slots=True)
class Band:
    """One level: its name, its meaning, its typical share in words, and the number of people on it.

    Several `counts` are about the same people at different times, the earliest first.
    """

    name: str
    meaning: str = ""
    share: str = ""
    counts: tuple[int, ...] = ()


def bands(
    levels: Sequence[Band], width: int, height: int, *, shown: int | None = None, highlight: int | None = None
) -> list[Content]:
    """Draw `levels`, outermost first, as nested boxes, or as an indented list if the space is too small.

    Only the `shown` innermost levels are drawn in full, by default all. The others have dotted frames and their names
    only, so that nothing moves when they are revealed. The level at index `highlight` has a double frame and a mark
    before its name.
    """
    first = 0 if shown is None else max(0, len(levels) - shown)
    wide = min(width, _MOST_WIDTH)
    plan = _plan(levels, wide, height)
    if plan is None:
        lines = _listed(levels, wide, height, first, highlight)
    else:
        lines = _nested(levels, wide, plan, first, highlight)
    left = (width - wide) // 2
    return [line.pad_left(left) if line.plain else line for line in lines]


def _inset(width: int) -> int:
    return next(inset for least, inset in _INSET if width >= least)


def _room(width: int, depth: int) -> int:
    """Return the width of the text in the band at `depth`. The outermost band has depth 0."""
    return width - 2 * depth * _inset(width) - 4


def _plan(levels: Sequence[Band], width: int, height: int) -> list[list[str]] | None:
    """Return the rows of text in each band, as many as fit; None if not even the frames fit."""
    frames = 2 * len(levels)
    if width < _LEAST_WIDTH or frames > height:
        return None
    wrapped = [wrap(band.meaning, _room(width, depth)) if band.meaning else [] for depth, band in enumerate(levels)]
    granted = _granted([len(lines) for lines in wrapped], height - frames)
    plan = [
        _shortened(lines, rows, _room(width, depth))
        for depth, (lines, rows) in enumerate(zip(wrapped, granted, strict=True))
    ]
    spare = height - frames - sum(granted)
    if plan and spare >= len(plan) + 2:  # an empty row in each band, and two left around all of them
        plan = [[*lines, ""] for lines in plan]
    return plan


def _granted(wanted: list[int], rows: int) -> list[int]:
    """Divide `rows`: first one row for every band or for none, then one at a time, from the innermost band outwards."""
    first = [min(1, lines) for lines in wanted]
    if sum(first) > rows:
        return [0] * len(wanted)
    granted = first
    rows -= sum(granted)
    while rows and granted != wanted:
        for depth in reversed(range(len(wanted))):
            if rows and granted[depth] < wanted[depth]:
                granted[depth] += 1
                rows -= 1
    return granted


def _shortened(lines: list[str], most: int, width: int) -> list[str]:
    if len(lines) <= most or most == 0:
        return lines[:most]
    return [*lines[: most - 1], fit(" ".join(lines[most - 1 :]), width)]


def _nested(
    levels: Sequence[Band], width: int, plan: list[list[str]], first: int, highlight: int | None
) -> list[Content]:
    inner: list[Content] = []
    for depth in reversed(range(len(levels))):
        across = width - 2 * depth * _inset(width)
        inside = [line.pad_left(_inset(width) - 1) for line in inner]
        chosen = depth == highlight
        if depth < first:
            box, frame, figures = DOTTED, QUIET, _NOTHING
            title = (fit(levels[depth].name, across - 6), QUIET)
            words = [Content()] * len(plan[depth])
        else:
            box, frame = (DOUBLE, ACCENT) if chosen else (THIN, FRAME)
            title, figures = _title(levels[depth], across - 6, chosen=chosen)
            words = [Content.styled(f" {line}", BODY) for line in plan[depth]]
        inner = [
            top(box, across, title, figures, frame),
            *(between(box, across, row, frame) for row in words + inside),
            bottom(box, across, frame),
        ]
    return inner


def _title(band: Band, room: int, *, chosen: bool) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return the left and the right text of the upper edge, each with its style, within `room` cells."""
    counts = _figures(band)
    room -= width_of(counts) + 3 if counts else 0
    name = _MARK + band.name if chosen else band.name
    whole = f"{name} · {band.share}" if band.share else name
    shown = whole if width_of(whole) <= room else fit(name, room)
    return (shown, ACCENT if chosen else HEADING), (counts, f"bold {BODY}")


def _figures(band: Band) -> str:
    return " -> ".join(str(count) for count in band.counts)


def _listed(levels: Sequence[Band], width: int, height: int, first: int, highlight: int | None) -> list[Content]:
    """Draw the levels as a list, the innermost indented most, with their meanings if there is space."""
    meanings = height >= 2 * len(levels)
    lines: list[Content] = []
    for depth, band in enumerate(levels):
        chosen = depth == highlight
        indent = " " * (depth + (0 if chosen else len(_MARK)))
        counts = _figures(band)
        room = width - len(indent) - (width_of(counts) + 1 if counts else 0)
        (name, style), _ = _title(Band(band.name, share=band.share), room, chosen=chosen)
        line = Content.assemble(indent, (name, style))
        if counts:
            line = Content.assemble(line.truncate(width - width_of(counts) - 1, pad=True), " ", (counts, "bold"))
        lines.append(line if depth >= first else Content.styled(f"{indent}{fit(band.name, room)}", QUIET))
        if meanings:
            under = " " * (depth + len(_MARK))
            text = fit(band.meaning, width - len(under)) if depth >= first else ""
            lines.append(Content.assemble(under, (text, QUIET)) if text else Content())
    return lines
