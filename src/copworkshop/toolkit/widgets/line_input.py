"""A field for one line of people's words."""

from collections.abc import Callable

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widgets import Input
from typing_extensions import override

from copworkshop.model.text import LINE_LIMIT, clean_line, removed
from copworkshop.toolkit.widgets.keys import act_in_order, joiner
from copworkshop.toolkit.widgets.lists import lines_of
from copworkshop.toolkit.widgets.notices import Cleaned, Refused
from copworkshop.toolkit.widgets.pastes import full, no_room, too_big


class LineInput(Input):
    """A field for one line. Enter posts ``Submitted``. A paste of several lines becomes one line.

    With `takes_lists` it posts :class:`ListPasted` instead, and the text in the field stays as it is.

    A key or a paste that would make the line longer than `max_length` characters is refused with a
    :class:`Refused` message. The text in the field is never cut. The cursor does not blink. Focusing the field
    selects nothing, so that the next key does not replace what was typed.

    With `hands_over` the line is empty as soon as Enter is pressed, so that keys pressed right after it begin the
    next line. :meth:`put_back` restores a line that was refused.
    """

    class ListPasted(Message):
        """Several lines were pasted: the entries of a list, without bullets and numbers."""

        def __init__(self, lines: list[str]) -> None:
            super().__init__()
            self.lines = lines

    # The `virtual_size` of Textual's Input is the width of its text, so every key causes a layout of the whole screen.
    # No layout here depends on the width of the text.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)

    edited: Callable[[], None] | None = None
    """Called after each change of the line, before it is drawn."""
    takes_lists = False
    """Whether a paste of several lines is a list."""

    DEFAULT_CSS = """
    LineInput {
        border: solid $border-blurred;
        padding: 0 1;

        &:focus {
            border: double $border;
        }
        &>.input--placeholder {
            color: $text-muted;
        }
        &:ansi {
            &>.input--cursor {
                color: ansi_default;
                background: ansi_default;
                text-style: reverse;
            }
            &>.input--selection {
                color: ansi_default;
                background: ansi_default;
                text-style: underline;
            }
        }
    }
    """

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        max_length: int = LINE_LIMIT,
        password: bool = False,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's name for it
        classes: str | None = None,
        disabled: bool = False,
        compact: bool = False,
        hands_over: bool = False,
    ) -> None:
        super().__init__(
            value,
            placeholder,
            password=password,
            max_length=max_length,
            validate_on=(),
            select_on_focus=False,
            name=name,
            id=id,
            classes=classes,
            disabled=disabled,
            compact=compact,
        )
        self.cursor_blink = False
        self.hands_over = hands_over

    def watch_value(self) -> None:
        """Call :attr:`edited` at once."""
        if self.edited is not None:
            self.edited()

    def put_back(self, value: str) -> None:
        """Put a refused line back, in front of what has been typed since."""
        line = f"{value} {self.value}" if self.value and value else value or self.value
        self.value = line[: self.max_length] if self.max_length else line
        self.cursor_position = len(self.value)

    @override
    async def action_submit(self) -> None:
        value = self.value
        self.post_message(self.Submitted(self, value))
        if self.hands_over:
            self.value = ""

    @override
    def restricted(self) -> None:
        # A sentence instead of the terminal's bell.
        self.post_message(Refused(self, full(self.max_length or 0)))

    @override
    def action_paste(self) -> None:
        self._take(self.app.clipboard)

    @override
    async def _on_key(self, event: events.Key) -> None:
        if (char := joiner(event)) is not None:
            event.stop()
            event.prevent_default()
            self.replace(char, *self.selection)
        elif not event.is_printable:
            await act_in_order(self, event)

    @override
    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self._take(event.text)

    def _take(self, pasted: str) -> None:
        """Replace the selection with a paste, as one clean line, if all of it fits."""
        if (refusal := too_big(pasted)) is not None:
            self.post_message(Refused(self, refusal))
            return
        if self.takes_lists and len(lines := lines_of(pasted)) > 1:
            self.post_message(self.ListPasted(lines))
            return
        line = clean_line(pasted)
        if not line:
            return
        there = len(self.value) - len(self.selected_text)
        if self.max_length and there + len(line) > self.max_length:
            self.post_message(Refused(self, no_room(len(line), there, self.max_length)))
            return
        self.replace(line, *self.selection)
        if (left_out := removed(pasted)) is not None:
            self.post_message(Cleaned(self, left_out))
