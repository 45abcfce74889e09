"""What differs between two states of a session."""

from hypothesis import given
from hypothesis import strategies as st

from copworkshop.model.difference import changed_seats, room_changed
from copworkshop.model.people import Seat
from helpers.session_builder import room
from helpers.strategies import seats


def test_the_same_session_does_not_differ() -> None:
    session = room(people=2)
    assert (changed_seats(session, session), room_changed(session, session)) == (frozenset(), False)


def test_a_revision_alone_is_no_difference() -> None:
    session = room(people=2)
    assert not room_changed(session, session.replace(revision=99))


def test_equal_parts_do_not_differ_though_they_are_other_objects() -> None:
    assert (changed_seats(room(people=2), room(people=2)), room_changed(room(people=2), room(people=2))) == (
        frozenset(),
        False,
    )


@given(st.lists(seats(), max_size=2))
def test_a_session_put_together_from_what_differs_is_the_one_after(new: list[Seat]) -> None:
    before = room(people=3)
    after = before.replace(seats={**before.seats, **{seat.number: seat for seat in new}})
    patch = {number: after.seats[number] for number in changed_seats(before, after)}
    assert {**before.seats, **patch} == after.seats


def test_a_seat_that_came_or_went_differs() -> None:
    one, two = room(people=1), room(people=2)
    assert changed_seats(one, two) == changed_seats(two, one) == {2}


def test_every_field_but_the_seats_and_the_revision_is_of_the_room() -> None:
    session = room()
    others = {
        "name": "x",
        "blank": True,
        "beside": True,
        "tables": ("East",),
        "heading": "x",
        "closed": session.created,
    }
    assert [
        field for field, value in others.items() if not room_changed(session, session.replace(**{field: value}))
    ] == []
