"""A count as JSON."""

from collections.abc import Iterable
from fractions import Fraction

from copworkshop.ranking.agreement import Agreement
from copworkshop.ranking.tally import Count, Placed
from copworkshop.ranking.votes import C

Json = dict[str, object]


def as_json(count: Count[C], top: Iterable[Placed[C]], agreement: Agreement) -> Json:
    """Return what ``copworkshop count --format json`` prints: the count, with `top` as its ranking.

    ``candidates`` is the number of candidates. The figures of ``agreement`` are null if nothing is
    said about agreement. A ``score`` that is not a whole
    number is an exact fraction, as the text "p/q".
    """
    return {
        "rule": count.rule,
        "ballots": count.ballots,
        "candidates": len(count.candidates),
        "agreement": {
            "in_words": agreement.in_words,
            "kendall_w": _number(agreement.kendall_w),
            "mean_correlation": _number(agreement.correlation),
        },
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


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
