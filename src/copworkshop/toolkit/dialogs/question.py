"""What all questions have in common that a key answers with yes."""

from typing import ClassVar

from textual.events import Key, Mount
from textual.screen import ModalScreen


class Question(ModalScreen[bool]):
    """A question in a frame, answered with yes by one key that was pressed after the question came up.

    Textual looks up what a key is bound to only once the widget that had the focus has passed it on. By then the
    question may be up, but the person has not seen it: an earlier key must not answer it. So a subclass binds its key
    to ``came_early``, which does nothing, and the answer is taken here.
    """

    DEFAULT_CSS = """
    Question {
        align: center middle;
        & > Vertical {
            width: 60;
            max-width: 100%;
            height: auto;
            max-height: 100%;
            border: solid $border;
            padding: 0 1;
        }
    }
    """

    yes_key: ClassVar[str]
    """The key that says yes."""

    def __init__(self) -> None:
        super().__init__()
        self._since = 0.0
        """When the question came up, as events count the time."""

    def on_mount(self, event: Mount) -> None:
        """Note from when on a key can be an answer."""
        self._since = event.time

    def on_key(self, event: Key) -> None:
        """Take the key for a yes, if it was pressed after the question came up."""
        if event.key == self.yes_key and event.time >= self._since:
            event.stop()
            self.dismiss(result=True)

    def action_came_early(self) -> None:
        """Do nothing: the key was pressed before the question came up."""
