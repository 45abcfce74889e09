"""Big characters."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from copworkshop.toolkit.widgets.digits import HEIGHTS, big, biggest

DRAWABLE = string.digits + string.ascii_uppercase + ":+-=/. "
BLOCKS = set(" █▀▄")


@given(st.text(DRAWABLE, min_size=1, max_size=12), st.sampled_from(HEIGHTS[:-1]))
def test_a_drawing_has_its_rows_all_of_one_width_and_is_made_of_blocks(text: str, rows: int) -> None:
    lines = big(text, rows)

    assert len(lines) == rows
    assert len({len(line) for line in lines}) == 1
    assert set("".join(lines)) <= BLOCKS


@pytest.mark.parametrize("rows", HEIGHTS[:-1])
def test_no_two_characters_look_the_same(rows: int) -> None:
    assert len({tuple(big(char, rows)) for char in DRAWABLE}) == len(DRAWABLE)


def test_a_clock_stands_still_whatever_it_shows() -> None:
    assert len({cell_len(big(f"{n}{n}:{n}{n}")[0]) for n in range(10)}) == 1


def test_a_code_is_drawn_like_this() -> None:
    assert big("7K") == [
        "▀▀▀█ █ ▄▀",
        "   █ █▀▄ ",
        "   ▀ ▀  ▀",
    ]


def test_small_letters_are_drawn_as_capitals() -> None:
    assert big("maple") == big("MAPLE")


@pytest.mark.parametrize("text", ["", "实践", "maple!"])
def test_what_cannot_be_drawn_is_shown_as_it_is(text: str) -> None:
    assert big(text) == [text]


@pytest.mark.parametrize(
    ("width", "height", "rows"),
    [(240, 20, 15), (160, 10, 10), (80, 10, 5), (40, 10, 3), (80, 4, 3), (20, 10, 1), (80, 2, 1)],
)
def test_the_largest_that_fits_is_drawn(width: int, height: int, rows: int) -> None:
    assert len(biggest("KR7-Q2M", width, height)) == rows


@given(st.text(max_size=30), st.integers(1, 200), st.integers(1, 20))
def test_nothing_is_drawn_larger_than_the_room(text: str, width: int, height: int) -> None:
    lines = biggest(text, width, height)

    assert len(lines) <= height
    assert all(cell_len(line) <= width for line in lines)
