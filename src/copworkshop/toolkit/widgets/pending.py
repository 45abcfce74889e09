"""How a field notifies its screen of input that is not in the session yet.

A screen says “saved” only of what is on the disk. Input that is only in a field is not saved. So the field notifies
the screen when such input begins and when it ends: once each, not at every key. It also ends when the field is removed.
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
"""The input is sent by itself in a moment."""

NOT_HANDED_IN: Final = "not sent yet"
"""The input is sent when the person presses Enter, and not before."""

_numbers: Final = count(1)


class UnsavedInput(Message):
    """The `word` that the screen shows about saving because of a field; empty when nothing is pending in it any more.

    The end of pending input travels as a message, after the message with the input itself. By then something may be
    pending in the field again, and the screen may know that already. So each has a `number`, in the order of creation.
    """

    def __init__(self, source: "PendingInput", word: str) -> None:
        super().__init__()
        self._source = ref(source)
        self.word = word
        self.number = next(_numbers)

    @property
    def source(self) -> "PendingInput | None":
        """The state of the field; None once the field is gone."""
        return self._source()


class ShowsUnsaved:
    """A screen that shows whether everything is saved."""

    @abstractmethod
    def show_unsaved(self, said: UnsavedInput) -> None:
        """Show this in the next frame."""


def tell_screen(said: UnsavedInput, field: Widget) -> bool:
    """Notify the screen of a field at once, or the first :class:`ShowsUnsaved` behind it; return whether one exists."""
    try:
        screen = field.screen
    except NoScreen:
        return False
    behind = () if isinstance(screen, ShowsUnsaved) else reversed(field.app.screen_stack)
    return tell_first(said, (screen, *behind))


def tell_first(said: UnsavedInput, screens: Iterable[Screen[Any]]) -> bool:
    """Notify the first :class:`ShowsUnsaved` of these screens; return whether there is one."""
    for screen in screens:
        if isinstance(screen, ShowsUnsaved):
            screen.show_unsaved(said)
            return True
    return False


class PendingInput:
    """Whether input is pending in a field and the screen was notified of it."""

    def __init__(self, field: Widget, word: str) -> None:
        """Watch `field`. The screen shows `word` while something is pending in it."""
        self.field = field
        self._word = word
        self._said = False

    def begins(self, *, waits: bool) -> None:
        """Notify the screen if something is pending now.

        Call this before the field is drawn, so that no frame shows the input together with “saved”.
        """
        if waits and not self._said:
            self._said = True
            tell_screen(UnsavedInput(self, self._word), self.field)

    def ends(self) -> UnsavedInput:
        """Return the notice for the screen to show once the input was accepted."""
        self._said = False
        return UnsavedInput(self, "")

    def tell(self, *, waits: bool) -> None:
        """Notify the screen if this has changed. Call it after the message with the input was posted."""
        self.begins(waits=waits)
        if self._said and not waits:
            self.field.post_message(self.ends())

    def leave(self) -> None:
        """Notify the screen directly that nothing is pending. A field that is being removed cannot post a message."""
        tell_screen(self.ends(), self.field)
