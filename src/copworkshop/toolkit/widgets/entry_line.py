"""A field that opens when something is to be typed, and takes no room otherwise."""

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from copworkshop.toolkit.widgets.line_input import LineInput
from copworkshop.toolkit.widgets.pending import NOT_HANDED_IN, PendingInput
from copworkshop.toolkit.widgets.words import Said, Words

LOW: Final = 16
"""On a screen with fewer rows the field goes without its frame."""


class EntryLine(Vertical):
    """One :class:`LineInput` for several purposes, below a line that says what it is for.

    It is open for one purpose at a time. What was typed for a purpose and not sent is there again when it opens for
    that purpose the next time, unless it opens with a text of its own.
    """

    DEFAULT_CSS = """
    EntryLine {
        height: auto;
        display: none;

        &.-low LineInput {
            border: none;
            padding: 0;
            height: 1;
        }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave the field"),
    ]

    class Typed(Message):
        """What is in the field has changed."""

        def __init__(self, purpose: str, value: str) -> None:
            super().__init__()
            self.purpose = purpose
            self.value = value

    class Given(Typed):
        """Enter was pressed. The field stays open for the next entry until it is told otherwise.

        It is empty already, so that keys pressed right after Enter begin the next one: what is refused is brought back
        by :meth:`EntryLine.put_back`.
        """

    class Left(Message):
        """Escape was pressed and the field is closed."""

        def __init__(self, purpose: str) -> None:
            super().__init__()
            self.purpose = purpose

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._label = Words()
        self._field = LineInput()
        self._purpose: str | None = None
        self._drafts: dict[str, str] = {}
        self._drafting = False
        self._opened_with = ""
        self._keeps = False
        self._waiting = PendingInput(self, NOT_HANDED_IN)
        self._field.edited = lambda: self._waiting.begins(waits=self._waits)

    @property
    def purpose(self) -> str | None:
        """What the field is open for; None while it is closed."""
        return self._purpose

    @property
    def field(self) -> LineInput:
        """The field itself."""
        return self._field

    @property
    def value(self) -> str:
        """What is in the field."""
        return self._field.value

    @value.setter
    def value(self, value: str) -> None:
        self._field.value = value
        self._field.cursor_position = len(value)

    def compose(self) -> ComposeResult:
        """Put the label above the field."""
        yield self._label
        yield self._field

    def on_unmount(self) -> None:
        """Hold nothing unsent any more."""
        self._waiting.leave()

    def open(
        self, purpose: str, label: Said, value: str | None = None, *, placeholder: str = "", keeps: bool = False
    ) -> None:
        """Open the field for a purpose, with this text or with what was typed for it before, and focus it.

        With `keeps` Enter leaves what was typed where it is.
        """
        self._keep_draft()
        self._field.hands_over = not keeps
        self._keeps, self._opened_with = keeps, value or ""
        self._purpose, self._drafting = purpose, value is None
        self._label.update(label)
        self._field.placeholder = placeholder
        self.value = self._drafts.pop(purpose, "") if value is None else value
        self.set_class(self.screen.size.height < LOW, "-low")
        self.display = True
        self._field.focus()

    def label(self, label: Said) -> None:
        """Say something else above the field."""
        self._label.update(label)

    def put_back(self, value: str) -> None:
        """Put an entry that was refused back into the field, if it is still open."""
        if self._purpose is not None:
            self._field.put_back(value)

    def close(self) -> None:
        """Close the field; what was typed is done with."""
        self._purpose = None
        self.value = ""
        self.display = False
        self._waiting.tell(waits=self._waits)

    def focus_field(self) -> None:
        """Put the focus into the field."""
        self._field.focus()

    def action_leave(self) -> None:
        """Close the field, and keep what was typed for the next time."""
        purpose = self._purpose
        self._keep_draft()
        self.close()
        if purpose is not None:
            self.post_message(self.Left(purpose))

    @property
    def _waits(self) -> bool:
        return self._purpose is not None and not self._keeps and self.value.strip() not in {"", self._opened_with}

    def _keep_draft(self) -> None:
        if self._purpose is not None and self._drafting:
            self._drafts[self._purpose] = self._field.value

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self._purpose is not None:
            self.post_message(self.Given(self._purpose, event.value))

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._waiting.tell(waits=self._waits)
        if self._purpose is not None:
            self.post_message(self.Typed(self._purpose, event.value))
