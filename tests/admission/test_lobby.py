import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.admission.entry import Entrance
from copworkshop.admission.limits import Limits
from copworkshop.admission.lobby import DOOR_CROWDED, ROOM_FULL, Lobby, LobbyPlace
from copworkshop.admission.origins import origin
from helpers.clocks import Clock

LIMITS = Limits()


def place(lobby: Lobby, address: str) -> LobbyPlace:
    given_place, _ = lobby.arrive(address)
    assert isinstance(given_place, LobbyPlace)
    return given_place


def hosts(count: int, start: int = 0) -> list[str]:
    return [f"10.0.{number // 250}.{number % 250 + 1}" for number in range(start, start + count)]


def test_a_whole_room_comes_through_one_router_at_once() -> None:
    lobby = Lobby(LIMITS, Clock())
    for _ in range(200):
        assert lobby.arrive("192.0.2.1") == (place_of_last(lobby), None)


def place_of_last(lobby: Lobby) -> LobbyPlace:
    return list(lobby.places)[-1]


def test_only_a_limited_number_stands_at_the_door() -> None:
    lobby = Lobby(LIMITS, Clock())
    for address in hosts(LIMITS.waiting):
        place(lobby, address)
    assert lobby.arrive("192.0.2.1") == (DOOR_CROWDED, None)


def test_one_address_that_crowds_the_door_gives_way_to_others() -> None:
    lobby = Lobby(LIMITS, Clock())
    crowd = [place(lobby, "10.0.0.1") for _ in range(LIMITS.waiting)]
    for number in range(LIMITS.waiting // 2):
        newcomer, leaver = lobby.arrive("192.0.2.1")
        assert isinstance(newcomer, LobbyPlace)
        assert leaver is crowd[number]
    assert lobby.arrive("192.0.2.1") == (DOOR_CROWDED, None)
    assert lobby.arrive("10.0.0.1") == (DOOR_CROWDED, None)


def test_who_is_inside_does_not_stand_at_the_door() -> None:
    lobby = Lobby(LIMITS, Clock())
    for address in hosts(100):
        lobby.let_in(place(lobby, address))
    assert isinstance(lobby.arrive("192.0.2.1")[0], LobbyPlace)


def come_in(
    lobby: Lobby, address: str, seat: int | None = None, entrance: Entrance = Entrance.PARTICIPANT
) -> LobbyPlace:
    """Come to the door and pass it; fail if there is no place. Nobody gives way."""
    newcomer = returning(lobby, seat, address, entrance)
    assert lobby.let_in(newcomer) == (None, [])
    return newcomer


def full(lobby: Lobby) -> list[LobbyPlace]:
    """Fill the room with people of one connection each, and return their places: seats 1, 2, 3…"""
    limits = lobby.limits
    reserved = limits.reserved_for_console + limits.reserved_for_stage + limits.reserved_for_newcomers
    return [come_in(lobby, address, seat) for seat, address in enumerate(hosts(limits.connections - reserved), 1)]


def returning(
    lobby: Lobby, seat: int | None = 999, address: str = "192.0.2.1", entrance: Entrance = Entrance.PARTICIPANT
) -> LobbyPlace:
    """Come to the door as somebody with a seat, unless it is said otherwise."""
    newcomer = place(lobby, address)
    newcomer.seat, newcomer.entrance = seat, entrance
    return newcomer


def test_a_full_room_takes_nobody_more_while_everybody_answers() -> None:
    lobby = Lobby(LIMITS, Clock())
    full(lobby)
    late = returning(lobby)
    assert lobby.make_room(late) is None
    assert lobby.let_in(late) == (ROOM_FULL, [])
    assert not late.inside


def test_who_leaves_makes_a_place_free() -> None:
    lobby = Lobby(LIMITS, Clock())
    lobby.leave(full(lobby)[17])
    assert lobby.let_in(returning(lobby)) == (None, [])


def test_in_a_full_room_whoever_has_been_silent_longest_gives_way() -> None:
    clock = Clock()
    lobby = Lobby(LIMITS, clock)
    places = full(lobby)
    places[5].silent_since = clock.now - 20
    places[9].silent_since = clock.now - 40
    places[12].silent_since = clock.now - 30
    for seat, silent in enumerate((places[9], places[12], places[5]), 990):
        newcomer = returning(lobby, seat)
        assert lobby.make_room(newcomer) is silent
        assert lobby.let_in(newcomer) == (None, [])
    assert lobby.make_room(returning(lobby)) is None


def test_who_was_asked_a_moment_ago_has_time_to_answer() -> None:
    clock = Clock()
    lobby = Lobby(LIMITS, clock)
    asked = full(lobby)[5]
    asked.silent_since = clock.now
    late = returning(lobby, seat=asked.seat)
    clock.now += LIMITS.answer_seconds / 2
    assert lobby.make_room(late) is None
    clock.now += LIMITS.answer_seconds / 2
    assert lobby.make_room(late) is asked


def test_a_returning_person_takes_the_place_of_their_own_silent_connection() -> None:
    clock = Clock()
    lobby = Lobby(LIMITS, clock)
    places = full(lobby)
    places[5].silent_since = clock.now - 20
    places[9].silent_since = clock.now - 40
    assert lobby.make_room(returning(lobby, seat=places[5].seat)) is places[5]


def test_who_has_no_seat_yet_is_nobodys_earlier_connection() -> None:
    clock = Clock()
    lobby = Lobby(LIMITS, clock)
    places = full(lobby)
    for _ in range(LIMITS.reserved_for_newcomers):
        nameless = come_in(lobby, "10.0.9.9")
    nameless.silent_since = clock.now - 20
    places[9].silent_since = clock.now - 40
    assert lobby.make_room(returning(lobby, seat=None)) is places[9]


def test_nobody_inside_gives_way_while_there_is_room() -> None:
    clock = Clock()
    lobby = Lobby(LIMITS, clock)
    places = full(lobby)
    lobby.leave(places[0])
    places[5].silent_since = clock.now - 40
    assert lobby.make_room(returning(lobby)) is None


def test_whoever_stood_at_a_crowded_door_too_long_gives_way() -> None:
    clock = Clock()
    lobby = Lobby(LIMITS, clock)
    oldest, *_ = [place(lobby, address) for address in hosts(LIMITS.waiting)]
    clock.now += LIMITS.login_seconds
    newcomer, leaver = lobby.arrive("192.0.2.1")
    assert isinstance(newcomer, LobbyPlace)
    assert leaver is oldest


def test_nobody_gives_way_while_there_is_room() -> None:
    clock = Clock()
    lobby = Lobby(LIMITS, clock)
    place(lobby, "10.0.0.1")
    clock.now += 100
    assert lobby.arrive("10.0.0.1")[1] is None


def test_at_a_crowded_door_whoever_has_not_asked_to_be_let_in_gives_way_first() -> None:
    clock = Clock()
    lobby = Lobby(LIMITS, clock)
    crowd = [place(lobby, "10.0.0.1") for _ in range(LIMITS.waiting)]
    clock.now += LIMITS.asking_seconds
    for each in crowd[:-1]:
        each.has_asked = True
    assert lobby.arrive("10.0.0.1")[1] is crowd[-1]


def test_one_stranger_with_the_rooms_own_address_cannot_hold_the_whole_door() -> None:
    """All of the stranger's connections have asked and wait at the question. Some of them give way, by chance."""
    clock = Clock()
    lobby = Lobby(LIMITS, clock, random.Random(1))
    crowd = [place(lobby, "10.0.0.1") for _ in range(LIMITS.waiting)]
    for each in crowd:
        each.has_asked = True
    assert lobby.arrive("10.0.0.1") == (DOOR_CROWDED, None)
    clock.now += LIMITS.typing_seconds
    leavers = [lobby.arrive("10.0.0.1")[1] for _ in range(100)]
    assert len({*leavers}) == 100
    assert {*leavers} < {*crowd}


def test_a_fifth_terminal_of_a_person_takes_the_place_of_their_first() -> None:
    lobby = Lobby(LIMITS, Clock())
    first, *_ = [come_in(lobby, address, seat=7) for address in hosts(LIMITS.connections_per_seat)]
    other = come_in(lobby, "10.0.9.9", seat=8)
    assert lobby.let_in(returning(lobby, seat=7)) == (None, [first])
    assert other.inside


def test_one_person_who_holds_every_place_keeps_nobody_else_out() -> None:
    """The places are held under no name; then under the names of many people, with as many terminals as they may."""
    clock = Clock()
    lobby = Lobby(LIMITS, clock)
    held = 0
    while lobby.let_in(returning(lobby, None, "10.6.6.6"))[0] is None:
        held += 1
    assert held >= 250
    for entrance in (Entrance.CONSOLE, Entrance.STAGE):
        for _ in range(2):
            come_in(lobby, "192.0.2.1", None, entrance)
    for seat in range(1, LIMITS.reserved_for_returning + 1):
        come_in(lobby, "192.0.2.2", seat)
    clock.now += LIMITS.typing_seconds
    refusal, leavers = lobby.let_in(returning(lobby, None, "192.0.2.3"))
    assert refusal is None
    assert [each.origin for each in leavers] == ["10.6.6.6"]


def test_many_terminals_of_the_people_inside_leave_places_for_others() -> None:
    lobby = Lobby(LIMITS, Clock())
    seats = 0
    while lobby.let_in(returning(lobby, seat := seats // LIMITS.connections_per_seat + 1))[0] is None:
        seats += 1
        assert seat <= LIMITS.connections
    for number in range(LIMITS.reserved_for_newcomers):
        come_in(lobby, f"192.0.3.{number}")
    for number in range(LIMITS.reserved_for_returning):
        come_in(lobby, f"192.0.2.{number}", seat=500 + number)
    come_in(lobby, "192.0.2.1", None, Entrance.CONSOLE)


def test_where_places_are_short_a_second_terminal_gives_way_to_a_person_who_returns() -> None:
    lobby = Lobby(LIMITS, Clock())
    places = full(lobby)
    lobby.leave(places.pop())
    second = come_in(lobby, "10.0.9.9", seat=1) if lobby.let_in(returning(lobby, seat=1))[0] is None else None
    assert second is None, "a second terminal took the place of people who return"
    for _ in range(LIMITS.reserved_for_returning):
        lobby.leave(places.pop())
    second = come_in(lobby, "10.0.9.9", seat=1)
    for seat in range(400, 400 + LIMITS.reserved_for_returning):
        come_in(lobby, "192.0.2.1", seat)
    assert lobby.let_in(returning(lobby, seat=450)) == (None, [second])


ARRIVALS = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from([None, 1, 2, 3, 4, 5, 6, 7]),
        st.sampled_from([Entrance.PARTICIPANT] * 4 + [Entrance.CONSOLE, Entrance.STAGE]),
        *[st.booleans()] * 3,
        st.floats(0, 30),
    ),
    max_size=200,
)


@given(arrivals=ARRIVALS)
def test_however_people_come_and_go_the_limits_hold(
    arrivals: list[tuple[int, int | None, Entrance, bool, bool, bool, float]],
) -> None:
    limits = Limits(
        connections=12, waiting=8, reserved_for_console=1, reserved_for_stage=1, reserved_for_newcomers=2,
        reserved_for_returning=1, connections_per_seat=3,
    )  # fmt: skip
    clock = Clock()
    lobby = Lobby(limits, clock, random.Random(0))
    inside: list[LobbyPlace] = []
    for host, seat, entrance, enters, leaves, falls_silent, seconds in arrivals:
        clock.now += seconds
        address = f"10.0.0.{host}"
        at_the_door = [a_place.origin for a_place in lobby.places if not a_place.inside]
        admitted, leaver = lobby.arrive(address)
        assert not (leaver is not None and len(at_the_door) < 8), "somebody gave way though there was room"
        if admitted == DOOR_CROWDED:
            assert max(map(at_the_door.count, at_the_door)) <= at_the_door.count(address) + 1
        if isinstance(admitted, LobbyPlace) and enters:
            admitted.seat = seat if entrance is Entrance.PARTICIPANT else None
            admitted.entrance = entrance
            gone = lobby.make_room(admitted)
            if gone is not None:
                assert gone.silent_since is not None, "somebody gave way who answers"
                inside.remove(gone)
            refusal, leavers = lobby.let_in(admitted)
            for each in leavers:
                inside.remove(each)
                assert each.entrance is Entrance.PARTICIPANT, "the facilitator gave way"
                assert each.seat is None or [other.seat for other in inside].count(each.seat), "a person was put out"
            if refusal is None:
                inside.append(admitted)
            else:
                assert entrance is Entrance.PARTICIPANT or [each.entrance for each in inside].count(entrance)
        if falls_silent and inside:
            inside[host % len(inside)].silent_since = clock.now
        if leaves and inside:
            lobby.leave(inside.pop())
        waiting = [a_place for a_place in lobby.places if not a_place.inside]
        assert len(waiting) <= 8
        assert len(lobby) - len(waiting) == len(inside) <= 12
        seats = [each.seat for each in inside if each.seat is not None]
        assert all(seats.count(each) <= 3 for each in seats)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::1", "::1"),
        ("", "unknown"),
        ("\x1b[31m", "unknown"),
    ],
)
def test_an_ipv6_host_cannot_pass_for_many(address: str, expected: str) -> None:
    assert origin(address) == expected
