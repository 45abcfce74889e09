"""Textual's parser of terminal input, made safe for input from strangers."""

from collections.abc import Iterable

from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message
from typing_extensions import override

from copworkshop.toolkit.pasted_keys import PasteMarkingParser
from copworkshop.toolkit.true_colour import AnswerFilter


class _Parser(PasteMarkingParser):
    # Textual 8.2.8 decorates this method with `lru_cache`, which keeps the last 1,024 parsers that met an escape
    # sequence. Each parser keeps its last key, and the key keeps its app. No issue is known for it.
    @override
    def _parse_extended_key(self, sequence: str) -> list[events.Key] | None:  # type: ignore[override]
        return XTermParser._parse_extended_key.__wrapped__(self, sequence)


class KeyParser:
    """Turns text from a terminal into messages. It never raises: if Textual's parser fails, a new one replaces it."""

    def __init__(self) -> None:
        self._parser = _Parser()
        self._answers = AnswerFilter()
        self.unparsed = 0
        """The number of characters since the last message. An open escape sequence or paste may hold them."""

    def feed(self, text: str) -> list[Message]:
        """Return the messages that `text` completes, together with the text that was fed before."""
        self.unparsed += len(text)
        keys, answered = self._answers.feed(text)
        made = self._collect(self._parser.feed(keys)) if keys else []
        if answered is not None:
            made.append(answered)
            self.unparsed = 0
        self.unparsed = max(self.unparsed, len(self._answers.held))
        return made

    def tick(self) -> list[Message]:
        """Return the messages that are due because no text came for a moment, such as the Escape key."""
        keys = self._answers.tick()
        if not keys:
            return self._collect(self._parser.tick())
        made = self._collect(self._parser.feed(keys))
        if self._parser._timeout_time is not None:
            self._parser._timeout_time = 0.0  # the moment without text is over for what was held back, too
        return made + self._collect(self._parser.tick())

    def expect_colours(self) -> None:
        """Wait for the terminal's answer about its colours, which makes a `ColoursAnswered`."""
        self._answers.expect()

    def reset(self) -> None:
        """Discard the text that is not a whole message yet."""
        self._parser = _Parser()
        self._answers = AnswerFilter()
        self.unparsed = 0

    def _collect(self, parsed: Iterable[Message]) -> list[Message]:
        made: list[Message] = []
        try:
            made.extend(parsed)  # the messages before the failure count
        except Exception:  # any error: the parser is Textual's, and strangers send its input
            self.reset()
        if made:
            self.unparsed = 0
        return made
