"""A field for several names at once. They are typed with commas between them, or pasted as a list."""

import re
from typing import Final

from textual import events, on
from textual.widgets import Input
from typing_extensions import override

from copworkshop.model.text import NAME_LIMIT, clean_line
from copworkshop.toolkit.widgets.line_input import LineInput
from copworkshop.toolkit.widgets.pending import NOT_HANDED_IN, PendingInput

NAMES_AT_ONCE: Final = 200
"""The field has room for this many names of the greatest length."""

_BETWEEN: Final = re.compile("[,;\r\n\v\f\x85\u2028\u2029\uff0c\u3001]")
_LINES: Final = re.compile("[\r\n\v\f\x85\u2028\u2029]+")


def split_names(text: str) -> list[str]:
    """Return the names in `text`. Commas, semicolons and line breaks separate them; empty names are left out.

    The text is split before it is cleaned, because cleaning joins several lines into one.
    """
    names = (clean_line(part) for part in _BETWEEN.split(text))
    return [name for name in names if name]


class NamesInput(LineInput):
    """A field for names. In a paste of several lines, such as a column of a sheet, each line becomes a name."""

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
        lines = [line for line in _LINES.split(event.text) if line.strip()]
        super()._on_paste(events.Paste(", ".join(lines)))
