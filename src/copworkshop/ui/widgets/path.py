"""The lifecycle as a path: one box for each phase, joined by arrows, with the current one in a double frame."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from textual.content import Content

from copworkshop.toolkit.theme import ACCENT, BODY, FRAME, HEADING, QUIET
from copworkshop.toolkit.widgets.boxes import DOUBLE, THIN, between, bottom, top
from copworkshop.toolkit.widgets.cells import fit, width_of, wrap, wrap_content

_LEAST_ROOM: Final = 13  # cells of text in a box that stands next to others
_MOST_WIDTH: Final = 120  # cells; wider boxes are harder to read
_ARROWS: Final = ((70, " ──> "), (0, " ─> "))  # from this width on
_MARK: Final = "> "


@dataclass(frozen=True, slots=True)
class Stop:
    """One phase of the path: a short label, such as "Phase One", and its name."""

    label: str
    name: str
    parts: tuple[str, ...] = ()
    """Its parts. Each gets a line below the name."""


def path(
    stops: Sequence[Stop], width: int, height: int, *, current: int | None = None, shown: int | None = None
) -> list[Content]:
    """Draw `stops` from left to right, or below each other in a narrow space, or as a list in a small one.

    The stop at index `current` has a double frame and a mark before its label. Only the first `shown` stops are
    drawn, by default all. The space of the others stays empty, so that nothing moves when they are revealed.
    """
    if not stops:
        return []
    seen = len(stops) if shown is None else shown
    for draw in (_across, _down):
        lines = draw(stops, width, current, seen)
        if lines and len(lines) <= height:
            return lines
    return _listed(stops, width, height, current, seen)


def _across(stops: Sequence[Stop], width: int, current: int | None, seen: int) -> list[Content]:
    wide = min(width, _MOST_WIDTH)
    arrow = next(drawn for least, drawn in _ARROWS if wide >= least)
    gap = width_of(arrow)
    each = (wide - gap * (len(stops) - 1)) // len(stops)
    if each - 4 < _LEAST_ROOM:
        return []
    names = [_inside(stop, each - 4) for stop in stops]
    high = max(map(len, names))
    boxes = [
        _box(stop, each, [*lines, *[""] * (high - len(lines))], chosen=index == current)
        for index, (stop, lines) in enumerate(zip(stops, names, strict=True))
    ]
    boxes = [box if index < seen else [Content(" " * each)] * len(box) for index, box in enumerate(boxes)]
    middle = len(boxes[0]) // 2
    left = " " * ((width - each * len(stops) - gap * (len(stops) - 1)) // 2)
    lines: list[Content] = []
    for y in range(len(boxes[0])):
        line = Content.assemble(left, boxes[0][y])
        for index, box in enumerate(boxes[1:], 1):
            joint = arrow if y == middle and index < seen else " " * gap
            line = Content.assemble(line, (joint, FRAME), box[y])
        lines.append(line)
    return lines


def _down(stops: Sequence[Stop], width: int, current: int | None, seen: int) -> list[Content]:
    wide = min(width, _MOST_WIDTH // 2)
    if wide - 4 < _LEAST_ROOM:
        return []
    left = (width - wide) // 2
    lines: list[Content] = []
    for index, stop in enumerate(stops):
        box = _box(stop, wide, _inside(stop, wide - 4), chosen=index == current)
        if index:
            box = [Content.styled("v".center(wide), FRAME), *box]
        lines += [line.pad_left(left) if index < seen else Content() for line in box]
    return lines


def _inside(stop: Stop, width: int) -> list[str]:
    """Return the lines in a box: the name and, if there are any, an empty line and the parts."""
    if not stop.parts:
        return wrap(stop.name, width)
    named = [*wrap(stop.name, width), ""] if stop.name else []
    return ["", *named, *(line for part in stop.parts for line in wrap(part, width)), ""]


def _box(stop: Stop, width: int, name: list[str], *, chosen: bool) -> list[Content]:
    box, frame, style = (DOUBLE, ACCENT, ACCENT) if chosen else (THIN, FRAME, HEADING)
    label = fit(_MARK + stop.label if chosen else stop.label, width - 6)
    return [
        top(box, width, (label, style), frame=frame),
        *(between(box, width, Content.styled(f" {line}", f"bold {BODY}" if chosen else BODY), frame) for line in name),
        bottom(box, width, frame),
    ]


def _listed(stops: Sequence[Stop], width: int, height: int, current: int | None, seen: int) -> list[Content]:
    """Return a list of the stops. Names that are too long go on in the next row, or are cut if there is none."""
    long = [_line(stop, 10_000, chosen=index == current) for index, stop in enumerate(stops)]
    entries = [_hung(line, width) for line in long]
    if sum(map(len, entries)) > height:
        entries = [[_line(stop, width, chosen=index == current)] for index, stop in enumerate(stops)]
    return [line if index < seen else Content() for index, entry in enumerate(entries) for line in entry]


def _line(stop: Stop, width: int, *, chosen: bool) -> Content:
    label = fit((_MARK if chosen else " " * len(_MARK)) + stop.label, width)
    name = fit(" · ".join(filter(None, (stop.name, *stop.parts))), width - width_of(label) - 2)
    return Content.assemble((label, ACCENT if chosen else HEADING), "  ", (name, BODY if chosen else QUIET))


def _hung(line: Content, width: int) -> list[Content]:
    """Return a line in as many rows as it needs, those after the first further to the right."""
    indent = 2 * len(_MARK)
    first, *others = wrap_content(line, width)
    if not others:
        return [first]
    return [first, *(other.pad_left(indent) for other in wrap_content(Content(" ").join(others), width - indent))]
