"""Merging ideas: near-duplicates put together under one wording, with everything undone again if need be."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from typing_extensions import override

from copworkshop.export.wording import joined
from copworkshop.model.session import Spotlight
from copworkshop.rules.candidate_edits import KeepApart, Merge, RedoEdit, Reword, Split, Withdraw
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.moderation import HoldBack
from copworkshop.rules.sifting import EACH, KEEP, WantSifting
from copworkshop.rules.sight import Sight
from copworkshop.toolkit.list_panel import LineKeys
from copworkshop.toolkit.theme import ACCENT, QUIET
from copworkshop.toolkit.widgets.entries import Column, EntryList
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.client import SessionClient
from copworkshop.ui.console.topten_merge_keys import MERGE_KEYS
from copworkshop.ui.console.topten_merge_list import MergeList
from copworkshop.ui.console.topten_merge_words import entries_of, plan_of, reading_of, state_of
from copworkshop.ui.console.topten_part import TopTenPart


class MergePanel(TopTenPart):
    """The list of ideas: mark some and merge them, reword, split, withdraw, undo.

    Enter merges the marked ideas and no other one. The idea that was marked last gives the words.

    A key goes through the pairs that may be the same: the list then holds the two of one pair, until it is merged or
    kept apart, and then the next.
    """

    WORDS = frozenset({"add", "reword"})
    LINE: ClassVar[Mapping[str, LineKeys]] = {
        "filter": LineKeys("to the list", "show all", "move"),
        "add": LineKeys("next idea", "back to the list"),
        "": LineKeys("save", "leave it as it is"),
    }
    KEYS = MERGE_KEYS

    def __init__(self, client: SessionClient, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(client, id=id)
        self._state = Words()
        self._reading = Words()
        self._list = EntryList(Column(), Column(align="right"), Column(words=True), Column())
        self._plan = Words()
        self.ideas = MergeList(lambda: self._list.cursor)
        """What the list shows, and what may be done with it."""
        self._rewording = 0
        self._compared: tuple[int, ...] = ()
        """The pair that this panel put on the stage."""

    @override
    def compose(self) -> ComposeResult:
        yield from (self._state, self._reading, self._line, self._list, self._plan, self._keys)

    @override
    def show(self, sight: Sight) -> None:
        if sight.top_ten is None:
            return
        self._sight, was_pair = sight, self.ideas.pair is not None
        self.ideas.take_in(sight)
        if was_pair and self.ideas.pair is None:
            self.client.show_message("No more pairs are suggested.")
        pair = self.ideas.pair.leads if self.ideas.pair is not None else ()
        is_new = bool(pair) and {entry.key for entry in self._list.entries} != set(pair)
        empty = "No idea fits. Esc shows all again." if self.ideas.wanted else "No ideas yet. a adds one."
        self._list.show(entries_of(self.ideas), empty=empty)
        if is_new:
            self._list.action_first()
        if pair != self._compared:  # otherwise another console may have a pair on the stage
            self._compared = pair
            self.client.stage_pages.compare(pair)
        self._state.update(state_of(self.ideas, searching=self.purpose == "filter"))
        self._reading.update_or_hide(reading_of(self.ideas))
        self._tell()

    def action_move(self, rows: int) -> None:
        """Move the cursor of the list while the focus is in the line."""
        self._list.action_move(rows)

    def action_mark(self) -> None:
        """Mark the candidate under the cursor, or unmark it. The cursor stays, so that the mark is seen."""
        candidate = self.ideas.standing
        if candidate is not None:
            self.ideas.mark(candidate.lead)
            self.show(self.client.sight)

    def action_pairs(self) -> None:
        """Show the pair that is likeliest the same."""
        self.ideas.next_pair()
        self.show(self.client.sight)

    async def action_apart(self) -> None:
        """Keep the two of the pair apart, and go on to the next."""
        pair = self.ideas.pair
        if pair is not None and await self.client.request(KeepApart, leads=pair.leads):
            self.ideas.decide()
            self.show(self.client.sight)

    async def action_merge_pair(self) -> None:
        """Merge the pair into the highlighted idea, and go on to the next pair."""
        pair, into = self.ideas.pair, self.ideas.lead
        if pair is None:
            return
        others = [lead for lead in pair.leads if lead != into]
        if await self.client.request(Merge, leads=(into, *others)):
            self.ideas.decide()
            self.show(self.client.sight)
            self.client.show_message(f"Merged {joined([str(lead) for lead in others])} into {into}. u undoes it.")

    async def action_merge(self) -> None:
        """Merge the marked candidates, wherever the cursor is, in the wording of the one that was marked last."""
        *others, into = self.ideas.marked
        leads = (into, *others)
        if await self.client.request(Merge, leads=leads):
            self.ideas.marked = ()
            self.show(self.client.sight)
            self._list.move_to(into)
            self.client.show_message(
                f"Merged {joined([str(lead) for lead in leads])}. w changes the wording, s splits, u undoes."
            )

    def action_say_how(self) -> None:
        """Say how ideas are merged."""
        self.client.show_message("Mark the ideas that say the same with m. Enter then merges the marked ones.")

    def action_reword(self) -> None:
        """Open the line with the wording under the cursor."""
        candidate = self.ideas.candidate
        if candidate is not None:
            self._rewording = candidate.lead
            self._line.open("reword", Content.styled(f"Wording of {candidate.lead}", ACCENT), candidate.wording)
            self.show(self.client.sight)

    async def action_split(self) -> None:
        """Take the merged candidate under the cursor apart."""
        candidate = self.ideas.candidate
        if candidate is not None and await self.client.request(Split, lead=candidate.lead):
            self.show(self.client.sight)

    async def action_withdraw(self) -> None:
        """Take the candidate under the cursor off the list, or put it back."""
        candidate = self.ideas.candidate
        if candidate is None:
            return
        if await self.client.request(Withdraw, lead=candidate.lead, withdrawn=not candidate.withdrawn):
            self.show(self.client.sight)

    async def action_hold_back(self) -> None:
        """Hold the candidate under the cursor back, or release it."""
        candidate, hold = self.ideas.candidate, not self.ideas.is_held_back
        if candidate is not None and await self.client.request(HoldBack, lead=candidate.lead, held=hold):
            self.show(self.client.sight)
            now = "held back, and stands at the end. Its author is told" if hold else "on the list"
            self.client.show_message(f"Idea {candidate.lead} is {now}.")

    async def action_redo(self) -> None:
        """Do again what was undone last, and say which it was."""
        what = self.ideas.held.merge.can_redo
        if await self.client.request(RedoEdit):
            self.show(self.client.sight)
            self.client.show_message(f"Done again: {what}. u undoes it.")

    def action_filter(self) -> None:
        """Open the line for words or numbers to look for."""
        self._line.open("filter", Content.styled("Show only ideas with", ACCENT), self.ideas.wanted, keeps=True)
        self.show(self.client.sight)

    def action_add(self) -> None:
        """Open the line for a late idea."""
        label = Content.assemble(("A late idea", ACCENT), (" · for the room", QUIET))
        self._line.open("add", label, placeholder="An idea, then Enter")
        self.show(self.client.sight)

    async def action_sift(self) -> None:
        """Have the room sift its ideas before it ranks them, or not after all."""
        wanted = self.ideas.held.sifting is None
        if await self.client.request(WantSifting, wanted=wanted):
            self.show(self.client.sight)
            if wanted:
                self.client.show_message(
                    f"The room sifts first: each rates {EACH} ideas, the best {KEEP} go on. Page Down begins."
                )
            else:
                self.client.show_message("The room ranks all ideas, without sifting them first.")

    def action_all(self) -> None:
        """Show the whole list again; if it is whole, take the marks away."""
        self.ideas.show_more()
        self.show(self.client.sight)

    @override
    def typed(self, purpose: str, text: str) -> None:
        if purpose == self.purpose == "filter":
            self.ideas.wanted = text
            self.show(self.client.sight)

    @override
    async def take(self, purpose: str, text: str) -> bool:
        match purpose:
            case "filter":
                self._line.close()
                self.show(self.client.sight)
                self._list.focus()
                return True
            case "reword":
                granted = await self.client.request(Reword, lead=self._rewording, wording=text)
                if granted:
                    self.close_line()
                return granted
            case _:
                if not text.strip():
                    self.client.show_message("Type the idea first; Esc leaves the line.")
                    return True
                granted = await self.client.request(AddIdea, seat=None, text=text)
                if granted:
                    self.show(self.client.sight)
                return granted

    @override
    def left(self, purpose: str) -> None:
        if purpose == "filter":
            self.ideas.wanted = ""
        self.show(self.client.sight)
        self._list.focus()

    @override
    def moved(self) -> None:
        if self.ideas.candidate is not None:
            self.client.stage_pages.select(self.ideas.candidate.lead, self._list.entries[0].key)
        self._tell()

    @property
    @override
    def to_show_large(self) -> Spotlight | None:
        candidate = self.ideas.standing if self.ideas.pair is None else None
        return None if candidate is None else Spotlight(kind="idea", number=candidate.lead)

    def _tell(self) -> None:
        """Say what Enter does to what is chosen, and which keys work."""
        self._plan.update_or_hide(plan_of(self.ideas))
        self.show_keys()
