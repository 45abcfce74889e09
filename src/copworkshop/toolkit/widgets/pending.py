"""What a field tells the screen of what was typed in it and is not at the session yet.

A screen says “saved” of what is on the disk. What only stands in a field is not, so the field says when that begins
and when it ends: once each, not at every key. It also ends when the field is removed.
"""

from abc import abstractmethod
from collections.abc import Iterable
from itertools import count
from typing import Any, Final
from weakref import ref

from textual.dom import NoScreen
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

SAVING: Final = "saving…"
"""It goes in by itself in a moment."""

NOT_HANDED_IN: Final = "not handed in"
"""It goes in when the person presses Enter, and not before."""

_numbers: Final = count(1)


class UnsavedInput(Message):
    """What is to be said of saving because of a field: `word`, empty when nothing waits in it any more.

    Where it ends it takes the way of what was sent, and so comes after it. By then something may wait in the field
    again, of which the screen knows already: the numbers say what was said first.
    """

    def __init__(self, source: "PendingInput", word: str) -> None:
        super().__init__()
        self._source = ref(source)
        self.word = word
        self.number = next(_numbers)

    @property
    def source(self) -> "PendingInput | None":
        """The field's own record; None once the field is gone."""
        return self._source()


class ShowsUnsaved:
    """A screen that says how it stands with saving."""

    @abstractmethod
    def show_unsaved(self, said: UnsavedInput) -> None:
        """Say so in the very next frame."""


def tell_screen(said: UnsavedInput, field: Widget) -> bool:
    """Tell the screen of a field at once; return whether it says how it stands with saving, or one behind it does."""
    try:
        screen = field.screen
    except NoScreen:
        return False
    behind = () if isinstance(screen, ShowsUnsaved) else reversed(field.app.screen_stack)
    return tell_first(said, (screen, *behind))


def tell_first(said: UnsavedInput, screens: Iterable[Screen[Any]]) -> bool:
    """Tell the first of these screens that says how it stands with saving; return whether there is one."""
    for screen in screens:
        if isinstance(screen, ShowsUnsaved):
            screen.show_unsaved(said)
            return True
    return False


class PendingInput:
    """Whether something waits in a field, and the screen was told."""

    def __init__(self, field: Widget, word: str) -> None:
        """Take the field, and what the screen says while something waits in it."""
        self.field = field
        self._word = word
        self._said = False

    def begins(self, *, waits: bool) -> None:
        """Tell the screen if something waits by now. Called before it is drawn: no frame shows it next to “saved”."""
        if waits and not self._said:
            self._said = True
            tell_screen(UnsavedInput(self, self._word), self.field)

    def ends(self) -> UnsavedInput:
        """Return what is to be said once what is being sent was taken."""
        self._said = False
        return UnsavedInput(self, "")

    def tell(self, *, waits: bool) -> None:
        """Tell the screen if that has changed. Called after what was sent is on its way."""
        self.begins(waits=waits)
        if self._said and not waits:
            self.field.post_message(self.ends())

    def leave(self) -> None:
        """Tell the screen that nothing waits any more: the field is being removed, and posts nothing now."""
        tell_screen(self.ends(), self.field)
