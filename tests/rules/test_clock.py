import pytest

from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.agenda import Back
from copworkshop.rules.clock import MoveTimer, StartTimer, clock
from copworkshop.rules.pace import start_clock
from copworkshop.rules.request import Refused
from helpers.session_builder import NOW, ask, at, forward, later, plan_with, room, session4


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


def self_starting(*rounds: str) -> Session:
    return at(room(plan=plan_with(Kind.TOP_TEN, starts_clock=rounds)), Kind.TOP_TEN, "collect")


def test_a_plan_lets_the_clock_of_a_round_start_by_itself() -> None:
    session = self_starting("merge")
    assert not clock(session).begun
    session = forward(session)
    assert session.spot.round == "merge"
    assert clock(session).running
    assert clock(session).remaining(NOW) == 600


def test_a_clock_that_the_facilitator_paused_does_not_start_again_when_the_room_looks_back() -> None:
    session = ask(self_starting("collect"), StartTimer(running=False), now=later(60))
    session = ask(forward(session), Back(at=session.spot.replace(round="merge")), now=later(120))
    assert session.spot.round == "collect"
    assert not clock(session).running
    assert clock(session).remaining(later(500)) == 300


def test_the_first_step_s_clock_starts_when_somebody_begins_to_run_the_session() -> None:
    plan = session4()
    first, *others = plan.steps
    session = room(plan=plan.replace(steps=(first.replace(starts_clock=("welcome",)), *others)))
    assert not clock(session).begun
    assert clock(start_clock(session, NOW)).running
