"""A field for several names at once. They are typed with commas between them, or pasted as a list."""

from typing import Final

from textual import events, on
from textual.widgets import Input
from typing_extensions import override

from copworkshop.model.text import NAME_LIMIT
from copworkshop.toolkit.widgets.line_input import LineInput
from copworkshop.toolkit.widgets.lists import joined_names, names_of
from copworkshop.toolkit.widgets.pending import NOT_HANDED_IN, PendingInput

NAMES_AT_ONCE: Final = 200
"""The field has room for this many names of the greatest length."""


class NamesInput(LineInput):
    """A field for names. A paste of several names is put in with commas between them, and quoted where needed.

    :func:`~copworkshop.toolkit.widgets.lists.names_of` says what is a name in it.
    """

    def __init__(
        self,
        *,
        placeholder: str = "",
        id: str | None = None,  # noqa: A002 - Textual's name for it
    ) -> None:
        super().__init__(placeholder=placeholder, max_length=NAMES_AT_ONCE * (NAME_LIMIT + 2), id=id, hands_over=True)
        self._waiting = PendingInput(self, NOT_HANDED_IN)
        self.edited = lambda: self._waiting.begins(waits=bool(self.value))

    @on(Input.Changed)
    def _say_unsent(self) -> None:
        self._waiting.tell(waits=bool(self.value))

    def on_unmount(self) -> None:
        """Notify the screen that nothing is pending here."""
        self._waiting.leave()

    @override
    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        names = names_of(event.text)
        super()._on_paste(events.Paste(joined_names(names) if len(names) > 1 else event.text))
