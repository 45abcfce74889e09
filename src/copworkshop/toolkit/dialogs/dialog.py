"""The base classes of all dialogs, and their frame: the container with a dialog's widgets."""

from typing import Final, Generic, TypeVar

from textual.screen import ModalScreen

from copworkshop.toolkit.screen import LeanScreen

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
    """A frame over the screen below, which stays as it is. Anybody may open it, also over a slow line.

    Textual dims the screen below. That sends every cell of it twice, when the dialog opens and when it closes: on a
    line of one kilobyte a second it took twenty seconds.
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
