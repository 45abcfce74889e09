"""Minutes are taken from what is still to come, in proportion, and can be given back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.agenda import GoTo
from copworkshop.rules.catching_up import TakeMinutes
from copworkshop.rules.clock import StartTimer, clock
from copworkshop.rules.minutes import Part, cuts, step_minutes
from copworkshop.rules.pace import minutes_behind, pace, start_clock
from copworkshop.rules.request import Refused, Stale
from copworkshop.rules.undo import last_action
from copworkshop.store.codec import parse_session, session_text
from helpers.session_builder import NOW, ask, later, room, undo

MINUTE = 60
PARTS = st.lists(
    st.floats(0, 60).map(lambda minutes: Part(Kind.TOP_TEN, "rank", round(minutes * 2) / 2, round(minutes * 2) / 2)),
    max_size=8,
)


def late(minutes: int = 12, kind: Kind = Kind.PARTICIPATION) -> Session:
    """A room that comes to the levels of participation so many minutes after they should end, which is after 25."""
    session = ask(start_clock(room(), NOW), GoTo(kind=Kind.LIFECYCLE))
    return ask(session, GoTo(kind=kind), now=later((25 + minutes) * MINUTE))


def taken(session: Session, minutes: int) -> Session:
    return ask(session, TakeMinutes(at=session.spot, minutes=minutes), now=later((25 + minutes) * MINUTE))


def plan_of(session: Session) -> list[float]:
    return [step_minutes(session, step) for step in session.plan.steps]


@given(PARTS, st.integers(0, 100))
def test_as_many_minutes_are_taken_as_can_be_and_no_part_gets_less_than_half(parts: list[Part], minutes: int) -> None:
    found = cuts(parts, minutes)
    assert sum(found) == min(minutes, sum(part.most for part in parts))
    assert all(part.minutes - cut >= part.planned / 2 for part, cut in zip(parts, found, strict=True) if cut)


@given(st.integers(1, 25))
def test_equal_parts_give_the_same_but_for_one_minute(minutes: int) -> None:
    found = cuts([Part(Kind.TOP_TEN, "rank", 10, 10)] * 5, minutes)
    assert max(found) - min(found) <= 1


def test_the_session_ends_as_planned_and_the_room_is_on_time_again() -> None:
    session = late(12)
    now = later(37 * MINUTE)
    assert minutes_behind(pace(session), now) == 12
    ends = pace(session).session_ends(now)
    session = taken(session, 12)
    assert minutes_behind(pace(session), now) == 0
    assert (ends - pace(session).session_ends(now)).total_seconds() == 12 * MINUTE
    assert sum(plan_of(room())) - sum(plan_of(session)) == 12
    assert plan_of(session)[:2] == plan_of(room())[:2], "nothing is taken from what is past"


def test_the_room_stays_on_time_if_it_keeps_to_the_shorter_steps() -> None:
    session, second = taken(late(12), 12), (37 - 5) * MINUTE  # the levels take what the plan had for them
    for kind in (Kind.PROPOSAL, Kind.TOP_TEN, Kind.CLOSE):
        second += int(step_minutes(session, session.step) * MINUTE)
        session = ask(session, GoTo(kind=kind), now=later(second))
        assert minutes_behind(pace(session), later(second)) == 0


def test_the_clock_of_a_round_that_has_not_begun_has_fewer_minutes_and_one_that_has_keeps_its_own() -> None:
    before = ask(late(12, Kind.TOP_TEN), GoTo(kind=Kind.TOP_TEN, round="rank"), StartTimer(running=True))
    before = ask(before, GoTo(kind=Kind.TOP_TEN, round="collect"))
    spent = ask(before, GoTo(kind=Kind.PROPOSAL), now=later(37 * MINUTE))
    now = later(120 * MINUTE)
    behind = minutes_behind(pace(spent), now)
    assert behind > 0
    session = ask(spent, TakeMinutes(at=spent.spot, minutes=behind), now=now)
    was = {name: clock(ask(spent, GoTo(kind=Kind.TOP_TEN, round=name))).left for name in ("reveal", "discuss")}
    less = {name: clock(ask(session, GoTo(kind=Kind.TOP_TEN, round=name))).left for name in ("reveal", "discuss")}
    assert all(was[name] / 2 <= less[name] < was[name] for name in was)
    ranks = [clock(ask(each, GoTo(kind=Kind.TOP_TEN, round="rank"), now=now)) for each in (spent, session)]
    assert ranks[0] == ranks[1]


def test_u_gives_the_minutes_back() -> None:
    session = taken(late(12), 12)
    last = last_action(session)
    assert last is not None
    assert last.what == "minutes were taken from the steps to come"
    back = undo(session)
    assert plan_of(back) == plan_of(room())
    assert back.plan == session.plan == room().plan


def test_more_minutes_than_the_room_is_behind_and_another_spot_are_refused() -> None:
    session = late(12)
    with pytest.raises(Stale):
        ask(session, TakeMinutes(at=session.spot, minutes=13), now=later(37 * MINUTE))
    with pytest.raises(Stale):
        ask(session, TakeMinutes(at=room().spot, minutes=12), now=later(37 * MINUTE))
    with pytest.raises(Refused):
        ask(session, TakeMinutes(at=session.spot, minutes=12), actor=participant(1), now=later(37 * MINUTE))


def test_the_fewer_minutes_are_kept_in_the_session_s_file() -> None:
    session = taken(late(12), 12)
    assert session.fewer_minutes
    fields = parse_session(session_text(session))
    assert fields["fewer_minutes"] == session.fewer_minutes
    assert fields["history"] == session.history
