"""Approval: how many people chose it, whatever the order."""

from copworkshop.ranking.rule import Rule
from copworkshop.ranking.votes import C, Votes


def approval(votes: Votes[C]) -> list[int]:
    """Give one point for being named at all.

    S. J. Brams and P. C. Fishburn, "Approval voting", American Political Science Review 72 (1978), with every idea
    that a ballot names taken as approved of.
    """
    return list(votes.chosen_by)


APPROVAL = Rule(
    name="approval",
    sentence="Every idea you chose gets one point, in whatever order you put them.",
    scores=approval,
)
"""Approval, on whole ballots."""
