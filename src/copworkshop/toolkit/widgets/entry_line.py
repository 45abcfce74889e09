"""A field that is shown only while something is to be typed."""

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input
from typing_extensions import override

from copworkshop.toolkit.command_node import CommandNode
from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.widgets.line_input import LineInput
from copworkshop.toolkit.widgets.pending import NOT_HANDED_IN, PendingInput
from copworkshop.toolkit.widgets.words import Said, Words

LOW: Final = 16
"""On a screen with fewer rows than this, the field has no frame."""


class EntryLine(CommandNode, Vertical):
    """One :class:`LineInput` for several purposes, below a label that says what it is for.

    It is open for one purpose at a time. A text that was typed for a purpose but not sent is kept. It is there again
    when the field opens for the same purpose, unless :meth:`open` is called with another text.
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

    KEYS: ClassVar[Commands["EntryLine"]] = (Command("escape", "leave", "Leave the field"),)

    class Typed(Message):
        """The text in the field has changed."""

        def __init__(self, purpose: str, value: str) -> None:
            super().__init__()
            self.purpose = purpose
            self.value = value

    class Given(Typed):
        """Enter was pressed. The field stays open for the next entry until :meth:`EntryLine.close` is called.

        The field is empty already, so that keys pressed right after Enter begin the next entry.
        :meth:`EntryLine.put_back` restores an entry that was refused.
        """

    class ListGiven(Message):
        """A list was pasted into a field that takes lists. The text in the field is as it was."""

        def __init__(self, purpose: str, lines: list[str]) -> None:
            super().__init__()
            self.purpose = purpose
            self.lines = lines

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
        self._is_given = False
        """Whether Enter was pressed, and the next entry has not begun: what is typed meanwhile belongs to that one."""
        self._opened_with = ""
        self._keeps = False
        self._waiting = PendingInput(self, NOT_HANDED_IN)
        self._field.edited = lambda: self._waiting.begins(waits=self._waits)

    @property
    def purpose(self) -> str | None:
        """The purpose for which the field is open; None while it is closed."""
        return self._purpose

    @property
    def field(self) -> LineInput:
        """The input widget."""
        return self._field

    @property
    def value(self) -> str:
        """The text in the field."""
        return self._field.value

    @value.setter
    def value(self, value: str) -> None:
        self._field.value = value
        self._field.cursor_position = len(value)

    @property
    def pending(self) -> tuple[str, str] | None:
        """What is typed and was not submitted: its purpose and the text. None if there is no such text."""
        return (self._purpose, self.value) if self._purpose is not None and self._waits else None

    @override
    def compose(self) -> ComposeResult:
        yield self._label
        yield self._field

    def on_unmount(self) -> None:
        """Notify the screen that nothing is pending here."""
        self._waiting.leave()

    def open(
        self,
        purpose: str,
        label: Said,
        value: str | None = None,
        *,
        placeholder: str = "",
        keeps: bool = False,
        lists: bool = False,
    ) -> None:
        """Open the field for a purpose and focus it.

        It contains `value`. If `value` is None, it contains the text that was typed for this purpose before. With
        `keeps`, Enter does not empty the field. With `lists`, a paste of several lines posts :class:`ListGiven`.
        """
        typed_since = self._field.value if self._is_given else ""
        self._is_given = False
        self._keep_draft()
        self._field.hands_over = not keeps
        self._field.takes_lists = lists
        self._keeps, self._opened_with = keeps, value or ""
        self._purpose, self._drafting = purpose, value is None
        self._label.update(label)
        self._field.placeholder = placeholder
        self.value = (self._drafts.pop(purpose, "") if value is None else value) + typed_since
        self.set_class(self.screen.size.height < LOW, "-low")
        self.display = True
        self._field.focus()

    def label(self, label: Said) -> None:
        """Change the label above the field."""
        self._label.update(label)

    def put_back(self, value: str) -> None:
        """Put a refused entry back into the field, if the field is still open."""
        self._is_given = False
        if self._purpose is not None:
            self._field.put_back(value)

    def close(self) -> None:
        """Close the field and discard its text."""
        self._is_given = False
        self._purpose = None
        self.value = ""  # if it was not empty, the field itself tells the screen that nothing is pending
        self.display = False

    def focus_field(self) -> None:
        """Focus the input widget."""
        self._field.focus()

    def action_leave(self) -> None:
        """Close the field, and keep its text for the next time."""
        purpose = self._purpose
        self._keep_draft()
        self.close()
        if purpose is not None:
            self.post_message(self.Left(purpose))

    def take_kept(self, purpose: str) -> str:
        """Return the text that is kept for a purpose, and keep it no more."""
        return self._drafts.pop(purpose, "")

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
            self._is_given = self._field.hands_over
            self.post_message(self.Given(self._purpose, event.value))

    @on(LineInput.ListPasted)
    def _list_pasted(self, event: LineInput.ListPasted) -> None:
        event.stop()
        if self._purpose is not None:
            self.post_message(self.ListGiven(self._purpose, event.lines))

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._waiting.tell(waits=self._waits)
        if self._purpose is not None:
            self.post_message(self.Typed(self._purpose, event.value))
