"""Approval: the number of people who chose an idea, in any order."""

from copworkshop.ranking.rule import Rule
from copworkshop.ranking.votes import C, Votes


def approval(votes: Votes[C]) -> list[int]:
    """Give one point to each candidate that a ballot names.

    S. J. Brams and P. C. Fishburn, "Approval voting", American Political Science Review 72 (1978). A ballot is taken to
    approve of every idea that it names.
    """
    return list(votes.chosen_by)


APPROVAL = Rule(
    name="approval",
    sentence="Every idea you chose gets one point, in whatever order you put them.",
    otherwise="If every choice counted the same",
    scores=approval,
    counts_shared=True,
)
"""Approval, on whole ballots."""
