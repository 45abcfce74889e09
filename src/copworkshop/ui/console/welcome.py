"""The console at the welcome step: who is here, the session's heading, and the tables."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from typing_extensions import override

from copworkshop.rules.closing import SetHeading
from copworkshop.rules.sight import Sight
from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.theme import BODY, HEADING, QUIET
from copworkshop.toolkit.widgets.entries import Column, Entry, EntryList
from copworkshop.toolkit.widgets.entry_line import EntryLine
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.attendance import counted, is_here
from copworkshop.ui.client import SessionClient
from copworkshop.ui.console.panel import Panel
from copworkshop.ui.widgets.seating_panel import SeatingPanel, names_field

NOBODY = "Nobody is here yet. People come in by themselves, or press a and type their names."


class WelcomePanel(SeatingPanel, Panel):
    """Shows who is here. Fields add people without a device, and set the session's heading and the tables."""

    def _is_open(self) -> bool:
        return self.client.sight.closed is None

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
        self._names = names_field()
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
        self.show_fields()

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

    def action_leave(self) -> None:
        """Go back to the list. The typed text stays in the field."""
        self._list.focus()

    def action_heading(self) -> None:
        """Open the field for the session's heading."""
        self.open_line(
            "heading", "What the session is called on the stage; empty for nothing", self.client.sight.heading or ""
        )

    @override
    async def submit_line(self, purpose: str, text: str) -> bool:
        if purpose == "heading":
            return await self.client.request(SetHeading, heading=text.strip() or None)
        return await super().submit_line(purpose, text)
