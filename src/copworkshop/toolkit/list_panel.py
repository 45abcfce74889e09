"""What panels have in common that consist of a list, a line of keys, and perhaps a line to type in."""

from abc import abstractmethod
from typing import Any

from typing_extensions import override

from copworkshop.toolkit.command_node import CommandNode
from copworkshop.toolkit.commands import Command
from copworkshop.toolkit.widgets.entries import EntryList
from copworkshop.toolkit.widgets.entry_line import EntryLine
from copworkshop.toolkit.widgets.hints import Keys, hint


class ListPanel(CommandNode):
    """A list of entries, and the keys for the entry under the cursor. A subclass makes the widgets."""

    _list: EntryList
    _keys: Keys

    def show_keys(self) -> None:
        """Show which keys work now."""
        self._keys.update(hint(*self.hints()))
        self.refresh_bindings()

    def moved(self) -> None:
        """Show what can be done with the entry that the cursor has come to."""
        self.show_keys()

    def on_entry_list_moved(self, event: EntryList.Moved) -> None:
        """Call :meth:`moved`."""
        event.stop()
        self.moved()


class LinePanel(ListPanel):
    """A list of entries with a line that is open while something is typed. Then only the rows for that time count."""

    _line: EntryLine

    @property
    def purpose(self) -> str | None:
        """What is typed in the line; None while it is closed."""
        return self._line.purpose

    @override
    def offers(self, command: Command[Any]) -> bool:
        return command.while_typing is (self._line.purpose is not None) and super().offers(command)

    @abstractmethod
    async def take(self, purpose: str, text: str) -> bool:
        """Take the text on which Enter was pressed; return False if it is to stay in the line."""

    def typed(self, purpose: str, text: str) -> None:
        """Follow the text while it is typed."""

    def left(self, purpose: str) -> None:
        """Go back to the list: Escape was pressed, and the line is closed."""
        self.show_keys()
        self._list.focus()

    def close_line(self) -> None:
        """Close the line, and go back to the list."""
        self._line.close()
        self.show_keys()
        self._list.focus()

    async def on_entry_line_given(self, event: EntryLine.Given) -> None:
        """Take the text, or put it back into the line."""
        event.stop()
        if not await self.take(event.purpose, event.value):
            self._line.put_back(event.value)

    def on_entry_line_typed(self, event: EntryLine.Typed) -> None:
        """Call :meth:`typed`."""
        event.stop()
        self.typed(event.purpose, event.value)

    def on_entry_line_left(self, event: EntryLine.Left) -> None:
        """Call :meth:`left`."""
        event.stop()
        self.left(event.purpose)
