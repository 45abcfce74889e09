"""Scribes, who write for the people of their table that have no device; and what is handed over."""

import pytest

from copworkshop.model.people import FACILITATOR, Actor, Role, participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.balloting import CastBallot
from copworkshop.rules.collecting import AddIdea, EditIdea
from copworkshop.rules.joining import TakeSeat
from copworkshop.rules.participation import Place
from copworkshop.rules.people import AddSeat, MakeScribe, MoveToTable, SetTables
from copworkshop.rules.proposal import ShareProposal, WriteField
from copworkshop.rules.request import Refused, Request
from copworkshop.rules.sight import sight
from helpers.session_builder import ask, at, number_of, room

SCRIBE = participant(1, on_behalf_of=2)


def tables() -> Session:
    """1, the scribe, and 2 sit at the table Nets, 3 at the table Boats; only the scribe has a device."""
    session = ask(room(people=3), SetTables(tables=("Nets", "Boats")))
    session = ask(session, *(MoveToTable(seat=n, table=t) for n, t in ((1, "Nets"), (2, "Nets"), (3, "Boats"))))
    session = ask(session, TakeSeat(seat=1), actor=participant(1))
    return ask(session, MakeScribe(seat=1, scribe=True))


PLACE = Place(seat=2, when="today", level="core")
WRITE = WriteField(seat=2, field="problems", text="Nets")


def test_what_a_scribe_enters_is_marked_as_entered_for_someone() -> None:
    session = ask(at(tables(), Kind.PARTICIPATION, "place"), PLACE, actor=SCRIBE)
    session = ask(at(session, Kind.PROPOSAL), WRITE, actor=SCRIBE)
    session = ask(at(session, Kind.TOP_TEN, "collect"), AddIdea(seat=2, text="Meet"), actor=SCRIBE)
    session = ask(at(session, Kind.TOP_TEN, "rank"), CastBallot(seat=2, picks=(1,)), actor=SCRIBE)
    seat = session.seats[2]
    assert seat.ballot is not None
    marks = (seat.placement, seat.proposal, seat.ideas[0], seat.ballot)
    assert all(mark.for_someone for mark in marks)


def test_a_scribe_changes_an_idea_that_was_entered() -> None:
    session = ask(at(tables(), Kind.TOP_TEN, "collect"), AddIdea(seat=2, text="Meet"), actor=SCRIBE)
    session = ask(session, EditIdea(number=number_of(session, "Meet"), text="Meet often"), actor=SCRIBE)
    assert session.seats[2].ideas[0].text == "Meet often"


def test_a_scribe_sees_what_was_entered_as_the_person_would() -> None:
    session = ask(at(tables(), Kind.PROPOSAL), WRITE, actor=SCRIBE)
    own = sight(session, SCRIBE).own
    assert own is not None
    assert (own.number, own.word) == (2, None)
    assert own.proposal is not None
    assert own.proposal.answers == {"problems": "Nets"}


def test_whom_a_scribe_may_write_for() -> None:
    assert sight(tables(), participant(1)).without_device == ((2, "Participant 2"),)
    assert sight(tables(), participant(2)).without_device == ()


@pytest.mark.parametrize(
    ("actor", "request_"),
    [
        (participant(1, on_behalf_of=3), WriteField(seat=3, field="problems", text="x")),
        (participant(3, on_behalf_of=2), WRITE),
        (participant(1), WRITE),
        (participant(2, on_behalf_of=1), WriteField(seat=1, field="problems", text="x")),
    ],
    ids=["another table", "no scribe", "a scribe at their own seat", "for who has a device"],
)
def test_nobody_else_writes_at_another_seat(actor: Actor, request_: Request) -> None:
    with pytest.raises(Refused):
        ask(at(tables(), Kind.PROPOSAL), request_, actor=actor)


def test_in_a_room_without_tables_a_scribe_writes_for_all_who_have_no_device() -> None:
    session = ask(ask(room(people=2), TakeSeat(seat=1), actor=participant(1)), MakeScribe(seat=1, scribe=True))
    session = ask(at(session, Kind.PROPOSAL), WRITE, actor=SCRIBE)
    assert session.seats[2].proposal.started


def test_only_who_has_a_terminal_can_be_a_scribe() -> None:
    with pytest.raises(Refused, match="no terminal of their own"):
        ask(room(people=2), MakeScribe(seat=2, scribe=True))


def test_a_person_who_comes_in_by_terminal_takes_over_what_was_entered_for_them() -> None:
    session = ask(at(tables(), Kind.PROPOSAL), WRITE, actor=SCRIBE)
    session = ask(session, TakeSeat(seat=2), actor=participant(2))
    own = sight(session, participant(2)).own
    assert own is not None
    assert own.proposal is not None
    assert own.proposal.answers == {"problems": "Nets"}
    assert sight(session, SCRIBE).own is None
    with pytest.raises(Refused, match="has come in by a terminal"):
        ask(session, WriteField(seat=2, field="pitch", text="x"), actor=SCRIBE)


def test_what_they_write_on_is_theirs_alone() -> None:
    session = ask(at(tables(), Kind.PROPOSAL), WRITE, actor=SCRIBE)
    session = ask(session, TakeSeat(seat=2), actor=participant(2))
    session = ask(session, WriteField(seat=2, field="pitch", text="Mine"), actor=participant(2))
    person = sight(session, FACILITATOR).person(2)
    assert person is not None
    assert person.proposal is None


def test_a_scribe_shares_what_they_entered() -> None:
    session = ask(at(tables(), Kind.PROPOSAL), WRITE, ShareProposal(seat=2, shared=True), actor=SCRIBE)
    assert session.seats[2].proposal.shared


def test_who_joins_by_a_terminal_has_one() -> None:
    session = ask(room(), AddSeat(name="Participant 1", word="cedar-ab2d"), actor=Actor(role=Role.PARTICIPANT))
    assert session.seats[1].device
