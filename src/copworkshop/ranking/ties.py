"""The tie chain: what decides between ideas with equal points, and when they share a place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any

from copworkshop.ranking.pairwise import preferences
from copworkshop.ranking.votes import C, Votes


class Link(StrEnum):
    """A link of the chain, in the words that the stage uses for the idea that is ahead."""

    CHOSEN = "more people chose it"
    FIRSTS = "more first places"
    HEAD_TO_HEAD = "head to head"


@dataclass(frozen=True, slots=True)
class Tier:
    """Candidates that share a place, as indexes into the candidates of the votes."""

    members: tuple[int, ...]
    by: Link | None
    """The link that put them behind the previous tier; None for the first tier of a tie."""


TieBreak = Callable[[Votes[Any], Sequence[int]], list[Tier]]
"""Takes the votes and the candidates with equal scores; returns these candidates in tiers, the best first."""


def shared(_votes: Votes[C], tied: Sequence[int]) -> list[Tier]:
    """Let all tied candidates share their place."""
    return [Tier(tuple(tied), None)]


def chain(votes: Votes[C], tied: Sequence[int]) -> list[Tier]:
    """Order tied candidates: more people chose it, then more first places, then head to head.

    Head to head decides only if it orders all candidates that are still tied, so that each beats all that come after
    it. With a draw or a cycle among them, they all share one place. Neither the order of arrival nor the alphabet
    decides anything: within a tier, candidates are in the order in which they were listed.
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
    """Group tied candidates by a figure, the highest first."""
    highest_first = sorted(tied, key=lambda index: -figures[index])
    return [list(equal) for _, equal in groupby(highest_first, key=lambda index: figures[index])]


def _head_to_head(votes: Votes[C], tied: Sequence[int]) -> list[Sequence[int]]:
    """Order tied candidates by pairwise wins, or leave them together if that does not order all of them.

    A draw is a win for neither. With n candidates, the numbers of wins are n-1, ..., 1, 0 exactly if each candidate
    beats all that come after it.
    """
    if len(tied) == 1:
        return [tied]
    over = preferences(votes.among(tied))
    size = len(tied)
    wins = [sum(over[a][b] > over[b][a] for b in range(size)) for a in range(size)]
    if sorted(wins) != list(range(size)):
        return [tied]
    return [[tied[a]] for a in sorted(range(size), key=lambda a: -wins[a])]
