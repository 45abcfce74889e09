"""Questions that a key answers with yes: their base class, and the function that asks one."""

from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from textual.app import App
from textual.events import Key, Mount
from textual.widget import AwaitMount

from copworkshop.toolkit.dialogs.dialog import Dialog


class Question(Dialog[bool]):
    """A question in a frame. One key answers it with yes, if it was pressed after the question appeared.

    Textual looks up the binding of a key only after the widget with the focus has passed the key on. By then the
    question may be on the screen, but the person had not seen it: an earlier key must not answer it. So a subclass
    runs ``came_early`` by its key, which does nothing, and :meth:`on_key` handles the answer.
    """

    yes_key: ClassVar[str]
    """The key that says yes."""

    takes_keys_first = True

    def __init__(self) -> None:
        super().__init__()
        self._since = 0.0
        """When the question appeared, on the clock of Textual's events."""
        self._is_answered = False

    def on_mount(self, event: Mount) -> None:
        """Note the time from which a key can be an answer."""
        self._since = event.time

    def on_key(self, event: Key) -> None:
        """Answer yes if the key was pressed after the question appeared."""
        if event.key == self.yes_key and event.time >= self._since:
            event.stop()
            self.answer(yes=True)

    def answer(self, *, yes: bool) -> None:
        """Close with an answer. Later keys, which were pressed before it was seen to close, answer nothing."""
        if not self._is_answered:
            self._is_answered = True
            self.dismiss(yes)

    def action_came_early(self) -> None:
        """Do nothing: the key was pressed before the question appeared."""


def ask(app: App[Any], question: Question, then: Callable[[], Awaitable[object]]) -> AwaitMount:
    """Ask a question over the screen that `app` shows, and run `then` once it is answered with yes.

    The result can be awaited: then the question is mounted.
    """

    async def answered(agreed: bool | None) -> None:  # noqa: FBT001 - how Textual hands an answer back
        if agreed:
            await then()

    return app.push_screen(question, answered)
