"""A dialog with more lines than a low terminal shows: they scroll between a heading and a last line."""

from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget

from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.dialogs.dialog import Dialog, framed

_AROUND = 5
"""The number of rows around what scrolls on a narrow terminal."""


class ScrollingDialog(Dialog[None]):
    """Scrolls by the keys of the cursor. A subclass composes it with :meth:`frame`, and adds the keys that leave."""

    DEFAULT_CSS = """
    ScrollingDialog {
        & > Vertical {
            width: 76;
            padding: 0 2;
        }
        VerticalScroll {
            height: auto;
            scrollbar-size-vertical: 1;
        }
    }
    """

    KEYS: ClassVar[Commands[Any]] = (
        Command("up", "scroll(-1)", "Scroll up", listed=False),
        Command("down", "scroll(1)", "Scroll down", listed=False),
        Command("pageup", "scroll(-10)", "Scroll up", listed=False),
        Command("pagedown,space", "scroll(10)", "Scroll down", listed=False),
    )

    def frame(self, heading: str, body: Widget) -> ComposeResult:
        """Yield the heading, what scrolls, and the line of keys."""
        yield from framed(self, heading, VerticalScroll(body, can_focus=False))

    def on_resize(self, event: events.Resize) -> None:
        """Limit what scrolls, so that the frame, the heading and the last line stay visible on a low terminal."""
        self.query_one(VerticalScroll).styles.max_height = max(1, event.size.height - _AROUND)

    def action_scroll(self, rows: int) -> None:
        """Scroll down by `rows`, or up if it is negative."""
        self.query_one(VerticalScroll).scroll_relative(y=rows, animate=False)
