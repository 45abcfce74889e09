"""Large letters made of blocks: whole words only, as large as fits, and nothing for a script without shapes."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.toolkit.widgets.letter_shapes import DEEP, LOW, TALL, WHOLE
from copworkshop.toolkit.widgets.letters import large_letters

SAME = "Do these say the same?"


def test_a_text_is_as_large_as_the_space_allows() -> None:
    cells = [sum(map(len, large_letters(SAME, width, 34))) for width in (76, 116, 196)]

    assert cells == sorted(cells)
    assert len(large_letters(SAME, 76, 9)) >= 4


@pytest.mark.parametrize("letter", string.ascii_letters + string.digits + "äöüßéèñçøåÄÖÉŁł.,:;!?-–'’“”()/&%@")
def test_each_of_these_has_a_shape(letter: str) -> None:
    assert large_letters(letter, 20, 5) or letter == "Ł"


@pytest.mark.parametrize("text", ["コミュニティ", "ไทย", "👩‍👩‍👧‍👦", "سلام", "", "   "])
def test_a_text_without_shapes_is_not_drawn(text: str) -> None:
    assert large_letters(text, 116, 34) == ()


def test_no_two_letters_look_alike() -> None:
    drawn = [large_letters(letter, 20, 5) for letter in string.ascii_letters + string.digits]

    assert len(set(drawn)) == len(drawn)


def test_a_word_is_never_broken() -> None:
    assert large_letters("Donaudampfschifffahrtsgesellschaft", 76, 30) == ()


@given(st.text(string.ascii_letters + " äöé?,", max_size=60), st.integers(10, 200), st.integers(3, 60))
def test_it_fits(text: str, width: int, height: int) -> None:
    drawn = large_letters(text, width, height)

    assert len(drawn) <= height
    assert max(map(len, drawn), default=0) <= width


@pytest.mark.parametrize(("shapes", "rows"), [(TALL, 7), (LOW, 5), (DEEP, 7), (WHOLE, 9)])
def test_the_rows_of_a_shape_are_of_one_width(shapes: dict[str, str], rows: int) -> None:
    for letter, shape in shapes.items():
        if letter != " ":
            assert [len(row) for row in shape.split()] == [len(shape.split()[0])] * rows, letter
