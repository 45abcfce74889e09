"""The facilitator's console with taps, and what it answers to keys that it does not have."""

from pathlib import Path

from helpers.facilitator_driver import walk


async def test_labels_rows_and_dialogs_of_the_console_can_be_tapped(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2")
        await room.sees("p people", "g go")
        await room.tap("p people")
        await room.sees("People: 0 here")
        await room.tap("Esc")
        await room.sees_no("People: 0 here")
        await room.tap("g go")
        await room.sees("Go to")
        await room.tap("Lifecycle")
        await room.tap("Lifecycle")
        await room.until(lambda: room.session.spot.kind == "lifecycle", "the step whose row was tapped twice")
        await room.tap("PgDn")
        await room.until(lambda: room.session.spot.point == 1, "the next point")


async def test_the_console_answers_keys_that_it_does_not_have(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2", "ctrl+s")
        await room.sees("It is saved. All you write is saved by itself.")
        await room.press("z", "z")
        await room.sees("z does nothing here. These keys work:")
