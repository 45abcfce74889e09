"""The facilitator's console with taps, and what it answers to keys that it does not have."""

from pathlib import Path

from textual import events

from helpers.facilitator_driver import Walk, walk


async def tap(room: Walk, label: str) -> None:
    """Tap where this stands, in the lowest row that has it."""
    lines = [line.replace("\u00a0", " ") for line in room.lines]
    y = max(y for y, line in enumerate(lines) if label in line)
    x = lines[y].index(label)
    for kind in (events.MouseDown, events.MouseUp):
        room.app.post_message(kind(None, x, y, 0, 0, 1, shift=False, meta=False, ctrl=False, screen_x=x, screen_y=y))
    await room.pilot.pause()


async def test_labels_rows_and_dialogs_of_the_console_can_be_tapped(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2")
        await room.sees("p people", "g go")
        await tap(room, "p people")
        await room.sees("People: 0 here")
        await tap(room, "Esc")
        await room.sees_no("People: 0 here")
        await tap(room, "g go")
        await room.sees("Go to")
        await tap(room, "Lifecycle")
        await tap(room, "Lifecycle")
        await room.until(lambda: room.session.spot.kind == "lifecycle", "the step whose row was tapped twice")
        await tap(room, "PgDn")
        await room.until(lambda: room.session.spot.point == 1, "the next point")


async def test_the_console_answers_keys_that_it_does_not_have(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2", "ctrl+s")
        await room.sees("It is saved. All you write is saved by itself.")
        await room.press("z", "z")
        await room.sees("z does nothing here. These keys work:")
