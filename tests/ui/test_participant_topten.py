"""A participant at Activity 2: collecting, reading, ranking, and what comes of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.rules.agenda import Forward
from copworkshop.rules.balloting import CastBallot
from copworkshop.rules.candidate_edits import Merge
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.collecting import EditIdea
from copworkshop.rules.people import RemoveSeat
from copworkshop.rules.personal_order import personal_order
from copworkshop.ui.participant.own_ballot import with_next_place, with_place, without_pick
from helpers.participant_driver import Guest, House


async def collected(ideas: int = 6, round_name: str = "rank") -> House:
    return await House().with_ideas(ideas, round_name)


def own(house: House, seat: int = 1) -> list[str]:
    return [idea.text for idea in house.seat(seat).live_ideas]


def order(house: House, seat: int = 1) -> tuple[int, ...]:
    return personal_order(house.hub.session.name, seat, range(1, 7))


# Collecting


async def test_ideas_are_typed_one_after_the_other_up_to_the_limit() -> None:
    house = House().start_at(Kind.TOP_TEN, "collect")
    async with house.guest(1) as guest:
        await guest.press(*"One", "enter", *"Two", "enter", *"Three", "enter")
        await guest.sees("All 3 of your ideas are in.")
        assert own(house) == ["One", "Two", "Three"]
        await guest.press("a", "x")
        assert own(house) == ["One", "Two"], "the line is closed, and letters are keys again"


async def test_an_idea_is_changed_withdrawn_and_brought_back() -> None:
    house = House().start_at(Kind.TOP_TEN, "collect")
    async with house.guest(1) as guest:
        await guest.press(*"One", "enter", "escape", "e", *"s", "enter")
        await guest.until(lambda: own(house) == ["Ones"], "the change")
        await guest.press("x")
        await guest.sees("withdrawn")
        assert own(house) == []
        await guest.press("x")
        await guest.until(lambda: own(house) == ["Ones"], "the idea")


async def test_nobody_sees_anothers_idea_while_ideas_are_collected() -> None:
    house = await collected(round_name="collect")
    async with house.guest(1) as guest:
        await guest.sees("Idea number 1")
        assert "Idea number 2" not in guest.text


async def test_half_an_idea_is_handed_in_when_collecting_is_closed_and_its_author_is_told() -> None:
    house = House().start_at(Kind.TOP_TEN, "collect")
    async with house.guest(1) as guest:
        await guest.press(*"Half")
        await house.lead(Kind.TOP_TEN, "merge")
        await guest.sees("What you were typing was sent, because this round closed.")
        await guest.sees("The group has moved on to merging ideas.")
        assert own(house) == ["Half"]
        await guest.press("f5")
        await guest.sees("1 idea", "Half")


async def test_an_idea_that_was_begun_and_left_is_not_called_saved_and_is_gone_on_with() -> None:
    house = House().start_at(Kind.TOP_TEN, "collect")
    async with house.guest(1) as guest:
        await guest.press(*"Half", "escape")
        await guest.sees("a go on with your idea", "Nothing written yet.")
        await guest.until(lambda: guest.lines[0].endswith("not sent yet"), "the word")
        await guest.press("a", *" an idea", "enter")
        await guest.until(lambda: own(house) == ["Half an idea"], "the whole idea")
        await guest.press("escape")
        await guest.sees("a another idea")
        await guest.until(lambda: guest.lines[0].endswith("saved"), "the word")


async def test_an_idea_that_was_begun_and_left_is_sent_when_its_author_is_done() -> None:
    house = House().start_at(Kind.TOP_TEN, "collect")
    async with house.guest(1) as guest:
        await guest.press(*"Half", "escape", "d")
        await guest.sees("You are done here.")
        assert own(house) == ["Half"]


async def test_an_idea_that_was_begun_and_left_is_handed_in_when_collecting_is_closed() -> None:
    house = House().start_at(Kind.TOP_TEN, "collect")
    async with house.guest(1) as guest:
        await guest.press(*"One", "enter", *"Half", "down", "e", *"s", "enter")
        await guest.until(lambda: own(house) == ["Ones"], "the change")
        await house.lead(Kind.TOP_TEN, "merge")
        await guest.sees("What you were typing was sent, because this round closed.")
        assert own(house) == ["Ones", "Half"]


async def test_nobody_is_moved_during_the_countdown() -> None:
    house = House().start_at(Kind.TOP_TEN, "collect")
    async with house.guest(1) as guest:
        await guest.press(*"Half")
        await house.count_down()
        await guest.wait(18)
        await guest.sees("Closing in 2 s")
        assert guest.at == ("top_ten", "collect")
        assert own(house) == []


async def test_half_an_idea_is_handed_in_at_the_end_of_the_countdown() -> None:
    house = House().start_at(Kind.TOP_TEN, "collect")
    async with house.guest(1) as guest:
        await guest.press(*"Half")
        await house.count_down()
        await house.close_round()
        assert own(house) == ["Half"]
        assert house.hub.session.spot.round == "merge"


async def test_half_an_idea_that_came_too_late_is_there_again_when_collecting_opens(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    house = House().start_at(Kind.TOP_TEN, "collect")
    monkeypatch.setattr(house.hub, "ask_for_last_words", lambda ask: lambda: None)  # as if the screen were too slow
    async with house.guest(1) as guest:
        await guest.press(*"Half")
        await house.lead(Kind.TOP_TEN, "merge")
        await guest.press("f5")
        await guest.sees("No ideas are in yet.")
        house.clock.seconds += 10
        await house.lead(Kind.TOP_TEN, "collect")
        await guest.sees("Half")
        await guest.press(*" an", "enter")
        await guest.until(lambda: own(house) == ["Half an"], "the idea")


async def test_an_idea_entered_on_the_other_connection_leaves_the_line_alone() -> None:
    house = House().start_at(Kind.TOP_TEN, "collect")
    async with house.guest(1) as one, house.guest(1) as other:
        await one.press(*"mine")
        await other.press(*"theirs", "enter")
        await one.sees("theirs", "mine", "Your idea 2 of 3")


async def test_what_the_facilitator_does_to_others_leaves_the_line_alone() -> None:
    house = House().start_at(Kind.TOP_TEN, "collect")
    async with house.guest(1) as guest:
        await guest.press(*"mine")
        await house.ask(RemoveSeat(seat=2))
        await guest.press(*"!", "enter")
        await guest.until(lambda: own(house) == ["mine!"], "the idea")


# Ranking


async def place(guest: Guest, lead: int, key: str) -> None:
    """Put the cursor on an idea and press a key."""
    at = order(guest.house).index(lead)
    await guest.press("home", *["down"] * at, key)


async def test_a_digit_gives_a_place_and_the_others_move() -> None:
    house = await collected()
    async with house.guest(1) as guest:
        await place(guest, 3, "1")
        await place(guest, 5, "1")
        assert house.picks() == (5, 3)
        await place(guest, 3, "1")
        assert house.picks() == (3, 5)
        await guest.sees("[1] Idea number 3", "[2] Idea number 5")


async def test_enter_gives_the_next_free_place_and_backspace_takes_it_back() -> None:
    house = await collected()
    async with house.guest(1) as guest:
        await place(guest, 3, "enter")
        await place(guest, 5, "enter")
        assert house.picks() == (3, 5)
        await place(guest, 3, "backspace")
        assert house.picks() == (5,)


async def test_keys_in_one_packet_are_acted_on_in_their_order() -> None:
    house = await collected()
    async with house.guest(1) as guest:
        await guest.press("1", "down", "2", "down", "3", "up", "backspace")
        first, _, third = order(house)[:3]
        assert house.picks() == (first, third)


async def test_an_idea_that_falls_off_a_full_ballot_is_named() -> None:
    house = await collected()
    async with house.guest(1) as guest:
        for lead in range(1, 6):
            await place(guest, lead, "enter")
        await place(guest, 6, "1")
        assert house.picks() == (6, 1, 2, 3, 4)
        await guest.sees("“Idea number 5” has no place any more.")


async def test_enter_on_a_full_ballot_says_what_to_do() -> None:
    house = await collected()
    async with house.guest(1) as guest:
        for lead in range(1, 7):
            await place(guest, lead, "enter")
        assert house.picks() == (1, 2, 3, 4, 5)
        await guest.sees("All 5 places are given.")


async def test_done_is_said_and_a_change_of_the_ballot_takes_it_back() -> None:
    house = await collected()
    async with house.guest(1) as guest:
        await place(guest, 3, "1")
        await guest.press("d")
        await guest.sees("Done. 1 of 5 chosen")
        await place(guest, 4, "1")
        ballot = house.seat(1).ballot
        assert ballot is not None
        assert (ballot.picks, ballot.done) == ((4, 3), False)
        await guest.press("f7")
        await guest.sees("Done. 2 of 5 chosen")
        await guest.press("d")
        await guest.sees("Choose up to 5")


async def test_everybody_has_an_order_of_their_own_that_is_there_again_after_coming_back() -> None:
    house = await collected()
    seen = []
    for seat in (1, 2, 1):
        async with house.guest(seat) as guest:
            await guest.sees("Idea number 6")
            seen.append([line.split()[2] for line in guest.lines if "Idea number" in line])
    assert seen[0] == [str(lead) for lead in order(house, 1)]
    assert seen[1] == [str(lead) for lead in order(house, 2)]
    assert seen[0] == seen[2] != seen[1]


async def test_a_merge_while_ballots_are_open_keeps_the_best_place() -> None:
    house = await collected()
    async with house.guest(1) as guest:
        await place(guest, 3, "1")
        await place(guest, 5, "2")
        await house.ask(Merge(leads=(5, 3)))
        await guest.sees("[1] Idea number 5", "“Idea number 3” and “Idea number 5” are one idea now")
        assert not any("] Idea number 3" in line for line in guest.lines)
        await guest.press("home", "2")
        assert len(house.picks()) == 2


async def test_a_ballot_changed_elsewhere_is_shown_and_the_cursor_stays() -> None:
    house = await collected()
    async with house.guest(1) as guest:
        await guest.press("down", "down")
        cursor = guest.app.screen.query_one("EntryList").cursor  # type: ignore[attr-defined]
        await house.ask(CastBallot(seat=1, picks=(2,)), actor=participant(1))
        await guest.sees("[1] Idea number 2")
        assert guest.app.screen.query_one("EntryList").cursor == cursor  # type: ignore[attr-defined]


async def test_a_ballot_can_be_changed_during_the_countdown_and_not_after_it() -> None:
    house = await collected()
    async with house.guest(1) as guest:
        await place(guest, 3, "1")
        await house.count_down()
        await guest.sees("Last choices: 20 s")
        await place(guest, 4, "1")
        assert house.picks() == (4, 3)
        await house.close_round()
        await guest.sees("The ballot is closed. 2 of 5 chosen.")
        await place(guest, 5, "1")
        assert house.picks() == (4, 3)


async def test_a_closed_session_shows_the_list_and_takes_nothing() -> None:
    house = await collected()
    await house.ask(CastBallot(seat=1, picks=(2,)), actor=participant(1))
    async with house.guest(1) as guest:
        await house.ask(CloseSession())
        await guest.sees("The session is closed, and nobody's name is left on any ballot.", "closed")
        await guest.press("1", "enter", "d")
        assert house.picks() == ()


# Reading


async def test_an_idea_withdrawn_before_the_merge_is_not_on_the_list() -> None:
    house = await collected(round_name="collect")
    await house.ask(EditIdea(number=2, withdrawn=True), actor=participant(2))
    await house.lead(Kind.TOP_TEN, "merge")
    async with house.guest(1) as guest:
        await guest.sees("of 5 ideas")
        assert "Idea number 2" not in guest.text


async def test_the_reveal_goes_place_by_place_with_the_stage() -> None:
    house = await collected()
    await house.ask(CastBallot(seat=1, picks=(1, 2, 3)), actor=participant(1))
    await house.lead(Kind.TOP_TEN, "reveal", 1)
    async with house.guest(1) as guest:
        await guest.sees("Idea number 3")
        assert "Idea number 1" not in guest.text
        await guest.press("down")
        for words in ("Place 2", "Idea number 2", "chosen by"):
            assert "Idea number 2" not in guest.text or words == "chosen by"
            await house.ask(Forward(at=house.hub.session.spot))
            await guest.sees(words)
        assert "Idea number 1" not in guest.text
        await house.lead(Kind.TOP_TEN, "reveal", 3)
        await guest.sees("Idea number 1")


# Giving places

ballots = st.lists(st.integers(1, 30), max_size=5, unique=True)


@given(ballots, st.integers(1, 30), st.integers(1, 9))
def test_a_ballot_never_has_more_than_its_places_nor_an_idea_twice(held: list[int], lead: int, place: int) -> None:
    after = with_place(held, lead, place, 5)
    assert len(after) <= 5
    assert len(set(after)) == len(after)
    assert lead in after


@given(ballots, st.integers(1, 30), st.integers(1, 5))
def test_an_idea_gets_the_place_it_is_given_or_the_next_free_one(held: list[int], lead: int, place: int) -> None:
    others = [pick for pick in held if pick != lead]
    assert with_place(held, lead, place, 5).index(lead) + 1 == min(place, len(others) + 1)


@given(ballots, st.integers(1, 30))
def test_the_next_free_place_moves_nobody(held: list[int], lead: int) -> None:
    assert with_next_place(held, lead, 5)[: len(held)] == tuple(held)


@pytest.mark.parametrize(("held", "lead", "left"), [((1, 2, 3), 2, (1, 3)), ((1,), 1, ()), ((1,), 2, (1,))])
def test_those_after_a_pick_that_is_taken_off_move_up(held: tuple[int, ...], lead: int, left: tuple[int, ...]) -> None:
    assert without_pick(held, lead) == left
