"""What stands on a terminal that became too small; it goes away by itself."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.screen import ModalScreen

from copworkshop.toolkit import theme
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.least_size import LEAST_HEIGHT, LEAST_WIDTH, too_small


class EnlargeScreen(ModalScreen[None]):
    """Asks for a larger terminal, and covers a screen that cannot be drawn in this one; that screen stays as it is."""

    DEFAULT_CSS = """
    EnlargeScreen {
        align: center middle;
        background: $background;
        & > Vertical {
            height: auto;
        }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "app.quit", "Leave; nothing is lost"),
    ]

    title_for_help = "A terminal that is too small"

    def compose(self) -> ComposeResult:
        """Say what to do, and that nothing is lost."""
        with Vertical():
            yield Words(Content.styled(f"Enlarge the terminal to at least {LEAST_WIDTH}×{LEAST_HEIGHT}", theme.HEADING))
            yield Words("Nothing is lost.")

    def on_resize(self, event: events.Resize) -> None:
        """Go away as soon as there is room."""
        self._leave_when_large_enough(event.size)

    def on_screen_resume(self) -> None:
        """Go away if there came to be room while another screen was up."""
        self._leave_when_large_enough(self.app.size)

    def _leave_when_large_enough(self, size: Size) -> None:
        if self.is_current and not too_small(size.width, size.height):
            self.dismiss()
