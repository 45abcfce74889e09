"""What a field tells the screen of what was typed in it and is not at the session yet.

A screen says “saved” of what is on the disk. What only stands in a field is not, so the field says when that begins
and when it ends: once each, not at every key.
"""

from typing import Final

from textual.message import Message

SAVING: Final = "saving…"
"""It goes in by itself in a moment."""

NOT_HANDED_IN: Final = "not handed in"
"""It goes in when the person presses Enter, and not before."""


class Unsent(Message):
    """What is to be said of saving because of a field: `word`, empty when nothing waits in it any more."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self.word = word
