"""Lines on the screen: a widget that shows what a pure function draws for the room there is."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.content import Content
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

Draw = Callable[[int, int], Sequence[Content]]
"""Draws the lines for a width in cells and a height in rows. It may draw more lines than that: they scroll."""

# The gate of the model lets none of these in. This is the last door before somebody's terminal, all the same:
# the controls of C0 and C1, and what turns the direction of a line. (The tab is gone by then.)
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class Drawing(Widget):
    """Shows the lines that a function draws, drawn anew for every size.

    In a scrolling container it is as high as its lines, and at least as high as the room it has; `draw` is told
    the room, not the height that came of it. With a height of its own it is told that. A change is painted where
    the lines differ and nowhere else, so a clock costs its digits.

    Lines wider than the room are cut. Words in them are never markup, and control characters show as U+FFFD.

    `draw` is called while the screen is laid out, so it must be quick and change nothing. With `centre` the lines
    stand in the middle of the height where there are fewer of them than rows.
    """

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    Drawing {
        width: 1fr;
        height: auto;
        min-height: 100%;
    }
    """

    def __init__(
        self,
        draw: Draw,
        *,
        centre: bool = False,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's name for it
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes, markup=False)
        self._draw = draw
        self._centre = centre
        self._room: int | None = None
        self._drawn_for: tuple[int, int] | None = None
        self._lines: list[Content] = []
        self._strips: list[Strip] | None = None
        self._strips_for: Style | None = None

    @property
    def lines(self) -> Sequence[Content]:
        """What is shown now, without the rows above that centre it."""
        return tuple(self._lines)

    def refresh_drawing(self) -> None:
        """Draw anew, and paint what differs. Call it when what the function reads has changed."""
        if self._drawn_for is None or self._strips is None or not self.is_mounted:
            self._drawn_for = None
            self.refresh(layout=True)
            return
        before, strips, style = self._lines, self._strips, self._strips_for
        width, room = self._drawn_for
        self._drawn_for = None
        lines = self._lines_for(width, room)
        if len(lines) == len(before) and style == self.visual_style and all(map(Content.is_same, before, lines)):
            self._strips = strips  # as nearly always
            return
        self._strips = None
        if len(lines) != len(before) or style != self.visual_style:
            self.refresh(layout=self.styles.auto_dimensions)  # else its size is not made of its lines
            return
        regions = [
            Region(start, y, end - start, 1)
            for y, (before, after) in enumerate(zip(strips, self._shown(), strict=False))
            for start, end in _difference(before, after)
        ]
        if regions:
            self.refresh(*regions)

    def refresh_drawing_now(self) -> None:
        """Do the same for the very next frame, whatever else asks to be painted from now on."""
        self.refresh_drawing()
        self._check_refresh()

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the width of the widest line drawn for the whole of the container's width."""
        lines = self._lines_for(container.width, container.height or viewport.height)
        return max((line.cell_length for line in lines), default=0)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines drawn for `width`."""
        self._room = container.height or viewport.height
        return len(self._lines_for(width, self._room)) if width > 0 else 0

    def render_line(self, y: int) -> Strip:
        """Return row `y` of the content."""
        strips = self._shown()
        if y < len(strips):
            return strips[y]
        return Strip.blank(self.content_size.width, self.visual_style.rich_style)

    def notify_style_update(self) -> None:
        """Forget what was painted in the styles before."""
        self._strips = None
        super().notify_style_update()

    def _lines_for(self, width: int, room: int) -> list[Content]:
        """Return the lines for this size, drawn once a size until something changes."""
        if self._drawn_for != (width, room):
            self._lines = [part for line in self._draw(width, room) for part in _shielded(line)]
            self._drawn_for = (width, room)
            self._strips = None
        return self._lines

    def _shown(self) -> list[Strip]:
        """Return the painted lines for the size and the style that the widget has now."""
        width, height = self.content_size
        auto = self.styles.height is not None and self.styles.height.is_auto
        lines = self._lines_for(width, self._room if auto and self._room is not None else height)
        base = self.visual_style
        if self._strips is None or self._strips_for != base:
            parsed: dict[str | Style, Style] = {}
            above = max(0, height - len(lines)) // 2 if self._centre else 0
            blank = Strip.blank(width, base.rich_style)
            self._strips = [blank] * above + [self._painted(line, width, base, parsed) for line in lines]
            self._strips_for = base
        return self._strips

    def _painted(self, line: Content, width: int, base: Style, parsed: dict[str | Style, Style]) -> Strip:
        def parse(style: str | Style) -> Style:
            if style not in parsed:
                parsed[style] = style if isinstance(style, Style) else Style.parse(style)
            return parsed[style]

        segments = [
            Segment(text, (base + style).rich_style)
            for text, style in line.render(base, end="", parse_style=parse)
            if text
        ]
        return Strip(segments).adjust_cell_length(width, base.rich_style)


def _shielded(line: Content) -> list[Content]:
    """Return `line` as lines that hold no control character: tabs expanded, newlines split, the rest replaced."""
    if line.plain.isprintable():
        return [line]
    if "\t" in line.plain:
        line = line.expand_tabs(4)
    parts = line.split("\n", allow_blank=True)
    return [Content(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", part.plain), list(part.spans)) for part in parts]


def _difference(before: Strip, after: Strip) -> list[tuple[int, int]]:
    """Return the one range of cells, from and to, in which two strips of the same width differ, if they do."""
    if before == after:
        return []
    old, new = _cells(before), _cells(after)
    if old is None or new is None or len(old) != len(new):
        return [(0, after.cell_length)]
    different = [x for x, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
    return [(different[0], different[-1] + 1)] if different else []


def _cells(strip: Strip) -> list[tuple[str, RichStyle | None]] | None:
    """Return the cells of `strip`, or None where its characters are not all one cell wide."""
    cells = [(char, style) for text, style, _ in strip for char in text]
    return cells if len(cells) == strip.cell_length and strip.text.isprintable() else None
