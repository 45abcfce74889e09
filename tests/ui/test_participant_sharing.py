"""Participants who read each other's proposals."""

from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.rules.proposal import ShareProposal, WriteField
from copworkshop.rules.readings import LeaveRemark
from helpers.participant_driver import House


async def sharing(*authors: int, people: int = 6) -> House:
    house = House(people).start_at(Kind.PROPOSAL, "write")
    for seat in authors:
        await house.ask(
            WriteField(seat=seat, field="focal-point", text=f"Words of {seat}"),
            ShareProposal(seat=seat, shared=True),
            actor=participant(seat),
        )
    await house.lead(Kind.PROPOSAL, "share")
    return house


async def test_a_reader_leaves_one_strength_and_one_question_and_the_author_reads_them() -> None:
    house = await sharing(2)
    async with house.guest(2) as author, house.guest(1) as reader:
        await reader.press("enter", "r", *"Clear", "enter", *"Who pays?", "enter")
        await reader.sees("You left with it", "Strength: Clear", "Question: Who pays?")
        house.clock.seconds += 2
        await author.sees("1 reader left you feedback")
        await author.press("enter", "end")
        await author.sees("What readers left with it", "Strength: Clear", "Question: Who pays?")
        assert "Participant 1" not in author.text


async def test_what_was_left_can_be_changed_and_either_half_left_out() -> None:
    house = await sharing(2)
    async with house.guest(1) as reader:
        await reader.press("enter", "r", *"Clear", "enter", "enter")
        await reader.sees("Strength: Clear")
        await reader.press("r", "!", "enter", *"Why", "enter")
        await reader.sees("Strength: Clear!", "Question: Why")
        assert len(house.seat(1).readings) == 1


async def test_escape_leaves_the_remark_as_it_was() -> None:
    house = await sharing(2)
    async with house.guest(1) as reader:
        await reader.press("enter", "r", *"Clear", "escape")
        await reader.sees("give feedback")
        assert not house.seat(1).readings[0].remark.said


async def test_the_next_one_is_what_the_person_has_not_read() -> None:
    house = await sharing(2, 3)
    async with house.guest(1) as reader:
        await reader.press("enter")
        await reader.sees("Words of 2")
        await reader.press("n")
        await reader.sees("Words of 3")
        assert "read the next" not in reader.text
        assert [reading.author for reading in house.seat(1).readings] == [2, 3]


async def test_two_readers_begin_with_different_proposals() -> None:
    house = await sharing(3, 4)
    async with house.guest(1) as one, house.guest(2) as other:
        await one.press("enter")
        await other.press("enter")
        await one.sees("Words of 3")
        await other.sees("Words of 4")


async def test_ones_own_proposal_takes_no_remark_of_ones_own() -> None:
    house = await sharing(1, 2)
    async with house.guest(1) as guest:
        await guest.press("enter", "r")
        await guest.sees("Your proposal")
        assert "One strength" not in guest.text


async def test_a_remark_that_is_being_typed_is_handed_in_when_the_person_follows_the_group() -> None:
    house = await sharing(2)
    async with house.guest(1) as guest:
        await guest.press("enter", "r", *"Clear")
        await house.lead(Kind.TOP_TEN, "collect")
        await guest.sees("The group has moved on")
        await guest.press("f5")
        await guest.until(lambda: bool(house.seat(1).readings[0].remark.strength), "the remark")


async def test_the_list_stands_still_while_it_is_looked_at() -> None:
    house = await sharing(2, 3, people=4)
    async with house.guest(1) as guest:
        await guest.sees("Participant 2")
        await house.ask(LeaveRemark(seat=4, author=2, strength="Clear", question=None), actor=participant(4))
        house.clock.seconds += 2
        await guest.press("x")
        await guest.pilot.pause()
        assert guest.text.index("Participant 2") < guest.text.index("Participant 3")


async def test_a_hostile_remark_is_shown_as_it_is() -> None:
    house = await sharing(1)
    await house.ask(
        LeaveRemark(seat=2, author=1, strength="[/][@click=app.quit]x[/]", question="[red]"), actor=participant(2)
    )
    async with house.guest(1) as guest:
        await guest.press("enter", "end")
        await guest.sees("[/][@click=app.quit]x[/]", "[red]")
