"""Numbered ideas, and looking for some of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from copworkshop.model.topten import Candidate
from copworkshop.ui.widgets.ideas import matching, numbered, words_of_picks

CANDIDATES = (
    Candidate(lead=3, members=(3, 12), wording="Meet every month"),
    Candidate(lead=4, members=(4,), wording="Ｔime that is paid for"),
    Candidate(lead=31, members=(31,), wording="Stories of 12 failures"),
)


@pytest.mark.parametrize(
    ("typed", "leads"),
    [
        ("", [3, 4, 31]),
        ("MEET", [3]),
        ("month meet", [3]),
        ("month time", []),
        ("time", [4]),
        ("3", [3, 31]),
        ("12", [3, 31]),
        ("[b]", []),
    ],
)
def test_ideas_are_found_by_words_and_numbers(typed: str, leads: list[int]) -> None:
    assert [candidate.lead for candidate in matching(CANDIDATES, typed)] == leads


def test_a_ballot_may_name_any_idea_of_a_merged_one() -> None:
    assert words_of_picks(CANDIDATES)[12] == "Meet every month"


@given(st.integers(8, 100))
def test_numbered_ideas_fit_the_width_and_lose_no_word(width: int) -> None:
    lines = [line.plain for line in numbered(CANDIDATES, width)]
    assert all(cell_len(line) <= width for line in lines)
    kept = "".join("".join(lines).split())
    assert all("".join(candidate.wording.split()) in kept for candidate in CANDIDATES)
