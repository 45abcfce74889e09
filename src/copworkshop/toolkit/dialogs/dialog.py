"""The base class of the dialogs that anybody may open, also over a slow line."""

from typing import Generic, TypeVar

from textual.screen import ModalScreen

from copworkshop.toolkit.screen import LeanScreen

T = TypeVar("T")


class Dialog(LeanScreen[T], ModalScreen[T], Generic[T]):
    """A frame over the screen below, which stays as it is.

    Textual dims the screen below. That sends every cell of it twice, when the dialog opens and when it closes: on a
    line of one kilobyte a second it took twenty seconds.
    """

    DEFAULT_CSS = """
    Dialog {
        background: transparent;
        & > Vertical {
            background: $background;
        }
    }
    """
