"""Small matters of English."""

import time
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from copworkshop.export.wording import in_words, joined, many, moment
from copworkshop.ranking.rule import score_text


@pytest.mark.parametrize(("number", "word"), [(5, "five"), (10, "ten"), (11, "11"), (1200, "1,200")])
def test_small_numbers_are_words(number: int, word: str) -> None:
    assert in_words(number) == word


@pytest.mark.parametrize(("number", "said"), [(0, "0 ballots"), (1, "1 ballot"), (1200, "1,200 ballots")])
def test_only_one_is_singular(number: int, said: str) -> None:
    assert many(number, "ballot") == said


@pytest.mark.parametrize(
    ("words", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_list_is_joined_as_it_is_said(words: list[str], said: str) -> None:
    assert joined(words) == said


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("UTC0", "2026-01-02, 03:04 UTC"),
        ("XXX-10:30", "2026-01-02, 13:34 UTC+10:30"),
        ("XXX5", "2026-01-01, 22:04 UTC-05:00"),
    ],
)
@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows has no zone for one process")
def test_a_moment_is_told_by_the_clock_of_the_place_with_its_zone(
    monkeypatch: pytest.MonkeyPatch, zone: str, told: str
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert moment(datetime(2026, 1, 2, 3, 4, 59, tzinfo=UTC)) == told
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    ("score", "read"), [(Fraction(12), "12"), (Fraction(7, 2), "3.50"), (Fraction(137, 60), "2.28")]
)
def test_a_score_is_whole_or_has_two_decimals(score: Fraction, read: str) -> None:
    assert score_text(score) == read
