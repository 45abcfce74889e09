"""Bars for counts."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from copworkshop.toolkit.widgets.bars import bar, bar_block, bar_line, bar_lines, low_bar, progress

COUNTS = st.integers(0, 300)
WIDTHS = st.integers(1, 120)


@given(COUNTS, COUNTS, WIDTHS, st.booleans())
def test_a_bar_stays_within_its_width(count: int, most: int, width: int, plain: bool) -> None:
    assert cell_len(bar(count, most, width, plain=plain)) <= width


@given(st.integers(1, 300), st.integers(1, 300), WIDTHS, st.booleans())
def test_any_count_shows_something(count: int, most: int, width: int, plain: bool) -> None:
    assert bar(count, most, width, plain=plain) != ""


@given(st.integers(1, 300), WIDTHS)
def test_only_the_most_fills_the_width(most: int, width: int) -> None:
    assert bar(most, most, width) == "█" * width
    assert bar(most - 1, most, width) != "█" * width


@given(COUNTS, COUNTS, st.integers(1, 300), WIDTHS)
def test_more_is_never_shorter(one: int, other: int, most: int, width: int) -> None:
    def eighths(drawn: str) -> int:
        return sum(" ▏▎▍▌▋▊▉█".index(char) for char in drawn)

    less, more = sorted((one, other))
    assert eighths(bar(less, most, width)) <= eighths(bar(more, most, width))


def test_a_bar_ends_in_eighths() -> None:
    assert [bar(count, 16, 2) for count in (0, 1, 4, 8, 11, 16)] == ["", "▏", "▌", "█", "█▍", "██"]


def test_a_plain_bar_is_made_of_whole_cells_of_ascii() -> None:
    assert [bar(count, 10, 5, plain=True) for count in (0, 1, 5, 9, 10)] == ["", "#", "##", "####", "#####"]


@given(st.text(max_size=40), COUNTS, COUNTS, st.integers(8, 120))
def test_a_line_stays_within_its_width_and_says_its_number(label: str, count: int, most: int, width: int) -> None:
    line = bar_line(label, count, max(count, most), width)

    assert line.cell_length <= width
    assert str(count) in line.plain


def test_the_bars_of_a_chart_begin_in_one_column() -> None:
    lines = bar_lines([("Core group", 3), ("实践社区", 12)], 40)

    assert [line.plain for line in lines] == [
        "Core group  3 ██████▌",
        "实践社区   12 ██████████████████████████",
    ]


def test_where_there_is_no_room_for_a_bar_the_number_stands_alone() -> None:
    assert bar_line("Core group", 3, 12, 12).plain == "Core…   3"


@given(st.integers(0, 300), st.integers(0, 300), st.integers(8, 120))
def test_progress_draws_the_whole_and_stays_within_its_width(count: int, most: int, width: int) -> None:
    lines = progress(f"{count} of {most} are done", min(count, most), most, width)

    assert all(line.cell_length <= width for line in lines)
    assert any("█" in line.plain for line in lines) == (min(count, most) > 0)
    assert any("░" in line.plain for line in lines) == (count < most)


def test_progress_stands_below_its_sentence_in_a_narrow_room() -> None:
    lines = progress("5 of 6 have placed themselves", 5, 6, 30)

    assert [line.plain for line in lines] == ["5 of 6 have placed themselves", "█" * 25 + "░" * 5]


def test_low_bars_are_half_a_row_high() -> None:
    assert [low_bar(count, 10, 5) for count in (0, 1, 10)] == ["", "▄", "▄▄▄▄▄"]


@given(st.text(min_size=1, max_size=40), COUNTS, COUNTS, st.integers(12, 120), st.integers(1, 3))
def test_a_thick_bar_has_its_words_once_and_stays_within_its_width(
    label: str, count: int, most: int, width: int, thick: int
) -> None:
    lines = bar_block(label, count, max(count, most), width, label_width=width // 3, thick=thick)

    assert len(lines) == thick
    assert all(line.cell_length <= width for line in lines)
    bars = [line.plain[-1:] for line in lines if line.plain.strip()]
    assert len(set(bars)) == 1
