import pytest

from copworkshop.model.people import FACILITATOR, Actor, Role, participant
from copworkshop.model.plan import Kind
from copworkshop.model.text import folded
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.people import (
    AddSeat,
    MoveToTable,
    RememberKey,
    RemoveSeat,
    RenameSeat,
    RestoreSeat,
    SetTables,
    distinct,
)
from copworkshop.rules.request import Refused
from copworkshop.rules.request import make_request as make
from helpers.session_builder import ask, at, room

NEWCOMER = Actor(role=Role.PARTICIPANT)


def test_a_newcomer_gets_the_next_seat_at_any_step() -> None:
    session = at(room(people=2), Kind.TOP_TEN, "rank")
    session = ask(session, AddSeat(name="Participant 3", word="cedar-ab2d"), actor=NEWCOMER)
    assert session.seats[3].name == "Participant 3"


def test_two_people_of_the_same_name_are_told_apart() -> None:
    session = ask(room(people=1), AddSeat(name="  PARTICIPANT   1 ", word="cedar-ab2d"))
    assert session.seats[2].name == "PARTICIPANT 1 2"


@pytest.mark.parametrize("unseen", ["\u200d", "\u200c", "\ufe0f", "\u00ad", "\U000e0141"])
def test_a_name_with_something_that_nobody_sees_in_it_is_told_apart_as_well(unseen: str) -> None:
    session = ask(room(people=1), AddSeat(name=f"Participant 1{unseen}", word="cedar-ab2d"))
    assert session.seats[2].name.endswith(" 2")
    assert ask(room(), SetTables(tables=("North", f"N{unseen}orth"))).tables[1].endswith(" 2")


@pytest.mark.parametrize("name", ["Facilitator", "THE  FACILITATOR", "Facili\u200dtator"])
def test_nobody_but_the_facilitator_gives_the_facilitators_name(name: str) -> None:
    with pytest.raises(Refused, match="kept for the person who leads"):
        ask(room(), AddSeat(name=name, word="cedar-ab2d"), actor=NEWCOMER)
    with pytest.raises(Refused, match="kept for the person who leads"):
        ask(room(people=1), RenameSeat(seat=1, name=name), actor=participant(1))
    assert folded(ask(room(), AddSeat(name=name, word="cedar-ab2d")).seats[1].name) == folded(name)


def test_a_long_name_is_told_apart_within_the_limit() -> None:
    name = "N" * 40
    assert distinct(name, [name]) == "N" * 38 + " 2"


def test_a_person_with_a_seat_cannot_take_a_second_one() -> None:
    with pytest.raises(Refused, match="have a seat already"):
        ask(room(people=1), AddSeat(name="Again", word="cedar-ab2d"), actor=participant(1))


def test_a_name_without_a_visible_character_is_refused_with_a_sentence() -> None:
    with pytest.raises(Refused, match=r"^[A-Z].*\.$"):
        make(AddSeat, name="\u200b \u3164", word="cedar-ab2d")


def test_a_removed_person_is_not_present() -> None:
    session = at(room(people=2), Kind.TOP_TEN, "collect")
    session = ask(session, AddIdea(seat=1, text="Meet often"), RemoveSeat(seat=1))
    assert [seat.number for seat in session.present] == [2]


def test_a_removed_person_comes_back_with_all_they_said() -> None:
    session = at(room(people=2), Kind.TOP_TEN, "collect")
    session = ask(session, AddIdea(seat=1, text="Meet often"))
    assert ask(session, RemoveSeat(seat=1), RestoreSeat(seat=1)).seats == session.seats


def test_a_removed_person_cannot_ask_for_anything() -> None:
    session = ask(room(people=1), RemoveSeat(seat=1))
    with pytest.raises(Refused, match="not in the room"):
        ask(session, RenameSeat(seat=1, name="Somebody"), actor=participant(1))


def test_people_rename_themselves_and_nobody_else() -> None:
    session = ask(room(people=2), RenameSeat(seat=1, name="Someone"), actor=participant(1))
    assert session.seats[1].name == "Someone"
    with pytest.raises(Refused, match="your own name"):
        ask(session, RenameSeat(seat=2, name="Other"), actor=participant(1))


def test_a_table_must_be_one_of_the_rooms() -> None:
    session = ask(room(people=1), SetTables(tables=("North", "South")))
    assert ask(session, MoveToTable(seat=1, table="South")).seats[1].table == "South"
    with pytest.raises(Refused, match="no such table"):
        ask(session, MoveToTable(seat=1, table="West"))


def test_people_of_a_table_that_is_no_more_sit_at_none() -> None:
    session = ask(room(people=1), SetTables(tables=("North",)), MoveToTable(seat=1, table="North"))
    assert ask(session, SetTables(tables=())).seats[1].table is None


def test_a_rejoin_word_is_given_only_once() -> None:
    with pytest.raises(Refused, match="word is taken"):
        ask(room(people=1), AddSeat(name="Other", word="maple-0001"), actor=FACILITATOR)


KEY = "SHA256:" + "a" * 43


def test_a_key_is_remembered_for_the_seat_of_who_holds_it() -> None:
    session = ask(room(people=2), RememberKey(seat=1, key=KEY), actor=participant(1))
    assert session.seats[1].keys == (KEY,)


def test_a_key_belongs_to_one_seat_at_a_time() -> None:
    session = ask(room(people=2), RememberKey(seat=1, key=KEY), actor=participant(1))
    session = ask(session, RememberKey(seat=2, key=KEY), actor=participant(2))
    assert (session.seats[1].keys, session.seats[2].keys) == ((), (KEY,))


def test_nobody_remembers_a_key_for_another_seat() -> None:
    with pytest.raises(Refused, match="own seat"):
        ask(room(people=2), RememberKey(seat=1, key=KEY), actor=participant(2))


def test_a_seat_forgets_its_oldest_key_rather_than_grow() -> None:
    session = room(people=1)
    for letter in "abcdefghi":
        session = ask(session, RememberKey(seat=1, key="SHA256:" + letter * 43), actor=participant(1))
    assert [key[7] for key in session.seats[1].keys] == list("bcdefghi")
