"""A participant at Activity 1."""

from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.rules.proposal import ShareProposal, WriteField
from helpers.participant_driver import House


async def written(round_name: str = "share", *shared: int) -> House:
    house = House().start_at(Kind.PROPOSAL, "write")
    for seat in (1, 2, 3):
        await house.ask(WriteField(seat=seat, field="focal-point", text=f"Words of {seat}"), actor=participant(seat))
    for seat in shared:
        await house.ask(ShareProposal(seat=seat, shared=True), actor=participant(seat))
    await house.lead(Kind.PROPOSAL, round_name)
    house.clock.seconds += 30
    return house


async def test_what_is_typed_is_sent_when_typing_pauses() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        await guest.press(*"Nets")
        await guest.until(lambda: house.seat(1).proposal.answers.get("focal-point") == "Nets", "the text at the hub")
        assert not house.seat(1).proposal.for_someone


async def test_tab_goes_through_the_fields() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        await guest.press(*"Nets", "tab", *"Waste", "tab")
        await guest.until(lambda: len(house.seat(1).proposal.answers) == 2, "both fields")
        assert house.seat(1).proposal.answers == {"focal-point": "Nets", "problems": "Waste"}


async def test_f3_and_f5_are_no_letters_of_the_text() -> None:
    house = House().start_at(Kind.LIFECYCLE)
    await house.lead(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        await guest.press(*"Ne", "f3", "escape", *"ts", "f5", "tab")
        await guest.until(lambda: house.seat(1).proposal.answers.get("focal-point") == "Nets", "the text at the hub")


async def test_who_is_done_says_so_from_within_the_text_which_stays() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        await guest.sees("F7 done")
        await guest.press(*"Nets", "f7")
        await guest.sees("You are done here. d or F7 takes that back", "F7 not done")
        assert house.seat(1).done_in == "write"
        await guest.press("f6", *" and boats")
        await guest.until(lambda: house.seat(1).proposal.answers.get("focal-point") == "Nets and boats", "the text")


async def test_a_proposal_is_shared_and_taken_back() -> None:
    house = await written()
    async with house.guest(1) as guest:
        await guest.press("s")
        await guest.sees("Share this proposal?")
        await guest.press("enter")
        await guest.sees("Everybody here can read yours.")
        assert house.seat(1).proposal.shared
        await guest.press("s")
        await guest.sees("Nobody else can read yours unless you share it.")
        assert not house.seat(1).proposal.shared


async def test_who_has_written_nothing_is_not_offered_to_share() -> None:
    house = await written()
    async with house.guest(4) as guest:
        await guest.press("s")
        assert "share yours" not in guest.text
        assert not house.seat(4).proposal.shared


async def test_shared_proposals_are_read_with_enter_and_left_with_escape() -> None:
    house = await written("share", 2)
    async with house.guest(1) as guest:
        await guest.sees("1 other proposal is shared.")
        await guest.press("down", "enter")
        await guest.sees("Participant 2", "Words of 2")
        await guest.press("escape")
        await guest.sees("Participant 1 (you)")


async def test_a_proposal_that_is_not_shared_any_more_is_closed_while_it_is_read() -> None:
    house = await written("share", 2)
    async with house.guest(1) as guest:
        await guest.press("down", "enter")
        await guest.sees("Words of 2")
        await house.ask(ShareProposal(seat=2, shared=False), actor=participant(2))
        await guest.sees("Its author does not share this proposal any more.")
        assert "Words of 2" not in guest.text


async def test_ones_own_proposal_can_be_read_after_writing_is_closed() -> None:
    house = await written()
    async with house.guest(1) as guest:
        await guest.press("enter")
        await guest.sees("Your proposal", "Words of 1", "Left open:")


async def test_it_can_be_read_at_the_close() -> None:
    house = await written()
    await house.lead(Kind.CLOSE)
    async with house.guest(1) as guest:
        await guest.sees("ssh -p 2222 maple-0001@192.0.2.7 proposal > my-proposal.md", "Words of 1")


async def test_the_whole_proposal_is_shown_as_it_will_be_taken_home_what_is_being_typed_included() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        await guest.press(*"Nets", "f4")
        await guest.sees("Proposal of Participant 1", "What is the focal point?", "Nets", "Left open: Problems")
        await guest.press("escape", *"!")
        await guest.until(lambda: house.seat(1).proposal.answers.get("focal-point") == "Nets!", "the rest")


async def test_the_preview_shows_the_words_as_they_pass_the_gate() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        await guest.press(*"Cafe\u0301", "f4")
        await guest.sees("Proposal of Participant 1", "Caf\u00e9")


async def test_a_proposal_can_be_shared_and_taken_back_while_it_is_written() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        await guest.press(*"Nets", "f4")
        await guest.until(lambda: house.seat(1).proposal.started, "the text at the hub")
        await guest.press("s")
        await guest.sees("Share this proposal?")
        await guest.press("enter")
        await guest.sees("Shared: everybody here can read your proposal now.")
        await guest.press("escape")
        await guest.sees("1 of 6 core fields, 1 of 12,", "shared")
        await guest.press("f4", "s")
        await guest.until(lambda: not house.seat(1).proposal.shared, "the end of sharing")


async def test_on_two_terminals_the_newer_text_comes_in_when_the_field_is_left() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as here, house.guest(1) as there:
        await here.press(*"Ours")
        await here.until(lambda: house.seat(1).proposal.answers.get("focal-point") == "Ours", "the text at the hub")
        await there.sees("Ours")
        await there.press(*" too", "tab")
        await here.sees("Changed elsewhere")
        assert "Ours too" not in here.text
        await here.press("tab", "shift+tab")
        await here.sees("Ours too")
        assert house.seat(1).proposal.answers["focal-point"] == "Ours too"
