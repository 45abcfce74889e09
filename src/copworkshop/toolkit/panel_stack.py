"""One place on the screen for several panels, one of them in sight."""

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
    """A panel of a stack, which may wait out of sight."""

    def __init__(self) -> None:
        super().__init__()
        self.shown = False
        """The panel is in sight. While it is not, nothing in it takes the focus."""
        self.looks_focused: Widget | None = None
        """The widget of the panel that looks as if it had the focus, while the panel waits out of sight."""

    @property
    def first(self) -> Widget | None:
        """The widget that gets the focus when the panel comes in sight; None for none."""
        return None

    @override
    def allow_focus_children(self) -> bool:
        return self.shown


class _OnTop(Layout):
    """Gives all the room to each panel: to the one in sight here, to the others left of the screen's edge."""

    name = "pile"

    @override
    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        # The panel in sight comes last: its order on the screen, and so what is painted, is the same however many wait.
        # The others are fixed: what does not scroll is no part of what could be scrolled to.
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

    The panels that wait are laid out in the same size, out of sight, so that showing one of them needs only a repaint.
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
        # A new layout alone paints nothing: a panel that moves is painted where it comes to be.
        return super().refresh(*regions, repaint=repaint and not layout, layout=layout, recompose=recompose)

    def render_ahead(self) -> None:
        """Draw the rows of the panels that wait: the rows that do not depend on the person are there when shown."""
        placed = self.screen._compositor._full_map
        for panel in self.waiting:
            for widget in panel.walk_children(Widget, with_self=True):
                if widget in placed:
                    width, height = placed[widget].region.size
                    widget.render_lines(Region(0, 0, width, min(height, self.size.height)))
                    share_rows(widget._styles_cache._cache)

    def put_on_top(self, panel: StackPanel) -> None:
        """Show this panel, which is mounted here. Nothing outside this stack is laid out again for it."""
        if self.top is not None:
            self.top.shown = False
        panel.shown = True
        self.top = panel
        self._clear_arrangement_cache()
        self.screen.post_message(LayoutAsked(self))
        # The repaint is not left to what the layout finds to have moved: when code asks Textual 8.2.8 where a widget
        # is, after something scrolled, the layout finds nothing.
        self._set_dirty()
        self.screen._dirty_widgets.add(self)

    def forget(self, panel: StackPanel) -> None:
        """Forget a panel that is about to be removed."""
        panel.shown = False
        if self.top is panel:
            self.top = None
