"""The Dowdall rule: one vote for the first place, half a vote for the second, a third for the third."""

from fractions import Fraction
from math import lcm

from copworkshop.ranking.rule import Rule
from copworkshop.ranking.votes import C, Votes


def dowdall(votes: Votes[C]) -> list[Fraction]:
    """Give 1/p votes for place p, and none to candidates that a ballot leaves out.

    This has been Nauru's rule since 1971. J. Fraenkel and B. Grofman, "The Borda Count and its real-world
    alternatives: Comparing scoring rules in Nauru and Slovenia", Australian Journal of Political Science 49 (2014).
    """
    longest = max((len(order) for order, _ in votes.orders), default=0)
    whole = lcm(*range(1, longest + 1))  # the smallest unit in which every share is a whole number
    shares = [whole // place for place in range(1, longest + 1)]
    scores = [0] * len(votes.candidates)
    for order, people in votes.orders:
        for index, share in zip(order, shares, strict=False):
            scores[index] += share * people
    return [Fraction(score, whole) for score in scores]


DOWDALL = Rule(
    name="dowdall",
    sentence="Your first gets a whole vote, your second half a vote, your third a third, and so on.",
    otherwise="If a second choice counted half as much as a first, a third choice a third, and so on",
    scores=dowdall,
)
"""Dowdall's rule, on whole ballots."""
