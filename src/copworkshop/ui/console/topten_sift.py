"""Sifting: how far everybody is, and ratings entered for people without a device."""

from collections.abc import Mapping
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.content import Content
from typing_extensions import override

from copworkshop.rules.person_sight import Person
from copworkshop.rules.sifting import EACH, KEEP, Rate
from copworkshop.rules.sight import Sight
from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.list_panel import LineKeys
from copworkshop.toolkit.theme import ACCENT, BODY, DONE, KEY, QUIET
from copworkshop.toolkit.widgets.entries import Column, Entry, EntryList
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.client import SessionClient
from copworkshop.ui.console.topten_part import TopTenPart

_MARKS: Final = "12345-"


class SiftPanel(TopTenPart):
    """Lists people and how many of their ideas they rated. An input line takes the marks for a person's five ideas.

    Marks that people gave themselves are never shown, and only these people can change them. The panel asks before it
    replaces marks that were entered.
    """

    def _on_person(self) -> bool:
        return self._open and self._person(self._list.cursor) is not None

    def _of_enter(self) -> str:
        person = self._person(self._list.cursor)
        return "rate for them" if person is not None and not _is_own(person) else ""

    WORDS = frozenset({"marks"})
    LINE: ClassVar[Mapping[str, LineKeys]] = {"": LineKeys("save", "back to the people")}
    KEYS: ClassVar[Commands["SiftPanel"]] = (
        Command("enter", "rate", "Enter the marks of the highlighted person", _of_enter, _on_person),
        Command("up,down", hint="person", label="Up Down"),
        Command("pagedown", hint="ranking", label="PgDn"),
    )

    def __init__(self, client: SessionClient, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(client, id=id)
        self._state = Words()
        self._list = EntryList(Column(words=True), Column(align="right"), empty="Nobody is here yet. p adds people.")
        self._ideas = Words()
        self._for = 0
        self._sure: int | None = None
        """The seat whose marks may be replaced."""

    @override
    def compose(self) -> ComposeResult:
        yield from (self._state, self._list, self._line, self._ideas, self._keys)

    @override
    def show(self, sight: Sight) -> None:
        held = sight.top_ten
        if held is None:
            return
        self._sight = sight
        found = held.sifting
        if found is not None:
            done = f"{found.ready} of {sight.present} people are done. "
            spread = f"Each of the {len(held.candidates)} ideas has {found.fewest} to {found.most} ratings; "
            self._state.update(Content.styled(f"{done}{spread}the best {KEEP} go on.", QUIET))
        self._list.show([_entry(person) for person in sight.people])
        if self._line.purpose is not None and sight.person(self._for) is None:
            self.close_line()
        self._tell()

    def action_rate(self) -> None:
        """Open the input line for the person under the cursor. Ask first if they have marks."""
        person = self._person(self._list.cursor)
        if person is None:
            return
        if not person.top_ten.to_rate and person.device:
            self.client.show_message(f"{person.name} rates at a terminal of their own. Only they can.")
            return
        if not person.top_ten.to_rate:
            self.client.show_message(f"There are no ideas for {person.name} to rate: all are their own.")
            return
        if _is_own(person):
            self.client.show_message(f"{person.name} rates at a terminal of their own. Only they can change it.")
            return
        if person.done is not None and person.done.rated and self._sure != person.number:
            self._sure = person.number
            self.client.show_message(f"{person.name} has rated {person.done.rated} already. Enter again replaces them.")
            return
        self._for = person.number
        how = f": {len(person.top_ten.to_rate)} marks, 1 to 5, - for none"
        label = Content.assemble((person.name or "", ACCENT), (how, QUIET))
        self._line.open("marks", label, placeholder="such as 4 2 5 1 3")
        self._tell()

    @override
    def moved(self) -> None:
        self._sure = None  # the cursor left the person whose marks Enter would replace
        self._tell()

    @override
    def typed(self, purpose: str, text: str) -> None:
        self._tell()

    @override
    async def take(self, purpose: str, text: str) -> bool:
        person, marks = self._person(self._for), marks_of(text)
        if person is None:
            self.close_line()
            return True
        ideas = person.top_ten.to_rate
        if marks is None or len(marks) > len(ideas):
            self.client.show_message(
                f"Type up to {len(ideas)} marks from 1 to 5, one for each idea in order; - leaves one out."
            )
            return False
        for idea, mark in zip(ideas, marks, strict=False):
            if not await self.client.request(Rate, seat=person.number, idea=idea.lead, rating=mark):
                return False
        self.close_line()
        self.show(self.client.sight)
        waiting = (each for each in self.client.sight.people if each.number > person.number and not _is_done(each))
        following = next(waiting, None)
        if following is not None:
            self._list.move_to(following.number)
        return True

    @override
    def left(self, purpose: str) -> None:
        self._sure = None
        self._tell()
        self._list.focus()

    def _tell(self) -> None:
        typing = self._line.purpose is not None
        person = self._person(self._for) if typing else None
        marks = (marks_of(self._line.value) or []) if typing else []
        told = [
            Content.assemble((f"{_mark(marks, place)}  ", KEY), (idea.wording, BODY))
            for place, idea in enumerate(person.top_ten.to_rate if person is not None else ())
        ]
        self._ideas.update_or_hide(told)
        self.show_keys()


def marks_of(typed: str) -> list[int | None] | None:
    """Return the marks that were typed, with or without spaces; None if anything else was typed."""
    signs = [sign for sign in typed if sign not in " ,;"]
    if any(sign not in _MARKS for sign in signs):
        return None
    return [None if sign == "-" else int(sign) for sign in signs]


def _mark(marks: list[int | None], place: int) -> str:
    mark = marks[place] if place < len(marks) else None
    return "·" if mark is None else str(mark)


def _is_done(person: Person) -> bool:
    return person.done is not None and person.done.rated >= person.done.to_rate


def _is_own(person: Person) -> bool:
    """Tell whether the person gives their own ratings. The console sees how many they rated, but not their marks."""
    return person.done is not None and person.done.rated > 0 and person.top_ten.ratings is None


def _entry(person: Person) -> Entry:
    done = person.done
    rated, dealt = (done.rated, done.to_rate) if done is not None else (0, EACH)
    state = Content.styled("done", DONE) if _is_done(person) and dealt else Content.styled(f"{rated} of {dealt}", QUIET)
    return Entry(person.number, (Content(person.name or ""), state))
