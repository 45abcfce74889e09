"""How far the room agrees, and on which ideas people differ. Every sentence about it is made here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from operator import add
from typing import Final, Generic

from copworkshop.ranking.votes import C, Votes

LARGEST: Final = 100
"""The end of the scale on which agreement is told: everybody has the same order."""

LEAST_BALLOTS: Final = 5
"""Nothing is said about agreement if fewer people chose something."""

LEAST_IDEAS: Final = 3
"""Nothing is said about agreement if fewer ideas were chosen: five people give two ideas one order often by chance."""

SEVERAL: Final = 2
"""An idea that fewer people chose is not one on which people differ."""

_WORDS: Final = (
    (Fraction(1, 10), "We do not agree on the order"),
    (Fraction(2, 10), "We hardly agree on the order"),
    (Fraction(4, 10), "We agree a little on the order"),
    (Fraction(6, 10), "We agree on much of the order"),
    (Fraction(8, 10), "We agree on most of the order"),
)
_STRONGEST: Final = "We agree on nearly all of the order"


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far ballots agree on the order of the ideas that were chosen. :func:`agreement_in` makes it."""

    ballots: int
    """How many people chose something."""
    ideas: int
    """How many ideas somebody chose."""
    kendall_w: Fraction | None
    """Kendall's W, from 0 to 1; None if nothing is said about agreement."""
    correlation: Fraction | None
    """The mean correlation between two ballots, at most 1; None if nothing is said about agreement.

    It is 0 on average, or a little below, if people choose at random, and further below if their orders are opposed.
    """

    @property
    def in_words(self) -> str:
        """What it means, as a sentence without its full stop: words and the correlation times 100, or why not.

        The words change where those do that R. C. Schmidt gives for 0.1, 0.3, 0.5, 0.7 and 0.9 of W, in "Managing
        Delphi surveys using nonparametric statistical techniques", Decision Sciences 28 (1997). The correlation takes
        the place of W, because W is 1/m by chance alone. Orders that are opposed are told as orders at random: both
        are 0.
        """
        if self.correlation is None:
            too_few = "people have voted" if self.ballots < LEAST_BALLOTS else "ideas were chosen"
            return f"Too few {too_few} to say how far we agree"
        words = next((words for below, words in _WORDS if self.correlation < below), _STRONGEST)
        scale = f"on a scale from 0 (not at all) to {LARGEST} (the same order for everyone)"
        return f"{words}: {self.on_scale} {scale}"

    @property
    def on_scale(self) -> int | None:
        """The correlation from 0 to :data:`LARGEST`; None if nothing is said about agreement."""
        return None if self.correlation is None else max(0, round(LARGEST * self.correlation))


NOTHING_SAID: Final = Agreement(ballots=0, ideas=0, kendall_w=None, correlation=None)
"""The agreement where there are no ballots, or none may be told."""


@dataclass(frozen=True, slots=True)
class Divided(Generic[C]):
    """An idea, and how far apart its places on the ballots are."""

    idea: C
    variance: Fraction
    """The variance of its places, in places squared: their mean squared distance from their mean."""
    chosen_by: int
    best: int
    """The best place that anybody gave it."""

    @property
    def spread(self) -> float:
        """The standard deviation of its places, in places."""
        return sqrt(self.variance)


def agreement_in(votes: Votes[C]) -> Agreement:
    """Return how far the ballots agree on the order of the ideas that somebody chose.

    The ideas that nobody chose are left out, so the same ballots have the same agreement whether or not it is known
    which further ideas there were: a file of ballots does not always list them. If ballots are few and short, that
    lowers the correlation. Ballots that name nothing are ignored.
    """
    votes = votes.among([index for index, chosen in enumerate(votes.chosen_by) if chosen])
    people, ideas = sum(times for order, times in votes.orders if order), len(votes.candidates)
    w = kendall_w(votes) if people >= LEAST_BALLOTS and ideas >= LEAST_IDEAS else None
    return Agreement(people, ideas, w, None if w is None else mean_correlation(w, people))


def mean_correlation(w: Fraction, people: int) -> Fraction:
    """Return the mean of Spearman's rank correlation over all pairs of m people, from their Kendall's W.

    This is (mW - 1)/(m - 1): M. G. Kendall and J. D. Gibbons, "Rank correlation methods", 5th edition (1990), chapter
    6. It lies between -1/(m - 1) and 1. Its value is 0 on average if people choose at random; W is then 1/m.

    With ties, and a ballot ties all ideas that it leaves out, it is the mean covariance of two ballots divided by the
    mean variance of a ballot. Both are the same if all ballots are equally long. Otherwise longer ballots, which order
    more ideas, weigh more than in the mean of the correlations themselves.
    """
    return (people * w - 1) / (people - 1)


def kendall_w(votes: Votes[C]) -> Fraction | None:
    """Return how far the ballots agree on the order of the candidates, from 0 (not at all) to 1 (entirely).

    This is Kendall's coefficient of concordance. The candidates that a ballot leaves out share the average of the
    remaining places; the formula corrects for this as for any tie. Ballots that name nothing contain no order and are
    ignored. The result is None if fewer than two other ballots or fewer than two candidates remain. The value
    expected of m people who choose at random is 1/m, so in a room of three a value of 1/3 means nothing.
    """
    if len(votes.candidates) < 2:
        return None
    return concordance(_doubled_places(votes))


def concordance(doubled: Iterable[tuple[Sequence[int], int]]) -> Fraction | None:
    """Return Kendall's W of rankings, corrected for ties; None if it is not defined.

    A ranking is given as the places of the same n objects, and the number of people who gave it. Places begin at 1 and
    ties are averaged. Each place is **doubled**, so that halves are whole numbers. With m people, rank sums R and tied
    groups of t objects each:

        W = 12 Σ(R - m(n+1)/2)² / (m²(n³-n) - m Σ(t³-t))

    M. G. Kendall and B. Babington Smith, "The problem of m rankings", Annals of Mathematical Statistics 10 (1939);
    S. Siegel, "Nonparametric statistics for the behavioral sciences" (1956), p. 229-239, with ties. W is not defined
    for fewer than two people, or if everybody ties everything.
    """
    people, ties = 0, 0
    sums: list[int] = []
    for places, times in doubled:
        weighted = places if times == 1 else [place * times for place in places]
        sums = list(map(add, sums, weighted)) if sums else list(weighted)
        ties += times * sum(group**3 - group for group in Counter(places).values() if group > 1)
        people += times
    size = len(sums)
    most = people**2 * (size**3 - size) - people * ties
    if people < 2 or most == 0:
        return None
    mean = people * (size + 1)
    return Fraction(3 * sum((total - mean) ** 2 for total in sums), most)


def divisive(votes: Votes[C], most: int = 3) -> tuple[Divided[C], ...]:
    """Return the ideas whose places are furthest apart, the widest first.

    These are `most` ideas, and further ones that are as far apart as the last of them. Ideas that fewer than
    :data:`SEVERAL` people chose, and ideas on whose place all agree, are left out. An idea that a ballot leaves out has
    the average of the remaining places on it. Ballots that name nothing are ignored.
    """
    size = len(votes.candidates)
    sums, squares, best = [0] * size, [0] * size, [size] * size
    people = 0
    for order, _ in votes.orders:
        for place, index in enumerate(order, start=1):
            best[index] = min(best[index], place)
    for places, times in _doubled_places(votes):
        people += times
        for index, place in enumerate(places):
            sums[index] += place * times
            squares[index] += place * place * times
    divided = [
        Divided(
            idea=idea,
            variance=Fraction(people * squares[index] - sums[index] ** 2, 4 * people**2),
            chosen_by=chosen,
            best=best[index],
        )
        for index, (idea, chosen) in enumerate(zip(votes.candidates, votes.chosen_by, strict=True))
        if chosen >= SEVERAL
    ]
    widest = sorted((each for each in divided if each.variance), key=lambda each: -each.variance)
    return tuple(each for each in widest if each.variance >= widest[:most][-1].variance) if most > 0 else ()


def _doubled_places(votes: Votes[C]) -> Iterator[tuple[list[int], int]]:
    """Yield the doubled place of each candidate and the number of people, for each order that names something."""
    size = len(votes.candidates)
    for order, people in votes.orders:
        if order:
            places = [len(order) + 1 + size] * size
            for place, index in enumerate(order, start=1):
                places[index] = 2 * place
            yield places, people
    for groups, people in votes.tied:
        if groups:
            above = sum(map(len, groups))
            places = [above + 1 + size] * size
            above = 0
            for group in groups:
                for index in group:
                    places[index] = 2 * above + len(group) + 1
                above += len(group)
            yield places, people
