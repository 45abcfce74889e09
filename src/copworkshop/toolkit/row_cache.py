"""Paints a changed row of a widget with the borders and padding that were computed before.

Textual computes the borders, colours and filters of a widget again for each row that changes. When a key is pressed,
that is most of the cost of painting its letter.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual._styles_cache import StylesCache
from textual.color import Color
from textual.filter import LineFilter
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget
from typing_extensions import override


@dataclass(frozen=True, slots=True)
class _Borders:
    """What surrounds the rows of a widget's content, and the filters that are applied to them."""

    size: Size
    """The size of the whole widget."""
    top: int
    """The first row of the content."""
    bottom: int
    """The row after the last row of the content."""
    width: int
    """The width of the content, in cells."""
    left: Sequence[Segment]
    right: Sequence[Segment]
    ground: RichStyle
    """The style of the cells that fill up a row."""
    filters: Sequence[LineFilter]
    background: Color

    @classmethod
    def of(cls, widget: Widget, rows: Mapping[int, Strip]) -> Self | None:
        """Take the borders from one of the rows that Textual has just drawn.

        Return None if no such row was drawn, or if the widget has effects that change the content itself.
        """
        styles, size = widget.styles, widget.outer_size
        left, top = styles.gutter.left, styles.gutter.top
        width, height = widget.content_region.size
        drawn = next((rows[y] for y in range(top, top + height) if y in rows), None)
        has_effects = (
            styles.tint.a
            or widget.opacity != 1
            or styles.text_opacity != 1
            or (styles.has_rule("hatch") and styles.hatch != "none")
            or any(edge for edge, _ in styles.outline)
        )
        if drawn is None or has_effects or drawn.cell_length != size.width:
            return None
        base, background = widget.background_colors
        inner, _ = widget._styles_cache.get_inner_outer(base, background)
        return cls(
            size=size,
            top=top,
            bottom=top + height,
            width=width,
            left=tuple(drawn.crop(0, left)),
            right=tuple(drawn.crop(left + width)),
            ground=inner.rich_style,
            filters=tuple(widget.get_line_filters()),
            background=background,
        )

    def around(self, content: Strip) -> Strip:
        """Return a row of the content with its left and right borders."""
        content = content.adjust_cell_length(self.width, self.ground)
        if not self.left and not self.right:
            return content
        return Strip([*self.left, *content, *self.right], self.size.width)


class BorderCache(StylesCache):
    """The cache of a widget's rows that also keeps their borders, as long as it keeps the rows.

    Textual clears the whole cache when a style, a theme or the size has changed.
    """

    def __init__(self) -> None:
        super().__init__()
        self.borders: _Borders | None = None
        """None if nothing was drawn since the cache was cleared."""

    @override
    def clear(self) -> None:
        super().clear()
        self.borders = None

    @override
    def render_widget(self, widget: Widget, crop: Region) -> list[Strip]:
        edges = self.borders
        if edges is None or edges.size != widget.outer_size or not self._is_content(edges, crop):
            rows = super().render_widget(widget, crop)
            self.borders = _Borders.of(widget, self._cache)
            return rows
        rows = [self._row(widget, edges, y) for y in crop.line_range]
        self._dirty_lines.difference_update(crop.line_range)
        left, right = crop.column_span
        return rows if (left, right) == (0, edges.size.width) else [row.crop(left, right) for row in rows]

    def _is_content(self, edges: _Borders, crop: Region) -> bool:
        """Whether all rows that must be drawn again are content."""
        return all(
            edges.top <= y < edges.bottom or (y in self._cache and y not in self._dirty_lines) for y in crop.line_range
        )

    def _row(self, widget: Widget, edges: _Borders, y: int) -> Strip:
        row = self._cache.get(y)
        if row is None or y in self._dirty_lines:
            row = self._cache[y] = edges.around(widget.render_line(y - edges.top))
        for each in edges.filters:
            row = row.apply_filter(each, edges.background)
        return row


def release_border_backgrounds() -> None:
    """Make Textual cache the backgrounds of borders by their colours only.

    In Textual 8.2.8 `StylesCache.get_inner_outer` is meant to be a class method (its first argument is `cls`), but is
    not (issue 6665). So its `lru_cache` keeps the rows of the last 1,024 widgets: 0.9 MB for each app that has ended.
    """
    if not isinstance(vars(StylesCache)["get_inner_outer"], classmethod):
        StylesCache.get_inner_outer = classmethod(StylesCache.get_inner_outer)  # type: ignore[arg-type, assignment, method-assign]
