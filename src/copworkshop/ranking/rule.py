"""The parts of a counting rule."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from copworkshop.ranking.tally import DEPTH, Count, ranked
from copworkshop.ranking.ties import TieBreak, shared
from copworkshop.ranking.votes import C, Votes


def score_text(score: Fraction) -> str:
    """Return a score as people read it: a whole number as it is, any other to two decimals.

    Two decimals tell apart all scores of a rule that halves or divides by up to five, the longest usual ballot.
    """
    return f"{score.numerator}" if score.denominator == 1 else f"{float(score):.2f}"


@dataclass(frozen=True, slots=True)
class Rule:
    """A way to count: scores from votes, and a way to break ties."""

    name: str
    sentence: str
    """The stage's description of the rule. ``{depth}`` is replaced by the number of ideas that count on each ballot,
    and ``{second}`` by one less."""
    otherwise: str
    """The condition under which this rule would count, in words for the room: “If every choice counted the same”."""
    scores: Callable[[Votes[Any]], Sequence[Fraction | int]]
    """Returns one exact score for each candidate, in the order of the candidates."""
    sentence_of_one: str = ""
    """The description where a ballot has one idea, if it is another one."""
    cuts: bool = False
    """Whether ballots are cut to the depth before scores and ties are counted."""
    break_ties: TieBreak = shared
    in_points: bool = True
    """Whether its scores are points; else they are only scores, such as pairs won less pairs lost."""
    counts_shared: bool = False
    """Whether ballots with shared places are counted; else they are left out."""
    most_ideas: int = 2_000
    """How many ideas are counted in less than two seconds."""

    def scored(self, score: Fraction) -> str:
        """Return a score with its unit: “7 points”, or “score 7” where the rule gives no points."""
        figure = score_text(score)
        if not self.in_points:
            return f"score {figure}"
        return f"{figure} point" if figure == "1" else f"{figure} points"

    def count(self, candidates: Iterable[C], ballots: Iterable[Sequence[C]], *, depth: int = DEPTH) -> Count[C]:
        """Count `ballots`, each a sequence of candidates with the best first.

        A ballot may be shorter than the list of candidates. An empty ballot is a person who took part and chose
        nothing: :attr:`Count.ballots` counts it, but it changes no score. `depth` matters only to a rule that cuts.

        Raises:
            ValueError: a candidate is listed twice, a ballot names one twice or one that is not listed, or
                `depth` is below one.

        """
        gathered = Votes.gather(candidates, ballots, depth=depth if self.cuts else None)
        return self.count_votes(gathered, depth=depth)

    def count_votes(self, votes: Votes[C], *, depth: int = DEPTH) -> Count[C]:
        """Count votes that are gathered already. Use this to count the same votes by several rules."""
        counted = votes.cut(depth) if self.cuts else votes if self.counts_shared else votes.strict()
        return ranked(
            self.name,
            counted,
            self.scores(counted),
            break_ties=self.break_ties,
            depth=depth if self.cuts else None,
        )

    def explain(self, depth: int = DEPTH) -> str:
        """Return one sentence that says how the rule counts ballots of up to `depth` ideas."""
        return (self.sentence if depth > 1 else self.sentence_of_one or self.sentence).format(
            depth=depth, second=depth - 1
        )
