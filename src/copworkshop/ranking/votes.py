"""The ballots of one count, checked once and stored in a form that is fast to process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import Generic, TypeVar

C = TypeVar("C", bound=Hashable)
"""What identifies an idea: its number in a session, or its name in a file of paper ballots."""


@dataclass(frozen=True)
class Votes(Generic[C]):
    """Checked ballots, with equal ballots grouped. :meth:`gather` creates them.

    An order contains indexes into :attr:`candidates`, the best first. An empty order is a person who took part and
    chose nothing: :attr:`ballots` counts it, but it changes no score.
    """

    candidates: tuple[C, ...]
    orders: tuple[tuple[tuple[int, ...], int], ...]
    """Each different order, with the number of people who gave it."""
    depth: int
    """The greatest number of ideas in an order: all of them, or fewer after :meth:`cut`."""
    tied: tuple[tuple[tuple[tuple[int, ...], ...], int], ...] = ()
    """Each different order with shared places, as groups of indexes, with the number of people who gave it.

    :attr:`orders` does not contain them, and only some rules count them; :meth:`strict` leaves them out.
    """

    @classmethod
    def gather(
        cls,
        candidates: Iterable[C],
        ballots: Iterable[Sequence[C]],
        *,
        depth: int | None = None,
        shared: Iterable[Sequence[Sequence[C]]] = (),
    ) -> Votes[C]:
        """Check `ballots` over `candidates` and group equal ones. With `depth`, only their first `depth` ideas count.

        The `shared` ballots have shared places; each is a sequence of groups of candidates, the best first.

        Raises:
            ValueError: a candidate is listed twice, a ballot names one twice or one that is not listed, or `depth` is
                below one.

        """
        _require_depth(depth)
        listed = tuple(candidates)
        position = {candidate: index for index, candidate in enumerate(listed)}
        if len(position) < len(listed):
            twice = next(idea for idea, times in Counter(listed).items() if times > 1)
            raise ValueError(f"The ideas to rank hold “{twice}” twice; list each idea once.")
        cast, known = list(ballots), frozenset(position)
        # A ballot has fewer known, distinct ideas than entries if one of its ideas is unknown or named twice.
        if sum(map(len, map(known.intersection, cast))) < sum(map(len, cast)):
            raise ValueError(_why_not(cast, known))
        place_of = position.__getitem__
        orders = [tuple(map(place_of, ballot[:depth])) for ballot in cast]
        groups = Counter(
            tuple(tuple(sorted(map(place_of, group))) for group in ballot if group)
            for ballot in _checked(shared, known)
        )
        return cls(
            candidates=listed,
            orders=tuple(Counter(orders).items()),
            depth=depth or len(listed),
            tied=tuple(groups.items()),
        )

    @property
    def ballots(self) -> int:
        """How many people took part, including those who chose nothing."""
        return sum(people for _, people in self.orders) + sum(people for _, people in self.tied)

    def strict(self) -> Votes[C]:
        """Leave out the ballots with shared places."""
        return replace(self, tied=()) if self.tied else self

    def cut(self, depth: int) -> Votes[C]:
        """Keep the first `depth` ideas of every ballot. Ballots with shared places are left out.

        Raises:
            ValueError: `depth` is below one.

        """
        _require_depth(depth)
        if all(len(order) <= depth for order, _ in self.orders):
            return replace(self, depth=depth, tied=())
        orders: dict[tuple[int, ...], int] = {}
        for order, people in self.orders:
            kept = order[:depth]
            orders[kept] = orders.get(kept, 0) + people
        return Votes(candidates=self.candidates, orders=tuple(orders.items()), depth=depth)

    @cached_property
    def chosen_by(self) -> tuple[int, ...]:
        """The number of people who named each candidate."""
        chosen = [0] * len(self.candidates)
        for order, people in self.orders:
            for index in order:
                chosen[index] += people
        for groups, people in self.tied:
            for index in chain.from_iterable(groups):
                chosen[index] += people
        return tuple(chosen)

    @cached_property
    def firsts(self) -> tuple[int, ...]:
        """The number of people who named each candidate first, alone or together with others."""
        firsts = [0] * len(self.candidates)
        for order, people in self.orders:
            if order:
                firsts[order[0]] += people
        for groups, people in self.tied:
            for index in groups[0] if groups else ():
                firsts[index] += people
        return tuple(firsts)

    @cached_property
    def _orders_with(self) -> list[list[int]]:
        """For each candidate, the indexes of the orders that name it."""
        found: list[list[int]] = [[] for _ in self.candidates]
        for number, (order, _) in enumerate(self.orders):
            for index in order:
                found[index].append(number)
        return found

    def placings(self) -> list[tuple[int, ...]]:
        """Return, for each candidate, how many people named it first, second, and so on, alone at this place.

        All rows are as long as the longest ballot.
        """
        longest = max((len(order) for order, _ in self.orders), default=0)
        placings = [[0] * longest for _ in self.candidates]
        for order, people in self.orders:
            for place, index in enumerate(order):
                placings[index][place] += people
        return [tuple(places) for places in placings]

    def among(self, members: Sequence[int]) -> Votes[C]:
        """Return the votes with only the candidates at the indexes `members`, in that order.

        Ballots with shared places are left out.
        """
        position = {index: place for place, index in enumerate(members)}
        orders: dict[tuple[int, ...], int] = {}
        named = set().union(*map(self._orders_with.__getitem__, members))
        for number in sorted(named):
            order, people = self.orders[number]
            kept = tuple([position[index] for index in order if index in position])
            orders[kept] = orders.get(kept, 0) + people
        if others := sum(people for _, people in self.orders) - sum(orders.values()):
            orders[()] = others
        return Votes(
            candidates=tuple(self.candidates[index] for index in members),
            orders=tuple(orders.items()),
            depth=min(self.depth, len(members)),
        )


def _checked(shared: Iterable[Sequence[Sequence[C]]], known: frozenset[C]) -> Iterator[Sequence[Sequence[C]]]:
    """Yield the ballots with shared places."""
    for number, groups in enumerate(shared, start=1):
        ideas = tuple(chain.from_iterable(groups))
        if len(known.intersection(ideas)) < len(ideas):
            raise ValueError(f"Ballot {number} with shared places is wrong. {_why_not([ideas], known)}")
        yield groups


def _require_depth(depth: int | None) -> None:
    if depth is not None and depth < 1:
        raise ValueError(f"Ballots cannot be counted to a depth of {depth}; give 1 or more.")


def _why_not(ballots: Iterable[Sequence[Hashable]], known: frozenset[Hashable]) -> str:
    """Return the sentence that says what is wrong with the first wrong ballot."""
    for number, ballot in enumerate(ballots, start=1):
        for idea in ballot:
            if idea not in known:
                return (
                    f"Ballot {number} names “{idea}”, which is not among the ideas to rank; "
                    "add the idea or correct the ballot."
                )
            if ballot.count(idea) > 1:
                return f"Ballot {number} names “{idea}” twice; name each idea once."
    raise AssertionError("every ballot is sound")
