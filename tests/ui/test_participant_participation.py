"""A participant on the bands of participation."""

import pytest

from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.rules.participation import Place
from helpers.participant_driver import House


def placed(house: House, seat: int = 1) -> tuple[str | None, str | None]:
    placement = house.seat(seat).placement
    return placement.today, placement.later


async def test_two_digits_place_a_person_today_and_in_six_months() -> None:
    house = House().start_at(Kind.PARTICIPATION, "place")
    async with house.guest(1) as guest:
        await guest.press("4", "2")
        assert placed(house) == ("peripheral", "active")
        await guest.sees("✓ 4 Peripheral", "✓ 2 Active")


async def test_an_answer_can_be_changed_until_the_picture_is_shown() -> None:
    house = House().start_at(Kind.PARTICIPATION, "place")
    async with house.guest(1) as guest:
        await guest.press("4", "2", "up", "3")
        assert placed(house) == ("occasional", "active")
        await house.lead(Kind.PARTICIPATION, "picture")
        house.clock.seconds += 6
        await guest.wait(0)
        await guest.sees("You: today 3 Occasional, in six months 2 Active.")
        house.clock.seconds += 60
        await guest.press("down", "1")
        assert placed(house) == ("occasional", "active")


async def test_backspace_takes_the_answer_back() -> None:
    house = House().start_at(Kind.PARTICIPATION, "place")
    async with house.guest(1) as guest:
        await guest.press("4", "2", "backspace")
        assert placed(house) == ("peripheral", None)


async def test_a_number_that_no_level_has_does_nothing() -> None:
    house = House().start_at(Kind.PARTICIPATION, "place")
    async with house.guest(1) as guest:
        await guest.press("6", "9")
        assert placed(house) == (None, None)


async def test_while_the_levels_are_told_a_digit_does_nothing() -> None:
    house = House().start_at(Kind.PARTICIPATION, "levels", 3)
    async with house.guest(1) as guest:
        await guest.press("1")
        assert placed(house) == (None, None)
        await guest.sees("Occasional")


@pytest.mark.parametrize("people", [4, 5])
async def test_the_picture_is_seen_from_five_answers_on(people: int) -> None:
    house = House().start_at(Kind.PARTICIPATION, "place")
    for seat in range(1, people + 1):
        await house.ask(Place(seat=seat, when="today", level="core"), actor=participant(seat))
    await house.lead(Kind.PARTICIPATION, "picture")
    async with house.guest(6) as guest:
        await guest.sees(
            "Core group 5" if people == 5 else "The picture appears once 5 people have answered; 4 so far."
        )


async def test_once_the_step_is_left_the_answers_can_be_read_and_not_changed() -> None:
    house = House().start_at(Kind.PARTICIPATION, "place")
    await house.ask(Place(seat=1, when="today", level="core"), actor=participant(1))
    await house.lead(Kind.PROPOSAL, "write")
    house.clock.seconds += 30
    async with house.guest(1) as guest:
        await guest.press("f3", "up", "enter")
        await guest.sees("✓ 1 Core group")
        await guest.press("2")
        assert placed(house) == ("core", None)


async def test_in_a_closed_round_there_is_nothing_to_be_done_with() -> None:
    house = House().start_at(Kind.PARTICIPATION, "place")
    async with house.guest(1) as guest:
        await guest.sees("d done")
        await house.look(Kind.PARTICIPATION, "picture")
        await house.look(Kind.PARTICIPATION, "place")
        await guest.sees("Placing is closed.")
        assert "F7" not in guest.text
