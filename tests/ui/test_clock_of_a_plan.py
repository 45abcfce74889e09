"""What a plan says about the clock, as the facilitator sees and hears it."""

from datetime import timedelta
from pathlib import Path

import pytest
from textual.drivers.headless_driver import HeadlessDriver

import copworkshop.content
from copworkshop.live.hub import utc_now
from helpers.facilitator_driver import walk

BEGINNING = "\nschema = 1\n"


def plan_with(folder: Path, *changes: tuple[str, str]) -> Path:
    """Session 4 with these texts replaced, as a file."""
    text = Path(copworkshop.content.__file__).with_name("session4.toml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    plan = folder / "plan.toml"
    plan.write_text(text, encoding="utf-8")
    return plan


@pytest.fixture
def bells(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is sent to the terminal as a bell."""
    sent: list[str] = []
    monkeypatch.setattr(HeadlessDriver, "write", lambda _driver, text: sent.append(text) if text == "\07" else None)
    monkeypatch.setattr(HeadlessDriver, "is_headless", False)  # otherwise nothing is sent
    return sent


async def test_the_clock_of_a_round_starts_by_itself_where_the_plan_says_so(tmp_path: Path) -> None:
    plan = plan_with(tmp_path, ('kind = "lifecycle"', 'kind = "lifecycle"\nstarts_clock = ["overview"]'))
    async with walk(tmp_path, plan=plan) as room:
        await room.sees("10 min")
        await room.forward()
        await room.sees(" left")


async def test_the_bell_rings_once_when_the_time_is_up(tmp_path: Path, bells: list[str]) -> None:
    plan = plan_with(tmp_path, (BEGINNING, f"{BEGINNING}bell = true\n"), ("minutes = 10", "minutes = 1"))
    async with walk(tmp_path, plan=plan) as room:
        await room.press("t")
        await room.sees("left")
        assert bells == []
        await room.press("minus")
        await room.sees("time is up")
        await room.until(lambda: bells == ["\07"], "the bell")
        await room.press("b", "b")
        await room.press("plus")
        await room.sees(" left")
        assert bells == ["\07"]


async def test_the_bell_rings_behind_a_dialog(tmp_path: Path, bells: list[str]) -> None:
    plan = plan_with(tmp_path, (BEGINNING, f"{BEGINNING}bell = true\n"))
    async with walk(tmp_path, plan=plan) as room:
        await room.press("t")
        running = room.app.open_session
        assert running is not None
        running.hub.clock = lambda: utc_now() + timedelta(minutes=9, seconds=58)
        await room.press("b", "g")
        await room.until(lambda: bells == ["\07"], "the bell")


async def test_without_a_word_of_the_plan_no_bell_rings(tmp_path: Path, bells: list[str]) -> None:
    plan = plan_with(tmp_path, ("minutes = 10", "minutes = 1"))
    async with walk(tmp_path, plan=plan) as room:
        await room.press("t", "minus")
        await room.sees("time is up")
        await room.press("plus")
        await room.sees(" left")
        assert bells == []
