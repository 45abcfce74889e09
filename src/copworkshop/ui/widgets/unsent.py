"""What a field tells the screen of what was typed in it and is not at the session yet.

A screen says “saved” of what is on the disk. What only stands in a field is not, so the field says when that begins
and when it ends: once each, not at every key.
"""

from abc import abstractmethod
from itertools import count
from typing import Final

from textual.message import Message
from textual.widget import Widget

SAVING: Final = "saving…"
"""It goes in by itself in a moment."""

NOT_HANDED_IN: Final = "not handed in"
"""It goes in when the person presses Enter, and not before."""

_numbers: Final = count(1)


class Unsent(Message):
    """What is to be said of saving because of a field: `word`, empty when nothing waits in it any more.

    Where it ends it takes the way of what was sent, and so comes after it. By then something may wait in the field
    again, of which the screen knows already: the numbers say what was said first.
    """

    def __init__(self, word: str) -> None:
        super().__init__()
        self.word = word
        self.number = next(_numbers)


class UnsentWord:
    """What a screen says of saving because of its fields: the last that one of them said."""

    def __init__(self) -> None:
        self._word = ""
        self._number = 0

    def __str__(self) -> str:
        return self._word

    def take(self, said: Unsent) -> None:
        """Take in what a field says, unless it said something else since."""
        if said.number > self._number:
            self._word, self._number = said.word, said.number

    def forget(self) -> None:
        """Say nothing any more, whatever is still on its way: the fields are gone."""
        self._word, self._number = "", next(_numbers)


class MindsUnsent:
    """A screen that says how it stands with saving."""

    @abstractmethod
    def mind_unsent(self, said: Unsent) -> None:
        """Say so in the very next frame."""


class Waiting:
    """Whether something waits in a field, and the screen was told."""

    def __init__(self, field: Widget, word: str) -> None:
        """Take the field, and what the screen says while something waits in it."""
        self._field = field
        self._word = word
        self._said = False

    def begins(self, *, waits: bool) -> None:
        """Tell the screen if something waits by now. Called before it is drawn, so no frame shows it beside “saved”."""
        if waits and not self._said:
            self._said = True
            said, field = Unsent(self._word), self._field
            screen = field.screen if field.is_attached else None
            if isinstance(screen, MindsUnsent):
                screen.mind_unsent(said)
            else:
                field.post_message(said)

    def ends(self) -> Unsent:
        """Return what is to be said once what is being sent was taken."""
        self._said = False
        return Unsent("")

    def tell(self, *, waits: bool) -> None:
        """Tell the screen if that has changed. Called after what was sent is on its way."""
        self.begins(waits=waits)
        if self._said and not waits:
            self._field.post_message(self.ends())
