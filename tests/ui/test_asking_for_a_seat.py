"""Somebody types the name of a seat that holds text: the facilitator is asked, and answers with a key."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.rules.agenda import GoTo
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.joining import GiveNewWord, TakeSeat
from copworkshop.rules.people import AddSeat, RemoveSeat
from copworkshop.rules.proposal import WriteField
from copworkshop.ui.console import asking
from helpers.facilitator_driver import Walk, walk
from helpers.participant_driver import Guest, House

TEXT = "What only Greta knows"
SIZES = [(80, 24), (40, 20)]


@pytest.fixture(autouse=True)
def keys_answer_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "SETTLE_SECONDS", 0.001)


async def prepared(house: House) -> House:
    """Greta and Hal were entered; for Greta something was written."""
    await house.ask(AddSeat(name="Greta", word="maple-bbbb"), AddSeat(name="Hal", word="river-bbbb"))
    await house.ask(GoTo(kind=Kind.PROPOSAL), WriteField(seat=1, field="focal-point", text=TEXT))
    return house


@asynccontextmanager
async def led(tmp_path: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[House, Walk]]:
    """A room with a facilitator at the console."""
    async with walk(tmp_path, size=size) as leader:
        running = leader.app.open_session
        assert running is not None
        house = House(people=0)
        house.hub = running.hub
        await prepared(house)
        await leader.press("f2")
        yield house, leader


@asynccontextmanager
async def asks(house: House, name: str = "greta", size: tuple[int, int] = (80, 24)) -> AsyncIterator[Guest]:
    async with house.guest(None, size=size) as guest:
        await guest.press(*name, "enter")
        await guest.sees("was entered here already")
        await guest.press("enter")
        await guest.sees(f"The facilitator is being asked whether you are {name}.")
        assert TEXT not in guest.text
        yield guest


@pytest.mark.parametrize("size", SIZES)
async def test_the_facilitator_confirms_with_one_key_and_the_person_is_in(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with led(tmp_path, size) as (house, leader), asks(house, size=size) as guest:
        await guest.sees("Your number is 1.", "another name")
        await leader.sees("Greta (number 1 on their screen) asks for what was entered for them.")
        await leader.sees("F3 hands it over, F9 refuses.", "F3 hand over F9 refuse")
        await leader.press("f3")
        await guest.sees("What was entered here for you is yours now")
        await leader.sees("Was it somebody else? p, then n gives the seat a new word.")
        assert "asks for what was entered" not in leader.text
        assert (house.seat(1).device, len(house.hub.session.seats)) == (True, 2)


async def test_the_facilitator_answers_in_the_middle_of_a_text(tmp_path: Path) -> None:
    async with led(tmp_path) as (house, leader):
        await leader.press("down", "enter", "N")
        async with asks(house) as guest:
            await leader.sees("F3 hands it over", "F3 hand over F9 refuse")
            await leader.press("e", "f3", "t")
            await guest.sees("yours now")
            await leader.sees("Net")


async def test_who_is_refused_is_told_and_goes_on_under_another_name(tmp_path: Path) -> None:
    async with led(tmp_path) as (house, leader), asks(house) as guest:
        await leader.sees("F9 refuses.")
        await leader.press("f9")
        await guest.sees("The facilitator did not confirm that you are Greta.")
        await guest.press(*"Gerda", "enter")
        await guest.until(lambda: len(house.hub.session.seats) == 3, "the new seat")
        assert not house.seat(1).device


async def test_a_seat_at_which_nothing_was_entered_is_taken_by_its_name(tmp_path: Path) -> None:
    async with led(tmp_path) as (house, _), house.guest(None) as guest:
        await guest.press(*"hal", "enter", "enter")
        await guest.sees("river-bbbb")
        assert house.seat(2).device


async def test_the_facilitator_reads_who_took_an_empty_seat_before_they_enter_anything_at_it(tmp_path: Path) -> None:
    async with led(tmp_path) as (house, leader), house.guest(None) as guest:
        await guest.press(*"hal", "enter", "enter")
        await leader.sees("Hal has come in by their name. What you enter for them, they read at their terminal.")
        await leader.press("down", "enter")
        await leader.sees("You are writing for Hal; they can read it")


async def test_the_keys_are_listed_while_somebody_asks_and_at_no_other_time(tmp_path: Path) -> None:
    async with led(tmp_path) as (house, leader):
        await leader.press("f1")
        await leader.sees("Keys that work now")
        assert "Hand the seat over" not in leader.text
        await leader.press("escape")
        async with asks(house):
            await leader.sees("F3 hands it over")
            await leader.press("f1", "pagedown", "pagedown")
            await leader.sees("F3 Hand the seat over to the person who asks")
            await leader.press("pagedown")
            await leader.sees("F9 Refuse the seat to the person")


async def test_the_stage_says_only_that_there_is_a_message(tmp_path: Path) -> None:
    async with led(tmp_path) as (house, leader):
        await leader.press("f2")
        async with asks(house):
            await leader.sees("message: F2")
            assert "Greta" not in leader.text
            await leader.press("f2")
            await leader.sees("Greta (number 1 on their screen)", "F3 hands it over")


async def test_several_people_queue_and_each_is_answered_by_their_number(tmp_path: Path) -> None:
    async with led(tmp_path) as (house, leader):
        await house.ask(WriteField(seat=2, field="focal-point", text="Of Hal"))
        async with asks(house, "greta") as false, asks(house, "Greta") as greta, asks(house, "hal") as hal:
            await greta.sees("Your number is 2.")
            await leader.sees("Greta (number 1 on their screen)", "2 more asking", "F9 refuses")
            await leader.press("f9")
            await false.sees("did not confirm")
            await leader.sees("Greta (number 2 on their screen)", "1 more asking", "F3 hands it over")
            await leader.press("f3")
            await greta.sees("yours now")
            await leader.sees("Hal (number 3 on their screen)", "F3 hands it over")
            await leader.press("f3")
            await hal.sees("yours now")


async def test_who_asked_for_the_same_seat_is_told_that_somebody_has_it(tmp_path: Path) -> None:
    async with led(tmp_path) as (house, leader), asks(house) as greta, asks(house) as other:
        await leader.sees("number 1", "F3 hands it over")
        await leader.press("f3")
        await greta.sees("yours now")
        await other.sees("Greta has come in at another terminal.")
        assert house.hub.seat_requests.waiting == ()


async def test_a_key_that_was_meant_for_the_request_before_does_not_answer_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with led(tmp_path) as (house, leader), asks(house) as first, asks(house) as second:
        await leader.sees("number 1", "F3 hands it over")
        monkeypatch.setattr(asking, "SETTLE_SECONDS", 3600)
        await first.press("escape")
        await leader.sees("number 2 on their screen")
        await leader.press("f3", "f9")
        assert "being asked" in second.text
        assert not house.seat(1).device


async def test_two_consoles_that_press_at_once_answer_one_request(tmp_path: Path) -> None:
    async with led(tmp_path) as (house, leader), asks(house) as guest:
        await leader.sees("F3 hands it over")
        assert await house.hub.seat_requests.confirm(1) is not None  # the other console was first
        leader.at_once("f3", "f3", "f9")
        await guest.sees("yours now")
        assert house.seat(1).device
        assert house.hub.seat_requests.waiting == ()


async def test_a_request_survives_a_change_of_step_and_the_list_of_keys(tmp_path: Path) -> None:
    async with led(tmp_path) as (house, leader), asks(house) as guest:
        await guest.press("f1")
        await guest.sees("Wait no longer")
        await leader.go(Kind.TOP_TEN, "collect")
        await leader.sees("Greta (number 1 on their screen)", "F3 hands it over")
        await leader.press("f3")
        await guest.sees("Your idea 1 of 3")


async def test_whoever_waits_no_longer_asks_no_longer(tmp_path: Path) -> None:
    async with led(tmp_path) as (house, leader):
        async with asks(house) as guest:
            await leader.sees("Greta (number 1")
            await guest.press("escape")
            await guest.sees("What is your name?")
            await leader.until(lambda: "asks for" not in leader.text, "the end of the line")
            await guest.press("enter", "enter")
            await leader.sees("Greta (number 2")
        await leader.until(lambda: "asks for" not in leader.text, "the end of the line")  # the connection is gone
        assert house.hub.seat_requests.waiting == ()


async def test_the_rejoin_word_needs_no_confirmation_and_ends_the_request() -> None:
    house = await prepared(House(people=0))
    async with asks(house) as guest:
        async with house.guest(1) as greta:
            await greta.sees("yours now")
            await guest.sees("Greta has come in at another terminal.")
        await guest.press(*"maple-bbbb", "enter")
        await guest.sees("maple-bbbb", "1 of 6 core fields")


@pytest.mark.parametrize("ending", [RemoveSeat(seat=1), CloseSession()])
async def test_a_seat_that_cannot_be_handed_over_any_more_is_told(ending: RemoveSeat | CloseSession) -> None:
    house = await prepared(House(people=0))
    async with asks(house) as guest:
        await house.ask(ending)
        await guest.sees("The facilitator cannot hand that seat over any more.")


async def test_text_that_is_entered_between_the_question_and_the_answer_is_guarded() -> None:
    house = await prepared(House(people=0))
    async with house.guest(None) as guest:
        await guest.press(*"Hal", "enter")
        await guest.sees("was entered here already")
        await house.ask(GoTo(kind=Kind.TOP_TEN, round="collect"), AddIdea(seat=2, text="Of Hal"))
        await guest.press("enter")
        await guest.sees("The facilitator is being asked whether you are Hal.")
        assert not house.seat(2).device


async def test_nobody_asks_for_ever() -> None:
    house = await prepared(House(people=0))
    async with asks(house) as guest:
        for _ in range(2):
            await guest.press("escape", "enter", "enter")
            await guest.sees("being asked")
        await guest.press("escape", "enter", "enter")
        await guest.sees("The facilitator was asked already.")


async def test_a_crowd_that_asks_for_one_seat_is_sent_to_the_facilitator() -> None:
    house = await prepared(House(people=0))
    waiting = [house.hub.seat_requests.ask(1, lambda _: None) for _ in range(3)]
    async with house.guest(None) as guest:
        await guest.press(*"greta", "enter", "enter")
        await guest.sees("Too many people are asking for that seat at the moment.")
    for each in waiting:
        house.hub.seat_requests.withdraw(each)
    assert house.hub.listeners == 0


async def test_a_person_who_came_in_is_not_asked_about() -> None:
    house = await prepared(House(people=0))
    await house.hub.submit(TakeSeat(seat=1), participant(1))
    async with house.guest(None) as guest:
        await guest.press(*"greta", "enter")
        await guest.sees("Greta is here already. If that is you, type your rejoin word")


async def test_what_was_handed_over_wrongly_is_taken_back_with_a_new_word(tmp_path: Path) -> None:
    async with led(tmp_path) as (house, leader), asks(house) as guest:
        await leader.sees("F3 hands it over")
        await leader.press("f3")
        await guest.sees("yours now", "maple-bbbb")
        await leader.press("p", "n")
        await leader.sees("Greta has a new rejoin word, and nobody is at their seat.")
        await guest.until(lambda: not guest.app.is_running, "the end of the app")
        word = house.seat(1).word
        assert word.startswith("maple-")
        assert word != "maple-bbbb"
        assert "ask them for the word" in guest.app.farewell
        assert word not in guest.app.farewell + guest.app.way_back
        assert house.hub.seat_requests.waiting == ()
        async with house.guest(1) as greta:
            await greta.sees("yours now", word)


async def test_a_person_whose_line_broke_finds_a_screen_of_their_own_after_a_new_word() -> None:
    house = await prepared(House(people=0))
    async with house.guest(1) as guest:
        await guest.sees("maple-bbbb")
        guest.app.detach()
        await guest.until(lambda: guest.app.news.asleep, "the end of the line")
        await house.ask(GiveNewWord(seat=1, word="maple-cccc"))
        guest.app.assign(1)
        await guest.sees("maple-cccc")
