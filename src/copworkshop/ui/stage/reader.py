"""Reading at one's own pace: a drawing that scrolls with the usual keys."""

from collections.abc import Sequence
from typing import ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region

from copworkshop.toolkit.command_node import CommandNode
from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.widgets.drawing import Draw, Drawing
from copworkshop.ui.stage.registry import newest_row


class Reader(CommandNode, VerticalScroll, can_focus=True, inherit_bindings=False):
    """Scrolls what a function draws. Without `arrows`, Up and Down are left to the widget around it."""

    DEFAULT_CSS = """
    Reader {
        height: 1fr;
        scrollbar-size-vertical: 1;
    }
    """

    KEYS: ClassVar[Commands["Reader"]] = (
        Command("up", "row(-1)", "Scroll", when=lambda self: self._arrows and self.scrolls, listed=False),
        Command("down", "row(1)", "Scroll", when=lambda self: self._arrows and self.scrolls, listed=False),
        Command("pageup", "page(-1)", "Scroll a page", when=lambda self: self.scrolls, listed=False),
        Command("pagedown,space", "page(1)", "Scroll a page", when=lambda self: self.scrolls, listed=False),
        Command("home", "rows(-10000)", "To the top", when=lambda self: self.scrolls, listed=False),
        Command("end", "end", "To the end", when=lambda self: self.scrolls, listed=False),
    )

    def __init__(
        self,
        draw: Draw,
        *,
        arrows: bool = True,
        id: str | None = None,  # noqa: A002 - Textual's name for it
    ) -> None:
        self._drawing = Drawing(draw)
        super().__init__(self._drawing, id=id)
        self._arrows: bool = arrows

    @property
    def lines(self) -> Sequence[Content]:
        """The lines that are drawn now."""
        return self._drawing.lines

    @property
    def scrolls(self) -> bool:
        """Whether there is more than fits."""
        return self.show_vertical_scrollbar

    def redraw(self) -> None:
        """Draw again, and keep the scroll position."""
        self._drawing.refresh_drawing()

    def turn(self) -> None:
        """Draw another page, and scroll to its top or to the row that was revealed last."""
        self._drawing.refresh_drawing()
        self.call_after_refresh(self._to_newest)

    def action_row(self, rows: int) -> None:
        """Scroll down by `rows` rows, or up if it is negative."""
        self.action_rows(rows)

    def action_rows(self, rows: int) -> None:
        """Scroll down by `rows` rows, or up if it is negative."""
        self.scroll_relative(y=rows, animate=False)

    def action_page(self, pages: int) -> None:
        """Scroll by `pages` pages. Each is one row less than the height, so that one row stays in sight."""
        self.action_rows(pages * max(1, self.size.height - 1))

    def action_end(self) -> None:
        """Scroll to the end."""
        self.action_rows(self.virtual_size.height)

    def _to_newest(self) -> None:
        row = newest_row(self.lines)
        if row is None:
            self.scroll_home(animate=False)
        else:
            self.scroll_to_region(Region(0, max(0, row - 1), 1, 3), animate=False, force=True)
