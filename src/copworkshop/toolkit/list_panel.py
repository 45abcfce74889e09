"""What panels have in common that have a line of keys, and a list, a line to type in, or both."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from typing_extensions import override

from copworkshop.toolkit.command_node import CommandNode
from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.hostable import HostableApp
from copworkshop.toolkit.widgets.entries import EntryList
from copworkshop.toolkit.widgets.entry_line import EntryLine
from copworkshop.toolkit.widgets.hints import hint
from copworkshop.toolkit.widgets.words import Words


class KeysPanel(CommandNode):
    """Shows the keys that work now. A subclass makes the widgets."""

    _keys: Words

    @property
    @override
    def spells_digits(self) -> bool:
        app = self.app
        return isinstance(app, HostableApp) and app.has_tapped

    def show_keys(self) -> None:
        """Show which keys work now. It is called whenever that may have changed."""
        self._keys.update(hint(*self.hints()))


class EntriesPanel(KeysPanel):
    """A list of entries, and the keys for the one under the cursor."""

    _list: EntryList

    def moved(self) -> None:
        """Show what can be done with the entry that the cursor has come to."""
        self.show_keys()

    def on_entry_list_moved(self, event: EntryList.Moved) -> None:
        """Call :meth:`moved`."""
        event.stop()
        self.moved()


@dataclass(frozen=True, slots=True)
class LineKeys:
    """The words of the keys while the line is open."""

    enter: str
    escape: str
    arrows: str = ""


class LinePanel(KeysPanel):
    """A line that is open while something is typed. Then only the rows for that time are offered."""

    LINE: ClassVar[Mapping[str, LineKeys]] = {}
    """The words for each purpose of the line; those of "" for all others."""

    KEYS: ClassVar[Commands[Any]] = (
        Command("enter", hint=lambda panel: panel.line_keys.enter, while_typing=True),
        Command("up,down", hint=lambda panel: panel.line_keys.arrows, label="Up Down", while_typing=True),
        Command("escape", hint=lambda panel: panel.line_keys.escape, while_typing=True),
    )

    _line: EntryLine

    @property
    def line_keys(self) -> LineKeys:
        """The words of the keys while the line is open as it is now."""
        purpose = self._line.purpose or ""
        return self.LINE[purpose if purpose in self.LINE else ""]

    @property
    def purpose(self) -> str | None:
        """What the line is open for; None while it is closed."""
        return self._line.purpose

    @override
    def offers(self, command: Command[Any]) -> bool:
        typing = command.while_typing
        return (typing is None or typing is (self._line.purpose is not None)) and super().offers(command)

    @abstractmethod
    async def take(self, purpose: str, text: str) -> bool:
        """Take the text on which Enter was pressed; return False to keep it in the line."""

    def typed(self, purpose: str, text: str) -> None:
        """Follow the text while it is typed."""

    @abstractmethod
    def left(self, purpose: str) -> None:
        """Go on without the line. It was closed by Escape, or by :meth:`close_line`."""

    def close_line(self) -> None:
        """Close the line and discard its text."""
        purpose = self._line.purpose
        self._line.close()
        if purpose is not None:
            self.left(purpose)

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


class ListPanel(LinePanel, EntriesPanel):
    """A list of entries, a line to type in, and the keys."""

    @override
    def left(self, purpose: str) -> None:
        self.show_keys()
        self._list.focus()
