"""How the room stands in time."""

from hypothesis import given
from hypothesis import strategies as st

from copworkshop.model.people import STAGE, participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.agenda import Back, Forward, GoTo
from copworkshop.rules.clock import StartTimer, clock
from copworkshop.rules.pace import Pace, pace, start_clock, stop_clock
from copworkshop.rules.sight import sight
from helpers.session_builder import NOW, ask, later, room

MINUTE = 60


def begun() -> Session:
    """A session that somebody runs, at the welcome."""
    return start_clock(room(), NOW)


def go(session: Session, kind: Kind, second: float, round_name: str | None = None) -> Session:
    return ask(session, GoTo(kind=kind, round=round_name), now=later(second))


def at(session: Session, second: float) -> tuple[float, float, float]:
    """Seconds at the step and at the session, and seconds behind."""
    stands: Pace = pace(session)
    return stands.at_step(later(second)), stands.at_session(later(second)), stands.behind(later(second))


def test_the_welcome_takes_what_it_takes() -> None:
    session = begun()
    assert at(session, 3600) == (3600, 0, 0)

    session = go(session, Kind.LIFECYCLE, 3600)
    assert at(session, 3660) == (60, 60, 0)


def test_the_room_is_behind_once_the_time_of_the_step_is_spent() -> None:
    session = go(begun(), Kind.LIFECYCLE, 0)  # planned for 20 minutes
    assert at(session, 20 * MINUTE)[2] == 0
    assert at(session, 26 * MINUTE)[2] == 6 * MINUTE


def test_the_room_is_ahead_in_a_round_that_the_plan_reaches_later() -> None:
    session = go(begun(), Kind.LIFECYCLE, 0)
    session = go(session, Kind.PARTICIPATION, 18 * MINUTE, "place")  # after 20 + 5 minutes
    assert at(session, 18 * MINUTE)[2] == -7 * MINUTE


@given(
    st.sampled_from([(Kind.LIFECYCLE, None), (Kind.PARTICIPATION, "place"), (Kind.TOP_TEN, "rank")]),
    st.integers(0, 100 * MINUTE),
    st.integers(0, 30 * MINUTE),
)
def test_the_end_moves_only_while_the_room_is_off_the_plan(
    there: tuple[Kind, str | None], first: int, more: int
) -> None:
    session = go(go(begun(), Kind.LIFECYCLE, 0), there[0], first, there[1])
    ends = [pace(session).session_ends(later(second)) for second in (first, first + more)]
    steps = [pace(session).step_ends(later(second)) for second in (first, first + more)]

    assert ends[0] <= ends[1] <= ends[0] + (later(more) - NOW)
    assert all(step <= end for step, end in zip(steps, ends, strict=True))
    if at(session, first)[2] == at(session, first + more)[2] == 0:
        assert ends[0] == ends[1]


def test_a_look_back_counts_for_the_step_looked_at() -> None:
    session = go(begun(), Kind.LIFECYCLE, 0)
    session = go(session, Kind.PARTICIPATION, 100)
    session = go(session, Kind.LIFECYCLE, 150)
    assert at(session, 160)[:2] == (110, 160)


def test_a_time_in_which_nobody_runs_the_session_does_not_count() -> None:
    session = go(begun(), Kind.LIFECYCLE, 0)
    session = stop_clock(session, later(300))
    assert at(session, 80_000)[:2] == (300, 300)

    session = start_clock(session, later(90_000))
    assert at(session, 90_060)[:2] == (360, 360)


def test_the_clock_stands_while_nobody_runs_the_session() -> None:
    session = go(begun(), Kind.LIFECYCLE, 0)
    session = ask(session, StartTimer(running=True), now=NOW)
    session = stop_clock(session, later(300))
    assert clock(start_clock(session, later(90_000))).remaining(later(90_000)) == 15 * MINUTE


def test_a_session_that_was_killed_goes_on_as_if_nothing_had_been() -> None:
    session = go(begun(), Kind.LIFECYCLE, 0)
    assert start_clock(session, later(60)) is session


def test_after_a_kill_days_ago_the_time_at_the_step_begins_at_zero() -> None:
    session = go(begun(), Kind.LIFECYCLE, 0)
    assert at(start_clock(session, later(90_000)), 90_010)[0] == 10


def test_a_clock_that_was_set_back_takes_nothing_away() -> None:
    session = go(begun(), Kind.LIFECYCLE, 1000)
    assert at(session, 400)[:2] == (0, 0)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 600)), max_size=30))
def test_the_times_at_the_steps_add_up(walk: list[tuple[bool, int]]) -> None:
    session, second = go(begun(), Kind.LIFECYCLE, 0), 0
    for on, seconds in walk:
        second += seconds
        request = Forward if on or session.spot.point == 0 else Back
        session = ask(session, request(at=session.spot), now=later(second))

    assert abs(pace(session).at_session(later(second)) - second) <= 0.1 * len(walk)


def test_only_the_facilitator_sees_it() -> None:
    session = room(1)
    assert sight(session, STAGE).leading.pace is None
    assert sight(session, participant(1)).leading.pace is None
