"""A question before something that cannot be taken back."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button

from copworkshop.ui.widgets.words import Words


class Confirm(ModalScreen[bool]):
    """Ask a question and hand back whether the answer was yes. Enter does the safe thing: it goes back."""

    DEFAULT_CSS = """
    Confirm {
        align: center middle;
        & > Vertical {
            width: 60;
            max-width: 100%;
            height: auto;
            max-height: 100%;
            border: solid $border;
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

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,n", "dismiss(False)", "Go back; nothing changes"),
        Binding("y", "dismiss(True)", "Yes, do it"),
        Binding("left,up", "app.focus_previous", "The other answer", show=False),
        Binding("right,down", "app.focus_next", "The other answer", show=False),
    ]

    title_for_help = "a question"

    def __init__(self, question: str, yes: str = "Yes", no: str = "Go back") -> None:
        super().__init__()
        self._question = question
        self._yes = yes
        self._no = no

    def compose(self) -> ComposeResult:
        """Show the question and the two answers, the safe one first and with the focus."""
        with Vertical():
            yield Words(self._question)
            with Horizontal():
                yield Button(Content(f"{self._no} (n)"), id="no", compact=True)
                yield Button(Content(f"{self._yes} (y)"), id="yes", compact=True)

    def on_mount(self) -> None:
        """Let Enter go back."""
        self.query_one("#no", Button).focus()

    @on(Button.Pressed)
    def _answered(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(event.button.id == "yes")
