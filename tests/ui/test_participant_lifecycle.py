"""The lifecycle at a participant's own pace."""

import pytest

from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.rules.agenda import LayBeside
from copworkshop.rules.lifecycle import AddNote, DeclineNote, ProposeNote, Stop, TakeUpNote, stop_of_phase, stops
from copworkshop.rules.parking import Park
from copworkshop.ui.participant.lifecycle_pages import Page, reached_pages
from helpers.participant_driver import House
from helpers.session_builder import session4

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


async def test_a_person_who_paged_back_is_told_where_the_group_is_and_follows_after_a_minute() -> None:
    house = House().start_at(Kind.LIFECYCLE, "overview", TWO)
    async with house.guest(1) as guest:
        for back in ("f5", "a minute"):
            await guest.press("left")
            await guest.sees("What is the focal point?", "The group is at Phase Two. f or F5 takes you there.")
            if back == "f5":
                await guest.press("f5")
            else:
                house.clock.seconds += 59
                assert "What is the focal point?" in guest.text
                house.clock.seconds += 1
            await guest.sees("Processes for navigating conflict")
            await guest.sees_no("The group is at Phase Two.")


async def test_what_the_room_noted_stands_next_to_its_prompt() -> None:
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


async def proposed(house: House, text: str = "Lunch first") -> None:
    await house.ask(ProposeNote(seat=1, prompt="focal-point", text=text), actor=participant(1))


async def test_a_remark_is_proposed_for_a_prompt_of_the_page() -> None:
    house = House().start_at(Kind.LIFECYCLE, "overview", 3)
    async with house.guest(1) as guest:
        await guest.press("r")
        await guest.sees("Which question is your remark about?", "What is the focal point?")
        await guest.press("home", "enter", *"Lunch first", "enter")
        await guest.sees("Lunch first (sent by you)")
        [note] = house.seat(1).proposed
        assert (note.prompt, note.text) == ("focal-point", "Lunch first")


async def test_a_remark_on_the_only_question_is_typed_at_once() -> None:
    house = House()
    step = house.hub.session.plan.lifecycle
    assert step is not None
    house.start_at(Kind.LIFECYCLE, "overview", len(stops(step)) - 1)
    async with house.guest(1) as guest:
        await guest.press("r", *"An ending", "enter")
        await guest.sees("An ending (sent by you)")


async def test_the_page_stays_while_a_remark_is_typed_and_turns_with_the_stage_again_after_it() -> None:
    house = House().start_at(Kind.LIFECYCLE, "overview", 3)
    async with house.guest(1) as guest:
        await guest.press("r", "home", "enter", *"Lunch")
        await house.lead(Kind.LIFECYCLE, "overview", TWO)
        await guest.until(lambda: guest.app.room.position.here.point == TWO, "the next phase")  # type: ignore[union-attr]
        await guest.sees("Lunch", "What is the focal point?")
        await guest.press("enter")
        await guest.sees("Develop a strategy")


async def test_the_page_stays_while_a_remark_is_typed_and_the_room_leaves_the_step() -> None:
    house = House().start_at(Kind.LIFECYCLE, "overview", 3)
    async with house.guest(1) as guest:
        await guest.press("r", "home", "enter", *"Lunch")
        await house.lead(Kind.PARTICIPATION)
        await guest.sees("The group has moved on", "Vision and purpose")


async def test_who_chooses_a_prompt_for_a_remark_is_not_taken_along() -> None:
    house = House().start_at(Kind.LIFECYCLE, "overview", 3)
    async with house.guest(1) as guest:
        await guest.press("r")
        await guest.sees("Which question is your remark about?")
        house.clock.seconds += 6
        await house.lead(Kind.PARTICIPATION)
        await guest.press("home", "enter", *"Lunch", "enter")
        await guest.until(lambda: bool(house.seat(1).proposed), "the remark")


@pytest.mark.usefixtures("brief_waits")
async def test_a_proposed_remark_is_taken_back() -> None:
    house = House().start_at(Kind.LIFECYCLE, "overview", 3)
    await proposed(house)
    async with house.guest(1) as guest:
        await guest.press("x")
        await guest.sees_no("Lunch first")


async def test_a_remark_of_another_page_is_not_taken_back_unseen() -> None:
    house = House().start_at(Kind.LIFECYCLE, "overview", 3)
    await proposed(house)
    async with house.guest(1) as guest:
        await guest.press("left", "x", "right")
        await guest.sees("Lunch first (sent by you)")


async def test_what_became_of_a_proposed_remark_is_said() -> None:
    house = House().start_at(Kind.LIFECYCLE, "overview", 3)
    await proposed(house)
    await proposed(house, "Dinner last")
    async with house.guest(1) as guest:
        await house.ask(TakeUpNote(seat=1, number=1), DeclineNote(seat=1, number=2))
        await guest.sees("– Lunch first", "Dinner last (not shown to the room)")
        await guest.sees_no("sent by you")
        await house.ask(Park(number=1))
        await guest.sees("– Lunch first (parked for later)")


async def test_nobody_else_sees_a_proposed_remark() -> None:
    house = House().start_at(Kind.LIFECYCLE, "overview", 3)
    await proposed(house)
    async with house.guest(2) as guest:
        await guest.sees("What is the focal point?")
        assert "Lunch first" not in guest.text


async def test_who_types_a_remark_is_not_taken_along_and_it_goes_in_when_they_follow() -> None:
    house = House().start_at(Kind.LIFECYCLE, "overview", 3)
    async with house.guest(1) as guest:
        await guest.press("r", "home", "enter", *"Lunch")
        house.clock.seconds += 100
        await house.lead(Kind.PROPOSAL, "write")
        await guest.sees("The group has moved on")
        await guest.press("f5")
        await guest.until(lambda: bool(house.seat(1).proposed), "the remark")
