from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.ranking.agreement import NOTHING_SAID, Agreement
from copworkshop.ranking.registry import RULES
from copworkshop.ranking.table import COLUMNS, as_table, width
from copworkshop.ranking.tally import top


def table(ideas: list[str], ballots: list[list[str]], rule: str = "points") -> str:
    count = RULES[rule].count(ideas, ballots)
    return as_table(count, top(count), Agreement(5, 3, Fraction(1, 2), Fraction(1, 2)))


def test_it_shows_what_was_counted_how_and_the_result() -> None:
    assert table(["Trust", "Time", "Tools"], [["Trust", "Time"], ["Time", "Trust"], ["Tools"]]) == (
        "3 ballots, 3 ideas, by points:\n"
        "Your first choice gets 5 points, your second 4, and so on. Ties: more people,\n"
        "then more first places, then head to head.\n"
        "\n"
        "Place  Idea   Score  Chosen by  First\n"
        "   1=  Trust      9          2      1\n"
        "   1=  Time       9          2      1\n"
        "    3  Tools      5          1      1\n"
        "\n"
        "We agree on much of the order: 50 on a scale from 0 (not at all) to 100 (the\n"
        "same order for everyone).\n"
    )


def test_a_long_idea_goes_on_below_itself_whole() -> None:
    words = " ".join(f"word{number}" for number in range(40))
    shown = table([words], [[words]])
    assert [word for word in shown.split() if word.startswith("word")] == words.split()


def test_wide_characters_are_aligned() -> None:
    lines = table(["信頼", "Time"], [["信頼", "Time"]]).splitlines()
    # A wide character is one character less to the same column.
    rows = [line for line in lines if "信頼" in line or "Time" in line]
    assert [width(line) for line in rows] == [len(rows[1])] * 2


@pytest.mark.parametrize(("text", "columns"), [("Trust", 5), ("信頼", 4), ("e\u0301", 1), ("a\u200db", 2), ("", 0)])
def test_width_is_counted_in_columns(text: str, columns: int) -> None:
    assert width(text) == columns


def test_scores_that_are_not_whole_are_rounded() -> None:
    assert "0.33" in table(["A", "B", "C"], [["A", "B", "C"]], rule="dowdall")


def test_different_scores_look_different() -> None:
    count = RULES["dowdall"].count(range(1, 41), [list(range(1, 41))])
    scores = [line.split()[2] for line in as_table(count, top(count, 40), NOTHING_SAID).splitlines()[5:45]]
    assert len(set(scores)) == 40


def test_a_count_in_which_nobody_chose_anything_says_so() -> None:
    assert "\nNobody chose anything.\n" in table(["Trust"], [[]])


@given(st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1), min_size=1, unique=True))
def test_no_line_is_wider_than_a_terminal(ideas: list[str]) -> None:
    assert max(map(width, table(ideas, [ideas]).splitlines())) <= COLUMNS
