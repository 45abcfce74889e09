"""The people of the session: adding, renaming, removing and restoring them, and their tables."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input
from typing_extensions import override

from copworkshop.live.words import new_ending
from copworkshop.rules.admission import CloseDoor
from copworkshop.rules.joining import GiveNewWord
from copworkshop.rules.people import (
    LeaveOutWords,
    MakeScribe,
    MoveToTable,
    RemoveSeat,
    RemoveUnusedSeats,
    RenameSeat,
    RestoreSeats,
)
from copworkshop.rules.person_sight import Person
from copworkshop.rules.sight import Sight
from copworkshop.toolkit.commands import HELP, Command, Commands
from copworkshop.toolkit.dialogs.confirm import Confirm
from copworkshop.toolkit.letter_keys import takes_letters
from copworkshop.toolkit.list_panel import LineKeys, ListPanel
from copworkshop.toolkit.theme import HEADING, QUIET, WARN
from copworkshop.toolkit.widgets.entries import EntryList
from copworkshop.toolkit.widgets.entry_line import EntryLine
from copworkshop.toolkit.widgets.names_input import NamesInput
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.attendance import counted
from copworkshop.ui.client import SessionClient
from copworkshop.ui.screens.people_rows import COLUMNS, rows
from copworkshop.ui.seating import (
    add_people,
    empty_seats,
    question_to_bring_back,
    question_to_clear,
    question_to_leave_out,
    set_tables,
    to_bring_back,
)

NOBODY = "Nobody is here yet. Type a name, and Enter."

LOOK_EVERY = 20.0
"""Seconds between two refreshes of how long people have been idle."""

_CLEAR: Final = "Take out everybody who has entered nothing and is not connected, after a question"
_SCRIBE: Final = "Let the person write for those of their table without a device, or no longer"
_DOOR: Final = "Close the door, so that nobody new comes in, and open it again"
_GIVE_WORD: Final = "Give the person a new rejoin word; whoever is at their seat has to leave it"


class PeopleScreen(ListPanel, ModalScreen[None]):
    """Lists everybody in the room by number, name and table, and removed people, who can be restored.

    A rejoin word gives access to its person's seat, and this screen may be visible on the projector. So the words are
    shown only on request.
    """

    DEFAULT_CSS = """
    PeopleScreen {
        align: center middle;
        & > Vertical {
            width: 76;
            max-width: 100%;
            height: 100%;
            max-height: 30;
            border: solid $border;
            padding: 0 1;
        }
    }
    """

    title_for_help = "People"

    @property
    @override
    def takes_text(self) -> bool:
        return takes_letters(self.focused)

    def _is_open(self) -> bool:
        return self.client.sight.closed is None

    def _on_person(self) -> bool:
        return self._is_open() and self._person(self.client.sight) is not None

    def _on_writer(self) -> bool:
        person = self._person(self.client.sight) if self._is_open() else None
        return person is not None and (person.device or person.scribe)

    def _of_scribe(self) -> str:
        person = self._person(self.client.sight)
        return "no scribe" if person is not None and person.scribe else "scribe"

    def _of_door(self) -> str:
        return "open the door" if self.client.sight.door_closed else "close the door"

    def _can_seat(self) -> bool:
        return self._on_person() and bool(self.client.sight.tables)

    def _can_restore(self) -> bool:
        return self._is_open() and bool(self.client.sight.leading.removed)

    def _of_words(self) -> str:
        return "hide words" if self._words_shown else "show words"

    LINE: ClassVar[Mapping[str, LineKeys]] = {"": LineKeys("set", "leave it")}
    KEYS: ClassVar[Commands["PeopleScreen"]] = (
        Command("enter", hint="add, and on to the next", when=lambda self: self.takes_text),
        Command("a", "add", "Add people by their names", "add", _is_open),
        Command("e,enter", "rename", "Rename the highlighted person", "rename", _on_person),
        Command("x", "remove", "Take the person out of the room; what they gave stays", "take out", _on_person),
        Command("X", "clear", _CLEAR, "take out the empty", lambda self: self._is_open() and bool(self._empty)),
        Command(
            "d",
            "leave_out",
            "Leave out what the person gave who was taken out, after a question",
            "leave out what they gave",
            lambda self: self._can_leave_out(),
        ),
        Command("u", "restore", "Bring back who was taken out", "bring back", _can_restore),
        Command("t", "table", "Seat the person at the next table", "next table", _can_seat),
        Command("T", "tables", "Name the tables", "name tables", _is_open),
        Command("s", "scribe", _SCRIBE, _of_scribe, _on_writer),
        Command("o", "door", _DOOR, _of_door, lambda self: self._door and self._is_open()),
        Command("n", "new_word", _GIVE_WORD, "new word", _on_person),
        Command("w", "words", "Show the rejoin words, or hide them", _of_words),
        Command("f1,question_mark", "app.help", HELP),
        Command(
            "escape,p", "leave", "Back to the screen", lambda self: "" if self.purpose else "back", while_typing=None
        ),
    )

    def __init__(self, client: SessionClient, *, door: bool = True) -> None:
        """Create the screen for the facilitator's client. `door` tells whether people can join over the network."""
        super().__init__()
        self._door: bool = door
        self.client: SessionClient = SessionClient(client.hub, client.actor, self.show_message, client.presence)
        self._words_shown: bool = False
        self._taken_out: list[tuple[int, ...]] = []
        """The seats that were removed on this screen: those of each removal, the latest last."""
        self._head = Words(id="head")
        self._list = EntryList(*COLUMNS, empty=NOBODY, id="people")
        self._names = NamesInput(placeholder="A name, or several with commas between them; Enter", id="names")
        self._line = EntryLine()
        self._renaming: int | None = None
        self._sentence = Words(id="sentence")
        self._keys = Words(id="hint")

    @override
    def compose(self) -> ComposeResult:
        with Vertical():
            yield self._head
            yield self._list
            yield self._names
            yield self._line
            yield self._sentence
            yield self._keys

    def on_mount(self) -> None:
        """Show who is here. Focus the list, or the field for names if nobody is here yet."""
        self.set_interval(LOOK_EVERY, self.refresh_attendance)
        self.refresh_sight()
        (self._list if self._list.entries else self._names).focus()

    def refresh_sight(self) -> None:
        """Show the people as they are now."""
        seen = self.client.sight
        tables = f"   tables {', '.join(seen.tables)}" if seen.tables else ""
        attendance = self.client.attendance
        head, connected = f"People: {seen.present} here", f", {counted(attendance)}" if self._door else ""
        door = ("   door closed", WARN) if seen.door_closed else ""
        self._head.update(Content.assemble((head, HEADING), (connected, QUIET), door, (tables, QUIET)))
        self._list.show(rows(seen, attendance, words_shown=self._words_shown))
        self._names.display = self._line.purpose is None and seen.closed is None
        self.show_keys()

    def refresh_attendance(self) -> None:
        """Show who is connected now."""
        self.refresh_sight()

    def show_message(self, sentence: str) -> None:
        """Show a sentence above the keys until the next action."""
        self._sentence.update(Content.styled(sentence, WARN))

    def action_add(self) -> None:
        """Focus the field for names."""
        self._names.focus()

    def action_rename(self) -> None:
        """Open the field with the name of the person under the cursor."""
        person = self._person(self.client.sight)
        if person is not None:
            self._renaming = person.number
            self._open("rename", f"The new name of number {person.number}", person.name or "")

    async def action_remove(self) -> None:
        """Remove the person under the cursor from the room."""
        person = self._person(self.client.sight)
        if person is not None and await self.client.request(RemoveSeat, seat=person.number):
            self._taken_out.append((person.number,))
            self.show_message(f"{person.name} is taken out. What they gave stays. u brings them back.")
            self.refresh_sight()

    async def action_restore(self) -> None:
        """Restore the removed person under the cursor, or else the person who was removed last."""
        removed = self.client.sight.leading.removed
        if not removed:
            return
        numbers = to_bring_back(self.client.sight, self._list.cursor, self._taken_out)
        names = [name for number, name, stays in removed if number in numbers and not stays]
        question = question_to_bring_back(names[0], self.client.sight) if names else None
        if question is None:
            await self._restore(numbers)
            return

        async def restore(agreed: bool | None) -> None:  # noqa: FBT001 - the answer of a dialog
            if agreed:
                await self._restore(numbers)

        self.app.push_screen(Confirm(question, yes="Bring back"), restore)

    async def _restore(self, numbers: tuple[int, ...]) -> None:
        if await self.client.request(RestoreSeats, seats=numbers):
            self._hush()
            if left := sum(number in numbers for number, _, _ in self.client.sight.leading.removed):
                self.show_message(f"The room is full, so {left} more could not come back.")
            self.refresh_sight()
            self._list.move_to(numbers[-1])

    def action_leave_out(self) -> None:
        """Ask whether what the removed person under the cursor gave is to be left out; say what that tells."""
        person = self._left_without(self.client.sight)
        if person is None:
            return
        number, name = person

        async def leave_out(agreed: bool | None) -> None:  # noqa: FBT001 - the answer of a dialog
            if agreed and await self.client.request(LeaveOutWords, seat=number):
                self.show_message(f"What {name} gave is left out. u brings {name} back with all of it.")
                self.refresh_sight()

        self.app.push_screen(Confirm(question_to_leave_out(name, self.client.sight), yes="Leave out"), leave_out)

    def action_clear(self) -> None:
        """Ask whether everybody who has entered nothing and is not connected is to be taken out."""
        empty = self._empty
        if not empty:
            return
        people = [self.client.sight.person(number) for number in empty]
        question = question_to_clear([person.name or "" for person in people if person is not None])

        async def clear(agreed: bool | None) -> None:  # noqa: FBT001 - the answer of a dialog
            if agreed:
                await self._clear([number for number in self._empty if number in empty])

        self.app.push_screen(Confirm(question, yes="Take out"), clear)

    async def _clear(self, empty: Sequence[int]) -> None:
        if await self.client.request(RemoveUnusedSeats, seats=tuple(empty)):
            out = tuple(number for number, _, _ in self.client.sight.leading.removed if number in empty)
            if out:
                self._taken_out.append(out)
            self.show_message(
                f"{empty_seats(len(out))} taken out. u brings them back." if out else "Nobody was taken out."
            )
            self.refresh_sight()
            if people := self.client.sight.people:
                self._list.move_to(people[0].number)

    @property
    def _empty(self) -> tuple[int, ...]:
        """The seats at which nothing was entered and nobody is, the one taken last at the end."""
        used = self.client.presence.seats_in_use() if self.client.presence is not None else frozenset[int]()
        return tuple(number for number in self.client.sight.leading.unused if number not in used)

    async def action_table(self) -> None:
        """Move the person under the cursor to the next table; after the last table, to none."""
        seen = self.client.sight
        person = self._person(seen)
        if person is not None:
            places = (None, *seen.tables)
            table = places[(places.index(person.table) + 1) % len(places)]
            await self.client.request(MoveToTable, seat=person.number, table=table)
            self.refresh_sight()

    async def action_scribe(self) -> None:
        """Make the person under the cursor a scribe, or end that."""
        person = self._person(self.client.sight)
        if person is None or not await self.client.request(MakeScribe, seat=person.number, scribe=not person.scribe):
            return
        if not person.scribe:
            whom = f"the people of {person.table}" if person.table else "all"
            self.show_message(f"{person.name} may now write for {whom} without a device: F2 on their terminal.")
        self.refresh_sight()

    def action_tables(self) -> None:
        """Open the field with the names of the tables."""
        tables = ", ".join(self.client.sight.tables)
        self._open("tables", "The tables, with commas between them; empty for one group", tables)

    async def action_door(self) -> None:
        """Close the door, so that nobody new can join, or open it again."""
        closes = not self.client.sight.door_closed
        if await self.client.request(CloseDoor, closed=closes):
            self.show_message("Nobody new comes in; who has a seat still does. o opens the door." if closes else "")
            self.refresh_sight()

    async def action_new_word(self) -> None:
        """Give the person under the cursor a new rejoin word, so that nobody is at their seat any more."""
        person = self._person(self.client.sight)
        if person is None or person.word is None:
            return
        taken = [each.word for each in self.client.sight.people if each.word is not None]
        if await self.client.request(GiveNewWord, seat=person.number, word=new_ending(person.word, taken)):
            self.show_message(f"{person.name} has a new rejoin word, and nobody is at their seat. w shows the words.")
            self.refresh_sight()

    def action_words(self) -> None:
        """Show the rejoin words, or hide them."""
        self._words_shown = not self._words_shown
        self.refresh_sight()

    def action_leave(self) -> None:
        """Leave the field, or the screen if no field has the focus."""
        if self._names.has_focus and self._list.entries:
            self._list.focus()
        else:
            self.dismiss()

    @on(Input.Submitted, "#names")
    async def _add(self, event: Input.Submitted) -> None:
        event.stop()
        self._hush()
        rest = await add_people(self.client, event.value)
        self._names.put_back(rest)
        self.refresh_sight()

    @override
    async def take(self, purpose: str, text: str) -> bool:
        self._hush()
        if purpose == "tables":
            granted = await set_tables(self.client, text)
        else:
            granted = await self.client.request(RenameSeat, seat=self._renaming, name=text)
        if granted:
            self.close_line()
        return granted

    @override
    def left(self, purpose: str) -> None:
        self._list.focus()
        self.refresh_sight()

    def on_descendant_focus(self) -> None:
        """Show the keys of the focused widget."""
        self.show_keys()

    def _hush(self) -> None:
        self._sentence.update("")

    def _open(self, purpose: str, label: str, value: str) -> None:
        self._hush()
        self._line.open(purpose, Content.styled(label, QUIET), value)
        self.refresh_sight()

    def _person(self, seen: Sight) -> Person | None:
        """Return the person under the cursor; None for a removed person."""
        cursor = self._list.cursor
        return seen.person(cursor) if isinstance(cursor, int) else None

    def _left_without(self, seen: Sight) -> tuple[int, str] | None:
        """Return the removed person under the cursor whose words still count."""
        cursor = self._list.cursor
        return next(
            ((number, name) for number, name, stays in seen.leading.removed if stays and cursor == -number), None
        )

    def _can_leave_out(self) -> bool:
        return self._is_open() and self._left_without(self.client.sight) is not None
