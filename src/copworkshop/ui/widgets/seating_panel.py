"""What the lists of people have in common: a field that adds people by their names, and a line for the tables."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import ClassVar

from textual.content import Content
from textual.widgets import Input
from typing_extensions import override

from copworkshop.toolkit.list_panel import LineKeys, ListPanel
from copworkshop.toolkit.theme import QUIET
from copworkshop.toolkit.widgets.names_input import NamesInput
from copworkshop.ui.client import SessionClient
from copworkshop.ui.seating import add_people, set_tables


def names_field() -> NamesInput:
    """Return the field that adds people."""
    return NamesInput(placeholder="A name, or several with commas between them; Enter", id="names")


class SeatingPanel(ListPanel):
    """A list of people. The line takes the place of the field for names while it is open.

    A subclass makes the widgets, and has rows for the actions: their words and their places differ.
    """

    LINE: ClassVar[Mapping[str, LineKeys]] = {"": LineKeys("set", "leave it")}

    client: SessionClient
    _names: NamesInput

    @abstractmethod
    def refresh_attendance(self) -> None:
        """Show who is here as it is now, and the fields by :meth:`show_fields`."""

    def show_fields(self) -> None:
        """Show the field for names unless the line is open or the session is closed, and the keys that work now."""
        self._names.display = self._line.purpose is None and self.client.sight.closed is None
        self.show_keys()

    def hush(self) -> None:
        """Take away what was said about the last action, before the next one. By default the panel says nothing."""

    def action_add(self) -> None:
        """Focus the field for names."""
        self._names.focus()

    def action_tables(self) -> None:
        """Open the line with the names of the tables."""
        tables = ", ".join(self.client.sight.tables)
        self.open_line("tables", "The tables, with commas between them; empty for one group", tables)

    def open_line(self, purpose: str, label: str, value: str) -> None:
        """Open the line for a purpose, with this text in it."""
        self.hush()
        self._line.open(purpose, Content.styled(label, QUIET), value)
        self.refresh_attendance()

    async def submit_line(self, purpose: str, text: str) -> bool:
        """Submit what was typed for a purpose; return whether it was granted. Here that is the names of the tables."""
        return await set_tables(self.client, text)

    @override
    async def take(self, purpose: str, text: str) -> bool:
        self.hush()
        granted = await self.submit_line(purpose, text)
        if granted:
            self.close_line()
        return granted

    @override
    def left(self, purpose: str) -> None:
        self._list.focus()
        self.refresh_attendance()

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Add the people who were named. Names that were refused stay in the field."""
        event.stop()
        self.hush()
        self._names.put_back(await add_people(self.client, event.value))
        self.refresh_attendance()

    def on_descendant_focus(self) -> None:
        """Show the keys of the focused widget."""
        self.show_keys()
