r"""Asks a terminal whether it shows true colours: we set one, and ask which one it has set (DECRQSS of SGR).

Source: https://invisible-island.net/xterm/ctlseqs/ctlseqs.html. ``ESC P $ q m ESC \`` asks for the present attributes,
and the answer is ``ESC P 1 $ r … m ESC \``. A terminal with fewer colours answers with its nearest one, or not at all.
Many terminals have true colours, but their ``ssh`` does not send COLORTERM, which would say so.
"""

import re
from typing import Final

from textual import events

QUERY: Final = "\x1b7\x1b[H\x1b[48;2;1;2;3m\x1bP$qm\x1b\\\x1b[0m\x1b8"
"""The question. What a terminal shows of it that does not know it is drawn over by the first frame."""

_ANSWER: Final = re.compile(r"\x1bP[01]?\$r([ -~]{0,100})(?:\x1b\\|\x07)")
_BEGUN: Final = re.compile(r"\x1b(?:P(?:[01]?(?:\$(?:r(?:[ -~]{0,100}\x1b?)?)?)?)?)?\Z")
_OURS: Final = re.compile(r"(?:^|;)48[:;]2[:;](?:[0-9]*:)?1[:;]2[:;]3(?:;|m|$)")
_KEYS: Final = 3  # characters: Alt and P, or Escape and a digit; more is an answer


class ColoursAnswered(events.Event, bubble=False):
    """The terminal has answered."""

    def __init__(self, *, true: bool) -> None:
        """Tell whether it shows true colours."""
        super().__init__()
        self.true = true


class AnswerFilter:
    """Takes the terminal's answer out of the input, so that no part of it is taken for keys."""

    def __init__(self) -> None:
        self._waits = False
        self.held = ""
        """The beginning of what may be the answer."""

    def expect(self) -> None:
        """Wait for the answer to :data:`QUERY`."""
        self._waits = True

    def feed(self, text: str) -> tuple[str, ColoursAnswered | None]:
        """Return the input without the answer, and what the terminal answered; None if nothing yet."""
        if not self._waits:
            return text, None
        text, self.held = self.held + text, ""
        if (found := _ANSWER.search(text)) is not None:
            self._waits = False
            answered = ColoursAnswered(true=_OURS.search(found[1]) is not None)
            return text[: found.start()] + text[found.end() :], answered
        if (begun := _BEGUN.search(text)) is not None:
            self.held = begun[0]
            text = text[: begun.start()]
        return text, None

    def tick(self) -> str:
        """Return the keys that were held back because no more text came for a moment."""
        if len(self.held) > _KEYS:
            return ""
        keys, self.held = self.held, ""
        return keys
