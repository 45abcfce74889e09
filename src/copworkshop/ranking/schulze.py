"""The Schulze method: duels won, directly or by way of others, by as many votes as the weakest duel on the way."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from copworkshop.ranking.pairwise import preferences
from copworkshop.ranking.rule import Rule
from copworkshop.ranking.votes import C, Votes


def schulze(votes: Votes[C]) -> list[int]:
    """Return how many others each candidate beats, with the winning votes as the strength of a duel.

    A path is as strong as its weakest duel. A candidate beats another where its strongest path to the other is
    stronger than the strongest path back; M. Schulze, "A new monotonic, clone-independent, reversal symmetric, and
    condorcet-consistent single-winner election method", Social Choice and Welfare 36 (2011).

    Instead of the paper's loop over all triples, the duels are taken in from the strongest to the weakest while
    sets of bits hold who has a path to whom so far (the incremental closure of G. F. Italiano, "Amortized
    efficiency of a path retrieval data structure", Theoretical Computer Science 48 (1986)). Who has a path to
    another at some strength, and no path back at that strength, beats the other.
    """
    over = preferences(votes)
    reach = [0] * len(over)  # bit b of reach[a]: there is a path from a to b
    reached_by = [0] * len(over)  # the same paths, seen from the other end
    beats = [0] * len(over)
    for duels in _strongest_first(over):
        grown: set[int] = set()
        for winner, loser in duels:
            gained = reach[loser] | 1 << loser
            # Who reaches the loser already reaches all of that, too.
            for start in _bits((reached_by[winner] | 1 << winner) & ~reached_by[loser]):
                new = gained & ~reach[start]
                reach[start] |= new
                grown.add(start)
                for end in _bits(new):
                    reached_by[end] |= 1 << start
        # Who reaches no more than before can have gained paths back at most.
        for start in grown:
            beats[start] |= reach[start] & ~reached_by[start]
    return [beaten.bit_count() for beaten in beats]


def _strongest_first(over: Sequence[Sequence[int]]) -> Iterator[list[tuple[int, int]]]:
    """Yield the duels as (winner, loser), those of equal strength together."""
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
        "Each two ideas meet, and an idea beats another where its strongest chain of duels won to the other "
        "is stronger than the strongest chain back; its score is how many it beats."
    ),
    scores=schulze,
)
"""Schulze's method with winning votes, on whole ballots."""
