"""Collecting: a person writes their own ideas, which nobody else sees yet."""

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from typing_extensions import override

from copworkshop.model.plan import Plan
from copworkshop.model.topten import Idea
from copworkshop.rules.collecting import COLLECTING, AddIdea, EditIdea
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
from copworkshop.ui.participant.own_ideas import OwnIdeas, own_ideas
from copworkshop.ui.participant.panel import Panel
from copworkshop.ui.participant.view import View

_IDEA: Final = "idea"
"""The key of the draft of an idea."""
_ADD: Final = "add"
"""The purpose of the line for the next idea."""
_EDIT: Final = "edit"
"""The purpose of the line while an idea is changed."""

_TO_LIST: Final = "From the line to the list of your ideas"


def _can_add(panel: "CollectPanel") -> bool:
    return panel.is_open and panel.own.left > 0


def _of_add(panel: "CollectPanel") -> str:
    return "go on with your idea" if panel.begun else "another idea"


def _can_edit(panel: "CollectPanel") -> bool:
    return panel.is_open and panel.idea is not None and not panel.idea.withdrawn


def _can_withdraw(panel: "CollectPanel") -> bool:
    return _can_edit(panel) or (_can_add(panel) and panel.idea is not None)


def _of_withdraw(panel: "CollectPanel") -> str:
    return "withdraw it" if _can_edit(panel) else "bring it back"


def _can_leave(panel: "CollectPanel") -> bool:
    return panel.purpose == _ADD and bool(panel.own.ideas) and not panel.is_in_list


class CollectPanel(ListPanel, Panel):
    """A line for the next idea, open while another idea is allowed, and the person's ideas so far."""

    KEYS: ClassVar[Commands["CollectPanel"]] = (
        Command("a", "add", "Write another idea, or go on with the one that you began", _of_add, _can_add),
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
    def line_keys(self) -> LineKeys:
        return LineKeys("add it" if self.purpose == _ADD else "save", "to your ideas" if self.own.ideas else "")

    @property
    @override
    def unsaved_work(self) -> UnsavedWork:
        if not self.is_open:  # also as long as the panel has no person
            return UnsavedWork.NOTHING
        typed = self._line.value if self._line.purpose is not None else self.begun if self.own.left else ""
        return UnsavedWork.UNSENT if typed.strip() else UnsavedWork.NOTHING

    @override
    def show(self, view: View) -> None:
        first, was_open = self._view is None, self.is_open
        self._view = view
        held = view.sight.top_ten
        if held is None:
            return
        self._question.update(Content.styled(held.question, HEADING))
        self._list.show([_entry(idea) for idea in self.own.ideas])
        if self.is_open and (first or not was_open) and self.own.left:
            self._open_line()
        if was_open and not self.is_open:
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
        if purpose is None and self.unsaved_work is UnsavedWork.UNSENT:
            if await self._give(_ADD, self.begun):
                self.context.drafts.pop(_IDEA, None)
            return
        if purpose is None or not value.strip():
            return
        if self.client.sight.own is not None and await self._give(purpose, value):
            self._line.value = ""
        elif purpose == _ADD:
            self.context.drafts[_IDEA] = value
            self._line.value = ""

    def action_add(self) -> None:
        """Open the line for another idea."""
        self._open_line()
        self._update_lines()

    def action_edit(self) -> None:
        """Open the line with the idea under the cursor."""
        idea = self.idea
        if idea is not None:
            self._editing = idea.number
            self._line.open(_EDIT, Content.styled("Change the idea", ACCENT), idea.text)
            self._update_lines()

    async def action_withdraw(self) -> None:
        """Withdraw the idea under the cursor, or bring it back."""
        idea = self.idea
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
        if purpose == _EDIT or not self.own.left:
            self.close_line()
        self._refresh()
        if purpose == _ADD:
            self._list.action_last()
        return True

    @override
    def left(self, purpose: str) -> None:
        # What was begun is sent when the round closes, also if its author has left the line.
        if (kept := self._line.take_kept(_ADD)).strip():
            self.context.drafts[_IDEA] = kept
        super().left(purpose)
        self._update_lines()

    async def on_entry_line_list_given(self, event: EntryLine.ListGiven) -> None:
        """Hand in a pasted list, as far as there is room."""
        event.stop()
        own = self.own
        there = [idea.text for idea in own.standing]
        if await add_ideas(self.client, self.context.seat, event.lines, there, each=own.limit, left=own.left):
            if not self.own.left and not self._line.value.strip():
                self.close_line()
            self._refresh()
            self._list.action_last()

    async def _give(self, purpose: str, value: str) -> bool:
        if purpose == _ADD:
            return await self.client.request(AddIdea, seat=self.context.seat, text=without_bullet(value) or value)
        return await self.client.request(EditIdea, number=self._editing, text=value)

    def _open_line(self) -> None:
        self._line.open(_ADD, _label(self.own), placeholder="An idea, then Enter", lists=True)
        self._line.put_back(self.context.drafts.pop(_IDEA, ""))

    def _keep_and_close(self) -> None:
        """Close the line when collecting ends. Its text is kept as a draft for the next time."""
        if self._line.purpose == _ADD and self._line.value.strip():
            self.context.drafts[_IDEA] = self._line.value
        self.close_line()

    def _refresh(self) -> None:
        """Show the person's own ideas as they are at this moment."""
        self._list.show([_entry(idea) for idea in self.own.ideas])
        self._update_lines()

    @property
    def is_open(self) -> bool:
        """Whether ideas can be put in and changed now."""
        return self._view is not None and self._view.open

    @property
    def begun(self) -> str:
        """The idea that the person has begun and left; empty if there is none."""
        return self.context.drafts.get(_IDEA, "") if self._view is not None else ""

    @property
    def own(self) -> OwnIdeas:
        """What the person has put in at this moment."""
        return own_ideas(self.client.sight)

    @property
    def idea(self) -> Idea | None:
        """The idea under the cursor; None if the list is empty."""
        return self.own.find(self._list.cursor)

    @property
    def is_in_list(self) -> bool:
        """Whether the list has the focus. It can have it while the line is open, after a click."""
        return self._list.has_focus

    def _update_lines(self) -> None:
        view = self._view
        if view is None:
            return
        if self._line.purpose == _ADD:
            self._line.label(_label(self.own))
        state = _state(self.own, is_open=self.is_open, closed=view.sight.closed is not None)
        self._count.update(Content.styled(state, QUIET))
        self.show_keys()


def _label(own: OwnIdeas) -> Content:
    """Return what stands above the line for the next idea. It may be open when a pasted list has taken all places."""
    nth = len(own.standing) + 1
    numbered = own.limit > 1 and own.left
    return Content.styled(f"Your idea {nth} of {own.limit}" if numbered else "Your idea", ACCENT)


def _state(own: OwnIdeas, *, is_open: bool, closed: bool) -> str:
    """Return the line below the question. `closed` says that the session is."""
    if closed:
        return "The session is closed, and nobody's name is left on any idea."
    if not is_open:
        return "Collecting is closed."
    if not own.left:
        return f"All {own.limit} of your ideas are in. Nobody else sees them yet."
    mine = len(own.standing)
    return f"{mine} of your {own.limit} ideas {'is' if mine == 1 else 'are'} in. Nobody else sees them yet."


def _entry(idea: Idea) -> Entry:
    state = Content.styled("withdrawn", QUIET) if idea.withdrawn else Content()
    return Entry(idea.number, (Content.styled(idea.text, QUIET if idea.withdrawn else BODY), state))
