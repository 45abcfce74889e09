"""The console at the welcome step: who is here, the session's heading, and the tables."""

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input
from typing_extensions import override

from copworkshop.rules.closing import SetHeading
from copworkshop.rules.sight import Sight
from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.list_panel import LineKeys, ListPanel
from copworkshop.toolkit.theme import BODY, HEADING, QUIET
from copworkshop.toolkit.widgets.entries import Column, Entry, EntryList
from copworkshop.toolkit.widgets.entry_line import EntryLine
from copworkshop.toolkit.widgets.names_input import NamesInput
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.attendance import counted, is_here
from copworkshop.ui.client import SessionClient
from copworkshop.ui.console.panel import Panel
from copworkshop.ui.seating import add_people, set_tables

NOBODY = "Nobody is here yet. People come in by themselves, or press a and type their names."


class WelcomePanel(ListPanel, Panel):
    """Shows who is here. Fields add people without a device, and set the session's heading and the tables."""

    def _is_open(self) -> bool:
        return self.client.sight.closed is None

    LINE: ClassVar[Mapping[str, LineKeys]] = {"": LineKeys("set", "leave it")}
    KEYS: ClassVar[Commands["WelcomePanel"]] = (
        Command("enter", hint="add, and on to the next", when=lambda self: self.takes_text),
        Command("a", "add", "Add people by their names", "add people", _is_open),
        Command("h", "heading", "Say what the session is called", "heading", _is_open),
        Command("T", "tables", "Name the tables", "tables", _is_open),
        Command("p", hint="rename, take out, words", when=_is_open),
        Command("escape", "leave", "Leave the field of names", "back to the list", lambda self: self.takes_text),
    )

    DEFAULT_CSS = """
    WelcomePanel EntryList {
        height: 1fr;
    }
    """

    def __init__(self, client: SessionClient) -> None:
        super().__init__(client)
        self._about = Words(id="about")
        self._list = EntryList(Column(align="right"), Column(words=True), Column(), Column(), empty=NOBODY, id="people")
        self._names = NamesInput(placeholder="A name, or several with commas between them; Enter", id="names")
        self._line = EntryLine()
        self._keys = Words(id="hint")

    @override
    def compose(self) -> ComposeResult:
        yield from (self._about, self._list, self._names, self._line, self._keys)

    @override
    def show(self, sight: Sight) -> None:
        tables = ", ".join(sight.tables)
        attendance = self.client.attendance
        self._about.update(
            Content.assemble(
                (f"{sight.present} here", HEADING),
                (f", {counted(attendance)}", QUIET),
                ("   heading ", QUIET),
                (sight.heading or "none", BODY if sight.heading else QUIET),
                ("   tables ", QUIET),
                (tables or "none", BODY if tables else QUIET),
            )
        )
        self._list.show(
            [
                Entry(
                    person.number,
                    (
                        Content.styled(str(person.number), QUIET),
                        Content(person.name or ""),
                        Content.styled(person.table or "", QUIET),
                        is_here(attendance.of(person.number), aloud=sight.aloud),
                    ),
                )
                for person in sight.people
            ]
        )
        self._show_fields()

    @override
    def refresh_attendance(self) -> None:
        self.show(self.client.sight)

    @override
    def focus_first(self) -> None:
        self._list.focus()

    @property
    @override
    def takes_text(self) -> bool:
        return self._names.has_focus

    def action_add(self) -> None:
        """Focus the field for names."""
        self._names.focus()

    def action_leave(self) -> None:
        """Go back to the list. The typed text stays in the field."""
        self._list.focus()

    def action_heading(self) -> None:
        """Open the field for the session's heading."""
        self._open(
            "heading", "What the session is called on the stage; empty for nothing", self.client.sight.heading or ""
        )

    def action_tables(self) -> None:
        """Open the field for the tables."""
        tables = ", ".join(self.client.sight.tables)
        self._open("tables", "The tables, with commas between them; empty for one group", tables)

    def _open(self, purpose: str, label: str, value: str) -> None:
        self._line.open(purpose, Content.styled(label, QUIET), value)
        self._show_fields()

    @on(Input.Submitted, "#names")
    async def _add(self, event: Input.Submitted) -> None:
        event.stop()
        rest = await add_people(self.client, event.value)
        self._names.put_back(rest)

    @override
    async def take(self, purpose: str, text: str) -> bool:
        if purpose == "heading":
            granted = await self.client.request(SetHeading, heading=text.strip() or None)
        else:
            granted = await set_tables(self.client, text)
        if granted:
            self.close_line()
        return granted

    @override
    def left(self, purpose: str) -> None:
        self._list.focus()
        self._show_fields()

    def on_descendant_focus(self) -> None:
        """Show the keys of the focused widget."""
        self.show_keys()

    def _show_fields(self) -> None:
        self._names.display = self._line.purpose is None and self.client.sight.closed is None
        self.show_keys()
