"""One's own name and table: changed at any time, and the table asked for once there are tables."""

from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.joining import TakeSeat
from copworkshop.rules.people import MakeScribe, SetTables
from helpers.participant_driver import House


async def test_a_person_changes_their_name_and_keeps_all_they_wrote() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        await guest.press(*"half a text", "escape", "y")
        await guest.sees("What is your name?", "everything you wrote stay as")
        await guest.press(*"facilitator", "enter")
        await guest.sees("That name is kept for the person who leads the room.")
        await guest.press("ctrl+u", "enter")
        await guest.sees("Type your name, then press Enter.")
        await guest.paste("x" * 50)
        await guest.sees("Nothing was pasted: 50 characters")
        await guest.press(*"Participant 2", "enter")
        await guest.sees("You are Participant 2 2 now.")
        assert "half a text" in guest.text
        assert house.seat(1).name == "Participant 2 2"
        await guest.press("escape", "y", *"Pat", "escape")
        await guest.sees_no("What is your name?")
        assert house.seat(1).name == "Participant 2 2"


async def test_a_person_changes_their_table() -> None:
    house = House()
    await house.ask(SetTables(tables=("Harbour", "Hill")))
    async with house.guest(1, size=(40, 20)) as guest:
        await guest.sees("There are tables now.")
        for keys, table in ((["enter"], "Harbour"), (["2"], "Hill")):
            await guest.press("y")
            await guest.sees("What do you want to change?")
            await guest.press("2")
            await guest.sees("Which table do you sit at?")
            await guest.press(*keys)
            await guest.sees(f"You are at {table} now.")
            assert house.seat(1).table == table
        assert "There are tables now." not in guest.text
        await house.ask(CloseSession())
        await guest.press("y", "escape", "y")
        assert guest.app.screen is guest.app.room


async def test_people_who_came_before_the_tables_are_asked_once_and_not_taken_from_a_field() -> None:
    house = House().start_at(Kind.TOP_TEN, "collect")
    async with house.guest(1) as writing, house.guest(2) as idle:
        house.clock.seconds += 30
        await writing.press("I")
        await house.ask(SetTables(tables=("Harbour",)))
        await writing.sees("There are tables now. Press y to choose yours (in a field, Esc first).")
        await writing.press("d")
        assert "Id" in writing.text
        await idle.sees("There are tables now.")  # its line for an idea is open, too
        await house.lead(Kind.TOP_TEN, "discuss")
        await idle.sees("Which table do you sit at?")
        await idle.press("escape")
        await idle.sees_no("Which table do you sit at?")
        await idle.sees("Choose your table later with y (in a field, Esc first).")
        assert house.seat(2).table is None
        await house.ask(SetTables(tables=("Harbour", "Hill")))
        await idle.until(lambda: len(idle.app.room.writer.client.sight.tables) == 2, "the tables")  # type: ignore[union-attr]
        assert "There are tables now." not in idle.text
        assert "Which table" not in idle.text


async def test_a_scribe_changes_their_own_name() -> None:
    house = House(2).start_at(Kind.PROPOSAL, "write")
    await house.ask(TakeSeat(seat=1), actor=participant(1))
    await house.ask(MakeScribe(seat=1, scribe=True))
    async with house.guest(1) as guest:
        await guest.press("f2", "enter", "escape", "y", *"Pat", "enter")
        await guest.until(lambda: house.seat(1).name == "Pat", "the name")
        await guest.sees("You write for Participant 2")
        assert house.seat(2).name == "Participant 2"
