"""A score says what it is: points, or only a score."""

from fractions import Fraction
from typing import get_args

import pytest

from copworkshop.model.plan import RuleName
from copworkshop.ranking.registry import RULES


@pytest.mark.parametrize(
    ("rule", "score", "said"),
    [
        ("points", Fraction(7), "7 points"),
        ("points", Fraction(1), "1 point"),
        ("borda", Fraction(11, 2), "5.50 points"),
        ("copeland", Fraction(7), "score 7"),
        ("copeland", Fraction(-1), "score -1"),
        ("schulze", Fraction(1), "score 1"),
    ],
)
def test_a_score_has_the_unit_of_its_rule(rule: str, score: Fraction, said: str) -> None:
    assert RULES[rule].scored(score) == said


def test_a_plan_can_name_every_rule_and_no_other() -> None:
    assert get_args(RuleName) == tuple(RULES)
