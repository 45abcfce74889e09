"""The Borda count: an idea gets one point for every idea below it."""

from fractions import Fraction

from copworkshop.ranking.rule import Rule
from copworkshop.ranking.votes import C, Votes


def borda(votes: Votes[C]) -> list[Fraction]:
    """Give n-1 points for a first place among n candidates, n-2 for a second, and so on to 0 for the last.

    The candidates that a ballot leaves out share the average of the remaining places, so that every ballot gives the
    same n(n-1)/2 points. Candidates that share a place share the average of the places that they fill.
    J.-C. de Borda, "Mémoire sur les élections au scrutin" (1781). The average is the third of the treatments of short
    ballots in D. Baumeister and others, "Campaigns for lazy voters: Truncated ballots", AAMAS 2012.
    """
    size = len(votes.candidates)
    doubled = [0] * size  # doubled, so that the average of an even number of places is whole
    for order, people in votes.orders:
        left_out = size - len(order) - 1
        for place, index in enumerate(order, start=1):
            doubled[index] += (2 * (size - place) - left_out) * people
    for_all = sum((size - len(order) - 1) * people for order, people in votes.orders)
    for groups, people in votes.tied:
        left_out = size - sum(map(len, groups)) - 1
        for_all += left_out * people
        above = 0
        for group in groups:
            for index in group:
                doubled[index] += (2 * (size - above) - len(group) - 1 - left_out) * people
            above += len(group)
    return [Fraction(score + for_all, 2) for score in doubled]


BORDA = Rule(
    name="borda",
    sentence=(
        "An idea gets a point for every idea you put below it; "
        "those you left out share the points of the places that remain."
    ),
    otherwise="If an idea got a point for every idea below it",
    scores=borda,
    counts_shared=True,
)
"""Borda's rule, on whole ballots."""
