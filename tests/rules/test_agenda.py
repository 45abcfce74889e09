from itertools import pairwise

import pytest

from copworkshop.model.people import FACILITATOR, participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.agenda import Back, Blank, Forward, GoTo, LayBeside, following, preceding
from copworkshop.rules.participation import Place
from copworkshop.rules.proposal import WriteField
from copworkshop.rules.request import Refused, Stale, apply
from copworkshop.rules.voting import REVEALS, skipped
from helpers.session_builder import NOW, ask, at, forward, room


def whole_walk(session: Session) -> list[Session]:
    """Every session on the way from the beginning to the end, one key press at a time."""
    walk = [session]
    while following(walk[-1]) is not None:
        walk.append(forward(walk[-1]))
    return walk


def test_forward_alone_leads_through_every_step_and_every_round_that_needs_no_asking_for() -> None:
    walk = whole_walk(room(people=6))
    seen = list(dict.fromkeys((session.spot.kind, session.spot.round) for session in walk))
    assert seen == [
        (step.kind, name) for step in walk[0].plan.steps for name in step.rounds if name not in skipped(walk[0])
    ]


def test_back_retraces_forward_to_the_very_beginning_but_takes_no_reveal_apart() -> None:
    walk = whole_walk(room(people=6))
    session = walk[-1]
    hidden = [step.spot.round in REVEALS and step.spot.round == after.spot.round for step, after in pairwise(walk)]
    for before in reversed([step for step, part in zip(walk, hidden, strict=False) if not part]):
        session = ask(session, Back(at=session.spot))
        assert session.spot == before.spot


def test_forward_at_the_end_is_refused_with_a_way_back() -> None:
    end = whole_walk(room())[-1]
    with pytest.raises(Refused, match="end of the session"):
        forward(end)


def test_back_at_the_beginning_is_refused() -> None:
    session = room()
    assert preceding(session) is None
    with pytest.raises(Refused, match="beginning of the session"):
        ask(session, Back(at=session.spot))


def test_a_key_pressed_twice_for_the_same_spot_moves_the_room_once() -> None:
    session = room()
    shown = session.spot
    session = ask(session, Forward(at=shown))
    with pytest.raises(Stale):
        ask(session, Forward(at=shown))


def test_a_step_is_entered_again_where_it_was_left() -> None:
    session = at(room(), Kind.LIFECYCLE, "overview", 7)
    session = at(session, Kind.WELCOME)
    assert at(session, Kind.LIFECYCLE).spot.point == 7


def test_only_the_facilitator_moves_the_room() -> None:
    session = room(people=1)
    with pytest.raises(Refused, match="Only the facilitator"):
        ask(session, Forward(at=session.spot), actor=participant(1))


def test_a_place_that_the_plan_does_not_have_is_refused() -> None:
    with pytest.raises(Refused, match="no such place"):
        ask(room(), GoTo(kind=Kind.TOP_TEN, round="levels"))


def test_a_closed_round_takes_nothing_any_more() -> None:
    session = forward(at(room(people=1), Kind.PROPOSAL))
    assert session.spot.round == "share"
    writing = WriteField(seat=1, field="problems", text="We meet too seldom")
    with pytest.raises(Refused, match="Writing is closed"):
        ask(session, writing, actor=participant(1))


def test_nobody_places_themselves_once_the_picture_is_shown() -> None:
    session = at(room(people=1), Kind.PARTICIPATION, "picture", 2)
    with pytest.raises(Refused, match="closed"):
        ask(session, Place(seat=1, when="today", level="core"), actor=participant(1))


def test_moving_on_brings_a_blank_stage_back() -> None:
    session = ask(room(), Blank(blank=True))
    assert not forward(session).blank


def test_the_literature_is_shown_next_to_the_lifecycle_and_removed_on_leaving_it() -> None:
    session = ask(at(room(), Kind.LIFECYCLE), LayBeside(beside=True))
    assert session.beside
    assert not at(session, Kind.WELCOME).beside


def test_the_literatures_ten_cannot_be_shown_before_the_room_discusses() -> None:
    with pytest.raises(Refused, match="literature has nothing"):
        ask(at(room(), Kind.TOP_TEN, "collect"), LayBeside(beside=True))


def test_asking_for_what_is_already_so_is_no_new_revision() -> None:
    session = room()
    assert apply(session, GoTo(kind=Kind.WELCOME), FACILITATOR, NOW) is session
