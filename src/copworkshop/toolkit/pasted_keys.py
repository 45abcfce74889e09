"""Pasted text that the parser of keys would take for something else.

Text that a terminal pastes without marking it comes as keys, many letters in one read. In a field such keys are text.
Elsewhere each letter would be a key of its own, so they do nothing there. Text that is marked as a paste may hold ESC,
as a program's output does: it begins no key.
"""

import sys
from collections.abc import Iterable
from time import monotonic
from typing import Any, Final

from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message
from typing_extensions import override

OPEN_A_FIELD: Final = "That looks like pasted text: open a field first."

PASTE_START: Final = "\x1b[200~"
"""The sequence that begins a marked paste."""
PASTE_END: Final = "\x1b[201~"
"""The sequence that ends it."""

_ESC: Final = "\x1b"
_LEFT_OUT: Final = "\x18"  # Textual itself leaves out NUL, and nobody would be told
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


class MarkedPastes:
    """Replaces each ESC within a marked paste by a character that every field leaves out and counts.

    Textual's parser ends a paste at any ESC: it takes the rest for keys, which come before the text of the paste.
    """

    def __init__(self) -> None:
        self._inside = False
        self._tail = ""
        """The end of the text so far, if it may begin a mark. Within a paste it is held back, else passed on."""

    def feed(self, text: str) -> str:
        """Return the text to be parsed. Within a paste, the beginning of what may be its end is held back."""
        if not (self._inside or self._tail or _ESC in text):
            return text
        text, passed, self._tail = self._tail + text, "" if self._inside else self._tail, ""
        parts = list[str]()
        while text:
            mark = PASTE_END if self._inside else PASTE_START
            before, found, text = text.partition(mark)
            if not found:
                self._tail = _beginning_of(mark, before)
            if self._inside:
                before = before[: len(before) - len(self._tail)].replace(_ESC, _LEFT_OUT)
            parts += before, found
            self._inside = self._inside is not bool(found)
        return "".join(parts)[len(passed) :]


def _beginning_of(mark: str, text: str) -> str:
    """Return the longest end of `text` with which `mark` begins."""
    return next((mark[:size] for size in range(len(mark) - 1, 0, -1) if text.endswith(mark[:size])), "")


class PasteMarkingParser(XTermParser):
    """Textual's parser of terminal input. Keys of a paste that the terminal did not mark are :class:`PastedKey`."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._marked = MarkedPastes()
        self._pasted_at = float("-inf")

    @override
    def feed(self, data: str) -> Iterable[Message]:
        begins = looks_pasted(data)
        goes_on = "\x1b" not in data and monotonic() - self._pasted_at < _GOES_ON_SECONDS
        to_parse = self._marked.feed(data)
        for message in super().feed(to_parse) if to_parse or not data else ():  # no text is the end of all input
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
