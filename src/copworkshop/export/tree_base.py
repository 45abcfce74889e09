"""The values that every part of the report's tree is made of: texts of the plan with their sources, and points."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

from pydantic import PlainSerializer, WithJsonSchema

from copworkshop.model.plan_words import Mark


def _plain(score: Fraction) -> int | str:
    return score.numerator if score.denominator == 1 else str(score)


Score = Annotated[
    Fraction,
    PlainSerializer(_plain),
    WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^-?[0-9]+/[1-9][0-9]*$"}]}),
]
"""Points, exact. Written as data they are a whole number or the text "p/q", as ``copworkshop count`` has them."""


@dataclass(frozen=True, slots=True)
class Work:
    """A work of the literature."""

    short: str
    """Authors, and year where it is known."""
    authors: str
    year: int | None
    title: str
    where: str | None


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the plan, unaltered, and where it comes from."""

    text: str
    mark: Mark
    source: Work | None
    """Given for every text of the literature."""
