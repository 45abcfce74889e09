"""The screen that is shown on a terminal that became too small. It closes by itself."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.screen import ModalScreen
from typing_extensions import override

from copworkshop.toolkit import theme
from copworkshop.toolkit.command_node import CommandNode
from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.least_size import LEAST_HEIGHT, LEAST_WIDTH, too_small


class EnlargeScreen(CommandNode, ModalScreen[None]):
    """Asks for a larger terminal. It covers a screen that does not fit, and leaves that screen as it is."""

    DEFAULT_CSS = """
    EnlargeScreen {
        align: center middle;
        background: $background;
        & > Vertical {
            height: auto;
        }
    }
    """

    KEYS: ClassVar[Commands["EnlargeScreen"]] = (Command("ctrl+q", "app.quit", "Leave; nothing is lost"),)

    title_for_help = "A terminal that is too small"

    @override
    def compose(self) -> ComposeResult:
        with Vertical():
            yield Words(Content.styled(f"Enlarge the terminal to at least {LEAST_WIDTH}×{LEAST_HEIGHT}", theme.HEADING))
            yield Words("Nothing is lost.")

    def on_resize(self, event: events.Resize) -> None:
        """Close as soon as the terminal is large enough."""
        self._leave_when_large_enough(event.size)

    def on_screen_resume(self) -> None:
        """Close if the terminal became large enough while another screen was on top."""
        self._leave_when_large_enough(self.app.size)

    def _leave_when_large_enough(self, size: Size) -> None:
        if self.is_current and not too_small(size.width, size.height):
            self.dismiss()
