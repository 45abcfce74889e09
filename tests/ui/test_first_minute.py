"""The first minute: what is kept, that one is in, and what the screen for writing asks for."""

import pytest

from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.rules.proposal import ShareProposal
from copworkshop.ui.participant.name import ASKED, KEPT
from copworkshop.ui.participant.welcome import WAITS
from helpers.participant_driver import House

SIZES = ((36, 20), (40, 20), (50, 30), (80, 24), (120, 35))


@pytest.mark.parametrize("size", SIZES)
async def test_a_newcomer_reads_what_is_kept_and_then_that_there_is_nothing_to_do_yet(size: tuple[int, int]) -> None:
    house = House(people=0)
    async with house.guest(None, size=size, ahead=True) as guest:
        await guest.sees(ASKED, KEPT, "Enter join")
        field = guest.app.screen.focused
        assert field is not None
        assert guest.app.cursor_position == field.cursor_screen_offset  # type: ignore[attr-defined]
        assert guest.app.cursor_position.y > 1
        await guest.press(*"Pat", "enter")
        await guest.sees("You are Pat", WAITS)


async def test_the_screen_for_writing_says_what_is_enough_and_who_reads_it() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        await guest.sees("A few words in each ★ field are enough.", "nobody reads it unless you share it.")
        await guest.press(*"Nets", "tab")
        await house.ask(ShareProposal(seat=1, shared=True), actor=participant(1))
        await guest.sees("everybody here can read it, because you share it.")
        await guest.sees_no("nobody reads it")


async def test_on_a_small_screen_the_rows_are_the_texts_once_something_is_written() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    async with house.guest(1, size=(36, 20)) as guest:
        await guest.sees("A few words in each ★ field are", "What is the focal point?")
        await guest.press(*"Nets", "tab")
        await guest.sees_no("A few words in each")


async def test_the_list_of_keys_follows_the_step() -> None:
    house = House()
    async with house.guest(1) as guest:
        await guest.press("f1")
        await guest.sees("Keys that work now: Welcome")
        house.clock.seconds += 100
        await house.lead(Kind.LIFECYCLE)
        await guest.sees("Keys that work now: Lifecycle", "Look back at a step that the group has reached")
