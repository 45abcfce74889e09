"""One place on the screen for several panels, one of which is in sight."""

from typing import Final, Self

from textual.containers import Vertical
from textual.geometry import Region, Size, Spacing
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.messages import Layout as LayoutAsked
from textual.widget import Widget
from typing_extensions import override

from copworkshop.toolkit.strips import share_rows

_NONE: Final = Spacing(0, 0, 0, 0)


class StackPanel(Vertical):
    """A panel of a stack. It may wait out of sight."""

    def __init__(self) -> None:
        super().__init__()
        self.shown = False
        """Whether the panel is in sight. While it is not, nothing in it takes the focus."""
        self.looks_focused: Widget | None = None
        """The widget that keeps the focused look while the panel waits out of sight; None for none."""

    @property
    def first(self) -> Widget | None:
        """The widget that gets the focus when the panel comes in sight; None for none."""
        return None

    @override
    def allow_focus_children(self) -> bool:
        return self.shown


class _OnTop(Layout):
    """Gives each panel the full size: the panel in sight at its place, the others left of the screen's edge."""

    name = "pile"

    @override
    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        # The panel in sight comes last. So its order on the screen, and what is painted, do not depend on how many
        # wait. The others are fixed, because fixed widgets do not enlarge the area that can be scrolled to.
        del greedy
        here = Region(0, 0, size.width, size.height)
        aside = Region(-size.width, 0, size.width, size.height)
        top = parent.top if isinstance(parent, PanelStack) else None
        placed = [
            WidgetPlacement(aside, here.offset, _NONE, child, fixed=True) for child in children if child is not top
        ]
        return [*placed, *(WidgetPlacement(here, here.offset, _NONE, child) for child in children if child is top)]


class PanelStack(Widget):
    """Shows one panel at a time.

    The panels that wait are laid out in the same size, out of sight. So showing one of them needs only a repaint.
    """

    DEFAULT_CSS = """
    PanelStack {
        layout: vertical;
        overflow: hidden hidden;
        width: 1fr;
        height: 1fr;
    }
    """

    _ON_TOP: Final = _OnTop()

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self.top: StackPanel | None = None
        """The panel in sight."""

    @property
    @override
    def layout(self) -> Layout:
        return self._ON_TOP

    @property
    def panels(self) -> tuple[StackPanel, ...]:
        """The panels here, the one in sight included."""
        return tuple(child for child in self.children if isinstance(child, StackPanel))

    @property
    def waiting(self) -> tuple[StackPanel, ...]:
        """The panels out of sight."""
        return tuple(panel for panel in self.panels if panel is not self.top)

    @override
    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        # A new layout alone paints nothing. A panel that moves is painted at its new place.
        return super().refresh(*regions, repaint=repaint and not layout, layout=layout, recompose=recompose)

    def render_ahead(self) -> None:
        """Draw the rows of the panels that wait, so that rows that are the same for everybody are cached when shown."""
        placed = self.screen._compositor._full_map
        for panel in self.waiting:
            for widget in panel.walk_children(Widget, with_self=True):
                if widget in placed:
                    width, height = placed[widget].region.size
                    widget.render_lines(Region(0, 0, width, min(height, self.size.height)))
                    share_rows(widget._styles_cache._cache)

    def put_on_top(self, panel: StackPanel) -> None:
        """Show this panel, which must be mounted here. Nothing outside this stack is laid out again."""
        if self.top is not None:
            self.top.shown = False
        panel.shown = True
        self.top = panel
        self._clear_arrangement_cache()
        self.screen.post_message(LayoutAsked(self))
        # We repaint here and do not rely on the layout to find what has moved. In Textual 8.2.8 it finds nothing if,
        # after a scroll, code asks where a widget is.
        self._set_dirty()
        self.screen._dirty_widgets.add(self)

    def forget(self, panel: StackPanel) -> None:
        """Forget a panel that is about to be removed."""
        panel.shown = False
        if self.top is panel:
            self.top = None
