"""Collecting ideas: the facilitator enters ideas for the room and for people without a device."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.content import Content
from typing_extensions import override

from copworkshop.export.wording import many
from copworkshop.model.numbering import is_public
from copworkshop.model.topten import Idea
from copworkshop.ranking.papers import BadPaper, decode
from copworkshop.rules.collecting import AddIdea, EditIdea, SetQuestion
from copworkshop.rules.person_sight import Person
from copworkshop.rules.sight import Sight
from copworkshop.rules.topten_sight import TopTenSight
from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.list_panel import LineKeys
from copworkshop.toolkit.theme import ACCENT, BODY, HEADING, KEY, QUIET
from copworkshop.toolkit.widgets.entries import Column, Entry, EntryList
from copworkshop.toolkit.widgets.entry_line import EntryLine
from copworkshop.toolkit.widgets.lists import lines_of, without_bullet
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.client import SessionClient
from copworkshop.ui.console.topten_part import TopTenPart
from copworkshop.ui.file_reading import CannotReadFile, read_file
from copworkshop.ui.idea_lists import add_ideas

_EMPTY: Final = (
    "You have entered nothing yet. Ideas typed on people's own screens stay hidden until you close this round."
)


class CollectPanel(TopTenPart):
    """An input line for ideas, the person whose idea it is, and the ideas entered here, without names."""

    def _can_edit(self) -> bool:
        return self._open and self._idea is not None and not self._idea.withdrawn

    def _on_idea(self) -> bool:
        return self._open and self._idea is not None

    def _of_withdraw(self) -> str:
        return "withdraw" if self._can_edit() else "bring back"

    WORDS = frozenset({"add", "edit", "question"})
    LINE: ClassVar[Mapping[str, LineKeys]] = {
        "add": LineKeys("next idea", "back to the list", "whom it is for"),
        "file": LineKeys("take its lines", "back to the list"),
        "question": LineKeys("save", "leave it as it is", "the plan's questions"),
        "": LineKeys("save", "leave it as it is"),
    }
    KEYS: ClassVar[Commands["CollectPanel"]] = (
        Command("a", "add", "Enter ideas", "enter ideas", lambda self: self._open),
        Command("i", "take_file", "Take ideas from a file, one on each line", "from a file", lambda self: self._open),
        Command("e,enter", "edit", "Edit the idea", "edit", _can_edit),
        Command("x", "withdraw", "Withdraw the idea, or bring it back", _of_withdraw, _on_idea),
        Command("q", "question", "Word the question, or pick one of the plan's", "question", lambda self: self._open),
        Command("up", "turn(-1)", "The person before, or the question before", listed=False, while_typing=True),
        Command("down", "turn(1)", "The next person, or the next question", listed=False, while_typing=True),
    )

    def __init__(self, client: SessionClient, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(client, id=id)
        self._question = Words()
        self._count = Words()
        self._list = EntryList(Column(align="right"), Column(words=True), Column(), empty=_EMPTY)
        self._for: int | None = None
        """The seat that ideas are entered for; None means the room."""
        self._editing = 0
        """The number of the idea that is being edited."""
        self._own_question = ""
        """The question as it was typed. It is restored after the plan's questions."""
        self._choice = 0
        """The question in the input line: 0 is the typed one, higher numbers are the plan's."""

    @override
    def compose(self) -> ComposeResult:
        yield from (self._question, self._count, self._line, self._list, self._keys)

    @override
    def show(self, sight: Sight) -> None:
        held = sight.top_ten
        if held is None:
            return
        self._sight = sight
        if self._for is not None and sight.person(self._for) is None:
            self._for = None
        self._question.update(Content.styled(held.question, HEADING))
        self._count.update(Content.styled(_told(sight, held), QUIET))
        self._list.show([_entry(idea) for idea in entered(sight)])
        self._say_for()

    def action_add(self) -> None:
        """Open the input line for ideas."""
        self._line.open("add", "for:", placeholder="An idea, then Enter", lists=True)
        self._say_for()

    def action_take_file(self) -> None:
        """Open the input line for the path of a file with ideas."""
        label = Content.styled("A text file, one idea on each line, for the room", ACCENT)
        self._line.open("file", label, placeholder="Its path, then Enter")
        self._say_for()

    def action_edit(self) -> None:
        """Open the input line with the idea under the cursor."""
        idea = self._idea
        if idea is not None:
            self._editing = idea.number
            self._line.open("edit", Content.styled(f"Idea {_number(idea)}".rstrip(), ACCENT), idea.text)
            self._say_for()

    async def action_withdraw(self) -> None:
        """Withdraw the idea under the cursor, or bring it back."""
        idea = self._idea
        if idea is not None and await self.client.request(EditIdea, number=idea.number, withdrawn=not idea.withdrawn):
            self.show(self.client.sight)

    def action_question(self) -> None:
        """Open the input line with the question."""
        held = self._held
        self._choice, self._own_question = 0, held.question
        label = Content.assemble(("The question", ACCENT), (f" · {len(self._step.questions)} more in the plan", QUIET))
        self._line.open("question", label, held.question)
        self._say_for()

    def action_turn(self, by: int) -> None:
        """Go `by` steps through the people, or through the plan's questions."""
        if self._line.purpose == "add":
            seats = [None, *(person.number for person in self._people)]
            self._for = seats[(seats.index(self._for) + by) % len(seats)]
            self._say_for()
            return
        if self.purpose != "question":
            return
        if self._choice == 0:
            self._own_question = self._line.value
        choices = [self._own_question, *(each.text for each in self._step.questions)]
        self._choice = (self._choice + by) % len(choices)
        self._line.value = choices[self._choice]

    @override
    async def take(self, purpose: str, text: str) -> bool:
        if purpose == "add":
            if not text.strip():
                self.client.show_message("Type the idea first; Esc leaves the line.")
                return True
            granted = await self.client.request(AddIdea, seat=self._for, text=without_bullet(text) or text)
            if granted:
                self.show(self.client.sight)
                self._list.action_last()
            return granted
        if purpose == "file":
            granted = await self._take_file(text)
        elif purpose == "question":
            asked = None if text.strip() in {"", self._step.questions[0].text} else text
            granted = await self.client.request(SetQuestion, text=asked)
        else:
            granted = await self.client.request(EditIdea, number=self._editing, text=text)
        if granted:
            self.close_line()
            self.show(self.client.sight)
        return granted

    async def on_entry_line_list_given(self, event: EntryLine.ListGiven) -> None:
        """Enter a pasted list for the person whom ideas are entered for, or for the room."""
        event.stop()
        await self._enter(self._for, event.lines)

    async def _take_file(self, typed: str) -> bool:
        try:
            name, data = await read_file(typed, self.client.files_only_in)
            lines = lines_of(decode(data))
        except (CannotReadFile, BadPaper) as error:
            self.client.show_message(str(error))
            return False
        if not lines:
            self.client.show_message(f"There is no line with words in {name}.")
            return False
        return await self._enter(None, lines)

    async def _enter(self, seat: int | None, lines: Sequence[str]) -> bool:
        """Enter ideas for the room, or for the person in a seat as far as there is room."""
        if self._sight is None:
            return False
        person = self._sight.person(seat) if seat is not None else None
        own = self._held.collect.room_ideas if person is None else person.top_ten.ideas or ()
        each = None if person is None else self._step.ideas_each
        held = (person.done.ideas if person is not None and person.done is not None else None) or 0
        there = [idea.text for idea in own if not idea.withdrawn]
        left = max((each or 0) - held, 0)
        taken = await add_ideas(self.client, seat, lines, there, each=each, left=left)
        if taken:
            self.show(self.client.sight)
            self._list.action_last()
        return taken

    @property
    def _people(self) -> Sequence[Person]:
        return self._sight.people if self._sight is not None else ()

    @property
    def _idea(self) -> Idea | None:
        if self._sight is None:
            return None
        return next((idea for idea in entered(self._sight) if idea.number == self._list.cursor), None)

    def _say_for(self) -> None:
        """Show whom the next idea is for, and the keys."""
        if self._sight is not None and self._line.purpose == "add":
            person = self._sight.person(self._for) if self._for is not None else None
            self._line.label(_for_whom(person, self._held, self._step.ideas_each))
        self.show_keys()


def entered(sight: Sight) -> list[Idea]:
    """Return the ideas that the facilitator entered, also withdrawn ones, without a name: the newest last."""
    own = [idea for person in sight.people for idea in person.top_ten.ideas or ()]
    room = sight.top_ten.collect.room_ideas if sight.top_ten is not None else ()
    return sorted((*own, *room), key=lambda idea: idea.number)


def _told(sight: Sight, held: TopTenSight) -> str:
    people = f", from {held.collect.authors} of {sight.present} people" if sight.present else ""
    return f"{many(held.collect.ideas_in, 'idea')} so far{people}"


def _for_whom(person: Person | None, held: TopTenSight, limit: int) -> Content:
    if person is None:
        count = sum(not idea.withdrawn for idea in held.collect.room_ideas)
        return Content.assemble(("For the room: ", ACCENT), (f"{many(count, 'idea')} so far, no limit", QUIET))
    count = (person.done.ideas if person.done is not None else None) or 0
    full = ", all are in" if count >= limit else ""
    return Content.assemble(("For ", ACCENT), (person.name or "", ACCENT), (f": {count} of {limit} in{full}", QUIET))


def _number(idea: Idea) -> str:
    """Return the public number of an idea as text; empty until it has one."""
    return str(idea.number) if is_public(idea.number) else ""


def _entry(idea: Idea) -> Entry:
    state = Content.styled("withdrawn", QUIET) if idea.withdrawn else Content()
    style = QUIET if idea.withdrawn else BODY
    return Entry(idea.number, (Content.styled(_number(idea), KEY), Content.styled(idea.text, style), state))
