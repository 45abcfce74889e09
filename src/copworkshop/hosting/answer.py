"""The answer to ``ssh HOST WORD``: a document for standard output, or a sentence for standard error."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from copworkshop.hosting.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a visitor who asked for a word instead of a screen."""

    document: bytes = b""
    """Sent unchanged, unless the visitor asked for a terminal, which needs other line ends."""
    is_text: bool = True
    """A terminal can show the document."""
    sentence: str = ""
    """Written to standard error."""
    status: int = 0
    """The exit status of their ``ssh``: 0 if they get what they asked for, 1 if it is not available, 2 for a wrong
    question."""
    received: Callable[[], Awaitable[None]] | None = None
    """Called when the visitor has received the whole document."""


ExecWord = Callable[[Visitor, list[str]], Awaitable[Answer]]
"""Answers ``ssh HOST WORD ARGUMENTS``. The arguments are hostile: compare them, and never send them back."""
