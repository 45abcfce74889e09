from fractions import Fraction

import pytest

from copworkshop.ranking.points import POINTS
from copworkshop.ranking.tally import Count


def places(count: Count[str]) -> dict[str, int]:
    return {placed.idea: placed.place for placed in count.ranking}


def scores(count: Count[str]) -> dict[str, Fraction]:
    return {placed.idea: placed.score for placed in count.ranking}


def test_the_first_of_k_gets_k_points_and_the_next_one_less() -> None:
    assert scores(POINTS.count("ABCD", ["ABC"], depth=3)) == {"A": 3, "B": 2, "C": 1, "D": 0}


def test_a_short_ballot_still_gives_its_first_k_points() -> None:
    assert scores(POINTS.count("AB", ["A"], depth=5)) == {"A": 5, "B": 0}


def test_a_long_ballot_is_cut_to_k() -> None:
    count = POINTS.count("ABCD", ["ABCD"], depth=2)
    assert scores(count) == {"A": 2, "B": 1, "C": 0, "D": 0}


def test_what_is_cut_off_is_not_chosen() -> None:
    count = POINTS.count("ABC", ["ABC"], depth=2)
    assert [placed.chosen_by for placed in count.ranking] == [1, 1, 0]


def test_an_empty_ballot_counts_as_a_person() -> None:
    assert POINTS.count("AB", ["A", ""]).ballots == 2


def test_an_empty_ballot_gives_no_points() -> None:
    assert scores(POINTS.count("AB", ["A", ""])) == {"A": 5, "B": 0}


def test_no_ballots_leave_all_ideas_on_the_first_place() -> None:
    assert places(POINTS.count("AB", [])) == {"A": 1, "B": 1}


def test_a_depth_below_one_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="depth of 0; give 1 or more"):
        POINTS.count("AB", ["A"], depth=0)


def test_the_sentence_names_the_depth() -> None:
    assert POINTS.explain(3).startswith("Your first choice gets 3 points, your second 2")


def test_the_rule_is_explained_for_one_choice_as_well() -> None:
    assert POINTS.explain(1) == "Your choice gets 1 point."
