r"""Larger letters on terminals that can draw them: kitty's text sizing protocol.

Source: https://sw.kovidgoyal.net/kitty/text-sizing-protocol/. ``OSC 66 ; s=2 ; text ST`` draws text twice as large:
each character takes two columns and two rows. As the protocol says, we ask the terminal whether it can do this: it
reports the cursor's position before and after a space that only such a terminal draws larger.

A drawing contains no escape sequences. It marks large text with two characters that Unicode reserves for a program's
own use and that nobody can type, because the gate removes them. Only the driver turns the marks into sequences, as
the last step. So text that is cut, or covered by a dialog, stays cut at the same cell.
"""

import re
from collections.abc import Callable
from typing import Final, Protocol, runtime_checkable

from textual import events
from textual.content import Content, Span
from textual.driver import Driver
from textual.message import Message
from typing_extensions import override

from copworkshop.toolkit.stand_ins import UTF_8
from copworkshop.toolkit.widgets.cells import width_of

TIMES: Final = 2

QUERY: Final = "\x1b7\x1b[2;1H\x1b[6n\x1b]66;w=2; \x1b\\\x1b[6n\x1b]66;s=2; \x1b\\\x1b[6n\x1b8"
"""Asks for the cursor in the second row, because a report from the first row can be taken for a function key."""

_ANSWERS: Final = [0, 2, 4]  # where the cursor of a terminal that can do it stands, from 0
_SECOND: Final = "\ufdd0"  # the second cell of a large character
_BELOW: Final = "\ufdd1"  # a cell of the row below it

_LARGE: Final = re.compile(f"((?:[^\x00-\x1f\x7f-\x9f{_SECOND}{_BELOW}]{_SECOND})+)|({_SECOND}+|{_BELOW}+)")


def enlarged(line: Content, width: int) -> list[Content]:
    """Return a line as two rows of large text. If that is wider than `width` cells, return the line unchanged.

    A line is also unchanged if it has any character that is not one cell wide, such as a combining mark.
    """
    plain = line.plain
    if not plain.strip() or TIMES * len(plain) > width or any(width_of(char) != 1 for char in plain):
        return [line]
    marked = "".join(char + _SECOND for char in plain)
    spans = [Span(TIMES * span.start, TIMES * span.end, span.style) for span in line.spans]
    return [Content(marked, spans), Content(_BELOW * len(marked))]


def plain_text(line: Content) -> str:
    """Return the text of a drawn line, large or not."""
    return line.plain.replace(_SECOND, "").replace(_BELOW, "")


def has_large_text(row: str) -> bool:
    """Return whether any cell of a row is a part of large text."""
    return _SECOND in row or _BELOW in row


def with_large_text(data: str, *, able: bool) -> str:
    """Return output with the marks as sequences, or as spaces for a terminal that cannot draw large text."""
    if _SECOND not in data and _BELOW not in data:
        return data

    def sequence(match: re.Match[str]) -> str:
        large, rest = match[1], match[2]
        if not able:
            return (large or rest).replace(_SECOND, " ").replace(_BELOW, " ")
        # Cells of a large character that begins elsewhere are stepped over, not written.
        return f"\x1b]66;s={TIMES};{large[::TIMES]}\x1b\\" if large else f"\x1b[{len(rest)}C"

    return _LARGE.sub(sequence, data)


class LargeTextFound(Message, bubble=False):
    """The terminal can draw larger letters."""


class LargeTextDriver(Driver):
    """A driver that finds out whether its terminal can draw larger letters, if the app wants to know."""

    charset = UTF_8
    """Python's name of the terminal's character set."""
    has_large_text = False
    """Whether the terminal has answered that it can."""
    _answers: list[int] | None = None

    def ask_for_large_text(self, send: Callable[[str], object]) -> None:
        """Send the terminal the question, if the app has a use for the answer."""
        if self.asks_terminal:
            self._answers = []
            send(QUERY)

    @property
    def asks_terminal(self) -> bool:
        """Whether the app has a use for what its terminal may be able to do."""
        return isinstance(self._app, AsksTerminal) and self._app.asks_terminal

    def forget_large_text(self) -> None:
        """Forget the answer of a terminal that is gone."""
        self.has_large_text, self._answers = False, None

    @override
    def process_message(self, message: Message) -> None:
        # The answers to the question are not passed on to the app.
        if self._answers is None or not isinstance(message, events.CursorPosition):
            super().process_message(message)
            return
        self._answers.append(message.x)
        if len(self._answers) == len(_ANSWERS):
            self.has_large_text, self._answers = self._answers == _ANSWERS, None
            if self.has_large_text:
                self.send_message(LargeTextFound())


@runtime_checkable
class AsksTerminal(Protocol):
    """An app that may have a use for larger letters and for more colours than its terminal's client tells of."""

    asks_terminal: bool
    """Whether it has one."""
