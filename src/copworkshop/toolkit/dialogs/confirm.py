"""A question before an action that cannot be undone."""

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button
from typing_extensions import override

from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.dialogs.question import Question
from copworkshop.toolkit.widgets.words import Words


class Confirm(Question):
    """Ask a question; return whether the answer was yes. Enter takes the safe answer: it goes back."""

    DEFAULT_CSS = """
    Confirm {
        & > Vertical {
            padding: 1 2;
        }
        Horizontal {
            height: 1;
            margin-top: 1;
        }
        Button {
            margin-right: 2;
        }
    }
    """

    KEYS: ClassVar[Commands[Any]] = (
        Command("escape,n", "dismiss(False)", "Go back; nothing changes"),
        Command("y", "came_early", "Yes, do it"),
        Command("left,up", "app.focus_previous", "The other answer", listed=False),
        Command("right,down", "app.focus_next", "The other answer", listed=False),
    )

    AUTO_FOCUS = "#no"  # so that Enter goes back
    title_for_help = "a question"
    yes_key = "y"

    def __init__(self, question: str, yes: str = "Yes", no: str = "Go back") -> None:
        super().__init__()
        self._question = question
        self._yes = yes
        self._no = no

    @override
    def compose(self) -> ComposeResult:
        with Vertical():
            yield Words(self._question)
            with Horizontal():
                yield Button(Content(f"{self._no} (n)"), id="no", compact=True)
                yield Button(Content(f"{self._yes} (y)"), id="yes", compact=True)

    @on(Button.Pressed)
    def _answered(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(event.button.id == "yes")
