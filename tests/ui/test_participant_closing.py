"""At the close, people read their proposal and the top ten on their own screens."""

import pytest

from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.rules.balloting import CastBallot
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.proposal import WriteField
from helpers.participant_driver import House

WORDS = 8 * "a harbour for all crews, with a long pier of words "
FIRST = participant(1)
SIZES = [(40, 20), (80, 24)]


async def at_the_close() -> House:
    """A room of six that wrote one long proposal, ranked eight long ideas, and came to the close."""
    house = House().start_at(Kind.PROPOSAL, "write")
    await house.ask(WriteField(seat=1, field="focal-point", text=WORDS + "THE LAST OF IT"), actor=FIRST)
    await house.lead(Kind.TOP_TEN, "collect")
    for number in range(1, 9):
        seat = participant(number % 6 + 1)
        assert seat.seat is not None
        await house.ask(AddIdea(seat=seat.seat, text=f"Idea {number} of the crews, with many more words"), actor=seat)
    await house.lead(Kind.TOP_TEN, "rank")
    for number in range(1, 7):
        await house.ask(CastBallot(seat=number, picks=(1, 2, 3, 4, 5)), actor=participant(number))
    await house.lead(Kind.TOP_TEN, "discuss")
    await house.look(Kind.CLOSE)
    return house


@pytest.mark.parametrize("size", SIZES)
async def test_a_key_opens_ones_own_proposal_which_scrolls_and_escape_goes_back(size: tuple[int, int]) -> None:
    house = await at_the_close()
    async with house.guest(1, size) as guest:
        await guest.sees("What you take home", "read your proposal")
        await guest.press("p")
        await guest.sees("Your proposal", "a harbour for all crews", "back")
        await guest.sees_no("What you take home")
        for _ in range(9):
            await guest.press("pagedown")
        await guest.sees("Left open:")
        await guest.press(*["up"] * 40, "home")
        await guest.sees("Your proposal")
        await guest.press("escape")
        await guest.sees("What you take home")


@pytest.mark.parametrize("size", SIZES)
async def test_a_key_opens_the_whole_top_ten(size: tuple[int, int]) -> None:
    house = await at_the_close()
    async with house.guest(2, size) as guest:
        await guest.press("t")
        await guest.sees("The top ten", "What are your tips")
        seen = guest.text
        for _ in range(6):
            await guest.press("pagedown")
            seen += guest.text
        assert sum(f"Idea {number} of" in seen for number in range(1, 9)) == 5
        assert "6 ballots" in seen
        await guest.press("escape")
        await guest.sees("What you take home")


async def test_both_can_be_read_after_the_session_was_closed() -> None:
    house = await at_the_close()
    await house.ask(CloseSession())
    async with house.guest(1) as guest:
        await guest.press("t")
        await guest.sees("The top ten")
        await guest.press("p")
        await guest.sees("Your proposal", "a harbour for all crews")


async def test_who_wrote_nothing_is_offered_no_proposal_and_without_a_list_there_is_none_to_read() -> None:
    house = House().start_at(Kind.CLOSE)
    async with house.guest(1) as guest:
        await guest.sees("You have written no proposal.")
        await guest.sees_no("read your proposal")
        await guest.sees_no("read the top ten")
        await guest.press("p", "t")
        await guest.sees("What you take home")


async def test_the_close_names_the_command_that_shows_a_proposal() -> None:
    house = await at_the_close()
    async with house.guest(1, (100, 60)) as guest:
        await guest.sees(f"{house.seat(1).word}@192.0.2.7 proposal > my-proposal.md")
        await guest.sees("Without the “>” and what follows it, the text is shown in that window.")
