"""Activity 1: what can be written, and what is told on the stage."""

import pytest

from copworkshop.model.people import FACILITATOR, participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.agenda import Back, Forward
from copworkshop.rules.people import RemoveSeat
from copworkshop.rules.proposal import PutOnStage, ShareProposal, WriteField
from copworkshop.rules.request import Refused
from copworkshop.rules.sight import sight
from helpers.session_builder import ask, at, room


def shared() -> Session:
    """Participant 1 shares a proposal with two fields; the room is in the round “share”."""
    session = at(room(people=3), Kind.PROPOSAL)
    for field in ("problems", "pitch"):
        session = ask(session, WriteField(seat=1, field=field, text=f"The {field}"), actor=participant(1))
    session = ask(session, ShareProposal(seat=1, shared=True), actor=participant(1))
    return at(session, Kind.PROPOSAL, "share")


def told() -> Session:
    return ask(shared(), PutOnStage(seat=1))


def place(session: Session) -> tuple[int | None, int]:
    seen = sight(session, FACILITATOR)
    return seen.proposals.on_stage, seen.spot.point


def test_a_proposal_on_the_stage_is_told_field_by_field_and_then_the_list_comes_back() -> None:
    session, places = told(), []
    for _ in range(3):
        places.append(place(session))
        session = ask(session, Forward(at=sight(session, FACILITATOR).spot))
    assert places == [(1, 1), (1, 2), (None, 0)]


def test_back_from_the_first_field_is_the_list() -> None:
    session = told()
    assert place(ask(session, Back(at=session.spot))) == (None, 0)


@pytest.mark.parametrize(
    "request_", [ShareProposal(seat=1, shared=False), RemoveSeat(seat=1)], ids=["unshared", "taken out"]
)
def test_it_leaves_the_stage_at_once(request_: ShareProposal | RemoveSeat) -> None:
    actor = participant(1) if isinstance(request_, ShareProposal) else FACILITATOR
    session = ask(told(), request_, actor=actor)
    assert place(session) == (None, 0)
    assert sight(session, FACILITATOR).points == 1


def test_the_room_is_led_on_from_there() -> None:
    session = ask(told(), RemoveSeat(seat=1))
    session = ask(session, Forward(at=sight(session, FACILITATOR).spot))
    assert session.at is Kind.TOP_TEN


def test_what_is_not_shared_does_not_go_on_the_stage() -> None:
    with pytest.raises(Refused, match="Only what its author shares"):
        ask(shared(), PutOnStage(seat=2))


def test_nothing_goes_on_the_stage_in_another_round() -> None:
    with pytest.raises(Refused, match="in the round “share”"):
        ask(at(shared(), Kind.TOP_TEN), PutOnStage(seat=1))


def test_a_field_takes_as_much_as_the_plan_says() -> None:
    session = at(room(people=1), Kind.PROPOSAL)
    with pytest.raises(Refused, match="takes 1,000 characters, and these are 1,001"):
        ask(session, WriteField(seat=1, field="pitch", text="x" * 1001), actor=participant(1))


def test_nobody_writes_over_what_a_person_writes_alone() -> None:
    session = ask(at(room(people=1), Kind.PROPOSAL), WriteField(seat=1, field="problems", text="a"))
    session = ask(session, WriteField(seat=1, field="problems", text="Mine"), actor=participant(1))
    with pytest.raises(Refused, match="writes it alone now"):
        ask(session, WriteField(seat=1, field="problems", text="Theirs"))
