"""Text that a terminal pastes without marking it as a paste: it comes as keys, many letters in one read.

In a field such keys are text. Elsewhere each letter would be a key of its own, so they do nothing there.
"""

import sys
from collections.abc import Iterable
from time import monotonic
from typing import Final

from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message
from typing_extensions import override

OPEN_A_FIELD: Final = "That looks like pasted text: open a field first."

_LETTERS: Final = 6
_DIFFERENT: Final = 4
_GOES_ON_SECONDS: Final = 0.25
"""What comes so soon after a part of a paste belongs to it: the last part may be a letter or two."""


class PastedKey(events.Key):
    """A key that came with many letters in one read."""


PastedKey.handler_name = events.Key.handler_name  # widgets handle it as any key


def looks_pasted(text: str) -> bool:
    """Return whether nobody would type this between two reads: it has many letters that differ.

    A key that is held down repeats one letter. Keys such as the arrows begin with ESC.
    """
    letters = [char for char in text if char.isalpha()]
    return "\x1b" not in text and len(letters) >= _LETTERS and len(set(letters)) >= _DIFFERENT


class PasteMarkingParser(XTermParser):
    """Textual's parser of terminal input. Keys of a paste that the terminal did not mark are :class:`PastedKey`."""

    _pasted_at = float("-inf")

    @override
    def feed(self, data: str) -> Iterable[Message]:
        begins = looks_pasted(data)
        goes_on = "\x1b" not in data and monotonic() - self._pasted_at < _GOES_ON_SECONDS
        for message in super().feed(data):
            # No text holds Ctrl and a letter: whoever presses them after a paste means that key.
            if (begins or goes_on) and isinstance(message, events.Key) and not message.key.startswith("ctrl+"):
                if begins:  # what only goes on does not make it longer: somebody may press keys again
                    self._pasted_at = monotonic()
                yield PastedKey(message.key, message.character)
            else:
                yield message


def mark_pasted_keys() -> None:
    """Let the driver of the terminal that this process was started in use :class:`PasteMarkingParser`."""
    if sys.platform == "win32":
        from textual.drivers import win32 as driver
    else:
        from textual.drivers import linux_driver as driver
    driver.XTermParser = PasteMarkingParser  # type: ignore[attr-defined]
