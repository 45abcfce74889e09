"""Ctrl+P: every command of the moment, found by a word of it."""

from pathlib import Path

from copworkshop.model.plan import Kind
from copworkshop.toolkit import theme
from helpers.facilitator_driver import Walk, walk
from helpers.participant_driver import House


async def commands(room: Walk) -> str:
    await room.press("ctrl+p")
    await room.sees("What do you want to do?")
    return room.text


async def test_a_command_of_the_console_is_found_by_a_word_and_run_without_its_key(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2")
        told = await commands(room)
        assert "Add people by their names" in told
        await room.type("people rename")
        await room.sees("People: 0 here")


async def test_what_cannot_be_done_now_is_not_there(tmp_path: Path) -> None:
    async with walk(tmp_path, size=(100, 60)) as room:
        await room.press("f2", "ctrl+p", *"far")
        await room.sees("No command has these words.")


async def test_the_palette_goes_to_each_step_and_round(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("ctrl+p")
        await room.type("go to ranking ideas")
        await room.until(lambda: room.session.at is Kind.TOP_TEN, "the ranking")


async def test_the_report_is_written_from_the_stage_as_well(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("ctrl+p")
        await room.type("report")
        await room.sees("Write the report into the session's folder")


async def test_a_theme_is_chosen_by_what_people_call_it(tmp_path: Path) -> None:
    assert {each.name for each in theme.THEMES} == set(theme.SAID)
    async with walk(tmp_path) as room:
        await room.press("ctrl+p")
        await room.type("colours light")
        await room.until(lambda: room.app.theme == theme.LIGHT.name, "the light theme")
        await room.press("ctrl+p", *"colours")
        await room.sees("Colours: dark", "Colours: high contrast", "Colours: the terminal's own")
        assert theme.DARK.name not in room.text


async def test_escape_changes_nothing(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        before = room.session
        await room.press("ctrl+p", *"blank", "escape")
        await room.until(lambda: "What do you want" not in room.text, "the stage")
        assert room.session is before


async def test_a_participant_finds_their_own_commands_and_nothing_that_writes_files() -> None:
    house = House().start_at(Kind.TOP_TEN, "rank")
    async with house.guest(1, size=(90, 40)) as guest:
        await guest.press("ctrl+p")
        await guest.sees("What do you want to do?", "Help: every key that works now")
        for word in ("screenshot", "export", "report", "Go to", "people", "maximize"):
            assert word.casefold() not in guest.text.casefold()
