"""A count as JSON."""

from collections.abc import Iterable
from fractions import Fraction

from copworkshop.ranking.tally import Count, Placed
from copworkshop.ranking.votes import C

Json = dict[str, object]


def as_json(count: Count[C], top: Iterable[Placed[C]], agreement: Fraction | None) -> Json:
    """Return what ``copworkshop count --format json`` prints: the count, with `top` as its ranking.

    ``candidates`` is the number of candidates. ``kendall_w`` is a number or null. A ``score`` that is not a whole
    number is an exact fraction, as the text "p/q".
    """
    return {
        "rule": count.rule,
        "ballots": count.ballots,
        "candidates": len(count.candidates),
        "agreement": {"kendall_w": None if agreement is None else float(agreement)},
        "ranking": [
            {
                "place": placed.place,
                "shared": placed.shared,
                "idea": placed.idea,
                "score": placed.score.numerator if placed.score.denominator == 1 else str(placed.score),
                "chosen_by": placed.chosen_by,
                "firsts": placed.firsts,
            }
            for placed in top
        ],
    }
