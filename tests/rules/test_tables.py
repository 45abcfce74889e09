"""Each table's own top ten next to the room's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.model.people import FACILITATOR, STAGE, Actor, participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.balloting import CastBallot, PutPaperBallot
from copworkshop.rules.candidate_edits import Merge
from copworkshop.rules.candidates import LEAST_OF_TABLE, ballots_of
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.people import AddSeat, LeaveOutWords, MoveToTable, RemoveSeat, SetTables
from copworkshop.rules.request import Refused
from copworkshop.rules.result import Topic, discussion, place_groups, table_groups, table_lists
from copworkshop.rules.sight import sight
from copworkshop.rules.topten_sight import TopTenSight
from helpers.session_builder import ask, at, room

TABLES = ("North", "South", "East")
VIEWERS = [FACILITATOR, STAGE, participant(1)]


def seated(*ballots: tuple[int, ...], north: int = 3, tables: tuple[str, ...] = ("North", "South")) -> Session:
    """A room with six ideas and these ballots; the first few people sit at North, the others at South."""
    session = ask(room(len(ballots)), SetTables(tables=tables))
    for seat in range(1, len(ballots) + 1):
        session = ask(session, MoveToTable(seat=seat, table="North" if seat <= north else "South"))
    session = at(session, Kind.TOP_TEN, "collect")
    session = ask(session, *(AddIdea(seat=None, text=f"idea {number}") for number in range(1, 7)))
    session = at(session, Kind.TOP_TEN, "rank")
    for seat, picks in enumerate(ballots, start=1):
        session = ask(session, CastBallot(seat=seat, picks=picks, done=True), actor=participant(seat))
    return session


def two_tables() -> Session:
    return seated((1, 2), (1, 3), (2, 1), (4, 5), (4,), (5, 6))


def three_tables() -> Session:
    """North with four ballots, East with three and South with three; seat 9 is one of South."""
    session = seated((1, 2), (1, 3), (2, 1), (1,), (6,), (6,), (5,), (4, 5), (4,), (5, 6), north=4, tables=TABLES)
    return ask(session, *(MoveToTable(seat=seat, table="East") for seat in (5, 6, 7)))


def order(session: Session, table: str) -> list[tuple[int, ...]]:
    return [tuple(placed.idea for placed in group) for group in table_groups(session, table)]


def seen(session: Session, viewer: Actor) -> TopTenSight:
    held = sight(session, viewer).top_ten
    assert held is not None
    return held


def test_a_tables_list_is_counted_from_its_members_ballots_alone() -> None:
    assert order(two_tables(), "North") == [(1,), (2,), (3,)]
    assert order(two_tables(), "South") == [(4,), (5,), (6,)]


def test_a_tables_list_follows_a_merge() -> None:
    session = ask(two_tables(), Merge(leads=(1, 2)))
    assert order(session, "North") == [(1,), (3,)]


def test_paper_ballots_without_a_name_belong_to_no_table() -> None:
    session = ask(two_tables(), PutPaperBallot(picks=(6, 3)))
    assert order(session, "North") == order(two_tables(), "North")


def test_a_table_with_few_ballots_has_no_list_for_it_would_tell_who_chose_what() -> None:
    session = ask(three_tables(), RemoveSeat(seat=9), LeaveOutWords(seat=9))
    assert order(session, "South") == []
    assert [(each.table, each.ballots) for each in table_lists(session)] == [("North", 4), ("South", 0), ("East", 0)]


def test_a_table_has_no_list_where_the_rooms_list_without_it_would_tell_what_few_others_chose() -> None:
    session = ask(two_tables(), RemoveSeat(seat=6), LeaveOutWords(seat=6))
    assert table_lists(session) == ()
    all_but_one = ask(seated((1, 2), (1, 3), (2, 1), (4,), north=4), MoveToTable(seat=4, table=None))
    assert table_lists(all_but_one) == ()


def test_without_a_table_that_has_ballots_enough_there_is_nothing_to_show() -> None:
    session = seated((1,), (2,), (3,), (4,), north=2)
    session = ask(session, RemoveSeat(seat=4), LeaveOutWords(seat=4))
    assert table_lists(session) == ()
    assert Topic.TABLES not in discussion(session)


@pytest.mark.parametrize(("tables", "pages"), [(2, 1), (3, 2), (4, 2), (5, 3)])
def test_the_tables_are_discussed_two_at_a_time(tables: int, pages: int) -> None:
    names = ("North", "South", *(f"Table {number}" for number in range(3, tables + 1)))
    session = seated((1, 2), (1, 3), (2, 1), tables=names)
    assert discussion(session).count(Topic.TABLES) == pages
    assert discussion(session)[-pages:] == (Topic.TABLES,) * pages


@pytest.mark.parametrize("viewer", VIEWERS)
def test_no_tables_list_is_handed_out_before_the_rooms_list_stands_whole(viewer: Actor) -> None:
    ranking = two_tables()
    last = len(place_groups(ranking))
    for point in range(last + 1):
        assert seen(at(ranking, Kind.TOP_TEN, "reveal", point), viewer).result.tables == ()


@pytest.mark.parametrize("viewer", VIEWERS)
def test_all_see_the_tables_lists_once_the_rooms_stands_whole(viewer: Actor) -> None:
    ranking = two_tables()
    whole = at(ranking, Kind.TOP_TEN, "reveal", len(place_groups(ranking)) + 1)
    assert [each.table for each in seen(whole, viewer).result.tables] == ["North", "South"]
    assert [each.table for each in seen(at(whole, Kind.TOP_TEN, "discuss"), viewer).result.tables] == ["North", "South"]


def test_closing_keeps_the_tables_lists_and_no_seat_with_a_ballot() -> None:
    session = two_tables()
    closed = ask(session, CloseSession())
    assert table_lists(closed) == table_lists(session)
    assert not any(seat.ballot for seat in closed.seats.values())


@pytest.mark.parametrize("table", ["North", None])
def test_a_person_whose_ballot_is_in_a_list_that_was_shown_moves_to_no_other_table(table: str | None) -> None:
    session = at(two_tables(), Kind.TOP_TEN, "discuss")
    with pytest.raises(Refused, match="To move Participant 6 now would tell what they chose"):
        ask(session, MoveToTable(seat=6, table=table))
    assert table_lists(ask(session, RemoveSeat(seat=6))) == table_lists(session)


def test_people_move_to_another_table_until_the_lists_are_shown_and_without_a_ballot_later() -> None:
    session = ask(two_tables(), MoveToTable(seat=6, table="North"), MoveToTable(seat=6, table="South"))
    session = ask(at(session, Kind.TOP_TEN, "discuss"), AddSeat(name="Late", word="cedar-aaaa"))
    late = max(session.seats)
    assert ask(session, MoveToTable(seat=late, table="North")).seats[late].table == "North"


def test_closing_keeps_nothing_of_a_table_with_few_ballots() -> None:
    closed = ask(three_tables(), RemoveSeat(seat=9), LeaveOutWords(seat=9), CloseSession())
    assert list(closed.top_ten.table_ballots) == ["North"]
    kept = [picks for cast in closed.top_ten.table_ballots.values() for picks in cast]
    assert len(closed.top_ten.unsigned_ballots) - len(kept) >= LEAST_OF_TABLE


PICKS = st.lists(st.integers(1, 6), max_size=5, unique=True).map(tuple)


@given(st.lists(PICKS, min_size=LEAST_OF_TABLE, max_size=5))
def test_where_all_sit_at_one_table_its_list_is_the_rooms(ballots: list[tuple[int, ...]]) -> None:
    session = seated(*ballots, north=len(ballots))
    assert table_groups(session, "North") == place_groups(session)


@given(st.lists(PICKS, min_size=3, max_size=6), st.integers(0, 6))
def test_no_table_shows_fewer_than_three_ballots(ballots: list[tuple[int, ...]], north: int) -> None:
    session = seated(*ballots, north=north)
    assert all(len(ballots_of(session, table)) in {0, *range(LEAST_OF_TABLE, 7)} for table in session.tables)


@given(st.lists(st.tuples(PICKS, st.sampled_from([None, *TABLES])), min_size=3, max_size=12))
def test_what_no_table_shows_is_nothing_or_three_ballots_at_least(
    cast: list[tuple[tuple[int, ...], str | None]],
) -> None:
    session = seated(*(picks for picks, _ in cast), tables=TABLES)
    session = ask(session, *(MoveToTable(seat=seat, table=table) for seat, (_, table) in enumerate(cast, start=1)))
    shown = sum(len(ballots_of(session, table)) for table in TABLES)
    assert shown == 0 or len(cast) - shown not in range(1, LEAST_OF_TABLE)
