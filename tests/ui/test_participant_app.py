"""Coming in, coming back, leaving, and being woken by what concerns one and by nothing else."""

import asyncio

import pytest

from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.rules.agenda import Forward
from copworkshop.rules.balloting import CastBallot
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.joining import TakeSeat
from copworkshop.rules.people import SetTables
from copworkshop.rules.proposal import ShareProposal, WriteField
from copworkshop.ui.participant.name import as_word, is_surely_a_word
from helpers.participant_driver import Guest, House
from helpers.words import HOSTILE


def counted(guest: Guest) -> list[object]:
    """Every fresh look of this app from now on."""
    looks: list[object] = []
    look = guest.app.room.guide.look

    async def counting() -> None:
        looks.append(None)
        await look()

    guest.app.room.guide.look = counting  # type: ignore[method-assign]
    return looks


async def settled(guest: Guest) -> None:
    """Wait until a change that is made now has been looked at: all before it have, too."""
    await guest.house.ask(Forward(at=guest.house.hub.session.spot))
    spot = guest.house.hub.session.spot
    guest.house.clock.seconds += 100
    await guest.until(lambda: guest.app.room.position.here == spot, "the next spot")


async def test_a_newcomer_comes_in_with_a_name_and_sees_their_word() -> None:
    house = House(people=0)
    async with house.guest(None) as guest:
        await guest.sees("What is your name?")
        await guest.press(*"Pat", "enter")
        await guest.sees("You are Pat")
        assert house.seat(1).name == "Pat"
        await guest.sees(house.seat(1).word)


async def test_a_newcomer_is_told_to_type_a_name() -> None:
    async with House().guest(None) as guest:
        await guest.press("enter")
        await guest.sees("Type your name, then press Enter.")


async def test_a_name_that_is_taken_is_numbered_for_who_types_it_twice() -> None:
    house = House(people=1)
    await house.ask(TakeSeat(seat=1), actor=participant(1))
    async with house.guest(None) as guest:
        await guest.press(*"participant 1", "enter")
        await guest.sees("Participant 1 is here already. If that is you, type your rejoin word")
        assert len(house.hub.session.seats) == 1
        await guest.press("enter")
        await guest.sees("You are participant 1 2")


async def test_a_person_who_comes_back_by_their_name_types_their_word_over_it() -> None:
    house = House(people=2)
    await house.ask(TakeSeat(seat=1), actor=participant(1))
    async with house.guest(None) as guest:
        await guest.press(*"Participant 1", "enter")
        await guest.sees("is here already")
        await guest.press(*"maple-0001", "enter")
        await guest.sees("You are Participant 1")
        assert len(house.hub.session.seats) == 2


async def test_another_name_that_is_taken_is_asked_about_again() -> None:
    house = House(people=2)
    await house.ask(TakeSeat(seat=1), actor=participant(1))
    await house.ask(TakeSeat(seat=2), actor=participant(2))
    async with house.guest(None) as guest:
        await guest.press(*"Participant 1", "enter")
        await guest.sees("Participant 1 is here already")
        await guest.press(*"Participant 2", "enter")
        await guest.sees("Participant 2 is here already")
        assert len(house.hub.session.seats) == 2


async def test_a_rejoin_word_at_the_name_prompt_gives_the_seat_back() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    await house.ask(WriteField(seat=2, field="focal-point", text="Nets"), actor=participant(2))
    async with house.guest(None) as guest:
        await guest.press(*"MAPLE 0002", "enter")
        await guest.sees("1 of 6 core fields, 1 of 12", "maple-0002")
        assert len(house.hub.session.seats) == 6


async def test_a_word_that_nobody_has_is_asked_about_before_it_becomes_a_name() -> None:
    house = House(people=0)
    async with house.guest(None) as guest:
        await guest.press(*"maple-k7fd", "enter")
        await guest.sees("There is no seat with the word maple-k7fd.")
        assert not house.hub.session.seats
        await guest.press("enter")
        await guest.sees("You are maple-k7fd")


async def test_a_name_with_the_shape_of_a_word_is_a_name() -> None:
    house = House(people=0)
    async with house.guest(None) as guest:
        await guest.press(*"Jean-Paul", "enter")
        await guest.sees("You are Jean-Paul")


@pytest.mark.parametrize(
    ("typed", "word"),
    [("maple-k7fd", "maple-k7fd"), (" Maple K7FD ", "maple-k7fd"), ("maple", None), ("Ann", None), ("[/]", None)],
)
def test_a_word_is_read_as_people_type_it(typed: str, word: str | None) -> None:
    assert as_word(typed) == word


def test_a_first_name_with_a_hyphen_is_not_surely_a_word() -> None:
    assert not is_surely_a_word("jean-paul")


async def test_a_newcomer_chooses_a_table_where_there_are_tables() -> None:
    house = House(people=0)
    await house.ask(SetTables(tables=("Harbour", "[b]Hill")))
    async with house.guest(None) as guest:
        await guest.press(*"Pat", "enter")
        await guest.sees("Which table do you sit at?", "[b]Hill")
        await guest.press("down", "enter")
        await guest.sees("You are Pat, at [b]Hill")


async def test_a_newcomer_may_sit_at_no_table_yet() -> None:
    house = House(people=0)
    await house.ask(SetTables(tables=("Harbour",)))
    async with house.guest(None) as guest:
        await guest.press(*"Pat", "enter")
        await guest.sees("Which table do you sit at?")
        await guest.press("escape")
        await guest.sees_no("Which table")
        assert house.seat(1).table is None


async def test_who_has_a_seat_is_not_asked_for_a_table() -> None:
    house = House()
    await house.ask(SetTables(tables=("Harbour",)))
    async with house.guest(1) as guest:
        await guest.sees("You are Participant 1")
        assert "Which table" not in guest.text


@pytest.mark.parametrize("name", HOSTILE[:1] + HOSTILE[3:])
async def test_a_hostile_name_is_a_name(name: str) -> None:
    house = House(people=0)
    async with house.guest(None) as guest:
        guest.app.screen.query_one("LineInput").value = name[:40]  # type: ignore[attr-defined]
        await guest.press("enter")
        await guest.until(lambda: bool(house.hub.session.seats), "the seat")
        await guest.sees("You are")


@pytest.mark.parametrize("size", [(40, 12), (20, 6)])
async def test_the_name_can_be_typed_in_a_small_terminal(size: tuple[int, int]) -> None:
    house = House(people=0)
    async with house.guest(None, size=size) as guest:
        await guest.press(*"Pat", "enter")
        await guest.until(lambda: bool(house.hub.session.seats), "the seat")


async def test_leaving_hands_in_what_is_typed_and_says_how_to_come_back() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        await guest.press(*"Nets", "ctrl+q")
        await guest.until(lambda: not guest.app.is_running, "the end")
        assert house.seat(1).proposal.answers == {"focal-point": "Nets"}
        assert guest.app.farewell == "All you wrote is kept. Come back with: ssh -p 2222 maple-0001@192.0.2.7"


async def test_an_app_that_is_ended_from_outside_hands_in_what_is_typed() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        await guest.press(*"Nets")
        guest.app.exit()
    assert house.seat(1).proposal.answers == {"focal-point": "Nets"}


async def test_after_the_end_nothing_of_the_app_listens() -> None:
    house = House()
    async with house.guest(1):
        assert house.hub.listeners == 1
    assert house.hub.listeners == 0
    assert len(house.disk.states) == 0


async def test_ctrl_c_says_how_to_leave() -> None:
    async with House().guest(1) as guest:
        await guest.press("ctrl+c")
        await guest.sees("Ctrl+Q leaves; nothing is lost.")


async def test_f8_goes_through_the_themes() -> None:
    async with House().guest(1) as guest:
        before = guest.app.theme
        await guest.press("f8")
        assert guest.app.theme != before


async def test_f1_works_in_a_field() -> None:
    async with House().start_at(Kind.PROPOSAL, "write").guest(1) as guest:
        await guest.press("a", "f1")
        await guest.sees("Keys that work now: Activity 1: Proposal", "Look back", "Ctrl+Q Leave; nothing is lost")
        await guest.press("escape")
        await guest.sees("What is the focal point?")


async def test_a_seat_can_be_given_back_to_the_same_app() -> None:
    house = House()
    async with house.guest(1) as guest:
        guest.app.assign(2)
        await guest.sees("You are Participant 2")


async def test_somebody_may_come_before_the_app_is_up() -> None:
    house = House()
    app = house.app()
    app.assign(3)
    async with app.run_test() as pilot:
        await Guest(house, app, pilot).sees("You are Participant 3")


async def test_the_seat_is_told_to_whoever_keeps_the_connection() -> None:
    house = House()
    told: list[int] = []
    app = house.app()
    async with app.run_test() as pilot:
        app.assign(3, seated=told.append)
        await Guest(house, app, pilot).sees("You are Participant 3")
    assert told == [3]


async def test_what_one_person_types_wakes_nobody_else() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as one:
        looks = counted(one)
        await house.ask(WriteField(seat=2, field="focal-point", text="Nets"), actor=participant(2))
        await settled(one)
        assert len(looks) == 1


@pytest.mark.parametrize("round_name", ["collect", "merge", "rank"])
async def test_other_peoples_ballots_wake_nobody_before_the_reveal(round_name: str) -> None:
    house = House().start_at(Kind.TOP_TEN, "collect")
    await house.ask(AddIdea(seat=2, text="An idea"), actor=participant(2))
    await house.lead(Kind.TOP_TEN, "rank")
    async with house.guest(1) as one:
        looks = counted(one)
        await house.ask(CastBallot(seat=2, picks=(1,)), actor=participant(2))
        await settled(one)
        assert len(looks) == 1


async def sharing() -> House:
    """A room in which six people wrote a proposal, and nobody shares one yet."""
    house = House().start_at(Kind.PROPOSAL, "write")
    for seat in range(1, 7):
        await house.ask(WriteField(seat=seat, field="focal-point", text="Nets"), actor=participant(seat))
    await house.lead(Kind.PROPOSAL, "share")
    return house


async def test_the_proposals_are_looked_at_once_for_many_that_are_shared() -> None:
    house = await sharing()
    async with house.guest(1) as one:
        house.clock.seconds += 10
        looks = counted(one)
        for seat in range(2, 7):
            await house.ask(ShareProposal(seat=seat, shared=True), actor=participant(seat))
        await one.sees("Participant 6")
        assert len(looks) == 1


async def test_many_changes_of_the_room_become_one_look() -> None:
    house = House()
    async with house.guest(1) as one:
        house.clock.seconds += 10
        looks = counted(one)
        for _ in range(5):
            await house.ask(Forward(at=house.hub.session.spot))
        await one.until(lambda: one.app.room.position.here == house.hub.session.spot, "the room's spot")
        assert len(looks) == 1


async def test_an_app_that_has_ended_has_nothing_left_to_look_at() -> None:
    house = await sharing()
    async with house.guest(1) as one:
        house.clock.seconds += 60
        looks = counted(one)
        await house.ask(ShareProposal(seat=2, shared=True), actor=participant(2))
        await one.until(lambda: len(looks) == 1, "a look at the proposals")
        await house.ask(ShareProposal(seat=3, shared=True), actor=participant(3))  # to be looked at in a second
        await house.ask(Forward(at=house.hub.session.spot))  # and this at once
        await one.until(lambda: one.app.room.position.here == house.hub.session.spot, "the room's spot")
    timers = asyncio.get_running_loop()._scheduled  # type: ignore[attr-defined]  # noqa: SLF001
    coming = [timer for timer in timers if not timer.cancelled() and timer._callback.__name__ == "_wake"]  # noqa: SLF001
    assert coming == []


async def test_a_person_whose_connection_is_lost_before_their_first_screen_can_come_back() -> None:
    house = House()
    app = house.app()
    app.assign(1)
    app.detach()
    async with app.run_test(size=(80, 24)) as pilot:
        guest = Guest(house, app, pilot)
        await guest.until(lambda: app.room.writer.seat == 1, "the seat")
        app.assign(1)
        await guest.sees(house.seat(1).word)
        await house.lead(Kind.TOP_TEN, "collect")
        await guest.sees("The group has moved on")
