"""The merge round at a person's own seat: they read every idea once, and propose to merge ideas that say the same."""

from collections.abc import Mapping
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from typing_extensions import override

from copworkshop.export.wording import joined
from copworkshop.model.plan import Plan
from copworkshop.model.topten import Candidate
from copworkshop.rules.candidate_edits import MERGING
from copworkshop.rules.merging import (
    KEPT_APART,
    MERGED,
    OFF_THE_LIST,
    PROPOSED,
    MarkRead,
    ProposeMerge,
    TakeBackProposal,
)
from copworkshop.rules.personal_order import personal_order
from copworkshop.rules.topten_sight import TopTenSight
from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.list_panel import EntriesPanel
from copworkshop.toolkit.theme import ACCENT, BODY, DONE, HEADING, KEY, QUIET
from copworkshop.toolkit.widgets.entries import Column, Entry, EntryList
from copworkshop.toolkit.widgets.hints import Keys
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.participant.change_filter import Interests
from copworkshop.ui.participant.following import UnsavedWork
from copworkshop.ui.participant.own_ideas import YOURS, own_leads
from copworkshop.ui.participant.panel import Panel
from copworkshop.ui.participant.view import View

PAUSE: Final = 1.0
"""Seconds after the last idea was read until the read ideas are submitted, in one request for many keys."""

_MARK: Final = "Mark the idea for a merge that you propose, or unmark it"

_FATES: Final[Mapping[str, str]] = {
    PROPOSED: "Waiting for the facilitator.",
    KEPT_APART: "The facilitator keeps them apart.",
    MERGED: "They are merged.",
    OFF_THE_LIST: "They are off the list.",
}
_AT_ONCE: Final = 8  # ideas that are read and not submitted, at most


class MergePanel(EntriesPanel, Panel):
    """All ideas without names, in the person's own order, with a mark before those not read yet.

    An idea counts as read when the cursor comes to it, because only there it is shown whole. The person can mark ideas
    that say the same and propose to merge them: the marked ones and no other. The facilitator decides.
    """

    def _has_unread(self) -> bool:
        return bool(self._unread)

    def _can_mark(self) -> bool:
        return self._open and self._lead is not None

    def _has_marks(self) -> bool:
        return self._open and len(self._marked) > 1

    def _has_proposed(self) -> bool:
        return self._open and self._proposed_here() is not None

    KEYS: ClassVar[Commands["MergePanel"]] = (
        Command("up,down", hint="read", label="Up Down"),
        Command("space", "next_unread", "To the next idea that you have not read", "next to read", _has_unread),
        Command("m", "mark", _MARK, "mark as the same idea", _can_mark),
        Command("x", "take_back", "Take back what you proposed for this idea", "take it back", _has_proposed),
        Command("escape", "unmark", "Unmark all", "unmark", lambda self: bool(self._marked)),
        Command("enter", "propose", "Suggest merging the marked ideas", when=_has_marks),
        Command("enter", "say_how", when=lambda self: self._open),
    )

    rounds = MERGING

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self._view: View | None = None
        self._fresh: list[int] = []
        """Ideas that are read and not submitted yet."""
        self._pausing: Timer | None = None
        self._marked: tuple[int, ...] = ()
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
        return UnsavedWork.BEGUN if self._marked else UnsavedWork.NOTHING

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
        fresh, self._fresh = tuple(self._fresh), []
        if fresh and self.client.sight.own is not None and self.client.sight.closed is None:
            await self.client.request(MarkRead, seat=self.context.seat, ideas=fresh)

    def action_next_unread(self) -> None:
        """Go to the next unread idea. After the last one, continue from the top."""
        unread = set(self._unread)
        leads = [entry.key for entry in self._list.entries]
        at = leads.index(self._lead) + 1 if self._lead in leads else 0
        following = next((lead for lead in (*leads[at:], *leads[:at]) if lead in unread), None)
        if following is not None:
            self._list.move_to(following)
            self._read()  # a key that follows at once would pass it by

    def action_mark(self) -> None:
        """Mark the idea under the cursor, or unmark it. The cursor stays, so that the mark is seen."""
        lead = self._lead
        if lead is None:
            return
        self._read()  # a key that follows at once would pass it by
        marked = lead in self._marked
        self._marked = tuple(each for each in self._marked if each != lead) if marked else (*self._marked, lead)
        self._fill()

    def action_unmark(self) -> None:
        """Take the marks off all ideas."""
        self._marked = ()
        self._fill()

    async def action_take_back(self) -> None:
        """Take back what the person proposed for the idea under the cursor."""
        proposed = self._proposed_here()
        if proposed is not None and await self.client.request(TakeBackProposal, seat=self.context.seat, leads=proposed):
            self._fill()

    def action_say_how(self) -> None:
        """Say how to suggest a merge."""
        self.client.show_message(
            "Mark the ideas that say the same with m. Enter then suggests merging the marked ones."
        )

    async def action_propose(self) -> None:
        """Propose to merge the marked ideas, in the words of the one that was marked last."""
        *others, lead = self._marked
        if await self.client.request(ProposeMerge, seat=self.context.seat, leads=(lead, *others)):
            self._marked = ()
            self._fill()
            self.client.show_message(
                f"Suggested: {joined([str(each) for each in others])} into {lead}. The facilitator decides."
            )

    @override
    def moved(self) -> None:
        self._read()
        self._update_lines()

    @property
    def _held(self) -> TopTenSight | None:
        return self.client.sight.top_ten

    @property
    def _open(self) -> bool:
        return self._view is not None and self._view.open

    @property
    def _candidates(self) -> tuple[Candidate, ...]:
        return self._held.candidates if self._held is not None else ()

    @property
    def _lead(self) -> int | None:
        cursor = self._list.cursor
        return cursor if isinstance(cursor, int) else None

    @property
    def _read_so_far(self) -> frozenset[int]:
        own = self.client.sight.own
        return (own.top_ten.read if own is not None else frozenset()).union(self._fresh)

    @property
    def _unread(self) -> list[int]:
        read = self._read_so_far
        return [each.lead for each in self._candidates if not read.issuperset(each.members)]

    def _proposed_here(self) -> tuple[int, ...] | None:
        """Return the ideas of the person's undecided proposal for the idea under the cursor; None if there is none."""
        own = self.client.sight.own
        here = next((set(each.members) for each in self._candidates if each.lead == self._lead), set[int]())
        proposed = own.top_ten.merges if own is not None else ()
        return next((each for each, fate in proposed if fate == PROPOSED and here.intersection(each)), None)

    def _read(self) -> None:
        """Note that the idea under the cursor was read, and submit that after a pause."""
        candidate = next((each for each in self._candidates if each.lead == self._lead), None)
        if candidate is None or self._read_so_far.issuperset(candidate.members):
            return
        self._fresh += candidate.members
        if self._pausing is not None:
            self._pausing.stop()
        if len(self._fresh) >= _AT_ONCE:
            self.call_later(self.submit_pending)
        else:
            self._pausing = self.set_timer(PAUSE, self.submit_pending)
        self._fill()

    def _fill(self) -> None:
        held, own = self._held, self.client.sight.own
        if held is None:
            return
        candidates = {each.lead: each for each in held.candidates}
        self._marked = tuple(lead for lead in self._marked if lead in candidates)
        self._question.update(Content.styled(held.question, HEADING))
        read = self._read_so_far
        fates = _fates(own.top_ten.merges if own is not None else ())
        own_ideas = own_leads(self.client.sight)
        order = personal_order(self.client.sight.session, self.context.seat, candidates)
        self._list.show(
            [
                _entry(
                    candidates[lead],
                    marked=lead in self._marked,
                    read=read.issuperset(candidates[lead].members),
                    own_words=held.own_words,
                    fates=fates,
                    own=lead in own_ideas,
                )
                for lead in order
            ],
            empty="" if held.collect.waits else "No ideas are in yet.",
        )
        self._update_lines()

    def _update_lines(self) -> None:
        count, left = len(self._candidates), len(self._unread)
        if self._held is not None and self._held.collect.waits:
            state = Content.styled("The facilitator looks through the ideas first. They appear here afterwards.", QUIET)
        elif count and not left:
            state = Content.assemble(("All read. ", DONE), (f"{_ideas(count)} on the list.", QUIET))
        else:
            state = Content.styled(f"You have read {count - left} of {_ideas(count)}. · = not read yet.", QUIET)
        self._summary.update(state)
        self._plan.update(self._to_come())
        self._plan.display = bool(self._marked)
        self.show_keys()

    def _to_come(self) -> Content:
        """Return a line that says what Enter would propose."""
        if not self._marked:
            return Content()
        *others, lead = self._marked
        if not others:
            return Content.styled(f"Marked: {lead}. Mark the idea that says the same.", BODY)
        named = joined([str(each) for each in others])
        return Content.assemble(("Enter ", KEY), (f"suggests that {named} and {lead} say the same.", BODY))


def _fates(proposed: tuple[tuple[tuple[int, ...], str], ...]) -> Mapping[int, list[str]]:
    """Return the sentences to show below each idea of the merges that the person proposed."""
    sentences: dict[int, list[str]] = {}
    for leads, fate in proposed:
        for lead in leads:
            others = joined([str(each) for each in leads if each != lead])
            sentences.setdefault(lead, []).append(f"You suggested merging it with {others}. {_FATES[fate]}")
    return sentences


def _ideas(count: int) -> str:
    return "1 idea" if count == 1 else f"{count} ideas"


def _entry(
    candidate: Candidate,
    *,
    marked: bool,
    read: bool,
    own_words: Mapping[int, str],
    fates: Mapping[int, list[str]],
    own: bool,
) -> Entry:
    merged = len(candidate.members) > 1
    members = [f"+ {number}  {own_words.get(number, '')}" for number in candidate.members] if merged else []
    sentences = [sentence for member in candidate.members for sentence in fates.get(member, ())]
    return Entry(
        candidate.lead,
        (
            Content.styled("*" if marked else " " if read else "·", KEY),
            Content.styled(str(candidate.lead), KEY),
            Content.assemble((candidate.wording, BODY), (f" {YOURS}" if own else "", ACCENT)),
            Content.styled("merged" if merged else "", QUIET),
        ),
        (*map(Content, members), *(Content.styled(sentence, ACCENT) for sentence in dict.fromkeys(sentences))),
    )
