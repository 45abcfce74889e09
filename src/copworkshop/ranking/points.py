"""Points by place, the default: the first of k gets k points, the next k-1, and what is left out gets none."""

from copworkshop.ranking.rule import Rule
from copworkshop.ranking.ties import chain
from copworkshop.ranking.votes import C, Votes


def points(votes: Votes[C]) -> list[int]:
    """Give k points for a first place, k-1 for a second, and so on, where k is the depth of `votes`.

    A ballot shorter than k still gives its first k points, so that naming fewer ideas costs none of them anything.
    P. Emerson, "The original Borda count and partial voting", Social Choice and Welfare 40 (2013), sets out the
    ways to score a short ballot, and that this one tempts people to name one idea only. Here that gains them
    little: every ballot is short, and at most k ideas can be named.
    """
    scores = [0] * len(votes.candidates)
    depth = votes.depth
    for order, people in votes.orders:
        for place, index in enumerate(order):
            scores[index] += (depth - place) * people
    return scores


POINTS = Rule(
    name="points",
    sentence=(
        "{depth} for your first, one less for each after it, none for what you left out; "
        "equal: what more people chose, then more first places, then head to head."
    ),
    scores=points,
    cuts=True,
    break_ties=chain,
)
"""The default rule, and the only one with a tie chain."""
