"""Copeland's rule: duels won minus duels lost."""

from copworkshop.ranking.pairwise import preferences
from copworkshop.ranking.rule import Rule
from copworkshop.ranking.votes import C, Votes


def copeland(votes: Votes[C]) -> list[int]:
    """Compare each pair of candidates. The one that more people put above the other wins; a draw counts for neither.

    On a ballot, the candidates that it leaves out are below those that it names. A. H. Copeland, "A reasonable social
    welfare function", University of Michigan (1951); D. G. Saari and V. R. Merlin, "The Copeland method", Economic
    Theory 8 (1996).
    """
    over = preferences(votes)
    scores = [0] * len(over)
    for a, row in enumerate(over):
        for b in range(a):
            difference = row[b] - over[b][a]
            if difference:
                winner, loser = (a, b) if difference > 0 else (b, a)
                scores[winner] += 1
                scores[loser] -= 1
    return scores


COPELAND = Rule(
    name="copeland",
    sentence=(
        "Every idea meets every other idea, and the one that more people put higher wins. "
        "Its score is how often it won, less how often it lost."
    ),
    otherwise="If every pair of ideas met head to head",
    scores=copeland,
    in_points=False,
    counts_shared=True,
    most_ideas=1_000,
)
"""Copeland's rule, on whole ballots."""
