"""The console's panel for member participation."""

import pytest
from bench import Bench

from copworkshop.live.presence import Presence
from copworkshop.model.participation import Placement
from copworkshop.model.people import STAGE, participant
from copworkshop.model.plan import Kind
from copworkshop.rules.participation import Place
from copworkshop.rules.people import AddSeat, RemoveSeat, RenameSeat
from copworkshop.ui.console.participation import ParticipationPanel
from helpers.session_builder import hub_at, told


def bench(round_name: str = "place", people: int = 4) -> Bench:
    return Bench(ParticipationPanel, hub_at(Kind.PARTICIPATION, round_name, people))


async def alone(app: Bench, seat: int, today: str = "active", later: str = "core") -> None:
    """A person gives their own level."""
    places = (Place(seat=seat, when="today", level=today), Place(seat=seat, when="later", level=later))
    await told(app.hub, *places, actor=participant(seat))


def placed(app: Bench, seat: int) -> tuple[str | None, str | None]:
    placement = app.hub.session.seats[seat].placement
    return placement.today, placement.later


async def test_two_digits_place_a_person_and_the_cursor_goes_on() -> None:
    app = bench()
    async with app.run_test(size=(78, 18)) as pilot:
        await app.press(pilot, "2", "1", "5", "4")

    assert placed(app, 1) == ("active", "core")
    assert placed(app, 2) == ("transactional", "peripheral")
    assert app.said == []


async def test_what_is_entered_is_marked_as_entered_for_someone() -> None:
    app = bench()
    async with app.run_test(size=(78, 18)) as pilot:
        await app.press(pilot, "2")

    assert app.hub.session.seats[1].placement == Placement(today="active", for_someone=True)


async def test_the_cursor_passes_over_people_who_answered_by_themselves() -> None:
    app = bench()
    await alone(app, 2)
    async with app.run_test(size=(78, 18)) as pilot:
        await app.press(pilot, "1", "1", "3")

    assert placed(app, 3) == ("occasional", None)


async def test_a_persons_own_answer_is_not_shown() -> None:
    app = bench()
    await alone(app, 2, "transactional", "peripheral")
    async with app.run_test(size=(78, 18)) as pilot:
        await pilot.pause()
        row = next(row for row in app.rows() if "Participant 2" in row)

    assert row.split() == ["Participant", "2", "answered"]


async def test_a_digit_does_not_replace_a_persons_own_answer() -> None:
    app = bench()
    await alone(app, 1)
    async with app.run_test(size=(78, 18)) as pilot:
        await app.press(pilot, "5")

    assert placed(app, 1) == ("active", "core")
    assert app.said == ["Participant 1 answered at a terminal of their own. Only they can change it."]


async def test_no_key_replaces_a_persons_own_answers() -> None:
    app = bench()
    await alone(app, 1)
    async with app.run_test(size=(78, 18)) as pilot:
        await app.press(pilot, "enter", "5", "4")
        assert "place again" not in app.text

    assert placed(app, 1) == ("active", "core")


async def test_a_person_who_answers_while_they_are_placed_again_keeps_their_answer() -> None:
    app = bench()
    async with app.run_test(size=(78, 18)) as pilot:
        await app.press(pilot, "2", "1", "up", "enter")
        assert "1-5 ?" in app.text
        await alone(app, 1, "transactional", "peripheral")
        await pilot.pause()
        await app.press(pilot, "1")

    assert placed(app, 1) == ("transactional", "peripheral")


async def test_going_elsewhere_forgets_that_a_person_is_placed_again() -> None:
    app = bench()
    await told(app.hub, Place(seat=1, when="today", level="active"), Place(seat=1, when="later", level="core"))
    async with app.run_test(size=(78, 18)) as pilot:
        await app.press(pilot, "enter", "down", "up", "5")

    assert placed(app, 1) == ("active", "core")


async def test_a_digit_too_many_at_the_end_changes_nothing() -> None:
    app = bench(people=1)
    async with app.run_test(size=(78, 18)) as pilot:
        await app.press(pilot, "1", "2", "3")

    assert placed(app, 1) == ("core", "active")
    assert "Enter places them again" in app.said[0]


@pytest.mark.parametrize("key", ["backspace", "delete"])
async def test_backspace_takes_back_the_last_answer_and_then_the_one_before(key: str) -> None:
    app = bench()
    async with app.run_test(size=(78, 18)) as pilot:
        await app.press(pilot, "2", "1", key)
        assert placed(app, 1) == ("active", None)
        await app.press(pilot, key)

    assert placed(app, 1) == (None, None)


async def test_backspace_leaves_a_persons_own_answer_alone() -> None:
    app = bench()
    await alone(app, 1)
    async with app.run_test(size=(78, 18)) as pilot:
        await app.press(pilot, "backspace")

    assert placed(app, 1) == ("active", "core")


async def test_before_people_place_themselves_no_digit_does_anything() -> None:
    app = bench("levels")
    async with app.run_test(size=(78, 18)) as pilot:
        await app.press(pilot, "1")
        assert "The levels come first" in app.text

    assert placed(app, 1) == (None, None)
    assert app.said == []


async def test_no_answer_is_entered_once_the_picture_is_shown() -> None:
    app = bench("picture")
    async with app.run_test(size=(78, 18)) as pilot:
        await app.press(pilot, "4")

    assert placed(app, 1) == (None, None)


@pytest.mark.parametrize("key", ["6", "9"])
async def test_a_digit_without_a_level_does_nothing(key: str) -> None:
    app = bench()
    async with app.run_test(size=(78, 18)) as pilot:
        await app.press(pilot, key)

    assert placed(app, 1) == (None, None)


async def test_an_empty_room_says_how_to_add_people() -> None:
    app = bench(people=0)
    async with app.run_test(size=(78, 18)) as pilot:
        await app.press(pilot, "1", "enter", "backspace")
        assert "Nobody is here yet: press p to add people." in app.text


async def test_the_cursor_stays_with_its_person_when_people_come_and_go() -> None:
    app = bench()
    async with app.run_test(size=(78, 18)) as pilot:
        await app.press(pilot, "down", "down")
        await told(app.hub, RemoveSeat(seat=1), AddSeat(name="Participant 9", word="maple-9999"))
        await pilot.pause()
        await app.press(pilot, "3")

    assert placed(app, 3) == ("occasional", None)


@pytest.mark.parametrize("size", [(78, 18), (52, 18), (38, 7)])
async def test_the_person_and_the_next_answer_are_in_sight_at_every_size(size: tuple[int, int]) -> None:
    app = bench()
    async with app.run_test(size=size) as pilot:
        await app.press(pilot, "down", "3")
        assert any("ans" in row and "1-5 ?" in row for row in app.rows())


async def test_no_name_stands_next_to_a_level_unless_the_room_sees_a_stage_elsewhere() -> None:
    app = bench()
    async with app.run_test(size=(78, 18)) as pilot:
        await app.press(pilot, "2", "1", "5")
        rows = [row for row in app.rows() if "Participant" in row]
        assert rows[0].split() == ["Participant", "1", "answered", "answered"]
        assert rows[1].split()[:3] == ["Participant", "2", "answered"]

        app.desk.presence = presence = Presence()
        presence.arrive(STAGE)
        app.panel.refresh_attendance()
        await pilot.pause()
        assert "1 Core group" in next(row for row in app.rows() if "Participant 1" in row)


async def test_a_hostile_name_is_shown_as_it_is() -> None:
    app = bench(people=1)
    await told(app.hub, RenameSeat(seat=1, name="[@click=app.quit]Ann[/]"))
    async with app.run_test(size=(78, 18), notifications=True, tooltips=True) as pilot:
        await pilot.click(ParticipationPanel, offset=(5, 3))
        assert "[@click=app.quit]Ann[/]" in app.text


async def test_who_is_at_a_terminal_is_passed_over_and_placed_here_only_after_enter() -> None:
    app = bench()
    app.desk.presence = presence = Presence()
    presence.arrive(participant(2))
    async with app.run_test(size=(78, 18)) as pilot:
        await app.press(pilot, "1", "1", "3")
        assert placed(app, 3) == ("occasional", None)
        await app.press(pilot, "up", "4")
        assert placed(app, 2) == (None, None)
        assert app.said == ["Participant 2 is at a terminal of their own. Enter lets you place them here instead."]
        await app.press(pilot, "enter", "4", "3")
        assert placed(app, 2) == ("peripheral", "occasional")
