"""Messages from a field to the person typing in it. The screen decides where they are shown."""

from textual.message import Message
from textual.widget import Widget
from typing_extensions import override


class Notice(Message):
    """A message from a field. ``@on(Notice)`` handles every kind.

    `control` is the field. `sentence` is for the person at the keyboard.
    """

    def __init__(self, field: Widget, sentence: str) -> None:
        super().__init__()
        self.field = field
        self.sentence = sentence

    @property
    @override
    def control(self) -> Widget:
        return self.field


class Refused(Notice):
    """The input was refused and nothing was changed. The sentence says why and what to do."""


class Cleaned(Notice):
    """A paste was inserted without characters that may not be shown on other people's screens."""
