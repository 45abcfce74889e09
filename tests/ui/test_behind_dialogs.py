"""Behind a dialog the clock runs on, and the word that says how it stands with saving stays true."""

from collections.abc import Callable
from pathlib import Path

import pyte
import pytest
from textual.drivers.headless_driver import HeadlessDriver

from copworkshop.live.autosave import Saved
from copworkshop.model.plan import Kind
from copworkshop.rules.clock import StartTimer
from helpers.facilitator_driver import walk
from helpers.participant_driver import House

SIZE = (120, 35)


@pytest.fixture
def head(monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    """The first row of a terminal to which everything is sent: a dialog lets shine through what is behind it."""
    terminal = pyte.Screen(*SIZE)
    stream = pyte.Stream(terminal)
    monkeypatch.setattr(HeadlessDriver, "write", lambda _driver, frame: stream.feed(frame))
    monkeypatch.setattr(HeadlessDriver, "is_headless", False)  # else nothing is sent
    return lambda: terminal.display[0].rstrip()


@pytest.mark.parametrize("key", ["f1", "f3"])
async def test_behind_a_participants_dialog_the_clock_runs_on(key: str, head: Callable[[], str]) -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    await house.ask(StartTimer(running=True))
    async with house.guest(1, size=SIZE) as guest:
        await guest.press(key)
        assert guest.app.screen is not guest.app.room
        before = head()
        assert "Activity 1" in before
        house.clock.seconds += 61
        await guest.until(lambda: head() != before, "a later time")


@pytest.mark.parametrize("key", ["f1", "f3"])
async def test_behind_a_participants_dialog_the_word_stays_true(key: str, head: Callable[[], str]) -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    async with house.guest(1, size=SIZE) as guest:
        house.disk.busy()
        await guest.press("N", key)
        assert guest.app.screen is not guest.app.room
        await guest.until(lambda: head().endswith("saving…"), "the word while it is saved")
        house.disk.turn_to(Saved(10, house.clock.now()))
        await guest.until(lambda: head().endswith("saved"), "the word")


@pytest.mark.parametrize("key", ["f1", "g", "p", "E"])
async def test_behind_the_facilitators_dialog_the_clock_runs_on(
    key: str, tmp_path: Path, head: Callable[[], str]
) -> None:
    async with walk(tmp_path, size=SIZE) as room:
        await room.go(Kind.PROPOSAL, "write")
        await room.press("f2", "t", key)
        await room.saved()
        await room.until(lambda: head().endswith("saved"), "the word")
        before = head()
        assert "Activity 1" in before
        await room.until(lambda: head() != before, "a later time")


async def test_a_name_typed_into_the_list_of_people_is_not_called_saved_behind_it(
    tmp_path: Path, head: Callable[[], str]
) -> None:
    async with walk(tmp_path, size=SIZE) as room:
        await room.press("f2", "p")
        await room.saved()
        await room.until(lambda: head().endswith("saved"), "the word")
        await room.press("a", *"Ann")
        await room.until(lambda: head().endswith("not sent yet"), "the word for half a name")
        await room.press("enter")
        await room.until(lambda: head().endswith(" saved"), "the word for the name")
