"""Text that an SSH terminal pastes without marking it: its letters are no keys where there is no field."""

from pathlib import Path

from copworkshop.model.plan import Kind
from copworkshop.rules.collecting import AddIdea
from helpers.hosted_rooms import hosted

OPEN_A_FIELD = "That looks like pasted text: open a field first."


async def test_a_list_that_comes_as_keys_fires_no_key_of_a_ballot(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        await room.lead(Kind.TOP_TEN, "collect")
        for text in ("Trust", "Time", "Tools", "Food"):
            await room.ask(AddIdea(seat=None, text=text))
        guest = await room.join()
        await room.lead(Kind.TOP_TEN, "rank")
        await guest.sees("no. 1")
        guest.press("1. done by all of us\r2. undo the rest\r")
        await guest.sees(OPEN_A_FIELD)
        assert room.seat().ballot is None
        while room.seat().ballot is None:  # for a moment, keys still belong to the paste
            guest.press("1")
            await guest.news(0.1)


async def test_lines_that_come_as_keys_in_a_field_are_ideas_without_bullets(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        await room.lead(Kind.TOP_TEN, "collect")
        guest = await room.join()
        await guest.sees("Your idea 1 of 3")
        guest.press("• Trust each other\r• Meet often\r• Find a sponsor\r• Food\r")
        await guest.sees("All 3 of your ideas are in.")
        texts = [idea.text for idea in room.seat().live_ideas]
        assert texts == ["Trust each other", "Meet often", "Find a sponsor"]


async def test_letters_that_come_as_keys_fire_no_key_of_the_console(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        await room.lead(Kind.TOP_TEN, "collect")
        console = await room.connect("console", key=room.facilitators_key)
        await console.sees("enter ideas")
        before = room.session
        console.press("Bring the tables together\rblank\r")
        await console.sees(OPEN_A_FIELD)
        assert room.session is before
        console.paste("Bring the tables together")
        while not any("For the room:" in row for row in console.rows):
            console.press("a")
            await console.news(0.1)
        assert room.session is before
