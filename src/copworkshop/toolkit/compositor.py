"""Which cells of which widgets a frame is made of: Textual's compositor, for a process with two hundred screens.

For a change of one letter, stock Textual renders every widget whose container reaches the row, hidden backgrounds
included. It cuts all rows of the screen wherever a widget begins or ends, and it sends the row from the left edge of
the widget. This compositor renders only the widgets in sight at the changed cells, and sends only those cells. The
resulting screen is the same, cell by cell.
"""

from collections.abc import Iterable
from operator import itemgetter
from typing import NamedTuple

from rich.console import Console
from textual._compositor import Compositor, CompositorUpdate, ReflowResult
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget
from typing_extensions import override

from copworkshop.toolkit.placing import in_columns
from copworkshop.toolkit.sent_cells import SentCells

Span = tuple[int, int]
"""Cells of a row: the index of the first, and the index after the last."""


class _Placed(NamedTuple):
    """A widget in sight."""

    top: int
    """The first of its rows that is in sight, unless another widget is in front of it."""
    bottom: int
    """The row after the last."""
    left: int
    right: int
    widget: Widget
    region: Region
    """Where it is placed. Part of the region may be out of sight."""


class LeanCompositor(Compositor):
    """Renders only the widgets in sight at the changed cells."""

    _placed: tuple[_Placed, ...] = ()
    _placed_from: object = None

    @override
    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        # The map is valid now, so the next question where a widget is does not cause a second layout.
        found = super().reflow(parent, size)
        self._full_map_invalidated = False
        return found

    @override
    def update_widgets(self, widgets: set[Widget]) -> None:
        # Textual takes every widget out of sight for a new one. Only a widget that was never laid out is new.
        laid_out = self._full_map
        super().update_widgets({each for each in widgets if each in self.visible_widgets or each not in laid_out})

    @override
    def render_partial_update(self) -> "CellsUpdate | None":  # type: ignore[override] # Textual takes any such
        screen = self.size.region
        changed = [found for region in self._dirty_regions if (found := region.intersection(screen))]
        self._dirty_regions.clear()
        return self._cells(self._regions_to_spans(changed)) if changed else None

    @override
    def render_full_update(  # type: ignore[override] # Textual takes any such
        self,
        simplify: bool = False,
    ) -> CompositorUpdate:
        if simplify:
            return super().render_full_update(simplify=simplify)
        self._dirty_regions.clear()
        return self._cells((y, 0, self.size.width) for y in range(self.size.height))

    def _cells(self, spans: Iterable[tuple[int, int, int]]) -> "CellsUpdate":
        """Render these spans as they look now. Each is a row, its first cell and the cell after its last."""
        update, missing = CellsUpdate(self.size), dict[int, list[Span]]()
        for y, left, right in spans:
            missing.setdefault(y, []).append((left, right))
        for placed in self._in_sight():
            if not missing:
                break
            rows = [
                y
                for y, spans_left in missing.items()
                if placed.top <= y < placed.bottom
                and any(left < placed.right and right > placed.left for left, right in spans_left)
            ]
            if rows and not _is_gone(placed.widget):
                _add(placed, rows, missing, update)
        return update

    def _in_sight(self) -> tuple[_Placed, ...]:
        """Return the widgets in sight, from front to back. The result is computed once for each layout."""
        visible = self.visible_widgets
        if self._placed_from is not visible:
            self._placed = tuple(
                _Placed(seen.y, seen.bottom, seen.x, seen.right, widget, region)
                for widget, (region, clip) in visible.items()
                if (seen := region.intersection(clip))
            )
            self._placed_from = visible
        return self._placed


def _add(placed: _Placed, rows: list[int], missing: dict[int, list[Span]], update: "CellsUpdate") -> None:
    """Add the cells of a widget that are still missing in these rows. The widget must reach each of the rows."""
    start, first, region = placed.left, min(rows), placed.region
    crop = Region(start - region.x, first - region.y, placed.right - start, max(rows) - first + 1)
    strips = placed.widget.render_lines(crop)
    for y in rows:
        if y - first >= len(strips):
            continue
        # While the layout changes, a widget may render less than its region. The rest then shows what is behind it.
        strip = strips[y - first]
        end = min(placed.right, start + strip.cell_length)
        left_over: list[Span] = []
        for left, right in missing[y]:
            here, behind = max(left, start), min(right, end)
            if here >= behind:
                left_over.append((left, right))
                continue
            update.add(y, here, strip.crop(here - start, behind - start))
            left_over += [(a, b) for a, b in ((left, here), (behind, right)) if a < b]
        if left_over:
            missing[y] = left_over
        else:
            del missing[y]


def _is_gone(widget: Widget) -> bool:
    """Whether a widget was removed since the last layout. Such a widget can no longer be rendered."""
    return widget.parent is None


class CellsUpdate(CompositorUpdate):
    """Changed spans of cells, without the cells to their left and right."""

    sent: SentCells | None = None
    """What the terminal shows now. None if all the cells are to be sent, whatever it shows."""

    def __init__(self, screen: Size) -> None:
        """Begin without cells, for a screen of this size."""
        self._screen = screen
        self._parts: list[tuple[int, int, Strip]] = []

    def add(self, y: int, x: int, strip: Strip) -> None:
        """Add the cells of `strip`, which begin at column `x` of row `y`."""
        self._parts.append((y, x, strip))

    @override
    def render_segments(self, console: Console) -> str:
        parts = sorted(self._parts, key=itemgetter(0, 1))
        if self.sent is not None:
            self.sent.fit(self._screen)
            return self.sent.render(parts)
        written: list[str] = []
        row, column = -1, -1
        for y, x, strip in parts:
            if (y, x) != (row, column):
                written.append(f"\x1b[{y + 1};{x + 1}H")
            written.append(in_columns(strip, x).render(console))
            row, column = y, x + strip.cell_length
        return "".join(written)
