"""Lists with one entry on each line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.model.text import clean_line, visible
from copworkshop.toolkit.widgets.lists import lines_of, without_bullet


@pytest.mark.parametrize("bullet", ["1. ", "2) ", "- ", "* ", "• ", "– ", "•", "\t• ", "(3) ", "12. ", "— ", "+ ", ""])
def test_bullets_and_numbers_are_removed(bullet: str) -> None:
    assert lines_of(f"{bullet}Trust\r\n\n   \n{bullet}Time\u2028") == ["Trust", "Time"]


@pytest.mark.parametrize("text", ["3.5 hours a week", "5 minutes of silence", "-5 degrees", "2026. A plan", "*bold*"])
def test_a_number_that_belongs_to_the_words_stays(text: str) -> None:
    assert without_bullet(text) == text


@given(st.text())
def test_every_entry_is_a_clean_line_that_can_be_seen(text: str) -> None:
    assert all(line == clean_line(line) and visible(line) for line in lines_of(text))
