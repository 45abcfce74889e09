"""What a field tells the screen of what was typed in it and is not at the session yet.

A screen says “saved” of what is on the disk. What only stands in a field is not, so the field says when that begins
and when it ends: once each, not at every key.
"""

from typing import Final

from textual.message import Message
from textual.widget import Widget

SAVING: Final = "saving…"
"""It goes in by itself in a moment."""

NOT_HANDED_IN: Final = "not handed in"
"""It goes in when the person presses Enter, and not before."""


def say_unsent(field: Widget, word: str) -> None:
    """Tell the screen of a field what is to be said of saving."""
    (field.screen if word and field.is_attached else field).post_message(Unsent(word))


class Unsent(Message):
    """What is to be said of saving because of a field: `word`, empty when nothing waits in it any more.

    Where something begins to wait it is posted to the screen itself, so that the word goes in the frame that shows
    the letter, or right after it. Where it ends it takes the way of what was sent, and so comes after it.
    """

    def __init__(self, word: str) -> None:
        super().__init__()
        self.word = word
