"""“Please look up”, over everything that a participant's app shows, until the facilitator takes it away."""

from collections.abc import Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.content import Content
from typing_extensions import override

from copworkshop.toolkit import theme
from copworkshop.toolkit.app import BaseApp
from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.dialogs.dialog import Dialog
from copworkshop.toolkit.widgets.drawing import Drawing

PLEASE: Final = "Please look up."
KEPT: Final = "What you typed is kept. Keys do nothing until the facilitator takes this away."

_LETTERS: Final = {
    "P": ("████ ", "█   █", "████ ", "█    ", "█    "),
    "L": ("█    ", "█    ", "█    ", "█    ", "█████"),
    "E": ("█████", "█    ", "████ ", "█    ", "█████"),
    "A": (" ███ ", "█   █", "█████", "█   █", "█   █"),
    "S": (" ████", "█    ", " ███ ", "    █", "████ "),
    "O": (" ███ ", "█   █", "█   █", "█   █", " ███ "),
    "K": ("█   █", "█  █ ", "███  ", "█  █ ", "█   █"),
    "U": ("█   █", "█   █", "█   █", "█   █", " ███ "),
    " ": ("  ", "  ", "  ", "  ", "  "),
}
_LARGE: Final = ("PLEASE", "LOOK UP")
_ROWS: Final = 5
_MOST_WIDTH: Final = 60


class LookUpScreen(Dialog[None]):
    """“Please look up” on a participant's screen. Keys do nothing; what was typed below stays, with its cursor."""

    DEFAULT_CSS = """
    LookUpScreen {
        background: $background;
        & > Drawing {
            width: 100%;
            height: 100%;
        }
    }
    """

    KEYS: ClassVar[Commands["LookUpScreen"]] = (Command("ctrl+q", "app.quit", "Leave; nothing is lost"),)

    title_for_help = "Please look up"

    def __init__(self) -> None:
        super().__init__()
        self._is_over = False

    @override
    def compose(self) -> ComposeResult:
        yield Drawing(self._draw)

    def on_screen_resume(self) -> None:
        """Close if it was taken away while another screen was on top."""
        if self._is_over:
            self.leave()

    def leave(self) -> None:
        """Show again what this screen covers, at once or when it is on top."""
        self._is_over = True
        if self.is_current:
            self.dismiss()

    def show_message(self, sentence: str) -> None:
        """Show nothing: this screen says already that keys do nothing."""

    def _draw(self, width: int, height: int) -> Sequence[Content]:
        app = self.app
        return look_up(width, height, blocks=not isinstance(app, BaseApp) or app.has_blocks)


def look_up(width: int, height: int, *, blocks: bool) -> list[Content]:
    """Draw the sentence in the middle of the screen, in large letters where they fit and can be drawn."""
    large: list[Content] = []
    for word in _LARGE:
        rows = [" ".join(_LETTERS[letter][row] for letter in word) for row in range(_ROWS)]
        large += [Content.styled(row, theme.ACCENT) for row in rows] + [Content()]
    plain = [Content.styled(PLEASE, theme.HEADING), Content()]
    plain += Content.styled(KEPT, theme.BODY).wrap(min(_MOST_WIDTH, width - 2))
    widest = max(line.cell_length for line in large)
    lines = [*large, *plain] if blocks and widest < width and len(large) + len(plain) <= height else plain
    middle = [line.pad_left(max(0, (width - line.cell_length) // 2)) for line in lines]
    return [Content()] * max(0, (height - len(middle)) // 2) + middle
