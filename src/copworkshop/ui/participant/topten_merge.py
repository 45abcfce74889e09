"""The merge round at a person's own seat: they read every idea once, and propose to merge ideas that say the same."""

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from typing_extensions import override

from copworkshop.export.wording import joined
from copworkshop.model.plan import Plan
from copworkshop.rules.candidate_edits import MERGING
from copworkshop.rules.merging import MarkRead, ProposeMerge, TakeBackProposal
from copworkshop.rules.personal_order import personal_order
from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.list_panel import EntriesPanel
from copworkshop.toolkit.theme import HEADING
from copworkshop.toolkit.widgets.entries import Column, EntryList
from copworkshop.toolkit.widgets.hints import Keys
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.participant.change_filter import Interests
from copworkshop.ui.participant.following import UnsavedWork
from copworkshop.ui.participant.own_ideas import own_leads
from copworkshop.ui.participant.own_reading import OwnReading
from copworkshop.ui.participant.panel import Panel
from copworkshop.ui.participant.topten_merge_words import entries_of, plan_of, state_of
from copworkshop.ui.participant.view import View

PAUSE: Final = 1.0
"""Seconds after the last idea was read until the read ideas are submitted, in one request for many keys."""

_AT_ONCE: Final = 8  # ideas that are read and not submitted, at most

_MARK: Final = "Mark the idea for a merge that you propose, or unmark it"


def _can_mark(panel: "MergePanel") -> bool:
    return panel.is_open and panel.lead is not None


def _has_proposed(panel: "MergePanel") -> bool:
    return panel.is_open and panel.reading.undecided(panel.lead) is not None


def _can_propose(panel: "MergePanel") -> bool:
    return panel.is_open and len(panel.marked) > 1


class MergePanel(EntriesPanel, Panel):
    """All ideas without names, in the person's own order, with a mark before those not read yet.

    An idea counts as read when the cursor comes to it, because only there it is shown whole. The person can mark ideas
    that say the same and propose to merge them: the marked ones and no other. The facilitator decides.
    """

    KEYS: ClassVar[Commands["MergePanel"]] = (
        Command("up,down", hint="read", label="Up Down"),
        Command(
            "space",
            "next_unread",
            "To the next idea that you have not read",
            "next to read",
            lambda panel: bool(panel.reading.unread),
        ),
        Command("m", "mark", _MARK, "mark as the same idea", _can_mark),
        Command("x", "take_back", "Take back what you proposed for this idea", "take it back", _has_proposed),
        Command("escape", "unmark", "Unmark all", "unmark", lambda panel: bool(panel.marked)),
        Command("enter", "propose", "Suggest merging the marked ideas", when=_can_propose),
        Command("enter", "say_how", when=lambda panel: panel.is_open),
    )

    rounds = MERGING

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self._view: View | None = None
        self._reading = OwnReading()
        self._pausing: Timer | None = None
        self.marked: tuple[int, ...] = ()
        """The leads of the marked candidates, in the order in which they were marked. The last one gives the words."""
        self._question = Words()
        self._summary = Words()
        self._list = EntryList(
            Column(), Column(align="right"), Column(words=True), Column(), empty="No ideas are in yet."
        )
        self._plan = Words()
        self._keys = Keys()

    @override
    def compose(self) -> ComposeResult:
        yield from (self._question, self._summary, self._list, self._plan, self._keys)

    @property
    @override
    def others(self) -> Interests:
        return Interests.IDEAS

    @property
    @override
    def unsaved_work(self) -> UnsavedWork:
        # A person who has marked ideas is about to propose a merge.
        return UnsavedWork.BEGUN if self.marked else UnsavedWork.NOTHING

    @override
    def show(self, view: View) -> None:
        self._view = view
        self._fill()
        self._read()

    @property
    @override
    def first(self) -> Widget | None:
        return self._list

    @override
    async def submit_pending(self) -> None:
        fresh = self._reading.take_fresh()
        if fresh and self.client.sight.own is not None and self.client.sight.closed is None:
            await self.client.request(MarkRead, seat=self.context.seat, ideas=fresh)

    def action_next_unread(self) -> None:
        """Go to the next unread idea. After the last one, continue from the top."""
        following = self.reading.next_unread(self.lead, [entry.key for entry in self._list.entries])
        if following is not None:
            self._list.move_to(following)
            self._read()  # a key that follows at once would pass it by

    def action_mark(self) -> None:
        """Mark the idea under the cursor, or unmark it. The cursor stays, so that the mark is seen."""
        lead = self.lead
        if lead is None:
            return
        self._read()  # a key that follows at once would pass it by
        others = tuple(each for each in self.marked if each != lead)
        self.marked = others if lead in self.marked else (*others, lead)
        self._fill()

    def action_unmark(self) -> None:
        """Take the marks off all ideas."""
        self.marked = ()
        self._fill()

    async def action_take_back(self) -> None:
        """Take back what the person proposed for the idea under the cursor."""
        proposed = self.reading.undecided(self.lead)
        if proposed is not None and await self.client.request(TakeBackProposal, seat=self.context.seat, leads=proposed):
            self._fill()

    def action_say_how(self) -> None:
        """Say how to suggest a merge."""
        self.client.show_message(
            "Mark the ideas that say the same with m. Enter then suggests merging the marked ones."
        )

    async def action_propose(self) -> None:
        """Propose to merge the marked ideas, in the words of the one that was marked last."""
        *others, lead = self.marked
        if await self.client.request(ProposeMerge, seat=self.context.seat, leads=(lead, *others)):
            self.marked = ()
            self._fill()
            self.client.show_message(
                f"Suggested: {joined([str(each) for each in others])} into {lead}. The facilitator decides."
            )

    @override
    def moved(self) -> None:
        self._read()
        self._update_lines()

    @property
    def is_open(self) -> bool:
        """Whether merges can be proposed now."""
        return self._view is not None and self._view.open

    @property
    def lead(self) -> int | None:
        """The candidate under the cursor; None if the list is empty."""
        cursor = self._list.cursor
        return cursor if isinstance(cursor, int) else None

    @property
    def reading(self) -> OwnReading:
        """What is read at this moment. A key may come before the screen was notified of the key before."""
        self._reading.take_in(self.client.sight)
        return self._reading

    def _read(self) -> None:
        """Note that the idea under the cursor was read, and submit that after a pause."""
        if self.lead is None or not self.reading.read(self.lead):
            return
        if self._pausing is not None:
            self._pausing.stop()
        if len(self._reading.fresh) >= _AT_ONCE:
            self.call_later(self.submit_pending)
        else:
            self._pausing = self.set_timer(PAUSE, self.submit_pending)
        self._fill()

    def _fill(self) -> None:
        sight, reading = self.client.sight, self.reading
        held = sight.top_ten
        if held is None:
            return
        self.marked = tuple(lead for lead in self.marked if lead in reading.candidates)
        self._question.update(Content.styled(held.question, HEADING))
        order = personal_order(sight.session, self.context.seat, reading.candidates)
        entries = entries_of(reading, order, marked=self.marked, own=own_leads(sight), own_words=held.own_words)
        self._list.show(entries, empty="" if held.collect.waits else "No ideas are in yet.")
        self._update_lines()

    def _update_lines(self) -> None:
        held = self.client.sight.top_ten
        self._summary.update(state_of(self.reading, waits=held is not None and held.collect.waits))
        self._plan.update_or_hide(plan_of(self.marked))
        self.show_keys()
