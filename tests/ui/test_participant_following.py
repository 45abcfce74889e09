"""When a person follows the group, and what they are told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session, Spot
from copworkshop.rules.sight import sight
from copworkshop.ui.participant.following import QUIET, THINKING, UnsavedWork, is_idle, whereabouts
from helpers.session_builder import at, room

WRITE = Spot(kind=Kind.PROPOSAL, round="write", point=0)


def told(session: Session, here: Spot = WRITE, *, away: bool = False) -> str:
    return whereabouts(sight(session, participant(1)), here, away=away)


@given(st.floats(min_value=0, max_value=1e6))
def test_what_is_unsent_holds_a_person_for_ever(since: float) -> None:
    assert not is_idle(UnsavedWork.UNSENT, since)


@pytest.mark.parametrize(("holding", "seconds"), [(UnsavedWork.NOTHING, QUIET), (UnsavedWork.BEGUN, THINKING)])
def test_a_person_is_idle_after_a_number_of_seconds_without_a_key(holding: UnsavedWork, seconds: float) -> None:
    assert not is_idle(holding, seconds - 0.1)
    assert is_idle(holding, seconds)


def test_nothing_is_told_to_who_is_where_the_room_is() -> None:
    assert told(at(room(1), Kind.PROPOSAL, "write")) == ""


def test_another_point_of_the_same_round_is_the_same_place() -> None:
    here = Spot(kind=Kind.LIFECYCLE, round="overview", point=3)
    assert told(at(room(1), Kind.LIFECYCLE, "overview", 7), here) == ""


def test_within_the_step_the_round_is_named() -> None:
    assert told(at(room(1), Kind.PROPOSAL, "share")) == ("The group has moved on to sharing. f or F5 takes you there.")


def test_who_looks_back_is_told_where_the_group_is() -> None:
    assert told(at(room(1), Kind.CLOSE), away=True) == (
        "You are looking back. The group is at Close. f or F5 takes you there."
    )
