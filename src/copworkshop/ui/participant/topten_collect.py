"""Collecting: a person writes their own ideas, which nobody else sees yet."""

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from typing_extensions import override

from copworkshop.model.plan import Plan
from copworkshop.model.topten import Idea
from copworkshop.rules.collecting import COLLECTING, AddIdea, EditIdea
from copworkshop.rules.sight import Sight
from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.list_panel import LineKeys, ListPanel
from copworkshop.toolkit.theme import ACCENT, BODY, HEADING, QUIET
from copworkshop.toolkit.widgets.entries import Column, Entry, EntryList
from copworkshop.toolkit.widgets.entry_line import EntryLine
from copworkshop.toolkit.widgets.hints import Keys
from copworkshop.toolkit.widgets.lists import without_bullet
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.idea_lists import add_ideas
from copworkshop.ui.participant.following import UnsavedWork
from copworkshop.ui.participant.panel import Panel
from copworkshop.ui.participant.view import View

_IDEA: Final = "idea"
"""The key of the draft of an idea."""

ADD: Final = "add"
EDIT: Final = "edit"

_TO_LIST: Final = "From the line to the list of your ideas"


class CollectPanel(ListPanel, Panel):
    """A line for the next idea, open while another idea is allowed, and the person's ideas so far."""

    def _can_add(self) -> bool:
        return self._open and self._room > 0

    def _can_edit(self) -> bool:
        return self._open and self._idea is not None and not self._idea.withdrawn

    def _can_withdraw(self) -> bool:
        return self._can_edit() or (self._can_add() and self._idea is not None)

    def _can_leave(self) -> bool:
        return self.purpose == ADD and bool(self._ideas) and not self._list.has_focus

    def _of_withdraw(self) -> str:
        return "withdraw it" if self._can_edit() else "bring it back"

    @property
    @override
    def line_keys(self) -> LineKeys:
        return LineKeys("add it" if self.purpose == ADD else "save", "to your ideas" if self._ideas else "")

    KEYS: ClassVar[Commands["CollectPanel"]] = (
        Command("a", "add", "Write another idea", "another idea", _can_add),
        Command("e,enter", "edit", "Change the idea", "change it", _can_edit),
        Command("x", "withdraw", "Withdraw the idea, or bring it back", _of_withdraw, _can_withdraw),
        Command("down,up", "to_list", _TO_LIST, when=_can_leave, listed=False, while_typing=True),
    )

    rounds = COLLECTING

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self._view: View | None = None
        self._editing = 0
        """The number of the idea that is being changed."""
        self._question = Words()
        self._count = Words()
        self._line = EntryLine()
        self._list = EntryList(Column(words=True), Column(), empty="Nothing written yet.")
        self._keys = Keys()

    @override
    def compose(self) -> ComposeResult:
        yield from (self._question, self._count, self._line, self._list, self._keys)

    @property
    @override
    def unsaved_work(self) -> UnsavedWork:
        typed = self._line.purpose is not None and bool(self._line.value.strip())
        return UnsavedWork.UNSENT if typed and self._open else UnsavedWork.NOTHING

    @override
    def show(self, view: View) -> None:
        first, was_open = self._view is None, self._open
        self._view = view
        held = view.sight.top_ten
        if held is None:
            return
        self._question.update(Content.styled(held.question, HEADING))
        self._list.show([_entry(idea) for idea in self._ideas])
        if self._open and (first or not was_open) and self._room > 0:
            self._open_line()
            self._line.put_back(self.context.drafts.pop(_IDEA, ""))
        if was_open and not self._open:
            self._keep_and_close()
        self._update_lines()

    @property
    @override
    def first(self) -> Widget | None:
        # A panel that was never shown most likely has its line open at first.
        return self._line.field if self._view is None or self._line.purpose is not None else self._list

    @override
    async def submit_pending(self) -> None:
        # Refused text is kept as a draft.
        purpose, value = self._line.purpose, self._line.value
        if purpose is None or not value.strip():
            return
        if self.client.sight.own is not None and await self._give(purpose, value):
            self._line.value = ""
        elif purpose == ADD:
            self.context.drafts[_IDEA] = value
            self._line.value = ""

    def action_add(self) -> None:
        """Open the line for another idea."""
        self._open_line()
        self._update_lines()

    def action_edit(self) -> None:
        """Open the line with the idea under the cursor."""
        idea = self._idea
        if idea is not None:
            self._editing = idea.number
            self._line.open(EDIT, Content.styled("Change the idea", ACCENT), idea.text)
            self._update_lines()

    async def action_withdraw(self) -> None:
        """Withdraw the idea under the cursor, or bring it back."""
        idea = self._idea
        if idea is not None and await self.client.request(EditIdea, number=idea.number, withdrawn=not idea.withdrawn):
            self._refresh()

    def action_to_list(self) -> None:
        """Close the line, keep its text, and go to the ideas."""
        self._line.action_leave()

    @override
    async def take(self, purpose: str, text: str) -> bool:
        if not text.strip():
            self.client.show_message("Type an idea first. Esc leaves the line.")
            return True
        if not await self._give(purpose, text):
            return False
        if purpose == EDIT or self._room == 0:
            self.close_line()
        self._refresh()
        if purpose == ADD:
            self._list.action_last()
        return True

    async def on_entry_line_list_given(self, event: EntryLine.ListGiven) -> None:
        """Hand in a pasted list, as far as there is room."""
        event.stop()
        there = [idea.text for idea in self._ideas if not idea.withdrawn]
        if await add_ideas(
            self.client, self.context.seat, event.lines, there, each=self._limit, left=max(self._room, 0)
        ):
            if self._room == 0 and not self._line.value.strip():
                self.close_line()
            self._refresh()
            self._list.action_last()

    async def _give(self, purpose: str, value: str) -> bool:
        if purpose == ADD:
            return await self.client.request(AddIdea, seat=self.context.seat, text=without_bullet(value) or value)
        return await self.client.request(EditIdea, number=self._editing, text=value)

    def _open_line(self) -> None:
        self._line.open(ADD, self._label, placeholder="An idea, then Enter", lists=True)

    def _keep_and_close(self) -> None:
        """Close the line when collecting ends. Its text is kept as a draft for the next time."""
        if self._line.purpose == ADD and self._line.value.strip():
            self.context.drafts[_IDEA] = self._line.value
        self.close_line()

    def _refresh(self) -> None:
        """Show the person's own ideas as they are at this moment."""
        self._list.show([_entry(idea) for idea in self._ideas])
        self._update_lines()

    @property
    def _open(self) -> bool:
        return self._view is not None and self._view.open

    @property
    def _ideas(self) -> tuple[Idea, ...]:
        own = self.client.sight.own
        return (own.top_ten.ideas if own is not None else None) or ()

    @property
    def _limit(self) -> int:
        step = self.client.sight.plan.top_ten
        return step.ideas_each if step is not None else 0

    @property
    def _room(self) -> int:
        """How many more ideas the person may have."""
        return self._limit - sum(not idea.withdrawn for idea in self._ideas)

    @property
    def _idea(self) -> Idea | None:
        return next((idea for idea in self._ideas if idea.number == self._list.cursor), None)

    @property
    def _label(self) -> Content:
        nth = self._limit - self._room + 1
        return Content.styled(f"Your idea {nth} of {self._limit}" if self._limit > 1 else "Your idea", ACCENT)

    def _update_lines(self) -> None:
        view = self._view
        if view is None:
            return
        if self._line.purpose == ADD:
            self._line.label(self._label)
        self._count.update(Content.styled(self._summary(view.sight), QUIET))
        self.show_keys()

    def _summary(self, sight: Sight) -> str:
        if sight.closed is not None:
            return "The session is closed, and nobody's name is left on any idea."
        if not self._open:
            return "Collecting is closed."
        mine = self._limit - self._room
        if self._room <= 0:
            return f"All {self._limit} of your ideas are in. Nobody else sees them yet."
        return f"{mine} of your {self._limit} ideas {'is' if mine == 1 else 'are'} in. Nobody else sees them yet."


def _entry(idea: Idea) -> Entry:
    state = Content.styled("withdrawn", QUIET) if idea.withdrawn else Content()
    return Entry(idea.number, (Content.styled(idea.text, QUIET if idea.withdrawn else BODY), state))
