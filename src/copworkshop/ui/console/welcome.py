"""The console at the welcome step: who is here, the session's heading, and the tables."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input
from typing_extensions import override

from copworkshop.rules.closing import SetHeading
from copworkshop.rules.sight import Sight
from copworkshop.toolkit.theme import BODY, HEADING, QUIET
from copworkshop.toolkit.widgets.entries import Column, Entry, EntryList
from copworkshop.toolkit.widgets.entry_line import EntryLine
from copworkshop.toolkit.widgets.hints import hint
from copworkshop.toolkit.widgets.names_input import NamesInput
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.attendance import counted, how
from copworkshop.ui.client import SessionClient
from copworkshop.ui.console.panel import Panel
from copworkshop.ui.seating import add_people, set_tables

NOBODY = "Nobody is here yet. People come in by themselves, or press a and type their names."


class WelcomePanel(Panel):
    """Shows who is here. Fields add people without a device, and set the session's heading and the tables."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add people by their names"),
        Binding("h", "heading", "Say what the session is called"),
        Binding("T", "tables", "Name the tables"),
        Binding("escape", "leave", "Leave the field of names"),
    ]

    DEFAULT_CSS = """
    WelcomePanel EntryList {
        height: 1fr;
    }
    """

    def __init__(self, client: SessionClient) -> None:
        super().__init__(client)
        self._about = Words(id="about")
        self._people = EntryList(
            Column(align="right"), Column(words=True), Column(), Column(), empty=NOBODY, id="people"
        )
        self._names = NamesInput(placeholder="A name, or several with commas between them; Enter", id="names")
        self._line = EntryLine()
        self._hint = Words(id="hint")

    @override
    def compose(self) -> ComposeResult:
        yield self._about
        yield self._people
        yield self._names
        yield self._line
        yield self._hint

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
        self._people.show(
            [
                Entry(
                    person.number,
                    (
                        Content.styled(str(person.number), QUIET),
                        Content(person.name or ""),
                        Content.styled(person.table or "", QUIET),
                        how(attendance.of(person.number)),
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
        self._people.focus()

    @override
    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "leave":
                return self._names.has_focus
            case "add" | "heading" | "tables":
                return self.client.sight.closed is None
            case _:
                return super().check_action(action, parameters)

    def action_add(self) -> None:
        """Focus the field for names."""
        self._names.focus()

    def action_leave(self) -> None:
        """Go back to the list. The typed text stays in the field."""
        self._people.focus()

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

    def _close(self) -> None:
        self._line.close()
        self._people.focus()
        self._show_fields()

    @on(Input.Submitted, "#names")
    async def _add(self, event: Input.Submitted) -> None:
        event.stop()
        rest = await add_people(self.client, event.value)
        self._names.put_back(rest)

    @on(EntryLine.Given)
    async def _given(self, event: EntryLine.Given) -> None:
        event.stop()
        if event.purpose == "heading":
            granted = await self.client.request(SetHeading, heading=event.value.strip() or None)
        else:
            granted = await set_tables(self.client, event.value)
        if granted:
            self._close()
        else:
            self._line.put_back(event.value)

    @on(EntryLine.Left)
    def _left(self, event: EntryLine.Left) -> None:
        event.stop()
        self._close()

    def on_descendant_focus(self) -> None:
        """Show the keys of the focused widget."""
        self._show_hint()

    def _show_fields(self) -> None:
        self._names.display = self._line.purpose is None and self.client.sight.closed is None
        self._show_hint()

    def _show_hint(self) -> None:
        if self.client.sight.closed is not None:
            keys = []
        elif self._line.purpose is not None:
            keys = [("Enter", "set"), ("Esc", "leave it")]
        elif self._names.has_focus:
            keys = [("Enter", "add, and on to the next"), ("Esc", "back to the list")]
        else:
            keys = [("a", "add people"), ("h", "heading"), ("T", "tables"), ("p", "rename, take out, words")]
        self._hint.update(hint(*keys))
