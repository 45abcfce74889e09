"""The base classes of all dialogs, and their frame: the container with a dialog's widgets."""

from typing import Final, Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget

from copworkshop.toolkit.command_node import CommandNode
from copworkshop.toolkit.screen import LeanScreen
from copworkshop.toolkit.theme import HEADING, WARN
from copworkshop.toolkit.widgets.hints import hint
from copworkshop.toolkit.widgets.words import Words

T = TypeVar("T")

_FRAME: Final = """
        align: center middle;
        & > Vertical {
            width: 60;
            max-width: 100%;
            height: auto;
            max-height: 100%;
            border: solid $border;
            padding: 0 1;
        }
"""
"""The styles of the frame. A dialog states in its own styles what is different, such as its width."""


class Dialog(LeanScreen[T], ModalScreen[T], Generic[T]):
    """A frame over the screen below, which stays as it is. Anybody may open it, also on a slow connection.

    Textual dims the screen below. That sends every cell of it twice, when the dialog opens and when it closes: on a
    connection of one kilobyte a second this took twenty seconds.
    """

    DEFAULT_CSS = f"""
    Dialog {{
        {_FRAME}
        background: transparent;
        & > Vertical {{
            background: $background;
        }}
    }}
    """


class DimmingDialog(ModalScreen[T], Generic[T]):
    """A frame over the screen below, which Textual dims. It is for the facilitator's own screens."""

    DEFAULT_CSS = f"""
    DimmingDialog {{
        {_FRAME}
    }}
    """


class SaysAboveKeys:
    """A dialog with a sentence about the last action above its keys. A subclass makes the widget."""

    _sentence: Words

    def show_message(self, sentence: str) -> None:
        """Show a sentence until the next action; an empty one takes the last one away."""
        self._sentence.update(Content.styled(sentence, WARN))


def framed(dialog: CommandNode, heading: str, *widgets: Widget) -> ComposeResult:
    """Yield the frame with a heading, these widgets, and a line of the keys that work when the dialog opens."""
    with Vertical():
        yield Words(Content.styled(heading, HEADING))
        yield from widgets
        yield Words(hint(*dialog.hints()))
