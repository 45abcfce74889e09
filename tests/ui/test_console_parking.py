"""Remarks that are parked on the console: with the key at any step, and on the list of the lifecycle."""

from pathlib import Path

import pytest

from copworkshop.model.people import FACILITATOR, participant
from copworkshop.model.plan import Kind
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.lifecycle import AddNote, ProposeNote
from copworkshop.rules.people import AddSeat
from helpers.facilitator_driver import walk


@pytest.mark.parametrize("size", [(80, 24), (40, 20)])
async def test_what_was_parked_at_any_step_returns_at_the_close(tmp_path: Path, size: tuple[int, int]) -> None:
    async with walk(tmp_path, size=size) as room:
        await room.go(Kind.TOP_TEN, "collect")
        await room.press("f2", "P")
        await room.sees("What do you want to park?")
        await room.press("enter")
        await room.sees("Type what you want to park")
        await room.press(*"Who")
        await room.forward()
        assert room.session.spot.round == "merge", "a presenter's key leads the room also while somebody types"
        await room.press("escape", "P")
        await room.sees("Who")
        await room.type(" pays [/]?")
        await room.sees("Parked. It returns at the close")
        assert [note.text for note in room.session.notes] == ["Who pays [/]?"]
        await room.go(Kind.CLOSE)
        await room.sees("Parked for later", "Who pays [/]?", "x take away")
        await room.press("x")
        await room.sees("u brings it back")
        assert "Who pays" not in room.text
        await room.press("u")
        await room.sees("Who pays [/]?")
        await room.press("f2")
        await room.sees("Parked for later", "Who pays [/]?")
        running = room.app.open_session
        assert running is not None
        await running.hub.submit(CloseSession(), FACILITATOR)
        await room.press("f2", "P", "x")
        await room.sees("Who pays [/]?")
        assert "What do you want to park?" not in room.text


async def test_p_parks_the_highlighted_remark_and_puts_it_back(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        running = room.app.open_session
        assert running is not None
        await room.go(Kind.LIFECYCLE)
        await running.hub.submit(AddSeat(name="Participant 1", word="maple-0001"), FACILITATOR)
        await running.hub.submit(AddNote(prompt="focal-point", text="Too early"), FACILITATOR)
        await running.hub.submit(ProposeNote(seat=1, prompt="focal-point", text="Too late"), participant(1))
        await room.press("f2", "n", "down")
        await room.sees("P park")
        await room.press("P")
        await room.sees("Too early (parked for later)", "P put back")
        await room.press("down", "P")
        await room.sees("Too late (parked for later)")
        await room.press("u")
        await room.sees("Too late (proposed)")
        await room.press("up", "P")
        await room.until(lambda: not any(note.parked for note in room.session.notes if not note.withdrawn))
        await room.press("up", "P")
        await room.sees("What do you want to park?")
