import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.admission.limits import Limits
from copworkshop.admission.lobby import DOOR_CROWDED, ROOM_FULL, Lobby, LobbyPlace, Tries, origin

LIMITS = Limits()


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


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
    return list(lobby._places)[-1]


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


def full(lobby: Lobby) -> list[LobbyPlace]:
    """Fill the room, and return everybody's place: seats 1, 2, 3…"""
    places = [place(lobby, address) for address in hosts(LIMITS.connections)]
    for seat, each in enumerate(places, 1):
        assert lobby.let_in(each) is None
        each.seat = seat
    return places


def returning(lobby: Lobby, seat: int | None = None) -> LobbyPlace:
    newcomer = place(lobby, "192.0.2.1")
    newcomer.seat = seat
    return newcomer


def test_a_full_room_takes_nobody_more_while_everybody_answers() -> None:
    lobby = Lobby(LIMITS, Clock())
    full(lobby)
    late = returning(lobby, seat=1)
    assert lobby.make_room(late) is None
    assert lobby.let_in(late) == ROOM_FULL
    assert not late.inside


def test_who_leaves_makes_a_place_free() -> None:
    lobby = Lobby(LIMITS, Clock())
    lobby.leave(full(lobby)[17])
    assert lobby.let_in(returning(lobby)) is None


def test_in_a_full_room_whoever_has_been_silent_longest_gives_way() -> None:
    clock = Clock()
    lobby = Lobby(LIMITS, clock)
    places = full(lobby)
    places[5].silent_since = clock.now - 20
    places[9].silent_since = clock.now - 40
    places[12].silent_since = clock.now - 30
    for silent in (places[9], places[12], places[5]):
        newcomer = returning(lobby)
        assert lobby.make_room(newcomer) is silent
        assert lobby.let_in(newcomer) is None
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
    places[5].silent_since, places[5].seat = clock.now - 20, None
    places[9].silent_since = clock.now - 40
    assert lobby.make_room(returning(lobby)) is places[9]


def test_nobody_inside_gives_way_while_there_is_room() -> None:
    clock = Clock()
    lobby = Lobby(LIMITS, clock)
    places = full(lobby)
    lobby.leave(places[0])
    places[5].silent_since = clock.now - 40
    assert lobby.make_room(returning(lobby, seat=places[5].seat)) is None


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


@given(
    arrivals=st.lists(
        st.tuples(st.integers(0, 5), st.booleans(), st.booleans(), st.booleans(), st.floats(0, 30)), max_size=300
    ),
)
def test_however_people_come_and_go_the_limits_hold(arrivals: list[tuple[int, bool, bool, bool, float]]) -> None:
    limits = Limits(connections=10, waiting=8)
    clock = Clock()
    lobby = Lobby(limits, clock)
    inside: list[LobbyPlace] = []
    for host, enters, leaves, falls_silent, seconds in arrivals:
        clock.now += seconds
        address = f"10.0.0.{host}"
        at_the_door = [a_place.origin for a_place in lobby._places if not a_place.inside]
        admitted, leaver = lobby.arrive(address)
        assert not (leaver is not None and len(at_the_door) < 8), "somebody gave way though there was room"
        if admitted == DOOR_CROWDED:
            assert max(map(at_the_door.count, at_the_door)) <= at_the_door.count(address) + 1
        if isinstance(admitted, LobbyPlace) and enters:
            gone = lobby.make_room(admitted)
            if gone is not None:
                assert len(inside) == 10, "somebody gave way though there was room"
                assert gone.silent_since is not None, "somebody gave way who answers"
                inside.remove(gone)
            if lobby.let_in(admitted) is None:
                inside.append(admitted)
        if falls_silent and inside:
            inside[host % len(inside)].silent_since = clock.now
        if leaves and inside:
            lobby.leave(inside.pop())
        waiting = [a_place for a_place in lobby._places if not a_place.inside]
        assert len(waiting) <= 8
        assert len(lobby) - len(waiting) == len(inside) <= 10


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


def test_twenty_wrong_tries_a_minute_do_not_slow_the_address() -> None:
    tries = Tries(LIMITS, Clock())
    for _ in range(19):
        tries.wrong("10.0.0.1")
    assert tries.wait("10.0.0.1") == 0


def test_more_wrong_tries_make_every_try_from_there_wait() -> None:
    tries = Tries(LIMITS, Clock())
    for _ in range(20):
        tries.wrong("10.0.0.1")
    assert tries.wait("10.0.0.1") > 0
    assert tries.wait("10.0.0.2") == 0


def test_two_hundred_wrong_tries_from_anywhere_make_all_wait() -> None:
    tries = Tries(LIMITS, Clock())
    for address in hosts(200):
        tries.wrong(address)
    assert tries.wait("192.0.2.1") > 0


def test_nobody_waits_longer_than_the_longest_wait() -> None:
    tries = Tries(LIMITS, Clock())
    for _ in range(100_000):
        tries.wrong("10.0.0.1")
    assert tries.wait("10.0.0.1") == LIMITS.longest_wait_seconds


def test_a_minute_later_all_is_forgiven() -> None:
    clock = Clock()
    tries = Tries(LIMITS, clock)
    for _ in range(500):
        tries.wrong("10.0.0.1")
    clock.now += 61
    assert tries.wait("10.0.0.1") == 0


def test_wrong_tries_without_end_are_not_all_remembered() -> None:
    tries = Tries(LIMITS, Clock())
    for number in range(10_000):
        tries.wrong(f"10.{number // 62500}.{number // 250 % 250}.{number % 250}")
    assert len(tries._wrong) == len(list(tries._by_origin.elements())) <= 4096
