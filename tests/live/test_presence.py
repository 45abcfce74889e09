"""Who is connected: noted, and told to those who listen without a word for each key."""

from collections.abc import Callable

from copworkshop.live.presence import EVERY, TYPING_SECONDS, Presence
from copworkshop.model.attendance import Activity, Attendance, Health
from copworkshop.model.people import FACILITATOR, STAGE, Actor, Role, participant

NEWCOMER = Actor(role=Role.PARTICIPANT)


class Call:
    """Something that was to be done later."""

    def __init__(self, at: float, call: Callable[[], None]) -> None:
        self.at = at
        self.call = call
        self.cancelled = False

    def cancel(self) -> None:
        self.cancelled = True


class Wall:
    """A clock that is moved by hand, and what is to be done at its hours."""

    def __init__(self) -> None:
        self.now = 100.0
        self.calls: list[Call] = []

    def clock(self) -> float:
        return self.now

    def later(self, seconds: float, call: Callable[[], None]) -> Call:
        self.calls.append(Call(self.now + seconds, call))
        return self.calls[-1]

    @property
    def waiting(self) -> list[Call]:
        return [call for call in self.calls if not call.cancelled]

    def pass_by(self, seconds: float) -> None:
        end = self.now + seconds
        while due := sorted((call for call in self.waiting if call.at <= end), key=lambda call: call.at):
            self.calls.remove(due[0])
            self.now = due[0].at
            due[0].call()
        self.now = end


class Room:
    """A list of who is in, and a listener who remembers what was told."""

    def __init__(self, *, listens: bool = True) -> None:
        self.wall = Wall()
        self.presence = Presence(self.wall.clock, self.wall.later)
        self.told: list[Attendance] = []
        self.end = self.presence.subscribe(self.told.append) if listens else None

    def now(self, seat: int) -> Activity:
        return self.presence.attendance.of(seat).activity


def test_nobody_is_connected_at_first() -> None:
    assert Room().presence.attendance == Attendance()


def test_who_presses_a_key_is_typing_for_a_while_and_then_idle() -> None:
    room = Room()
    visit = room.presence.arrive(participant(7))
    assert room.now(7) is Activity.IDLE

    visit.note_key()
    assert room.now(7) is Activity.TYPING

    room.wall.pass_by(TYPING_SECONDS)
    assert room.now(7) is Activity.IDLE


def test_who_has_left_is_away_and_leaving_twice_changes_nothing() -> None:
    room = Room()
    visit = room.presence.arrive(participant(7))

    visit.leave()
    visit.leave()

    assert room.now(7) is Activity.AWAY
    assert room.presence.connections == 0


def test_a_seat_open_twice_is_one_person_on_two_connections() -> None:
    room = Room()
    first = room.presence.arrive(participant(7))
    room.wall.pass_by(60)
    second = room.presence.arrive(participant(7))
    second.note_key()

    attendance = room.presence.attendance
    assert attendance.connected == 1
    assert attendance.of(7).connections == 2
    assert attendance.of(7).activity is Activity.TYPING
    assert attendance.of(7).connected_for == 60

    second.leave()
    assert room.now(7) is Activity.IDLE
    first.leave()
    assert room.now(7) is Activity.AWAY


def test_the_better_of_two_connections_says_how_a_seat_is_reached() -> None:
    room = Room()
    room.presence.arrive(participant(7), lambda: Health.SILENT)
    room.presence.arrive(participant(7), lambda: Health.SLOW)

    assert room.presence.attendance.of(7).health is Health.SLOW


def test_a_newcomer_is_counted_apart_until_they_have_a_seat() -> None:
    room = Room()
    visit = room.presence.arrive(NEWCOMER)
    assert (room.presence.attendance.newcomers, room.presence.attendance.connected) == (1, 0)

    visit.assign(3)
    assert (room.presence.attendance.newcomers, room.presence.attendance.connected) == (0, 1)


def test_consoles_and_stages_are_no_people_of_the_room() -> None:
    room = Room()
    room.presence.arrive(FACILITATOR)
    room.presence.arrive(STAGE)

    attendance = room.presence.attendance
    assert (attendance.consoles, attendance.stages, attendance.connected) == (1, 1, 0)


def test_the_last_key_is_counted_from_the_arrival_until_there_is_one() -> None:
    room = Room()
    visit = room.presence.arrive(participant(7))
    room.wall.pass_by(90)
    assert room.presence.attendance.of(7).since_key == 90

    visit.note_key()
    room.wall.pass_by(5)
    assert room.presence.attendance.of(7).since_key == 5


def test_listeners_hear_at_once_of_somebody_who_comes_after_a_quiet_time() -> None:
    room = Room()
    room.wall.pass_by(60)

    room.presence.arrive(participant(7))
    room.wall.pass_by(0)

    assert [attendance.connected for attendance in room.told] == [1]


def test_many_who_come_in_a_moment_are_told_of_as_one() -> None:
    room = Room()
    room.wall.pass_by(60)
    room.presence.arrive(participant(1))
    room.wall.pass_by(0)

    for seat in range(2, 201):
        room.presence.arrive(participant(seat))
    room.wall.pass_by(EVERY)

    assert [attendance.connected for attendance in room.told] == [1, 200]


def test_typing_on_and_on_is_told_once_when_it_begins_and_once_when_it_ends() -> None:
    room = Room()
    visit = room.presence.arrive(participant(7))
    room.wall.pass_by(EVERY)
    room.told.clear()

    for _ in range(100):
        visit.note_key()
        room.wall.pass_by(0.25)
    room.wall.pass_by(60)

    assert [attendance.of(7).activity for attendance in room.told] == [Activity.TYPING, Activity.IDLE]


def test_a_line_that_goes_dead_without_a_sound_is_told() -> None:
    room = Room()
    health = [Health.GOOD]
    room.presence.arrive(participant(7), lambda: health[0])
    room.wall.pass_by(EVERY)

    health[0] = Health.SILENT
    room.wall.pass_by(EVERY)

    assert room.told[-1].of(7).health is Health.SILENT


def test_an_hour_in_which_nothing_happens_tells_nobody_anything() -> None:
    room = Room()
    room.presence.arrive(participant(7))
    room.wall.pass_by(EVERY)
    room.told.clear()

    room.wall.pass_by(3600)

    assert room.told == []


def test_without_a_listener_nothing_is_waited_for() -> None:
    room = Room(listens=False)

    room.presence.arrive(participant(7)).note_key()

    assert room.wall.waiting == []


def test_nothing_is_waited_for_once_everybody_has_left() -> None:
    room = Room()
    room.presence.arrive(participant(7)).leave()

    room.wall.pass_by(10 * EVERY)

    assert room.wall.waiting == []


def test_nothing_is_waited_for_once_nobody_listens_any_more() -> None:
    room = Room()
    room.presence.arrive(participant(7))
    assert room.end is not None

    room.end()
    room.wall.pass_by(10 * EVERY)

    assert room.wall.waiting == []


def test_a_closed_list_waits_for_nothing() -> None:
    room = Room()
    room.presence.arrive(participant(7))

    room.presence.close()

    assert room.wall.waiting == []
