"""A widget that shows the lines that a pure function draws for a given size."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual import events
from textual.content import Content, Span
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget
from typing_extensions import override

from copworkshop.toolkit.row_cache import BorderCache
from copworkshop.toolkit.screen import repaint
from copworkshop.toolkit.taps import Tapped, has_keys, is_mark, key_at

Draw = Callable[[int, int], Sequence[Content]]
"""Draws the lines for a width in cells and a height in rows. It may draw more lines than that; they scroll."""

# C0 and C1 controls, and characters that change the direction of a line. `model.text` removes all of these from input.
# They are removed here again, because this is the last step before a person's terminal. (Tabs are expanded earlier.)
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


_KEPT: Final = 1024
"""The number of painted lines in the cache that all screens share."""


class Drawing(Widget):
    """Shows the lines that a function draws. The function is called again for every size.

    In a scrolling container the widget is as high as its lines, and at least as high as the visible area. `draw` then
    gets the height of the visible area, not the resulting height. With a fixed height, `draw` gets that height. A
    change repaints only the cells that differ, so a clock repaints only its digits.

    Lines wider than the widget are cut. Words in them are never markup, and control characters show as U+FFFD.

    `draw` is called during layout, so it must be quick and change nothing. With `centre` the lines are in the middle
    of the height if there are fewer lines than rows.
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
        self._labels: tuple[list[Content], bool] | None = None
        """Lines, and whether a tap on some part of them presses a key."""

    @property
    def has_labels(self) -> bool:
        """Whether a tap on some part of it presses a key."""
        if self._labels is None or self._labels[0] is not self._lines:
            self._labels = (self._lines, any(map(has_keys, self._lines)))
        return self._labels[1]

    def on_click(self, event: events.Click) -> None:
        """Have the key pressed that stands where somebody tapped."""
        place = event.get_content_offset(self)
        if place is None:
            return
        row = place.y - (max(0, self.content_size.height - len(self._lines)) // 2 if self._centre else 0)
        key = key_at(self._lines[row], place.x) if 0 <= row < len(self._lines) else None
        if key is not None:
            event.stop()
            self.post_message(Tapped(self, key))

    @property
    def lines(self) -> Sequence[Content]:
        """The lines shown now, without the empty rows above centred lines."""
        return tuple(self._lines)

    def refresh_drawing(self) -> None:
        """Draw again, and repaint what differs. Call this when the data that the function reads has changed."""
        if self._drawn_for is None or self._strips is None or not self.is_mounted:
            self._drawn_for = None
            self.refresh(layout=True)
            return
        before, strips, style = self._lines, self._strips, self._strips_for
        width, room = self._drawn_for
        self._drawn_for = None
        lines = self._lines_for(width, room)
        if len(lines) == len(before) and style == self.visual_style and all(map(Content.is_same, before, lines)):
            self._strips = strips  # nearly always the case
            return
        self._strips = None
        if len(lines) != len(before) or style != self.visual_style:
            self.refresh(
                layout=self.styles.auto_dimensions
            )  # without auto dimensions, the size does not depend on the lines
            return
        size = self.content_size
        if size.width != width:  # hidden: without a size there is nothing to compare
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
        """Do the same, and have it painted in the next frame even if other widgets ask for a repaint later."""
        self.refresh_drawing()
        self._check_refresh()

    @override
    def get_content_width(self, container: Size, viewport: Size) -> int:
        lines = self._lines_for(container.width, container.height or viewport.height)
        return max((line.cell_length for line in lines), default=0)

    @override
    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        self._room = container.height or viewport.height
        return len(self._lines_for(width, self._room)) if width > 0 else 0

    @override
    def render_line(self, y: int) -> Strip:
        strips = self._shown(self.content_size)
        if y < len(strips):
            return strips[y]
        return Strip.blank(self.content_size.width, self.visual_style.rich_style)

    @override
    def notify_style_update(self) -> None:
        self._strips = self._rows.borders = None
        super().notify_style_update()

    def _lines_for(self, width: int, room: int) -> list[Content]:
        """Return the lines for this size. They are drawn once for each size until something changes."""
        if self._drawn_for != (width, room):
            self._lines = [part for line in self._draw(width, room) for part in _shielded(line)]
            self._drawn_for = (width, room)
            self._strips = None
        return self._lines

    def _shown(self, size: Size) -> list[Strip]:
        """Return the painted lines for the size of the content and the current style of the widget."""
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
    """Return a line as cells. Its styles are resolved with the current theme of the running app."""
    spans = (Span(start, end, _read(style)) for start, end, style in line.spans if not is_mark(style))
    return _painted(line.plain, tuple(spans), width, base)


@lru_cache(_KEPT)
def _painted(text: str, spans: tuple[Span, ...], width: int, base: Style) -> Strip:
    """Return a line as cells. The cache serves all screens: a line on 200 screens is painted once."""
    parts = Content(text, list(spans)).render(base, end="", parse_style=_read)
    segments = [Segment(part, (base + style).rich_style) for part, style in parts if part]
    return Strip(segments).adjust_cell_length(width, base.rich_style)


def _read(style: str | Style) -> Style:
    """Resolve a style with the theme of the running app."""
    return style if isinstance(style, Style) else Style.parse(style)


def _shielded(line: Content) -> list[Content]:
    """Return `line` as lines without control characters: tabs are expanded, newlines split, other controls replaced."""
    if line.plain.isprintable():
        return [line]
    if "\t" in line.plain:
        line = line.expand_tabs(4)
    parts = line.split("\n", allow_blank=True)
    return [Content(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", part.plain), list(part.spans)) for part in parts]


def _difference(before: Strip, after: Strip) -> list[tuple[int, int]]:
    """Return the range of cells (start, end) in which two strips of the same width differ; empty if they are equal."""
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
    """Return the cells of a strip, beginning with its segment number `first`."""
    return [(char, style) for text, style, _ in list(strip)[first:] for char in text]
