"""A scribe at the keyboard, and the person who then comes in by a terminal of their own."""

from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.rules.joining import TakeSeat
from copworkshop.rules.people import MakeScribe
from copworkshop.rules.proposal import WriteField
from helpers.participant_driver import House


async def scribing(kind: Kind = Kind.PROPOSAL, round_name: str = "write", people: int = 2) -> House:
    """A room of which the first may write for the others."""
    house = House(people).start_at(kind, round_name)
    await house.ask(TakeSeat(seat=1), actor=participant(1))
    await house.ask(MakeScribe(seat=1, scribe=True))
    return house


async def test_a_scribe_writes_a_proposal_for_somebody_and_then_goes_on_with_their_own() -> None:
    house = await scribing()
    async with house.guest(1) as guest:
        await guest.press("f2", "enter")
        await guest.sees("You write for Participant 2, and it is marked so.")
        await guest.press(*"Nets", "f2")
        await guest.sees_no("You write for")
        await guest.press(*"Mine", "tab")
        await guest.until(lambda: house.seat(1).proposal.started, "the scribe's own words")
        assert house.seat(2).proposal.answers == {"focal-point": "Nets"}
        assert house.seat(2).proposal.for_someone
        assert not house.seat(1).proposal.for_someone


async def test_a_scribe_puts_in_an_idea_and_a_ballot_for_somebody() -> None:
    house = await scribing(Kind.TOP_TEN, "collect")
    async with house.guest(1) as guest:
        await guest.press("f2", "enter", *"Meet often", "enter")
        await guest.until(lambda: bool(house.seat(2).ideas), "the idea")
        await guest.taken_to(Kind.TOP_TEN, "rank")
        await guest.press("1")
        await guest.until(lambda: house.seat(2).ballot is not None, "the ballot")
        ballot = house.seat(2).ballot
        assert ballot is not None
        assert ballot.for_someone
        assert house.seat(2).ideas[0].for_someone


async def test_a_scribe_places_somebody_on_the_bands() -> None:
    house = await scribing(Kind.PARTICIPATION, "place")
    async with house.guest(1) as guest:
        await guest.press("f2", "enter", "1", "2")
        await guest.until(lambda: house.seat(2).placement.complete, "both answers")
        assert house.seat(2).placement.for_someone
        assert not house.seat(1).placement.begun


async def test_the_scribe_s_own_rejoin_word_stays_in_sight() -> None:
    house = await scribing()
    async with house.guest(1) as guest:
        await guest.press("f2", "enter")
        await guest.sees("You write for")
        assert "maple-0001" in guest.lines[-1]
        assert "maple-0002" not in guest.text


async def test_who_is_no_scribe_is_not_offered_to_write_for_others() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        await guest.press("f2")
        assert "scribe" not in guest.text


async def test_all_is_handed_over_when_the_person_comes_in_by_a_terminal() -> None:
    house = await scribing()
    async with house.guest(1) as scribe:
        await scribe.press("f2", "enter", *"Nets", "tab")
        await scribe.until(lambda: house.seat(2).proposal.started, "the text at the hub")
        async with house.guest(2) as person:
            await person.sees("1 of 6 core fields, 1 of 12", "What was entered here for you is yours now")
            await scribe.sees("You can't write for them any more: they have joined themselves")
            await person.press(*"Holes", "tab")
            await person.until(lambda: len(house.seat(2).proposal.answers) == 2, "their own words")
            assert not house.seat(2).proposal.for_someone


async def test_a_newcomer_gets_the_seat_of_their_name_with_what_was_entered_there_once_it_is_confirmed() -> None:
    house = await scribing()
    await house.ask(WriteField(seat=2, field="focal-point", text="Nets"))
    async with house.guest(None) as guest:
        await guest.press(*"participant 2", "enter")
        await guest.sees("Participant 2 was entered here already. Enter again if that is you")
        await guest.press("enter")
        await guest.sees("The facilitator is being asked whether you are participant 2.")
        await house.hub.seat_requests.confirm(1)
        await guest.sees("maple-0002", "1 of 6 core fields, 1 of 12")
        assert len(house.hub.session.seats) == 2


async def test_another_of_the_same_name_gets_a_seat_of_their_own() -> None:
    house = await scribing()
    async with house.guest(None) as guest:
        await guest.press(*"Participant 2", "enter", *" B", "enter")
        await guest.until(lambda: len(house.hub.session.seats) == 3, "the new seat")
        assert house.seat(3).name == "Participant 2 B"


async def test_a_seat_where_its_person_wrote_is_not_given_away_by_its_name() -> None:
    house = await scribing()
    await house.ask(WriteField(seat=2, field="focal-point", text="Mine"), actor=participant(2))
    async with house.guest(None) as guest:
        await guest.press(*"Participant 2", "enter")
        await guest.sees("is here already")
        await guest.press("enter")
        await guest.until(lambda: len(house.hub.session.seats) == 3, "the new seat")
