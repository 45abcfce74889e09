"""The way in: closing the door, and showing how to join at any step."""

import pytest

from copworkshop.model.people import STAGE, Actor, Role, participant
from copworkshop.model.plan import Kind
from copworkshop.rules.admission import CloseDoor, ShowAddress
from copworkshop.rules.agenda import Blank, Forward
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.people import AddSeat
from copworkshop.rules.request import Refused
from copworkshop.rules.sight import sight
from helpers.session_builder import ask, at, room

NEWCOMER = Actor(role=Role.PARTICIPANT)
NEW = AddSeat(name="Participant 9", word="cedar-ab2d")


def test_nobody_new_comes_in_while_the_door_is_closed() -> None:
    with pytest.raises(Refused, match="your rejoin word still lets you in"):
        ask(ask(room(people=2), CloseDoor(closed=True)), NEW, actor=NEWCOMER)


def test_the_facilitator_still_adds_people() -> None:
    session = ask(room(people=2), CloseDoor(closed=True), NEW)
    assert len(session.present) == 3


def test_a_door_that_is_opened_again_lets_people_in() -> None:
    session = ask(room(people=2), CloseDoor(closed=True), CloseDoor(closed=False))
    assert len(ask(session, NEW, actor=NEWCOMER).present) == 3


def test_who_has_a_seat_goes_on_behind_a_closed_door() -> None:
    session = ask(at(room(people=2), Kind.TOP_TEN, "collect"), CloseDoor(closed=True))
    session = ask(session, AddIdea(seat=1, text="an idea"), actor=participant(1))
    assert len(session.seats[1].ideas) == 1


@pytest.mark.parametrize("actor", [participant(1), NEWCOMER, STAGE])
def test_only_the_facilitator_closes_the_door_and_shows_the_address(actor: Actor) -> None:
    for request in (CloseDoor(closed=True), ShowAddress(shown=True)):
        with pytest.raises(Refused):
            ask(room(people=2), request, actor=actor)


def test_closing_a_closed_door_changes_nothing() -> None:
    session = ask(room(), CloseDoor(closed=True))
    assert ask(session, CloseDoor(closed=True)) is session


def test_the_address_shows_on_a_stage_that_was_blank() -> None:
    seen = sight(ask(room(), Blank(blank=True), ShowAddress(shown=True)), STAGE)
    assert seen.stage.address
    assert not seen.stage.blank


def test_the_address_goes_when_the_room_moves_on() -> None:
    session = ask(at(room(), Kind.LIFECYCLE), ShowAddress(shown=True))
    assert not sight(ask(session, Forward(at=session.spot)), STAGE).stage.address
