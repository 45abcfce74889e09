"""The Schulze method: duels won directly or by a path of duels, where the weakest duel is the strength of the path."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from copworkshop.ranking.pairwise import preferences
from copworkshop.ranking.rule import Rule
from copworkshop.ranking.votes import C, Votes


def schulze(votes: Votes[C]) -> list[int]:
    """Return how many others each candidate beats. The strength of a duel is the number of winning votes.

    A path is as strong as its weakest duel. A candidate beats another if its strongest path to the other is stronger
    than the strongest path back; M. Schulze, "A new monotonic, clone-independent, reversal symmetric, and
    condorcet-consistent single-winner election method", Social Choice and Welfare 36 (2011).

    The paper loops over all triples. Here the duels are added from the strongest to the weakest, and bit sets contain
    which candidates have a path to which (the incremental closure of G. F. Italiano, "Amortized efficiency of a path
    retrieval data structure", Theoretical Computer Science 48 (1986)). A candidate beats another if, at some strength,
    it has a path to the other and there is no path back.
    """
    over = preferences(votes)
    reach = [0] * len(over)  # bit b of reach[a]: there is a path from a to b
    reached_by = [0] * len(over)  # the same paths, seen from the other end
    beats = [0] * len(over)
    for duels in _strongest_first(over):
        grown: set[int] = set()
        for winner, loser in duels:
            gained = reach[loser] | 1 << loser
            # Candidates that already reach the loser reach all of these, too.
            for start in _bits((reached_by[winner] | 1 << winner) & ~reached_by[loser]):
                new = gained & ~reach[start]
                reach[start] |= new
                grown.add(start)
                for end in _bits(new):
                    reached_by[end] |= 1 << start
        # A candidate that reaches no more than before can only have gained paths back.
        for start in grown:
            beats[start] |= reach[start] & ~reached_by[start]
    return [beaten.bit_count() for beaten in beats]


def _strongest_first(over: Sequence[Sequence[int]]) -> Iterator[list[tuple[int, int]]]:
    """Yield the duels as (winner, loser), in groups of equal strength, the strongest first."""
    by_strength: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for a, row in enumerate(over):
        for b in range(a):
            for_a, for_b = row[b], over[b][a]
            if for_a > for_b:
                by_strength[for_a].append((a, b))
            elif for_b > for_a:
                by_strength[for_b].append((b, a))
    for strength in sorted(by_strength, reverse=True):
        yield by_strength[strength]


def _bits(held: int) -> Iterator[int]:
    """Yield the positions of the bits that are set."""
    while held:
        lowest = held & -held
        yield lowest.bit_length() - 1
        held ^= lowest


SCHULZE = Rule(
    name="schulze",
    sentence=(
        "Every idea meets every other idea. One beats another if it wins, or if a chain of clearer wins leads to it. "
        "Its score is how many ideas it beats."
    ),
    otherwise="If every pair of ideas met head to head, and clear wins counted more than narrow ones",
    scores=schulze,
    in_points=False,
    counts_shared=True,
    most_ideas=1_000,
)
"""Schulze's method with winning votes, on whole ballots."""
