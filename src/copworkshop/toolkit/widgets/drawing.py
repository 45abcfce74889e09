"""Lines on the screen: a widget that shows what a pure function draws for the room there is."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.content import Content, Span
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

from copworkshop.toolkit.row_cache import BorderCache
from copworkshop.toolkit.screen import repaint

Draw = Callable[[int, int], Sequence[Content]]
"""Draws the lines for a width in cells and a height in rows. It may draw more lines than that: they scroll."""

# The gate of the model lets none of these in. This is the last door before somebody's terminal, all the same:
# the controls of C0 and C1, and what turns the direction of a line. (The tab is gone by then.)
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


_KEPT: Final = 1024
"""Painted lines, of all screens together, that are kept."""


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
        self._rows = self._styles_cache = BorderCache()
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
        size = self.content_size
        if size.width != width:  # hidden: it has no size to compare anything in
            self.refresh()
            return
        regions = [
            Region(start, y, end - start, 1)
            for y, (before, after) in enumerate(zip(strips, self._shown(size), strict=False))
            for start, end in _difference(before, after)
        ]
        if regions:
            repaint(self, *regions)

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
        strips = self._shown(self.content_size)
        if y < len(strips):
            return strips[y]
        return Strip.blank(self.content_size.width, self.visual_style.rich_style)

    def notify_style_update(self) -> None:
        """Forget what was painted in the styles before."""
        self._strips = self._rows.borders = None
        super().notify_style_update()

    def _lines_for(self, width: int, room: int) -> list[Content]:
        """Return the lines for this size, drawn once a size until something changes."""
        if self._drawn_for != (width, room):
            self._lines = [part for line in self._draw(width, room) for part in _shielded(line)]
            self._drawn_for = (width, room)
            self._strips = None
        return self._lines

    def _shown(self, size: Size) -> list[Strip]:
        """Return the painted lines for the content's size, and the style that the widget has now."""
        width, height = size
        auto = self.styles.height is not None and self.styles.height.is_auto
        lines = self._lines_for(width, self._room if auto and self._room is not None else height)
        base = self.visual_style
        if self._strips is None or self._strips_for != base:
            above = max(0, height - len(lines)) // 2 if self._centre else 0
            blank = Strip.blank(width, base.rich_style)
            self._strips = [blank] * above + [_strip_of(line, width, base) for line in lines]
            self._strips_for = base
        return self._strips


def _strip_of(line: Content, width: int, base: Style) -> Strip:
    """Return a line as cells, its styles read as the running app's theme has them at this moment."""
    spans = (Span(start, end, _read(style)) for start, end, style in line.spans)
    return _painted(line.plain, tuple(spans), width, base)


@lru_cache(_KEPT)
def _painted(text: str, spans: tuple[Span, ...], width: int, base: Style) -> Strip:
    """Return a line as cells. What stands on two hundred screens, and changes there and back, is painted once."""
    parts = Content(text, list(spans)).render(base, end="", parse_style=_read)
    segments = [Segment(part, (base + style).rich_style) for part, style in parts if part]
    return Strip(segments).adjust_cell_length(width, base.rich_style)


def _read(style: str | Style) -> Style:
    """Return what a style means in the running app's theme."""
    return style if isinstance(style, Style) else Style.parse(style)


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
    if before is after:
        return []
    if not (_is_narrow(before) and _is_narrow(after)):
        return [] if before == after else [(0, after.cell_length)]
    parts = list(zip(before, after, strict=False))
    alike = next((at for at, (old, new) in enumerate(parts) if old != new), len(parts))
    start = sum(len(new.text) for _, new in parts[:alike])
    old_cells, new_cells = _cells(before, alike), _cells(after, alike)
    different = [x for x, (old, new) in enumerate(zip(old_cells, new_cells, strict=False), start) if old != new]
    return [(different[0], different[-1] + 1)] if different else []


def _is_narrow(strip: Strip) -> bool:
    """Whether every character of a strip is one cell wide."""
    text = strip.text
    return len(text) == strip.cell_length and text.isprintable()


def _cells(strip: Strip, first: int) -> list[tuple[str, RichStyle | None]]:
    """Return the cells of a strip's segments from one on."""
    return [(char, style) for text, style, _ in list(strip)[first:] for char in text]
