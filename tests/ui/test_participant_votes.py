"""A participant in the merge round, the sifting, a run-off and a second vote, and at a ballot that others change."""

import pytest
from textual.events import Key

from copworkshop.model.people import FACILITATOR, participant
from copworkshop.model.plan import Kind, Plan
from copworkshop.model.topten import Vote
from copworkshop.rules.balloting import CastBallot
from copworkshop.rules.candidate_edits import KeepApart, Merge, Reword, Split, Withdraw
from copworkshop.rules.merging import proposals
from copworkshop.rules.personal_order import personal_order
from copworkshop.rules.runoff import HoldRunOff
from copworkshop.rules.second_vote import HoldSecondVote
from copworkshop.rules.sifting import WantSifting
from copworkshop.ui.participant.own_ballot import with_pick_moved
from helpers.participant_driver import House
from helpers.session_builder import plan_with

FIRST = participant(1)


async def collected(ideas: int = 6, round_name: str = "rank", plan: Plan | None = None) -> House:
    return await House(plan=plan or plan_with(Kind.TOP_TEN, ideas_each=9)).with_ideas(ideas, round_name)


def order(house: House) -> tuple[int, ...]:
    return personal_order(house.hub.session.name, 1, range(1, 7))


# Merging


async def test_every_idea_is_read_by_going_through_the_list() -> None:
    house = await collected(round_name="merge")
    async with house.guest(1) as guest:
        await guest.press(*["down"] * 5)
        await guest.sees("All read. 6 ideas on the list.")
        await guest.press("ctrl+q")
    assert set(house.seat(1).read) == {1, 2, 3, 4, 5, 6}


async def test_space_goes_to_the_next_idea_that_was_not_read() -> None:
    house = await collected(round_name="merge")
    async with house.guest(1) as guest:
        for _ in range(6):
            await guest.press("space")
        await guest.sees("All read.")


async def test_space_held_down_leaves_no_idea_out() -> None:
    house = await collected(20, round_name="merge")
    async with house.guest(1) as guest:
        await guest.sees("You have read")
        for _ in range(20):
            guest.app.post_message(Key("space", " "))
        await guest.sees("All read.")
        await guest.press("ctrl+q")
    assert set(house.seat(1).read) == {*range(1, 21)}


async def test_the_ideas_stand_in_the_persons_own_order_and_those_to_read_are_marked() -> None:
    house = await collected(round_name="merge")
    async with house.guest(1) as guest:
        await guest.sees("You have read")
        shown = [line for line in guest.lines if "Idea number" in line]
        assert [int(line.removesuffix(" (yours)").split()[-1]) for line in shown] == list(order(house))
        assert [("·" in line) for line in shown] == [False, *[True] * 5], "people come to their own like to all others"


async def test_what_is_marked_and_nothing_else_is_proposed_to_be_merged() -> None:
    house = await collected(round_name="merge")
    first, second, *_ = order(house)
    async with house.guest(1) as guest:
        await guest.press("m", "enter")
        await guest.sees("Mark the ideas that say the same with m.")
        await guest.press("down", "m", "down")
        await guest.sees(f"Enter suggests that {first} and {second} say the same.")
        await guest.press("enter")
        await guest.sees("The facilitator decides.")
    assert [leads for leads, _ in proposals(house.hub.session)] == [(second, first)]


async def test_a_person_sees_what_became_of_a_proposal_and_can_take_back_one_that_is_open() -> None:
    house = await collected(round_name="merge")
    first, second, *_ = order(house)
    async with house.guest(1) as guest:
        await guest.press("m", "down", "m", "enter")
        await guest.sees(f"You suggested merging it with {first}. Waiting for the facilitator.")
        await house.ask(KeepApart(leads=(first, second)))
        await guest.sees("The facilitator keeps them apart.")
        await guest.press("m", "down", "m", "enter")
        await guest.sees("Waiting for the facilitator.")
        await guest.press("x")
        await guest.sees_no("Waiting for the facilitator.")


async def test_a_person_reads_that_what_they_suggested_was_merged_and_left_the_list() -> None:
    house = await collected(round_name="merge")
    first, second, *_ = order(house)
    async with house.guest(1) as guest:
        await guest.press("m", "down", "m", "enter")
        await guest.sees("Waiting for the facilitator.")
        await house.ask(Merge(leads=(first, second)))
        await guest.sees("merged")
        await guest.press("home", "end", "home")
        await house.ask(Withdraw(lead=min(first, second)))
        await guest.sees_no("merged")
        assert guest.app.room.panel is not None


# The ballot


async def test_a_pick_is_moved_up_and_down_and_the_ballot_shown_in_its_order() -> None:
    house = await collected()
    async with house.guest(1) as guest:
        await guest.press("1", "down", "2", "down", "3")
        await guest.press("plus")
        first, second, third, *_ = order(house)
        assert house.picks() == (first, third, second)
        await guest.press("v")
        shown = [line for line in guest.lines if "Idea number" in line]
        assert [int(line.split("no.")[1]) for line in shown] == [first, third, second]
        await guest.press("shift+down")
        assert house.picks() == (first, second, third)
        await guest.press("v")
        await guest.until(lambda: sum("Idea number" in line for line in guest.lines) == 6, "all ideas")


def test_a_pick_stops_at_the_ends_of_the_ballot() -> None:
    assert with_pick_moved((1, 2, 3), 1, -1) == (1, 2, 3)
    assert with_pick_moved((1, 2, 3), 3, 5) == (1, 2, 3)
    assert with_pick_moved((1, 2, 3), 9, 1) == (1, 2, 3)


CHANGES = {
    "merged": (
        Merge(leads=(6, 2)),
        "“Idea number 2” was merged and is now “Idea number 6”; it keeps its place.",
        (6, 3),
    ),
    "reworded": (Reword(lead=2, wording="Two"), "“Idea number 2” is now worded “Two”.", (2, 3)),
    "withdrawn": (Withdraw(lead=2), "“Idea number 2” is off the list; what you put after it moves up.", (3,)),
}


@pytest.mark.parametrize("what", CHANGES)
async def test_a_person_is_told_what_was_done_to_their_ballot_which_keeps_its_order(what: str) -> None:
    request, sentence, after = CHANGES[what]
    house = await collected()
    await house.ask(CastBallot(seat=1, picks=(2, 3)), actor=FIRST)
    async with house.guest(1) as guest:
        await guest.sees("2 of 5 chosen")
        await house.hub.submit(request, FACILITATOR)
        await guest.sees(sentence)
        shown = {line.split("no.")[1].strip(): line for line in guest.lines if "no." in line}
        assert [number for number in map(str, after) if f"[{after.index(int(number)) + 1}]" not in shown[number]] == []


async def test_a_person_is_told_of_a_split_and_the_place_stays_with_what_they_chose() -> None:
    house = await collected()
    await house.ask(Merge(leads=(2, 6)))
    await house.ask(CastBallot(seat=1, picks=(2, 3)), actor=FIRST)
    async with house.guest(1) as guest:
        await guest.sees("2 of 5 chosen")
        await house.ask(Split(lead=2))
        await guest.sees("“Idea number 2” was split; its place stays with “Idea number 2”.")
    assert house.picks() == (2, 3)


async def test_who_was_away_while_ideas_were_merged_is_told_on_coming_back() -> None:
    house = await collected()
    await house.ask(CastBallot(seat=1, picks=(2, 3)), actor=FIRST)
    await house.ask(Merge(leads=(6, 2)))
    async with house.guest(1) as guest:
        await guest.sees("Idea 2, which you chose, was merged into “Idea number 6”; it keeps its place.")
        await guest.press("d")
        await guest.sees_no("which you chose")


# Sifting


async def test_a_person_rates_the_ideas_that_they_were_dealt() -> None:
    house = await collected(46, "merge")
    await house.ask(WantSifting(wanted=True))
    await house.lead(Kind.TOP_TEN, "sift")
    async with house.guest(1) as guest:
        await guest.sees("0 of 5 rated")
        await guest.press(*"54321")
        await guest.sees("Done. All 5 are rated.")
    seat = house.seat(1)
    assert [seat.ratings[lead] for lead in seat.to_rate] == [5, 4, 3, 2, 1]


async def test_a_mark_is_changed_and_taken_back() -> None:
    house = await collected(46, "merge")
    await house.ask(WantSifting(wanted=True))
    await house.lead(Kind.TOP_TEN, "sift")
    async with house.guest(1) as guest:
        await guest.press("4", "up", "2")
        assert list(house.seat(1).ratings.values()) == [2]
        await guest.press("up", "backspace")
        await guest.sees("0 of 5 rated")


# Later votes


async def test_the_run_off_has_a_small_ballot_of_its_own() -> None:
    house = await collected(4, plan=plan_with(Kind.TOP_TEN, size=1, ideas_each=9))
    for seat, pick in ((1, 1), (2, 2)):
        await house.ask(CastBallot(seat=seat, picks=(pick,)), actor=participant(seat))
    await house.lead(Kind.TOP_TEN, "discuss")
    async with house.guest(1) as guest:
        await guest.sees("Idea number 1")
        await house.ask(HoldRunOff())
        await guest.sees("Choose one, or none.")
        assert sum("Idea number" in line for line in guest.lines) == 2
        await guest.press("home", "1")
        await guest.until(lambda: len(house.picks(Vote.RUN_OFF)) == 1, "the ballot")
        await house.lead(Kind.TOP_TEN, "settled")
        house.clock.seconds += 100
        await guest.press("f5")
        await guest.sees("By the run-off", "The other one drops off the list")
    assert house.picks() == (1,)


async def test_the_second_vote_begins_with_an_empty_ballot_and_leaves_the_first_alone() -> None:
    house = await collected()
    await house.ask(CastBallot(seat=1, picks=(1, 2)), actor=FIRST)
    await house.lead(Kind.TOP_TEN, "discuss")
    async with house.guest(1) as guest:
        await guest.sees("Idea number 1")
        await house.ask(HoldSecondVote())
        await guest.sees("0 of 5 chosen")
        await guest.press("home", "1", "d")
        await guest.sees("Done.")
    assert house.picks() == (1, 2)
    assert house.picks(Vote.SECOND) == (order(house)[0],)
