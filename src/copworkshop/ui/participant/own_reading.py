"""What one person has read of the ideas that are merged, and which merges they proposed."""

from collections.abc import Hashable, Mapping, Sequence

from copworkshop.model.topten import Candidate
from copworkshop.rules.merging import PROPOSED
from copworkshop.rules.sight import Sight


class OwnReading:
    """The ideas on the list, and those of them that the person has read, also while they are not submitted yet."""

    def __init__(self) -> None:
        self._sight: Sight | None = None
        self._submitted: frozenset[int] = frozenset()
        self.fresh: tuple[int, ...] = ()
        """Ideas that are read and not submitted yet, by number."""
        self.candidates: Mapping[int, Candidate] = {}
        """All candidates, by lead."""
        self.unread: frozenset[int] = frozenset()
        """The leads of the candidates that are not read yet."""
        self.proposed: tuple[tuple[tuple[int, ...], str], ...] = ()
        """The merges that the person proposed, each with what has become of it."""

    def take_in(self, sight: Sight) -> None:
        """Take in what the person sees now. This costs nothing while it is the same."""
        if sight is self._sight:
            return
        self._sight, own = sight, sight.own
        held = sight.top_ten
        self.candidates = {each.lead: each for each in held.candidates} if held is not None else {}
        self._submitted = own.top_ten.read if own is not None else frozenset()
        self.proposed = own.top_ten.merges if own is not None else ()
        self._find_unread()

    def read(self, lead: int) -> bool:
        """Note that a candidate is read; return whether it was unread before."""
        if lead not in self.unread:
            return False
        self.fresh += self.candidates[lead].members
        self._find_unread()
        return True

    def take_fresh(self) -> tuple[int, ...]:
        """Return what is to be submitted now. If it is not granted, it is unread again."""
        fresh, self.fresh = self.fresh, ()
        self._find_unread()
        return fresh

    def next_unread(self, lead: int | None, order: Sequence[Hashable]) -> Hashable | None:
        """Return the unread candidate that follows this one in an order; after the last one comes the first."""
        after = order.index(lead) + 1 if lead in order else 0
        return next((each for each in (*order[after:], *order[:after]) if each in self.unread), None)

    def undecided(self, lead: int | None) -> tuple[int, ...] | None:
        """Return the ideas of the person's undecided proposal for a candidate; None if there is none."""
        candidate = self.candidates.get(lead) if lead is not None else None
        here = set(candidate.members) if candidate is not None else set[int]()
        return next((each for each, fate in self.proposed if fate == PROPOSED and here.intersection(each)), None)

    def _find_unread(self) -> None:
        read = self._submitted.union(self.fresh)
        self.unread = frozenset(lead for lead, each in self.candidates.items() if not read.issuperset(each.members))
