"""The result of a count: every idea with its place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Generic

from copworkshop.ranking.ties import Link, TieBreak, shared
from copworkshop.ranking.votes import C, Votes

DEPTH = 5
"""How many ideas a ballot contains, unless the plan says otherwise."""

TOP = 10
"""How many places a top ten has, unless the plan says otherwise."""


@dataclass(frozen=True, slots=True)
class Placed(Generic[C]):
    """One idea in the result."""

    idea: C
    place: int
    """From 1. After a shared place, numbers are skipped: 1, 2, 2, 4."""
    shared: bool
    score: Fraction
    chosen_by: int
    """How many people named it, on the ballots as counted."""
    firsts: int
    """How many people named it first."""


@dataclass(frozen=True, slots=True)
class Decision(Generic[C]):
    """Two neighbouring places with equal scores, and the link of the tie chain that separated them."""

    ahead: tuple[C, ...]
    behind: tuple[C, ...]
    by: Link


@dataclass(frozen=True, slots=True)
class Count(Generic[C]):
    """The result of one count under one rule."""

    rule: str
    ballots: int
    """How many people took part, including those who chose nothing: the N of "chosen by n of N"."""
    candidates: tuple[C, ...]
    ranking: tuple[Placed[C], ...]
    """All candidates, the best first. Candidates that share a place are in the order in which they were listed."""
    decisions: tuple[Decision[C], ...] = ()
    """The decisions of the tie chain, from the top of the list down."""
    depth: int | None = None
    """How many ideas of each ballot were counted; None means all."""


def ranked(
    rule: str,
    votes: Votes[C],
    scores: Sequence[Fraction | int],
    *,
    break_ties: TieBreak = shared,
    depth: int | None = None,
) -> Count[C]:
    """Order the candidates of `votes` by `scores`, the highest first, and number the places."""
    chosen, firsts = votes.chosen_by, votes.firsts
    ranking: list[Placed[C]] = []
    decisions: list[Decision[C]] = []
    ahead: tuple[C, ...] = ()
    score_of = scores.__getitem__
    highest_first = sorted(range(len(scores)), key=score_of, reverse=True)
    for points, tied in groupby(highest_first, key=score_of):
        score = Fraction(points)
        for tier in break_ties(votes, list(tied)):
            ideas = tuple(votes.candidates[index] for index in tier.members)
            if tier.by is not None:
                decisions.append(Decision(ahead=ahead, behind=ideas, by=tier.by))
            ahead, place = ideas, len(ranking) + 1
            ranking.extend(
                Placed(
                    idea=votes.candidates[index],
                    place=place,
                    shared=len(tier.members) > 1,
                    score=score,
                    chosen_by=chosen[index],
                    firsts=firsts[index],
                )
                for index in tier.members
            )
    return Count(
        rule=rule,
        ballots=votes.ballots,
        candidates=votes.candidates,
        ranking=tuple(ranking),
        decisions=tuple(decisions),
        depth=depth,
    )


def top(count: Count[C], places: int = TOP) -> tuple[Placed[C], ...]:
    """Return the first `places` of the ranking, with all ideas that share the last of these places.

    The result may contain more than `places` ideas, because of ties. It may contain fewer, because ideas that nobody
    chose are left out. Leaving them out splits no shared place: under every rule, each of them is behind each idea that
    somebody chose.

    Raises:
        ValueError: `places` is below one.

    """
    if places < 1:
        raise ValueError(f"A list of the best {places} cannot be made; give 1 or more.")
    return tuple(placed for placed in count.ranking if placed.place <= places and placed.chosen_by)


def ideas_of(placed: Iterable[Placed[C]]) -> tuple[C, ...]:
    """Return only the ideas, in order."""
    return tuple(each.idea for each in placed)
