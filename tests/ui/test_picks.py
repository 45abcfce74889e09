"""Ballots typed as numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.ui.widgets.picks import NotNumbers, echo, parse_picks

WORDS = {1: "Trust", 2: "Time", 3: "[b]Bold[/b]"}


@pytest.mark.parametrize("typed", ["3 7 1", "3,7,1", " 3,  7 1 ", "3;7;1", "3、7，1", "03 7 1"])
def test_numbers_stand_apart_by_spaces_commas_or_semicolons(typed: str) -> None:
    assert parse_picks(typed) == (3, 7, 1)


@pytest.mark.parametrize("typed", ["", "  ", " , "])
def test_nothing_typed_is_no_picks(typed: str) -> None:
    assert parse_picks(typed) == ()


@pytest.mark.parametrize("typed", ["3 x", "3.5", "-3", "²", "9" * 5000])
def test_what_is_no_number_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(NotNumbers, match="is no number"):
        parse_picks(typed)


@given(st.lists(st.integers(0, 999_999)), st.sampled_from([" ", ",", ", ", " ; "]))
def test_what_is_written_is_read_back(numbers: list[int], between: str) -> None:
    assert parse_picks(between.join(map(str, numbers))) == tuple(numbers)


@given(st.text(max_size=60))
def test_any_typing_is_numbers_or_is_refused(typed: str) -> None:
    try:
        picks = parse_picks(typed)
    except NotNumbers:
        return
    assert all(pick >= 0 for pick in picks)


@given(st.text(max_size=60))
def test_any_typing_can_be_echoed_a_line_a_pick(typed: str) -> None:
    echo(typed, WORDS, 2)


def test_the_echo_says_the_words_and_what_cannot_stand() -> None:
    told = [line.plain for line in echo("3 9 3 x 1 2", WORDS, 5)]
    assert told == [
        "1. 3 [b]Bold[/b]",
        "2. no idea 9 on the list",
        "3. 3 is here twice",
        "4. “x” is no number",
        "5. 1 Trust",
        "6. 2 is too many: 5 at most",
    ]
