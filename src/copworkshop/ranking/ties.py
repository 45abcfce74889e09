"""The tie chain: what decides between ideas with equal points, and when nothing does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any

from copworkshop.ranking.pairwise import preferences
from copworkshop.ranking.votes import C, Votes


class Link(StrEnum):
    """A link of the chain, in the words that the stage says of the idea that is ahead."""

    CHOSEN = "more people chose it"
    FIRSTS = "more first places"
    HEAD_TO_HEAD = "head to head"


@dataclass(frozen=True, slots=True)
class Tier:
    """Candidates that share a place, as positions in the votes' candidates."""

    members: tuple[int, ...]
    by: Link | None
    """What put them behind the tier before; None for the first of those that were tied."""


TieBreak = Callable[[Votes[Any], Sequence[int]], list[Tier]]
"""Takes the votes and the candidates with equal scores; returns them in tiers, best first."""


def shared(_votes: Votes[C], tied: Sequence[int]) -> list[Tier]:
    """Let all that are tied share their place."""
    return [Tier(tuple(tied), None)]


def chain(votes: Votes[C], tied: Sequence[int]) -> list[Tier]:
    """Order the tied: more people chose it, then more first places, then head to head.

    Head to head decides only where it orders all that are still tied, so that each beats all that come after it;
    a draw or a circle among them leaves them all on one place. Neither the order of arrival nor the alphabet
    decides anything: within a tier, candidates stay in the order in which they were listed.
    """
    if len(tied) == 1:
        return shared(votes, tied)
    chosen, firsts = votes.chosen_by, votes.firsts
    tiers: list[Tier] = []
    for equally_chosen in _parted(tied, chosen):
        link: Link | None = Link.CHOSEN if tiers else None
        for equally_first in _parted(equally_chosen, firsts):
            for members in _head_to_head(votes, equally_first) if chosen[equally_first[0]] else [equally_first]:
                tiers.append(Tier(tuple(members), link))
                link = Link.HEAD_TO_HEAD
            link = Link.FIRSTS
    return tiers


def _parted(tied: Sequence[int], figures: Sequence[int]) -> list[list[int]]:
    """Part the tied by a figure, the highest first."""
    highest_first = sorted(tied, key=lambda index: -figures[index])
    return [list(equal) for _, equal in groupby(highest_first, key=lambda index: figures[index])]


def _head_to_head(votes: Votes[C], tied: Sequence[int]) -> list[Sequence[int]]:
    """Order the tied by who beats whom, or leave them together where that orders not all of them.

    With n candidates, and a draw a win for neither, the numbers of wins are n-1, ..., 1, 0 exactly when each
    candidate beats all that come after it.
    """
    if len(tied) == 1:
        return [tied]
    over = preferences(votes.among(tied))
    size = len(tied)
    wins = [sum(over[a][b] > over[b][a] for b in range(size)) for a in range(size)]
    if sorted(wins) != list(range(size)):
        return [tied]
    return [[tied[a]] for a in sorted(range(size), key=lambda a: -wins[a])]
