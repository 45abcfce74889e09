"""One place on the screen for several panels, one of them in sight."""

from typing import Final, Self

from textual.geometry import Region, Size, Spacing
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.messages import Layout as LayoutAsked
from textual.widget import Widget

from copworkshop.toolkit.strips import share_rows
from copworkshop.ui.participant.panel import Panel

_NONE: Final = Spacing(0, 0, 0, 0)


class _OnTop(Layout):
    """Gives all the room to each panel: to the one in sight here, to the others left of the screen's edge."""

    name = "pile"

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:  # noqa: FBT001, FBT002 Textual's
        """Place the panels, each in the whole of the room.

        The one in sight comes last: its order on the screen, and so what is painted, is the same however many wait.
        The others are fixed: what does not scroll is no part of what could be scrolled to.
        """
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

    Those that wait are laid out in the same size, out of sight: showing one of them needs no more than a repaint.
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
        self.top: Panel | None = None
        """The panel in sight."""

    @property
    def layout(self) -> Layout:
        """How the panels are placed."""
        return self._ON_TOP

    @property
    def panels(self) -> tuple[Panel, ...]:
        """The panels here, the one in sight included."""
        return tuple(child for child in self.children if isinstance(child, Panel))

    @property
    def waiting(self) -> tuple[Panel, ...]:
        """The panels out of sight."""
        return tuple(panel for panel in self.panels if panel is not self.top)

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Lay the panels out anew without painting anything: what moves is painted where it comes to be."""
        return super().refresh(*regions, repaint=repaint and not layout, layout=layout, recompose=recompose)

    def render_ahead(self) -> None:
        """Draw the rows of what waits: what its person changes nothing of is there when it is shown."""
        placed = self.screen._compositor._full_map
        for panel in self.waiting:
            for widget in panel.walk_children(Widget, with_self=True):
                if widget in placed:
                    width, height = placed[widget].region.size
                    widget.render_lines(Region(0, 0, width, min(height, self.size.height)))
                    share_rows(widget._styles_cache._cache)

    def put_on_top(self, panel: Panel) -> None:
        """Show this panel, which is mounted here. Nothing is laid out anew for it but what is here."""
        if self.top is not None:
            self.top.shown = False
        panel.shown = True
        self.top = panel
        self._clear_arrangement_cache()
        self.screen.post_message(LayoutAsked(self))
        # Not left to what the layout finds to have moved: in Textual 8.2.8 who asks where a widget is, after something
        # scrolled, has it find nothing.
        self._set_dirty()
        self.screen._dirty_widgets.add(self)

    def forget(self, panel: Panel) -> None:
        """Forget a panel that is about to be removed."""
        panel.shown = False
        if self.top is panel:
            self.top = None
