"""A room that fills up with empty seats: the console says so, and one key in the list of people clears them."""

from pathlib import Path

import pytest
from test_people_screen import Below, names
from textual.pilot import Pilot

from copworkshop.live.hub import Hub
from copworkshop.live.presence import LEAVING_SECONDS, Presence
from copworkshop.model.people import FACILITATOR, Actor, Role, participant
from copworkshop.model.plan import Kind
from copworkshop.rules import places
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.participation import Place
from copworkshop.rules.people import AddSeat, RemoveSeat
from copworkshop.ui import notices
from helpers.facilitator_driver import walk
from helpers.participant_driver import House
from helpers.screens import drawn
from helpers.session_builder import hub_at, told

NEWCOMER = Actor(role=Role.PARTICIPANT)
SIZES = [(80, 24), (40, 20)]


async def strangers(hub: Hub, many: int) -> Hub:
    for number in range(1, many + 1):
        await hub.submit(AddSeat(name=f"Stranger {number}", word=f"cedar-{number:04d}"), NEWCOMER)
    return hub


async def clears(app: Below, pilot: Pilot[None]) -> None:
    await pilot.press("X")
    await pilot.pause()
    await pilot.press("y")
    await pilot.pause()


def question(app: Below) -> str:
    """What the question says; the list is next to it on the screen."""
    dialog = app.screen.query_one("Vertical").region
    rows = [strip.text for strip in drawn(app.screen)][dialog.y : dialog.bottom]
    words = " ".join(row[dialog.x : dialog.right].strip("│┌┐└┘─ ") for row in rows)
    return " ".join(words.split()).partition(" Go back")[0]


def keys(app: Below) -> str:
    return app.text.replace("\xa0", " ")


@pytest.mark.parametrize("size", SIZES)
async def test_all_empty_seats_are_taken_out_after_a_question_and_come_back_with_one_key(size: tuple[int, int]) -> None:
    app = Below(await strangers(hub_at(Kind.WELCOME, people=1), 5))
    async with app.run_test(size=size) as pilot:
        assert "X take out the empty" in keys(app)
        await pilot.press("X")
        await pilot.pause()
        assert question(app).startswith("Take out 5 empty seats? Nothing was entered there, and nobody is connected:")
        assert "Take out (y)" in app.text
        assert question(app).endswith("Stranger 5, Stranger 4, Stranger 3 and 2 more. u brings them back.")
        await pilot.press("y")
        await pilot.pause()
        assert names(app) == ["Participant 1"]
        assert "5 empty seats taken out. u brings them back." in app.text
        assert "take out the empty" not in keys(app)

        await pilot.press("u")
        await pilot.pause()
        assert names(app) == ["Participant 1", *(f"Stranger {number}" for number in range(1, 6))]


async def test_enter_at_the_question_takes_nobody_out() -> None:
    app = Below(await strangers(hub_at(Kind.WELCOME, people=0), 1))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("X")
        await pilot.pause()
        assert question(app).startswith("Take out 1 empty seat?")
        assert "nobody is connected: Stranger 1." in question(app)
        await pilot.press("enter")
        await pilot.pause()
        assert names(app) == ["Stranger 1"]


async def test_people_who_are_connected_or_have_entered_something_stay() -> None:
    hub = await strangers(hub_at(Kind.PARTICIPATION, "place", people=1), 3)
    await hub.submit(Place(seat=2, when="today", level="core"), participant(2))
    app = Below(hub)
    app.presence.arrive(participant(3))
    async with app.run_test(size=(80, 24)) as pilot:
        await clears(app, pilot)
        assert names(app) == ["Participant 1", "Stranger 1", "Stranger 2"]


async def test_a_person_who_comes_back_while_the_question_is_asked_stays() -> None:
    app = Below(await strangers(hub_at(Kind.WELCOME, people=0), 2))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("X")
        await pilot.pause()
        app.presence.arrive(participant(1))
        await pilot.press("y")
        await pilot.pause()
        assert names(app) == ["Stranger 1"]


async def test_when_all_are_taken_out_u_still_brings_all_of_them_back() -> None:
    app = Below(await strangers(hub_at(Kind.WELCOME, people=0), 3))
    async with app.run_test(size=(80, 24)) as pilot:
        await clears(app, pilot)
        assert names(app) == []
        await pilot.press("u")
        await pilot.pause()
        assert len(names(app)) == 3


async def test_u_says_how_many_cannot_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Below(await strangers(hub_at(Kind.WELCOME, people=1), 3))
    async with app.run_test(size=(80, 24)) as pilot:
        await clears(app, pilot)
        monkeypatch.setattr(places, "MOST_PEOPLE", 2)
        await pilot.press("u")
        await pilot.pause()
        assert names(app) == ["Participant 1", "Stranger 1"]
        assert "The room is full, so 2 more could not come back." in app.text
        await pilot.press("u")
        await pilot.pause()
        assert "The room is full, so nobody can come back. Take somebody else out first." in app.text


async def test_where_nothing_is_to_be_cleared_the_key_is_not_offered() -> None:
    app = Below(hub_at(Kind.WELCOME, people=2))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("X")
        await pilot.pause()
        assert app.screen is app.people
    app = Below(await told(await strangers(hub_at(Kind.WELCOME, people=0), 2), CloseSession()))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("X")
        await pilot.pause()
        assert app.screen is app.people


async def test_names_added_in_a_full_room_take_empty_seats(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Below(await strangers(hub_at(Kind.WELCOME, people=1), 2))
    app.hub.seats_in_use = app.presence.seats_in_use
    monkeypatch.setattr(places, "MOST_PEOPLE", 3)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a", *"Bo, Cy, Di", "enter")
        await pilot.pause()
        assert names(app) == ["Participant 1", "Cy", "Bo"]
        assert "The room is full" in app.text


async def test_whose_seat_was_given_away_reads_what_to_do_and_joins_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "MOST_PEOPLE", 3)
    house = House(people=0)
    await strangers(house.hub, 3)
    house.hub.seats_in_use = lambda: (1,)
    async with house.guest(None) as guest:
        await guest.press(*"Ann", "enter")
        await guest.until(lambda: guest.app.room.writer.seat == 3, "the seat")
        assert [seat.name for seat in house.hub.session.present] == ["Stranger 1", "Stranger 2", "Ann"]
    house.hub.seats_in_use = lambda: (1, 3)
    async with house.guest(None) as guest:
        await guest.press(*"cedar-0003", "enter")
        await guest.sees("There is no seat with the word cedar-0003. Correct it, or type your name to join.")
        await guest.press(*["backspace"] * 10, *"Stranger 3", "enter")
        await guest.until(lambda: guest.app.room.writer.seat == 2, "the seat")
    house.hub.seats_in_use = lambda: (1, 2, 3)
    async with house.guest(None) as guest:
        await guest.press(*"Bo", "enter")
        await guest.sees("The room is full: it has 3 places, and somebody is at each.")


def test_a_seat_is_in_use_for_a_moment_after_its_connection_is_lost() -> None:
    now = 100.0
    presence = Presence(clock=lambda: now)
    first, second = presence.arrive(participant(1)), presence.arrive(participant(2))
    first.leave()
    now += LEAVING_SECONDS - 1
    second.leave()
    assert presence.seats_in_use() == {1, 2}
    now += 1
    assert presence.seats_in_use() == {2}
    presence.arrive(participant(3))
    now += LEAVING_SECONDS
    assert presence.seats_in_use() == {3}


@pytest.mark.usefixtures("brief_waits")
@pytest.mark.parametrize("size", SIZES)
async def test_the_console_says_once_that_few_places_are_left(
    tmp_path: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "MOST_PEOPLE", 5)
    monkeypatch.setattr(notices, "FEW", 1)
    async with walk(tmp_path, size=size) as leader:
        running = leader.app.open_session
        assert running is not None
        await strangers(running.hub, 3)
        await leader.press("f2")
        await leader.sees("PgDn on")
        assert "places are taken" not in leader.text
        await running.hub.submit(AddSeat(name="One more", word="river-aaaa"), NEWCOMER)
        await leader.sees("4 of 5 places are taken.")
        await leader.press("escape")
        await running.hub.submit(AddSeat(name="The last", word="river-bbbb"), NEWCOMER)
        await leader.sees("5 here")
        assert "places are taken" not in leader.text
        await running.hub.submit(RemoveSeat(seat=1), FACILITATOR)
        await running.hub.submit(RemoveSeat(seat=2), FACILITATOR)
        await leader.sees("3 here")
        await running.hub.submit(AddSeat(name="Again", word="river-cccc"), NEWCOMER)
        await leader.sees("4 of 5 places are taken.")
