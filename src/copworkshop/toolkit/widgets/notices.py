"""What a field has to say to the person typing in it; the screen decides where it is said."""

from textual.message import Message
from textual.widget import Widget


class Notice(Message):
    """A field says something. ``@on(Notice)`` hears every kind.

    `control` is the field, `sentence` is for the person at the keyboard.
    """

    def __init__(self, field: Widget, sentence: str) -> None:
        super().__init__()
        self.field = field
        self.sentence = sentence

    @property
    def control(self) -> Widget:
        """The field that says it."""
        return self.field


class Refused(Notice):
    """Nothing was taken in and nothing was changed; the sentence says why and what to do."""


class Cleaned(Notice):
    """A paste was taken in, but for characters that may not be shown on other people's screens."""
