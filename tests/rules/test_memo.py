"""What is remembered of a session is what a first look at it would find."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.model.people import FACILITATOR, STAGE, Seat, participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.agenda import Blank
from copworkshop.rules.closing import SetHeading
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.memo import Dependencies, at_each_seat, depends_on, memoized, memoized_of
from copworkshop.rules.people import AddSeat, RemoveSeat, RenameSeat
from copworkshop.rules.request import with_seat
from copworkshop.rules.sight import Sight, sight
from helpers.any_requests import ASKED, play
from helpers.sampling import inputs
from helpers.session_builder import ask, at, room
from helpers.strategies import seats, sessions


def test_the_same_session_is_computed_once_and_another_one_again() -> None:
    asked: list[Session] = []

    @memoized
    def people(session: Session, more: int = 0) -> int:
        asked.append(session)
        return len(session.seats) + more

    one, other = room(2), room(3)
    assert [people(one), people(one), people(one, 1), people(one, 1)] == [2, 2, 3, 3]
    assert [people(other), people(one)] == [3, 2]
    assert len(asked) == 4


def test_a_session_that_only_equals_another_is_computed_again() -> None:
    calls = 0

    @memoized
    def count(session: Session) -> int:
        nonlocal calls
        calls += 1
        return len(session.seats)

    session = room(1)
    assert count(session) == count(session.replace()) == 1
    assert calls == 2


def counting(made_of: Dependencies) -> tuple[Callable[[Session], int], list[Session]]:
    asked: list[Session] = []

    @memoized_of(made_of)
    def revision(session: Session) -> int:
        asked.append(session)
        return session.revision

    return revision, asked


def test_a_value_made_of_some_parts_is_computed_again_when_one_of_them_has_changed() -> None:
    revision, asked = counting(depends_on(seats={"ideas"}, room={"blank"}))
    session = at(room(2), Kind.TOP_TEN, "collect")
    changed = [ask(session, Blank(blank=True)), ask(session, AddIdea(seat=1, text="a"))]
    for after in changed:
        revision(session)
        asked.clear()
        assert revision(after) == after.revision
        assert asked == [after]


def test_and_not_when_anything_else_has() -> None:
    revision, asked = counting(depends_on(seats={"ideas"}, room={"blank"}))
    session = room(2)
    revision(session)
    assert revision(ask(session, RenameSeat(seat=1, name="A"), SetHeading(heading="B"))) == session.revision
    assert asked == [session]


def test_who_is_in_the_room_matters_where_anything_of_the_seats_does() -> None:
    session = room(2)
    for request in (AddSeat(name="C", word="cedar-0003"), RemoveSeat(seat=1)):
        of_seats, asked_of_seats = counting(depends_on(seats={"ideas"}))
        of_room, asked_of_room = counting(depends_on(room={"blank"}))
        for each in (session, ask(session, request)):
            of_seats(each)
            of_room(each)
        assert (len(asked_of_seats), len(asked_of_room)) == (2, 1)


def test_a_part_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="no such part of a session: idea, seats"):
        depends_on(seats={"idea"}, room={"seats"})


def test_of_the_people_only_those_are_asked_about_who_have_changed() -> None:
    asked: list[int] = []

    @at_each_seat(depends_on(room={"heading"}))
    def name(session: Session, seat: Seat) -> str:
        asked.append(seat.number)
        return f"{session.heading} {seat.name}"

    session = room(3)
    name(session)
    asked.clear()
    session = ask(session, RenameSeat(seat=2, name="A"))
    assert name(session) == {1: "None Participant 1", 2: "None A", 3: "None Participant 3"}
    assert asked == [2]
    session = ask(session, RemoveSeat(seat=1))
    assert list(name(session)) == [2, 3]
    session = ask(session, SetHeading(heading="B"))
    assert name(session) == {2: "B A", 3: "B Participant 3"}


VIEWERS = (FACILITATOR, STAGE, participant(1), participant(2), participant(1, on_behalf_of=3), participant(9))


def of_its_own(session: Session) -> Session:
    """The same session with nothing in it that is the very same as in another."""
    return deepcopy(session, {id(session.plan): session.plan})


def seen_by_all(session: Session) -> list[Sight]:
    return [sight(session, viewer) for viewer in VIEWERS]


@given(ASKED)
def test_whatever_was_asked_before_all_see_what_a_first_look_shows(asked: Any) -> None:
    states = play(asked)[-6:]
    one_after_the_other = [seen_by_all(session) for session in states]
    assert one_after_the_other == [seen_by_all(of_its_own(session)) for session in states]


@inputs(5)
@given(sessions(), st.data())
def test_so_it_is_when_any_seat_or_any_part_of_any_session_is_exchanged(session: Session, data: st.DataObject) -> None:
    other = data.draw(sessions(session.plan))
    fields = data.draw(st.sets(st.sampled_from(["seats", "top_ten", "notes", "on_stage", "heading", "tables"])))
    exchanged = session.replace(**{field: getattr(other, field) for field in fields})
    for number in session.seats:
        if number in exchanged.seats:
            exchanged = with_seat(exchanged, data.draw(seats(number)))
    states = [session, exchanged, session]
    one_after_the_other = [seen_by_all(each) for each in states]
    assert one_after_the_other == [seen_by_all(of_its_own(each)) for each in states]
