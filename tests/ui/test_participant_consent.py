"""Sharing a proposal: never without a question, only where the person sees their own, and with a sentence after it."""

import pytest
from textual import events

from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.rules.joining import TakeSeat
from copworkshop.rules.people import MakeScribe
from copworkshop.rules.proposal import ShareProposal, WriteField
from helpers.participant_driver import Guest, House

SIZES = [(40, 20), (80, 24)]

QUESTION = "Share this proposal?"


async def written(round_name: str = "share") -> House:
    """Participant 1 wrote a proposal and keeps it; Participant 2 shares theirs."""
    house = House().start_at(Kind.PROPOSAL, "write")
    for seat in (1, 2):
        await house.ask(WriteField(seat=seat, field="focal-point", text=f"Words of {seat}"), actor=participant(seat))
    await house.ask(ShareProposal(seat=2, shared=True), actor=participant(2))
    await house.lead(Kind.PROPOSAL, round_name)
    return house


def shared(house: House, seat: int = 1) -> bool:
    return house.seat(seat).proposal.shared


async def reads(guest: Guest, *sentences: str) -> None:
    """Wait until these sentences stand on the screen, across the rows and within the frames that they stand in."""
    for sentence in sentences:
        await guest.until(lambda words=sentence: words in unframed(guest), f"“{sentence}”")  # type: ignore[misc]


def unframed(guest: Guest) -> str:
    return " ".join("".join(letter for letter in guest.text if letter not in "│─┌┐└┘").split())


async def agree(guest: Guest) -> None:
    """Press the key that shares, read the question, and agree."""
    await guest.press("s")
    await reads(guest, QUESTION)
    await guest.press("enter")


async def at_once(guest: Guest, *keys: str) -> None:
    """Press keys as they come in one packet: all of them before the first one has done anything."""
    for key in keys:
        guest.app.post_message(events.Key(key, key if len(key) == 1 else None))
    await guest.pilot.pause()


@pytest.mark.parametrize("size", SIZES)
async def test_sharing_asks_once_and_says_what_happened(size: tuple[int, int]) -> None:
    house = await written()
    async with house.guest(1, size) as guest:
        await reads(guest, "s share yours")
        await guest.press("s")
        await reads(guest, QUESTION, "Everybody here will be able to read it, with your name.")
        await reads(guest, "Enter share", "Esc keep it private")
        assert not shared(house)
        await guest.press("enter")
        await reads(guest, "Shared: everybody here can read your proposal now.", "s stop sharing yours")
        assert shared(house)


@pytest.mark.parametrize("size", SIZES)
async def test_sharing_stops_without_a_question_and_with_a_sentence(size: tuple[int, int]) -> None:
    house = await written()
    async with house.guest(2, size) as guest:
        await guest.press("s")
        await reads(guest, "Not shared any more: nobody else here can read your proposal now.")
        assert QUESTION not in unframed(guest)
        assert not shared(house, 2)


@pytest.mark.parametrize("key", ["escape", "n", "x"])
async def test_every_key_but_enter_leaves_the_proposal_private(key: str) -> None:
    house = await written()
    async with house.guest(1) as guest:
        await guest.press("s")
        await reads(guest, QUESTION)
        await guest.press(key)
        await guest.sees_no(QUESTION)
        assert not shared(house)
        assert "Shared:" not in unframed(guest)


@pytest.mark.parametrize("size", SIZES)
async def test_while_somebody_elses_proposal_is_read_s_does_nothing(size: tuple[int, int]) -> None:
    house = await written()
    async with house.guest(1, size) as guest:
        await guest.press("down", "enter")
        await reads(guest, "Words of 2")
        await guest.press("s", "enter")
        assert QUESTION not in unframed(guest)
        await guest.press("escape")
        await reads(guest, "Nobody else can read yours unless you share it.")
        assert not shared(house)


async def test_while_ones_own_proposal_is_read_it_can_be_shared() -> None:
    house = await written()
    async with house.guest(1) as guest:
        await guest.press("enter")
        await reads(guest, "Your proposal", "s share yours")
        await agree(guest)
        await reads(guest, "Shared: everybody here can read your proposal now.")
        assert shared(house)


@pytest.mark.parametrize("beginning", [("down", "enter", "r"), ("enter", "r"), ("r",)])
async def test_a_remark_that_is_typed_before_its_field_is_open_shares_nothing(beginning: tuple[str, ...]) -> None:
    house = await written()
    async with house.guest(1) as guest:
        await at_once(guest, *beginning, *"itsseemsclear", "enter")
        await guest.pilot.pause()
        assert not shared(house)


@pytest.mark.parametrize("size", SIZES)
async def test_the_view_of_the_whole_proposal_asks_and_says_what_happened(size: tuple[int, int]) -> None:
    house = await written("write")
    async with house.guest(1, size) as guest:
        await guest.press("f4")
        await reads(guest, "Nobody else can read it unless you share it.", "s share it")
        await guest.press("s")
        await reads(guest, QUESTION, "with your name", "Enter share")
        await guest.press("escape")
        await reads(guest, "Proposal of Participant 1")
        assert not shared(house)
        await agree(guest)
        await reads(guest, "Shared: everybody here can read your proposal now.", "s stop sharing it")
        assert shared(house)
        await guest.press("s")
        await reads(guest, "Not shared any more: nobody else here can read your proposal now.")
        assert not shared(house)


async def test_what_was_typed_just_before_is_shared_with_the_rest() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        await guest.press("N", "f4")
        await reads(guest, "s share it")
        await agree(guest)
        await reads(guest, "Shared: everybody here can read your proposal now.")
        assert house.seat(1).proposal.answers == {"focal-point": "N"}


async def test_a_scribe_is_told_whose_name_the_proposal_carries() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    await house.ask(TakeSeat(seat=1), actor=participant(1))
    await house.ask(MakeScribe(seat=1, scribe=True))
    async with house.guest(1) as guest:
        await guest.press("f2", "enter")
        await reads(guest, "You write for Participant 2")
        await guest.press(*"Care", "f4", "s")
        await reads(guest, QUESTION, "with the name Participant 2", "if they agree")


async def test_the_question_outlives_the_step_and_still_means_what_it_says() -> None:
    house = await written()
    async with house.guest(1) as guest:
        await guest.press("s")
        await reads(guest, QUESTION)
        await guest.taken_to(Kind.TOP_TEN, "collect")
        await guest.press("escape")
        await guest.sees_no(QUESTION)
        assert not shared(house)
