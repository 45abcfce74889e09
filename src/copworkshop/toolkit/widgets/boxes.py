"""Characters for boxes: thin lines, double lines for what matters now, dots for what comes later.

Every font has had these characters since the first PC, unlike heavy lines. They differ without any colour.
"""

from dataclasses import dataclass
from typing import Final

from textual.content import Content

from copworkshop.toolkit.widgets.cells import width_of


@dataclass(frozen=True, slots=True)
class Box:
    """The characters of a frame."""

    top_left: str
    top_right: str
    bottom_left: str
    bottom_right: str
    across: str
    down: str


THIN: Final = Box("┌", "┐", "└", "┘", "─", "│")
DOUBLE: Final = Box("╔", "╗", "╚", "╝", "═", "║")
DOTTED: Final = Box(*"······")

Styled = tuple[str, str]
"""A text and its style."""


def top(box: Box, width: int, left: Styled = ("", ""), right: Styled = ("", ""), frame: str = "") -> Content:
    """Return the upper edge of a box `width` cells wide, with words set into it at the left and right end.

    The words must fit. They are not cut here.
    """
    parts: list[Styled] = [(box.top_left + box.across, frame)]
    parts += [(" ", ""), left, (" ", "")] if left[0] else []
    closing: list[Styled] = [(" ", ""), right, (" ", "")] if right[0] else []
    closing.append((box.across + box.top_right, frame))
    used = sum(width_of(text) for text, _ in parts + closing)
    return Content.assemble(*parts, (box.across * max(0, width - used), frame), *closing)


def bottom(box: Box, width: int, frame: str = "") -> Content:
    """Return the lower edge of a box `width` cells wide."""
    return Content.styled(box.bottom_left + box.across * (width - 2) + box.bottom_right, frame)


def between(box: Box, width: int, inner: Content, frame: str = "") -> Content:
    """Return a row of a box `width` cells wide. `inner` is cut or padded to fit."""
    inner = inner.truncate(width - 2, pad=True)
    return Content.assemble((box.down, frame), inner, (box.down, frame))
