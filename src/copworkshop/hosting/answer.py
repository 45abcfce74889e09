"""What ``ssh HOST WORD`` answers: a document for standard output, or a sentence for standard error."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from copworkshop.hosting.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Answer:
    """What a visitor gets who asked for a word instead of a screen."""

    document: bytes = b""
    """Sent as it is, unless the visitor asked for a terminal, which needs other line ends."""
    sentence: str = ""
    """Said on standard error."""
    status: int = 0
    """The exit status of their ``ssh``: 0 when they have what they asked for, 1 when it is not to be had, 2 for a
    wrong question."""
    received: Callable[[], Awaitable[None]] | None = None
    """Called when the visitor has the whole document."""


ExecWord = Callable[[Visitor, list[str]], Awaitable[Answer]]
"""Answers ``ssh HOST WORD ARGUMENTS``. What was typed is hostile: it is compared, never sent back."""
