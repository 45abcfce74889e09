"""Points by place, the default rule: the first of k gets k points, the next k-1, and so on."""

from copworkshop.ranking.rule import Rule
from copworkshop.ranking.ties import chain
from copworkshop.ranking.votes import C, Votes


def points(votes: Votes[C]) -> list[int]:
    """Give k points for a first place, k-1 for a second, and so on, where k is the depth of `votes`.

    Candidates that a ballot leaves out get no points. A ballot shorter than k still gives its first k points, so naming
    fewer ideas does not lower the points of any of them. P. Emerson, "The original Borda count and partial voting",
    Social Choice and Welfare 40 (2013), describes the ways to score a short ballot. According to it, this way tempts
    people to name only one idea. Here that gains them little: every ballot is short, with at most k ideas.
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
        "Your first choice gets {depth} points, your second {second}, and so on. "
        "Ties: more people, then more first places, then head to head."
    ),
    sentence_of_one="Your choice gets 1 point.",
    otherwise="If a first choice got the most points, and each place after it one less",
    scores=points,
    cuts=True,
    break_ties=chain,
)
"""The default rule, and the only one with a tie chain."""
