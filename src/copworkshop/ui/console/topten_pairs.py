"""Going through the pairs of ideas that may say the same: a part of merging."""

from abc import abstractmethod

from copworkshop.model.topten import Candidate
from copworkshop.rules.candidate_edits import KeepApart, Merge
from copworkshop.rules.suggestions import Suggestion
from copworkshop.toolkit.widgets.entries import Column, EntryList
from copworkshop.toolkit.widgets.hints import and_list
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.client import SessionClient
from copworkshop.ui.console.topten_merge_words import entries_of, pair_state
from copworkshop.ui.console.topten_part import TopTenPart


class PairsPart(TopTenPart):
    """The list then holds the two ideas of one pair, until it is merged or kept apart, and then those of the next."""

    def __init__(self, client: SessionClient, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(client, id=id)
        self._state = Words()
        self._reading = Words()
        self._list: EntryList = EntryList(Column(), Column(align="right"), Column(words=True), Column())
        self._wanted: str = ""
        """What the list is narrowed down to."""
        self._pair: Suggestion | None = None
        """The suggested pair that is shown; None while the list is."""
        self._compared: tuple[int, ...] = ()
        """The pair that this panel put on the stage."""

    def _on_list(self) -> bool:
        return self._open and self._pair is None

    def _on_pair(self) -> bool:
        return self._open and self._pair is not None

    def _of_pair(self) -> str:
        return f"merge into {self._list.cursor}"

    def action_pairs(self) -> None:
        """Show the pair that is likeliest the same."""
        self._next_pair()
        self._fill()

    async def action_apart(self) -> None:
        """Keep the two of the pair apart, and go on to the next."""
        pair = self._pair
        if pair is not None and await self.client.request(KeepApart, leads=pair.leads):
            self._go_on()

    async def action_merge_pair(self) -> None:
        """Merge the pair into the highlighted idea, and go on to the next pair."""
        pair, into = self._pair, self._list.cursor
        if pair is None:
            return
        others = [lead for lead in pair.leads if lead != into]
        if await self.client.request(Merge, leads=(into, *others)):
            self._go_on()
            self.client.show_message(f"Merged {and_list([str(lead) for lead in others])} into {into}. u undoes it.")

    def _go_on(self) -> None:
        """Go on to the next pair, or back to the list if there is none."""
        self._sight = self.client.sight
        self._next_pair()
        self.show(self.client.sight)

    def _next_pair(self) -> None:
        left = self._held.merge.suggestions
        if self._pair is not None and not left:
            self.client.show_message("No more pairs are suggested.")
        self._pair = left[0] if left else None
        self._wanted = ""

    def _show_pair(self, pair: Suggestion) -> None:
        """Show the two of the pair, and why they may be the same."""
        held = self._held
        self._reading.display = False
        two = [each for each in held.candidates if each.lead in pair.leads]
        new = {entry.key for entry in self._list.entries} != set(pair.leads)
        self._list.show(entries_of(two, (), held.own_words))
        if new:
            self._list.action_first()
        self._compare_on_stage(pair.leads)
        self._state.update(pair_state(pair, len(held.merge.suggestions)))
        self._tell()

    @property
    def _candidate(self) -> Candidate | None:
        held = self._sight.top_ten if self._sight is not None else None
        if held is None:
            return None
        cursor = self._list.cursor
        listed = (*held.candidates, *held.withdrawn, *held.collect.held_ideas)
        return next((each for each in listed if each.lead == cursor), None)

    def _compare_on_stage(self, pair: tuple[int, ...]) -> None:
        if pair != self._compared:  # otherwise another console may have a pair on the stage
            self._compared = pair
            self.client.stage_pages.compare(pair)

    @abstractmethod
    def _fill(self) -> None:
        """Show the list, or the pair."""

    @abstractmethod
    def _tell(self) -> None:
        """Say what Enter does to what is chosen."""
