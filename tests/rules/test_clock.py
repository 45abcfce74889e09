import pytest

from copworkshop.model.plan import Kind
from copworkshop.rules.clock import MoveTimer, StartTimer, clock
from copworkshop.rules.request import Refused
from session_builder import NOW, ask, at, forward, later, room


def test_the_clock_stands_at_the_minutes_planned_until_it_is_started() -> None:
    session = at(room(), Kind.TOP_TEN, "collect")
    assert clock(session).remaining(later(500)) == 60 * session.step.round_minutes["collect"]


def test_a_started_clock_counts_down_to_a_deadline() -> None:
    session = ask(at(room(), Kind.TOP_TEN, "collect"), StartTimer(running=True))
    planned = 60 * session.step.round_minutes["collect"]
    assert clock(session).remaining(later(90)) == planned - 90


def test_a_paused_clock_stands_still() -> None:
    session = ask(at(room(), Kind.TOP_TEN, "collect"), StartTimer(running=True))
    session = ask(session, StartTimer(running=False), now=later(90))
    assert clock(session).remaining(later(5000)) == clock(session).remaining(later(90))


@pytest.mark.parametrize("seconds", [60, -60])
def test_a_minute_more_or_less_moves_a_running_clock(seconds: int) -> None:
    session = ask(at(room(), Kind.TOP_TEN, "collect"), StartTimer(running=True))
    moved = ask(session, MoveTimer(seconds=seconds), now=later(10))
    assert clock(moved).remaining(NOW) == clock(session).remaining(NOW) + seconds


def test_a_minute_less_never_goes_below_nothing_left() -> None:
    session = at(room(), Kind.WELCOME)
    for _ in range(30):
        session = ask(session, MoveTimer(seconds=-60))
    assert clock(session).remaining(NOW) == 0


def test_in_overtime_a_minute_more_is_a_minute_from_now() -> None:
    session = ask(at(room(), Kind.TOP_TEN, "collect"), StartTimer(running=True))
    after = later(3600)
    assert clock(session).remaining(after) < 0
    assert clock(ask(session, MoveTimer(seconds=60), now=after)).remaining(after) == 60


def test_a_clock_with_no_time_on_it_is_not_started() -> None:
    session = at(room(), Kind.WELCOME)
    for _ in range(30):
        session = ask(session, MoveTimer(seconds=-60))
    with pytest.raises(Refused, match="no time on the clock"):
        ask(session, StartTimer(running=True))


def test_each_round_has_a_clock_of_its_own_that_a_look_elsewhere_does_not_stop() -> None:
    session = ask(at(room(), Kind.TOP_TEN, "collect"), StartTimer(running=True))
    elsewhere = forward(session)
    assert not clock(elsewhere).running
    back = at(elsewhere, Kind.TOP_TEN, "collect")
    assert clock(back) == clock(session)
