"""The console at member participation: answers for people who have no device of their own."""

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.content import Content
from typing_extensions import override

from copworkshop.model.attendance import NOBODY
from copworkshop.model.participation import Placement
from copworkshop.model.plan import ParticipationStep
from copworkshop.rules.participation import OPEN, Place, When
from copworkshop.rules.person_sight import Person
from copworkshop.rules.sight import Sight
from copworkshop.toolkit.commands import DIGITS, Command, Commands
from copworkshop.toolkit.list_panel import EntriesPanel
from copworkshop.toolkit.theme import BODY, DONE, KEY, QUIET
from copworkshop.toolkit.widgets.entries import Column, Entry, EntryList
from copworkshop.toolkit.widgets.hints import Keys
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.client import SessionClient
from copworkshop.ui.console.panel import Panel

_HELD: Final = "\u00a0"  # a level's number and name stay on one line
_NOBODY: Final = "Nobody is here yet: press p to add people."


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

    def _on_person(self) -> bool:
        return self._person is not None and self._open

    def _levels_now(self) -> int:
        return len(self._step.levels)

    def _can_place_again(self) -> bool:
        person = self._person
        return person is not None and self._open and self._is_settled(person) and not _is_own(person)

    def _can_take_back(self) -> bool:
        person = self._person
        return person is not None and self._open and self._to_take_back(person) is not None

    def _of_enter(self) -> str:
        person = self._person
        if person is None or self._again == person.number:
            return ""
        return "place again" if _is_placed(person) else "place them here"

    def _of_digit(self) -> str:
        asked = self._asked(self._person) if self._person is not None else None
        return {"today": "place today", "later": "place in six months"}.get(asked or "", "")

    KEYS: ClassVar[Commands["ParticipationPanel"]] = (
        Command("enter", "again", "Place the person again", _of_enter, _can_place_again),
        Command(DIGITS, "place", "Place the person: today, then in six months", _of_digit, _on_person, _levels_now),
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
        self._sight: Sight | None = None
        self._connected = NOBODY
        """Who was connected when the list was filled. It is kept because it is computed over all connections."""
        self._again: int | None = None
        """The person whose answers the next digit replaces."""
        self._last: int | None = None
        """The person whose level was entered last."""

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
        self._sight = sight
        present = {person.number for person in sight.people}
        again = sight.person(self._again) if self._again is not None else None
        self._again = again.number if again is not None and not _is_own(again) else None
        self._last = self._last if self._last in present else None
        self._levels.update(
            Content("   ").join(
                Content.assemble((f"{number}{_HELD}", KEY), (level.name.text.replace(" ", _HELD), BODY))
                for number, level in enumerate(step.levels, start=1)
            )
        )
        self._said.update(Content.styled(_told(sight, step), QUIET))
        self._fill()

    async def action_place(self, number: int) -> None:
        """Enter the level with this number, from 1, for the person under the cursor."""
        person = self._person
        if person is None:
            return
        level = self._step.levels[number - 1].id
        again = self._again == person.number
        if self._is_settled(person) and not again:
            self.client.show_message(_how_to_place_again(person))
            return
        when: When = "today" if again or _placement(person).today is None else "later"
        if not await self.client.request(Place, seat=person.number, when=when, level=level):
            return
        if again:
            # The old answer for later goes with the old answer for today.
            await self.client.request(Place, seat=person.number, when="later", level=None)
        self._again, self._last = None, person.number
        self.show(self.client.sight)
        if when == "later":
            self._go_on(person.number)

    async def action_take_back(self) -> None:
        """Take back the last answer of the person under the cursor. If they have none, the one entered last."""
        person = self._person
        if person is None:
            return
        if self._again is not None:
            self._again = None
            self._fill()
            return
        last = self._to_take_back(person)
        if last is None:
            return
        when: When = "later" if _placement(last).later is not None else "today"
        self._list.move_to(last.number)
        if await self.client.request(Place, seat=last.number, when=when, level=None):
            self._last = last.number
            self.show(self.client.sight)

    def action_again(self) -> None:
        """Let the next two digits replace the answers of the person under the cursor."""
        person = self._person
        if person is not None:
            self._again = person.number
            self._fill()

    @override
    def moved(self) -> None:
        if self._again != self._list.cursor:
            self._again = None  # the cursor left the person whose answers the next digits would replace
        self._fill()

    @property
    def _step(self) -> ParticipationStep:
        assert self._sight is not None, "asked for only once there is a session to show"  # noqa: S101
        step = self._sight.plan.participation
        assert step is not None, "the panel is shown on this step alone"  # noqa: S101
        return step

    @property
    def _open(self) -> bool:
        if self._sight is None or self._sight.closed is not None or self._sight.way_back.round_closed:
            return False
        return self._sight.spot.round in OPEN

    @property
    def _person(self) -> Person | None:
        cursor = self._list.cursor
        return self._sight.person(cursor) if self._sight is not None and isinstance(cursor, int) else None

    def _to_take_back(self, person: Person) -> Person | None:
        """Return the person whose last answer Backspace takes back."""
        if self._again == person.number or _placement(person).today is not None:
            return person
        before = self._sight.person(self._last) if self._sight is not None and self._last is not None else None
        return before if before is not None and _placement(before).today is not None else None

    def _is_settled(self, person: Person) -> bool:
        """Tell whether a digit may change the person's answers only after Enter."""
        return _is_placed(person) or _is_own(person) or self._is_about_to_answer(person)

    def _is_about_to_answer(self, person: Person) -> bool:
        """Tell whether the person is connected and has not begun to answer."""
        return self._connected.has(person.number) and not _placement(person).begun

    def _go_on(self, number: int) -> None:
        """Move the cursor to the next person below who has no answers yet."""
        assert self._sight is not None, "somebody was just placed"  # noqa: S101
        following = (person for person in self._sight.people if person.number > number and not self._is_settled(person))
        person = next(following, None)
        if person is not None:
            self._list.move_to(person.number)

    def _fill(self) -> None:
        if self._sight is None:
            return
        self._connected = self.client.attendance
        self._list.show([self._entry(person) for person in self._sight.people])
        self.show_keys()

    def _entry(self, person: Person) -> Entry:
        name = Content(person.name or "")
        asked = self._asked(person)
        if _is_own(person) and asked is None:
            return Entry(person.number, (name, Content.styled("answered", DONE), Content()))
        if asked is None and self._is_about_to_answer(person):
            return Entry(person.number, (name, Content.styled("at a terminal", QUIET), Content()))
        placement = Placement() if self._again == person.number else _placement(person)
        return Entry(
            person.number,
            (name, self._answer(placement.today, asked == "today"), self._answer(placement.later, asked == "later")),
        )

    def _answer(self, level: str | None, asked: bool) -> Content:  # noqa: FBT001 - drawn from one place
        levels = self._step.levels
        if level is not None and not self._connected.stages:  # the room may see this screen: no name next to a level
            return Content.styled("answered", DONE)
        for number, each in enumerate(levels, start=1):
            if each.id == level:
                return Content.assemble((f"{number} ", KEY), (each.name.text, BODY))
        return Content.styled(f"1-{len(levels)} ?" if asked else "–", QUIET)

    def _asked(self, person: Person) -> When | None:
        """Return the answer that a digit gives for the person; None where it gives none."""
        if not self._open or person.number != self._list.cursor:
            return None
        if self._again == person.number:
            return "today"
        if self._is_settled(person):
            return None
        return "today" if _placement(person).today is None else "later"


def _told(sight: Sight, step: ParticipationStep) -> str:
    if not sight.present:
        return ""
    if sight.spot.round == "levels":
        return "The levels come first. In the next round people place themselves, and you can place them here."
    told = f"Placed for today: {sight.participation.placed} of {sight.present}."
    waiting = sum(not _is_placed(person) for person in sight.people)
    if waiting == 0:
        return f"{told} Everybody has given both answers."
    if sight.participation.placed < step.least_answers:
        return f"{told} The stage shows the picture from {step.least_answers} on."
    return f"{told} Not done: {waiting}."


def _placement(person: Person) -> Placement:
    return person.placement or Placement()


def _is_placed(person: Person) -> bool:
    return person.done is not None and person.done.placed


def _is_own(person: Person) -> bool:
    """Tell whether the person gives their own answers. The console sees that they began to, but not their answers."""
    return person.done is not None and person.done.placing and person.placement is None


def _how_to_place_again(person: Person) -> str:
    if _is_own(person):
        return f"{person.name} answered at a terminal of their own. Only they can change it."
    if not _is_placed(person):
        return f"{person.name} is at a terminal of their own. Enter lets you place them here instead."
    return f"{person.name} is placed. Enter places them again, Backspace takes back the last answer."
