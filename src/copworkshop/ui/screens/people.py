"""The people of the session: adding, renaming, removing and restoring them, and their tables."""

from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from typing_extensions import override

from copworkshop.export.wording import many
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
from copworkshop.toolkit.commands import Commands
from copworkshop.toolkit.dialogs.confirm import Confirm
from copworkshop.toolkit.dialogs.dialog import DimmingDialog, SaysAboveKeys
from copworkshop.toolkit.dialogs.question import ask
from copworkshop.toolkit.letter_keys import takes_letters
from copworkshop.toolkit.theme import HEADING, QUIET, WARN
from copworkshop.toolkit.widgets.entries import EntryList
from copworkshop.toolkit.widgets.entry_line import EntryLine
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.attendance import counted
from copworkshop.ui.client import SessionClient
from copworkshop.ui.screens.people_keys import PEOPLE_KEYS
from copworkshop.ui.screens.people_removal import (
    Removals,
    question_to_bring_back,
    question_to_clear,
    question_to_leave_out,
    seats_to_clear,
)
from copworkshop.ui.screens.people_rows import COLUMNS, rows
from copworkshop.ui.widgets.seating_panel import SeatingPanel, names_field

NOBODY = "Nobody is here yet. Type a name, and Enter."

LOOK_EVERY = 20.0
"""Seconds between two refreshes of how long people have been idle."""


class PeopleScreen(SeatingPanel, SaysAboveKeys, DimmingDialog[None]):
    """Lists everybody in the room by number, name and table, and removed people, who can be restored.

    A rejoin word gives access to its person's seat, and this screen may be visible on the projector. So the words are
    shown only on request.
    """

    DEFAULT_CSS = """
    PeopleScreen > Vertical {
        width: 76;
        height: 100%;
        max-height: 30;
    }
    """

    title_for_help = "People"

    KEYS: ClassVar[Commands["PeopleScreen"]] = PEOPLE_KEYS

    def __init__(self, client: SessionClient, *, door: bool = True) -> None:
        """Create the screen for the facilitator's client. `door` tells whether people can join over the network."""
        super().__init__()
        self.has_door: bool = door
        """Whether people can join over the network."""
        self.client: SessionClient = SessionClient(client.hub, client.actor, self.show_message, client.presence)
        self.words_shown: bool = False
        """Whether the rejoin words are shown."""
        self._removals = Removals()
        self._head = Words(id="head")
        self._list = EntryList(*COLUMNS, empty=NOBODY, id="people")
        self._names = names_field()
        self._line = EntryLine()
        self._renaming: int | None = None
        self._sentence = Words(id="sentence")
        self._keys = Words(id="hint")

    @property
    @override
    def takes_text(self) -> bool:
        return takes_letters(self.focused)

    @property
    def person(self) -> Person | None:
        """The person under the cursor; None for a removed person."""
        cursor = self._list.cursor
        return self.client.sight.person(cursor) if isinstance(cursor, int) else None

    @property
    def removed(self) -> tuple[int, str] | None:
        """The number and name of the removed person under the cursor; None if what they gave is left out already."""
        cursor, removed = self._list.cursor, self.client.sight.leading.removed
        return next(((number, name) for number, name, stays in removed if stays and cursor == -number), None)

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
        head, connected = f"People: {seen.present} here", f", {counted(attendance)}" if self.has_door else ""
        door = ("   door closed", WARN) if seen.door_closed else ""
        self._head.update(Content.assemble((head, HEADING), (connected, QUIET), door, (tables, QUIET)))
        self._list.show(rows(seen, attendance, words_shown=self.words_shown))
        self.show_fields()

    @override
    def refresh_attendance(self) -> None:
        self.refresh_sight()

    @override
    def hush(self) -> None:
        self.show_message("")

    def _tell(self, sentence: str) -> None:
        """Show what became of a request, and the people as they are now."""
        self.show_message(sentence)
        self.refresh_sight()

    def action_rename(self) -> None:
        """Open the line with the name of the person under the cursor."""
        person = self.person
        if person is not None:
            self._renaming = person.number
            self.open_line("rename", f"The new name of number {person.number}", person.name or "")

    async def action_remove(self) -> None:
        """Remove the person under the cursor from the room."""
        person = self.person
        if person is not None and await self.client.request(RemoveSeat, seat=person.number):
            self._removals.note((person.number,))
            self._tell(f"{person.name} is taken out. What they gave stays. u brings them back.")

    async def action_restore(self) -> None:
        """Restore the removed person under the cursor, or else those who were removed last."""
        seen = self.client.sight
        seats = self._removals.to_bring_back(seen, self._list.cursor)
        question = question_to_bring_back(seen, seats)
        if question is not None:
            ask(self.app, Confirm(question, yes="Bring back"), partial(self._restore, seats))
        elif seats:
            await self._restore(seats)

    async def _restore(self, seats: tuple[int, ...]) -> None:
        if await self.client.request(RestoreSeats, seats=seats):
            left = sum(number in seats for number, _, _ in self.client.sight.leading.removed)
            self._tell(f"The room is full, so {left} more could not come back." if left else "")
            self._list.move_to(seats[-1])

    def action_leave_out(self) -> None:
        """Ask whether what the removed person under the cursor gave is to be left out; say what that tells."""
        if self.removed is None:
            return
        number, name = self.removed

        async def leave_out() -> None:
            if await self.client.request(LeaveOutWords, seat=number):
                self._tell(f"What {name} gave is left out. u brings {name} back with all of it.")

        question = question_to_leave_out(self.client.sight, name)
        ask(self.app, Confirm(question, yes="Leave out"), leave_out)

    def action_clear(self) -> None:
        """Ask whether everybody who has entered nothing and is not connected is to be taken out."""
        empty = seats_to_clear(self.client)
        if empty:
            question = question_to_clear(self.client.sight, empty)
            ask(self.app, Confirm(question, yes="Take out"), partial(self._clear, empty))

    async def _clear(self, asked: tuple[int, ...]) -> None:
        """Take out those who were asked about and have not come back meanwhile."""
        empty = tuple(number for number in seats_to_clear(self.client) if number in asked)
        if not await self.client.request(RemoveUnusedSeats, seats=empty):
            return
        out = tuple(number for number, _, _ in self.client.sight.leading.removed if number in empty)
        if out:
            self._removals.note(out)
        self._tell(f"{many(len(out), 'empty seat')} taken out. u brings them back." if out else "Nobody was taken out.")
        if people := self.client.sight.people:
            self._list.move_to(people[0].number)

    async def action_table(self) -> None:
        """Move the person under the cursor to the next table; after the last table, to none."""
        person = self.person
        if person is not None:
            places = (None, *self.client.sight.tables)
            table = places[(places.index(person.table) + 1) % len(places)]
            await self.client.request(MoveToTable, seat=person.number, table=table)
            self.refresh_sight()

    async def action_scribe(self) -> None:
        """Make the person under the cursor a scribe, or end that."""
        person = self.person
        if person is None or not await self.client.request(MakeScribe, seat=person.number, scribe=not person.scribe):
            return
        if not person.scribe:
            whom = f"the people of {person.table}" if person.table else "all"
            self.show_message(f"{person.name} may now write for {whom} without a device: F2 on their terminal.")
        self.refresh_sight()

    async def action_door(self) -> None:
        """Close the door, so that nobody new can join, or open it again."""
        closes = not self.client.sight.door_closed
        if await self.client.request(CloseDoor, closed=closes):
            self._tell("Nobody new comes in; who has a seat still does. o opens the door." if closes else "")

    async def action_new_word(self) -> None:
        """Give the person under the cursor a new rejoin word, so that nobody is at their seat any more."""
        person = self.person
        if person is None or person.word is None:
            return
        taken = [each.word for each in self.client.sight.people if each.word is not None]
        if await self.client.request(GiveNewWord, seat=person.number, word=new_ending(person.word, taken)):
            self._tell(f"{person.name} has a new rejoin word, and nobody is at their seat. w shows the words.")

    def action_words(self) -> None:
        """Show the rejoin words, or hide them."""
        self.words_shown = not self.words_shown
        self.refresh_sight()

    def action_leave(self) -> None:
        """Leave the field, or the screen if no field has the focus."""
        if self._names.has_focus and self._list.entries:
            self._list.focus()
        else:
            self.dismiss()

    @override
    async def submit_line(self, purpose: str, text: str) -> bool:
        if purpose == "rename":
            return await self.client.request(RenameSeat, seat=self._renaming, name=text)
        return await super().submit_line(purpose, text)
