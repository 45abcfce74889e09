"""The list of ideas on the console while they are merged: what it shows, what is marked, what is under the cursor."""

from collections.abc import Callable, Hashable

from copworkshop.model.topten import Candidate
from copworkshop.rules.sight import Sight
from copworkshop.rules.suggestions import Suggestion
from copworkshop.rules.topten_sight import TopTenSight
from copworkshop.ui.widgets.ideas import matching


class MergeList:
    """Shows all ideas, those that were searched for, or the ideas of one suggestion alone, which is called a pair."""

    def __init__(self, cursor: Callable[[], Hashable | None]) -> None:
        """Take the function that returns the lead under the cursor, or None if nothing is shown."""
        self._cursor = cursor
        self._sight: Sight | None = None
        self._is_decided = False
        self.wanted: str = ""
        """The words or numbers that the list is narrowed down to."""
        self.marked: tuple[int, ...] = ()
        """The leads of the marked candidates, in the order in which they were marked. The last one gives the words."""
        self.pair: Suggestion | None = None
        """The pair that is shown; None while the list is."""

    def take_in(self, sight: Sight) -> None:
        """Take in what the facilitator sees now.

        Ideas that are gone lose their marks. The next pair replaces one that was decided on.
        """
        before, self._sight = self._sight, sight
        standing = {candidate.lead for candidate in self.held.candidates}
        self.marked = tuple(lead for lead in self.marked if lead in standing)
        if self.pair is not None:
            # Somebody may have merged or withdrawn one of the two at another terminal.
            is_gone = sight.closed is not None or not standing.issuperset(self.pair.leads)
            # A pair that was merged is suggested again once the merge is undone.
            is_undone = self.held.merge.can_redo not in {None, _redo_in(before)}
            if self._is_decided or is_gone or is_undone:
                self.next_pair()
        self._is_decided = False

    @property
    def sight(self) -> Sight:
        """What the facilitator sees. It is asked for only once there is a session to show."""
        assert self._sight is not None, "asked for only once there is a session to show"  # noqa: S101
        return self._sight

    @property
    def held(self) -> TopTenSight:
        """The part of it that is about Activity 2."""
        assert self.sight.top_ten is not None, "the list is shown on this step alone"  # noqa: S101
        return self.sight.top_ten

    @property
    def is_list(self) -> bool:
        """Whether the list is shown. While the round is closed, it can only be looked through."""
        return self._sight is not None and self._sight.closed is None and self.pair is None

    @property
    def is_open_list(self) -> bool:
        """Whether the list is shown and can be changed."""
        return self.is_list and self.sight.round_is_open

    @property
    def is_open_pair(self) -> bool:
        """Whether a pair is shown and can be decided on."""
        return self.pair is not None and self.sight.round_is_open

    @property
    def shown(self) -> tuple[Candidate, ...]:
        """The candidates that are shown: those of the pair, or those of the list that fit what is searched for."""
        if self.pair is not None:
            return tuple(each for each in self.held.candidates if each.lead in self.pair.leads)
        return matching(self._listed, self.wanted)

    @property
    def lead(self) -> Hashable | None:
        """The lead of the candidate under the cursor; None if the list is empty."""
        return self._cursor()

    @property
    def candidate(self) -> Candidate | None:
        """The candidate under the cursor, also one that is off the list or held back."""
        lead = self.lead
        return next((each for each in self._listed if each.lead == lead), None)

    @property
    def is_held_back(self) -> bool:
        """Whether the candidate under the cursor is held back."""
        return self._sight is not None and self.candidate in self.held.collect.held_ideas

    @property
    def standing(self) -> Candidate | None:
        """The candidate under the cursor, if it is neither off the list nor held back."""
        candidate = self.candidate
        return None if candidate is None or candidate.withdrawn or self.is_held_back else candidate

    def mark(self, lead: int) -> None:
        """Mark a candidate for a merge, or unmark it."""
        others = tuple(each for each in self.marked if each != lead)
        self.marked = others if lead in self.marked else (*others, lead)

    def next_pair(self) -> None:
        """Show the pair that is likeliest the same; the list if there is none."""
        self.pair = next(iter(self.held.merge.suggestions), None)
        self.wanted = ""

    def decide(self) -> None:
        """Note that the pair was merged or kept apart, so that :meth:`take_in` shows the next one."""
        self._is_decided = True

    def show_more(self) -> None:
        """Go from the pair to the list, or from what was found to the whole list; if it is whole, unmark all."""
        if self.pair is not None:
            self.pair = None
        elif self.wanted:
            self.wanted = ""
        else:
            self.marked = ()

    @property
    def _listed(self) -> tuple[Candidate, ...]:
        if self._sight is None:
            return ()
        return (*self.held.candidates, *self.held.withdrawn, *self.held.collect.held_ideas)


def _redo_in(sight: Sight | None) -> str | None:
    held = sight.top_ten if sight is not None else None
    return held.merge.can_redo if held is not None else None
