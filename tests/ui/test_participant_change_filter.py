"""Which changes of other people's seats concern somebody."""

import pytest

from copworkshop.live.hub import Change
from copworkshop.model.people import FACILITATOR, participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.balloting import CastBallot
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.participation import Place
from copworkshop.rules.people import AddSeat, RemoveSeat, RenameSeat
from copworkshop.rules.proposal import ShareProposal, WriteField
from copworkshop.rules.request import Request
from copworkshop.ui.participant.change_filter import Interests, changed_interests
from helpers.session_builder import ask, at, room


def placing() -> Session:
    return at(room(3), Kind.PARTICIPATION, "place")


def writing(*, shared: bool = False) -> Session:
    session = ask(
        at(room(3), Kind.PROPOSAL, "write"), WriteField(seat=2, field="people", text="x"), actor=participant(2)
    )
    return ask(session, ShareProposal(seat=2, shared=True), actor=participant(2)) if shared else session


def collecting() -> Session:
    return at(room(3), Kind.TOP_TEN, "collect")


def ranking() -> Session:
    return at(ask(collecting(), AddIdea(seat=2, text="x"), actor=participant(2)), Kind.TOP_TEN, "rank")


@pytest.mark.parametrize(
    ("before", "request_", "changed"),
    [
        (placing(), Place(seat=2, when="today", level="core"), Interests.NOTHING),
        (writing(), WriteField(seat=2, field="people", text="y"), Interests.NOTHING),
        (writing(shared=True), WriteField(seat=2, field="people", text="y"), Interests.SHARED),
        (writing(), ShareProposal(seat=2, shared=True), Interests.SHARED),
        (writing(shared=True), ShareProposal(seat=2, shared=False), Interests.SHARED),
        (writing(), RenameSeat(seat=2, name="Other"), Interests.NOTHING),
        (writing(shared=True), RenameSeat(seat=2, name="Other"), Interests.SHARED),
        (collecting(), AddIdea(seat=2, text="y"), Interests.IDEAS),
        (ranking(), CastBallot(seat=2, picks=(1,)), Interests.BALLOTS),
    ],
)
def test_a_change_says_what_it_is_made_of(before: Session, request_: Request, changed: Interests) -> None:
    change = Change.between(before, ask(before, request_, actor=participant(2)), participant(2))
    assert changed_interests(change, 1) == changed


def test_who_is_taken_out_changes_everything() -> None:
    before = ranking()
    assert changed_interests(Change.between(before, ask(before, RemoveSeat(seat=2)), FACILITATOR), 1) == (
        Interests.ANYTHING
    )


def test_a_person_who_comes_in_changes_nothing_yet() -> None:
    before = ranking()
    after = ask(before, AddSeat(name="Participant 4", word="maple-0004"))
    assert changed_interests(Change.between(before, after, participant(2)), 1) == Interests.NOTHING


def test_ones_own_seat_is_not_other_people() -> None:
    before = placing()
    after = ask(before, Place(seat=1, when="today", level="core"), actor=participant(1))
    assert changed_interests(Change.between(before, after, participant(2)), 1) == Interests.NOTHING
