"""Bars of characters."""

from hypothesis import given
from hypothesis import strategies as st

from copworkshop.export.figure import Row, bars
from copworkshop.ranking.table import width

BLOCKS = "█▏▎▍▌▋▊▉"


def test_columns_line_up_by_cells_when_characters_are_wide() -> None:
    first, second = bars([Row(("字字", "today"), 2), Row(("abc", "later"), 2)])
    assert first.index("█") + 2 == second.index("█")
    assert width(first) == width(second)


def test_a_bar_is_as_long_as_its_share_of_the_highest_count() -> None:
    assert [line.count("█") for line in bars([Row(("a",), 4), Row(("b",), 2)])] == [30, 15]


def test_a_count_of_nothing_has_no_bar_and_no_space_at_its_end() -> None:
    assert bars([Row(("a",), 0), Row(("b",), 10)])[0] == "a   0"


def test_a_count_far_below_the_highest_still_shows_something() -> None:
    assert bars([Row(("a",), 1), Row(("b",), 5000)])[0].endswith("1  ▏")


def test_a_room_without_a_single_answer_is_drawn_without_bars() -> None:
    assert bars([Row(("a",), 0), Row(("b",), 0)]) == ["a  0", "b  0"]


def test_no_rows_are_no_lines() -> None:
    assert bars([]) == []


@given(st.lists(st.integers(0, 500), min_size=1))
def test_more_people_never_have_a_shorter_bar(counts: list[int]) -> None:
    lines = bars([Row(("people",), count) for count in sorted(counts)])
    lengths = [sum(char in BLOCKS for char in line) for line in lines]
    assert lengths == sorted(lengths)
