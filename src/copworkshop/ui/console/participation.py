"""The console at member participation: answers for people who have no device of their own."""

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.content import Content
from typing_extensions import override

from copworkshop.rules.participation import Place, When
from copworkshop.rules.person_sight import Person
from copworkshop.rules.sight import Sight
from copworkshop.toolkit.commands import DIGITS, Command, Commands
from copworkshop.toolkit.list_panel import EntriesPanel
from copworkshop.toolkit.theme import QUIET
from copworkshop.toolkit.widgets.entries import Column, EntryList
from copworkshop.toolkit.widgets.hints import Keys
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.client import SessionClient
from copworkshop.ui.console.panel import Panel
from copworkshop.ui.console.participation_placing import Placing, is_own, is_placed, placement_of
from copworkshop.ui.console.participation_words import entry_of, how_to_place_again, levels_of, state_of

_NOBODY: Final = "Nobody is here yet: press p to add people."


def _on_person(panel: "ParticipationPanel") -> bool:
    return panel.person is not None and panel.placing.is_open


def _can_place_again(panel: "ParticipationPanel") -> bool:
    person, placing = panel.person, panel.placing
    return person is not None and placing.is_open and placing.is_settled(person) and not is_own(person)


def _can_take_back(panel: "ParticipationPanel") -> bool:
    person, placing = panel.person, panel.placing
    return person is not None and placing.is_open and placing.to_take_back(person) is not None


def _of_enter(panel: "ParticipationPanel") -> str:
    person = panel.person
    if person is None or panel.placing.again == person.number:
        return ""
    return "place again" if is_placed(person) else "place them here"


def _of_digit(panel: "ParticipationPanel") -> str:
    asked = panel.placing.asked(panel.person) if panel.person is not None else None
    return {"today": "place today", "later": "place in six months"}.get(asked or "", "")


class ParticipationPanel(EntriesPanel, Panel):
    """Lists everybody in the room with the levels that were entered for them. Two digits enter both levels of a person.

    Levels that people chose themselves are not shown, and only these people can change them. A person who is connected
    and has not answered yet is placed only after Enter.
    """

    DEFAULT_CSS = """
    ParticipationPanel Words {
        height: auto;
    }
    """

    KEYS: ClassVar[Commands["ParticipationPanel"]] = (
        Command("enter", "again", "Place the person again", _of_enter, _can_place_again),
        Command(
            DIGITS,
            "place",
            "Place the person: today, then in six months",
            _of_digit,
            _on_person,
            lambda panel: len(panel.placing.levels),
        ),
        Command("backspace,delete", "take_back", "Take back the last answer", "take back", _can_take_back),
        Command("up,down", hint="person", when=_on_person, label="Up Down"),
    )

    def __init__(self, client: SessionClient, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(client, id=id)
        self._levels = Words()
        self._said = Words()
        self._list = EntryList(
            Column("Name", words=True), Column("Today"), Column("In six months"), empty=_NOBODY, id="people"
        )
        self._keys = Keys()
        self.placing: Placing = Placing(client.sight)
        """Whose answers are entered."""

    @override
    def compose(self) -> ComposeResult:
        yield from (self._levels, self._said, self._list, self._keys)

    @override
    def refresh_attendance(self) -> None:
        self._fill()

    @override
    def focus_first(self) -> None:
        self._list.focus()

    @override
    def show(self, sight: Sight) -> None:
        step = sight.plan.participation
        if step is None:
            return
        self.placing.take_in(sight)
        self._levels.update(levels_of(step))
        self._said.update(Content.styled(state_of(sight, step), QUIET))
        self._fill()

    async def action_place(self, number: int) -> None:
        """Enter the level with this number, from 1, for the person under the cursor."""
        person, placing = self.person, self.placing
        if person is None:
            return
        level = placing.levels[number - 1].id
        again = placing.again == person.number
        if placing.is_settled(person) and not again:
            self.client.show_message(how_to_place_again(person))
            return
        when: When = "today" if again or placement_of(person).today is None else "later"
        if not await self.client.request(Place, seat=person.number, when=when, level=level):
            return
        if again:
            # The old answer for later goes with the old answer for today.
            await self.client.request(Place, seat=person.number, when="later", level=None)
        placing.again, placing.last = None, person.number
        self.show(self.client.sight)
        following = placing.next_after(person.number) if when == "later" else None
        if following is not None:
            self._list.move_to(following.number)

    async def action_take_back(self) -> None:
        """Take back the last answer of the person under the cursor. If they have none, the one entered last."""
        person, placing = self.person, self.placing
        if person is None:
            return
        if placing.again is not None:
            placing.again = None
            self._fill()
            return
        last = placing.to_take_back(person)
        if last is None:
            return
        when: When = "later" if placement_of(last).later is not None else "today"
        self._list.move_to(last.number)
        if await self.client.request(Place, seat=last.number, when=when, level=None):
            placing.last = last.number
            self.show(self.client.sight)

    def action_again(self) -> None:
        """Let the next two digits replace the answers of the person under the cursor."""
        person = self.person
        if person is not None:
            self.placing.again = person.number
            self._fill()

    @override
    def moved(self) -> None:
        if self.placing.again != self._list.cursor:
            self.placing.again = None  # the cursor left the person whose answers the next digits would replace
        self._fill()

    @property
    def person(self) -> Person | None:
        """The person under the cursor."""
        cursor = self._list.cursor
        return self.placing.sight.person(cursor) if isinstance(cursor, int) else None

    def _fill(self) -> None:
        placing, cursor = self.placing, self._list.cursor
        placing.connected = self.client.attendance
        self._list.show(
            [
                entry_of(person, placing, placing.asked(person) if person.number == cursor else None)
                for person in placing.sight.people
            ]
        )
        self.show_keys()
