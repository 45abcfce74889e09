"""A person's own name and table. They can be changed at any time, by the person and by the facilitator."""

from collections.abc import Callable
from typing import Any, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input
from typing_extensions import override

from copworkshop.model.text import NAME_LIMIT, folded
from copworkshop.rules.people import MoveToTable, RenameSeat
from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.dialogs.choosing import ChoosingScreen
from copworkshop.toolkit.dialogs.dialog import Dialog, SaysAboveKeys, framed
from copworkshop.toolkit.theme import BODY
from copworkshop.toolkit.widgets.line_input import LineInput
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.participant.writer import Writer

ASK_TABLE: Final = "Which table do you sit at?"
KEPT: Final = "Your seat, your word and everything you wrote stay as they are."

_NAME, _TABLE = "name", "table"

LATER: Final = "Choose your table later with y (in a field, Esc first)."


class AboutMe:
    """Asks the person at one screen for their own name and table, whoever they write for."""

    def __init__(
        self, screen: Screen[Any], writer: Writer, show_message: Callable[[str], None], asked: Callable[[], None]
    ) -> None:
        """Take the screen that dialogs open over, the person, and how to show them a message.

        `asked` is called when the person was asked for their table, so nothing else needs to ask for it.
        """
        self._screen = screen
        self._writer = writer
        self._show_message = show_message
        self._asked = asked

    async def change(self) -> None:
        """Let the person change their name, or their table where there are tables."""
        client, person = self._writer.own_client(), self._writer.person
        if client is None or person is None:
            return
        if not client.sight.tables:
            await self.change_name()
            return
        at = f", at {person.table}" if person.table else ", at no table"
        choices = [("My name", _NAME), ("My table", _TABLE)]

        async def chosen(what: str | None) -> None:
            if what == _NAME:
                await self.change_name()
            elif what == _TABLE:
                await self.ask_for_table()

        title = f"You are {person.name}{at}. What do you want to change?"
        await self._screen.app.push_screen(ChoosingScreen(title, choices, otherwise="nothing"), chosen)

    async def change_name(self) -> None:
        """Let the person type another name."""
        person = self._writer.person
        if person is not None:
            await self._screen.app.push_screen(NameDialog(person.name or "", self._rename))

    async def ask_for_table(self) -> None:
        """Let the person choose their table."""
        client, person = self._writer.own_client(), self._writer.person
        if client is None:
            return
        self._writer.asked_for_table = True
        self._asked()
        tables = client.sight.tables
        own = person.table if person is not None else None

        async def move(table: str | None) -> None:
            if table is None and own is None:
                self._show_message(LATER)
            elif table is not None and await client.request(MoveToTable, seat=self._writer.seat, table=table):
                self._show_message(f"You are at {table} now.")

        at = tables.index(own) if own in tables else 0
        otherwise = f"stay at {own}" if own else "decide later"
        choices = [(table, table) for table in tables]
        await self._screen.app.push_screen(ChoosingScreen(ASK_TABLE, choices, otherwise=otherwise, at=at), move)

    async def _rename(self, name: str, show_message: Callable[[str], None]) -> bool:
        """Ask for the name; return whether the person has it. A refusal is shown in the dialog."""
        client = self._writer.own_client(show_message)
        if client is None or not await client.request(RenameSeat, seat=self._writer.seat, name=name):
            return False
        own = client.sight.own
        now = (own.name if own is not None else None) or name
        namesake = "" if folded(now) == folded(name) else f" Somebody else here is called {name}."
        self._show_message(f"You are {now} now.{namesake}")
        return True


class NameDialog(SaysAboveKeys, Dialog[None]):
    """A field with the person's name. Enter saves it."""

    DEFAULT_CSS = """
    NameDialog {
        LineInput, LineInput:focus {
            border: none;
            padding: 0;
            height: 1;
            background: $panel;
        }
    }
    """

    KEYS: ClassVar[Commands["NameDialog"]] = (
        Command("enter", hint="save"),
        Command("escape", "dismiss", "Keep the name as it is", "keep it as it is"),
    )

    title_for_help = "your name"

    def __init__(self, name: str, rename: Callable[[str, Callable[[str], None]], Any]) -> None:
        """Begin with the present name. `rename` is awaited with the new one and with how to show a refusal."""
        super().__init__()
        self._field = LineInput(name, max_length=NAME_LIMIT, placeholder="Your name")
        self._sentence = Words()
        self._rename = rename

    @override
    def compose(self) -> ComposeResult:
        yield from framed(self, "What is your name?", self._field, Words(Content.styled(KEPT, BODY)), self._sentence)

    def on_mount(self) -> None:
        """Focus the field. What is typed next replaces the name."""
        self._field.focus()
        self._field.select_all()

    @on(Input.Submitted)
    async def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        name = event.value.strip()
        if not name:
            self.show_message("Type your name, then press Enter.")
        elif await self._rename(name, self.show_message):
            self.dismiss()
