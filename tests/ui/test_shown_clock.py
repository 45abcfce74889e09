"""The clock as everybody sees it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.model.session import Timer
from copworkshop.toolkit.theme import ACCENT, QUIET, WARN
from copworkshop.ui.clock import clock_style, clock_text, clock_time, clock_words, until_change
from helpers.session_builder import NOW, later

RUNNING = Timer(deadline=later(600))
MICROSECONDS = st.integers(0, 1_200_000_000)


@given(MICROSECONDS)
def test_it_says_something_else_when_it_said_it_would_and_not_before(passed: int) -> None:
    now = NOW + timedelta(microseconds=passed)
    wait = until_change(RUNNING, now)

    assert wait is not None
    assert 0 < wait <= 1.1
    assert clock_time(RUNNING, now) != clock_time(RUNNING, now + timedelta(seconds=wait))
    just_before = now + timedelta(seconds=max(0.0, wait - 0.03))
    assert clock_time(RUNNING, now) == clock_time(RUNNING, just_before)


def test_a_standing_clock_never_changes() -> None:
    assert until_change(Timer(left=600), NOW) is None


def test_a_clock_is_right_however_long_nobody_looked() -> None:
    assert clock_time(RUNNING, later(1)) == "9:59"
    assert clock_time(RUNNING, later(590)) == "0:10"
    assert clock_time(RUNNING, later(1000)) == "+6:40"


def test_nearly_up_stands_out_and_overtime_is_calm() -> None:
    styles = [clock_style(RUNNING, later(second)) for second in (1, 550, 700)]

    assert styles == [ACCENT, WARN, QUIET]


def test_a_clock_says_what_it_is() -> None:
    planned = Timer(left=900)

    assert clock_text(planned, NOW) == "15 min"
    assert clock_text(planned.moved(60, NOW), NOW) == "16 min"
    assert clock_text(planned.started(NOW), later(650)) == "4:10 left"
    assert clock_text(planned.started(NOW).paused(later(650)), later(5000)) == "paused 4:10"
    assert clock_text(planned.started(NOW).paused(later(650)).started(later(700)), later(700)) == "4:10 left"
    assert clock_text(planned.started(NOW), later(850)) == "nearly up 0:50"


@pytest.mark.parametrize(
    ("seconds", "text"), [(30, "30 s"), (60, "1 min"), (150, "2.5 min"), (100, "1:40 min"), (0, ""), (36000, "600 min")]
)
def test_a_clock_that_was_never_started_says_its_minutes_and_not_a_time_of_day(seconds: int, text: str) -> None:
    assert clock_text(Timer(left=seconds), NOW) == text


def test_a_clock_of_one_minute_is_nearly_up_in_its_last_quarter_only() -> None:
    minute = Timer(left=60).started(NOW)

    assert clock_text(minute, later(1)) == "0:59 left"
    assert clock_text(minute, later(46)) == "nearly up 0:14"


def test_a_clock_that_was_stopped_in_overtime_still_says_that_the_time_is_up() -> None:
    assert clock_words(Timer(left=-30), NOW) == "time is up"
