"""The lifecycle at a participant's own pace."""

import pytest
from guests import House

from copworkshop.model.plan import Kind
from copworkshop.rules.agenda import LayBeside
from copworkshop.rules.lifecycle import AddNote, Stop, stop_of_phase
from copworkshop.ui.participant.lifecycle import Page, reached_pages
from house import session4

STEP = session4().lifecycle
assert STEP is not None
TWO = stop_of_phase(STEP, 1)
PHASES = [Page(phase=0), Page(phase=1), Page(phase=2)]


@pytest.mark.parametrize(
    ("stop", "left", "beside", "pages"),
    [
        (Stop(), False, False, [Page()]),
        (Stop(phase=0, revealed=3), False, False, [Page(), PHASES[0]]),
        (Stop(phase=2), False, False, [Page(), *PHASES]),
        (Stop(questions=True, revealed=1), False, False, [Page(), *PHASES, Page(questions=True)]),
        (Stop(), True, False, [Page(), *PHASES, Page(questions=True)]),
        (Stop(phase=0), False, True, [Page(), PHASES[0], Page(beside=True)]),
    ],
)
def test_the_pages_are_those_that_the_room_has_reached(stop: Stop, left: bool, beside: bool, pages: list[Page]) -> None:
    assert STEP is not None
    assert list(reached_pages(STEP, stop, left=left, beside=beside)) == pages


async def test_the_page_turns_with_the_stage() -> None:
    house = House().start_at(Kind.LIFECYCLE)
    async with house.guest(1) as guest:
        await house.lead(Kind.LIFECYCLE, "overview", TWO)
        await guest.sees("Develop a strategy", "page 3 of 3")


async def test_all_of_a_phase_can_be_read_once_the_room_has_reached_it() -> None:
    house = House().start_at(Kind.LIFECYCLE, "overview", TWO)
    async with house.guest(1) as guest:
        await guest.sees("Processes for navigating conflict and challenges.")
        assert "> " not in guest.text


async def test_a_phase_that_the_room_has_not_reached_cannot_be_turned_to() -> None:
    house = House().start_at(Kind.LIFECYCLE, "overview", TWO)
    async with house.guest(1) as guest:
        await guest.press("right", "right", "right")
        assert "Pilot the community" in guest.text


async def test_a_person_who_has_turned_a_page_stays_on_it_while_the_stage_goes_on() -> None:
    house = House().start_at(Kind.LIFECYCLE, "overview", TWO)
    async with house.guest(1) as guest:
        await guest.press("left")
        await guest.sees("What is the focal point?")
        await house.lead(Kind.LIFECYCLE, "overview", stop_of_phase(STEP, 2))  # type: ignore[arg-type]
        await guest.sees("page 2 of 4")
        assert "What is the focal point?" in guest.text


async def test_what_the_room_noted_stands_beside_its_prompt() -> None:
    house = House().start_at(Kind.LIFECYCLE, "overview", TWO)
    async with house.guest(1) as guest:
        await house.ask(AddNote(prompt="outcomes", text="[b]Count the visits[/b]"))
        await guest.sees("Measure outcomes and outputs. – [b]Count the visits[/b]")


async def test_the_models_of_the_literature_are_a_page_while_the_stage_shows_them() -> None:
    house = House().start_at(Kind.LIFECYCLE, "overview", TWO)
    async with house.guest(1) as guest:
        await house.ask(LayBeside(beside=True))
        await guest.sees("Coalescing")
        await house.ask(LayBeside(beside=False))
        await guest.sees("Develop a strategy")


async def test_who_looks_back_can_read_every_phase() -> None:
    house = House().start_at(Kind.LIFECYCLE)
    await house.lead(Kind.PARTICIPATION)
    async with house.guest(1) as guest:
        await guest.press("f3", "up", "enter")
        await guest.sees("page 1 of 5")
        await guest.press("right", "right", "right", "right")
        await guest.sees("What is missing at the end?")
