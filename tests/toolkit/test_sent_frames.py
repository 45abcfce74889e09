"""What was sent to a terminal, frame by frame, comes to what the screen is: nothing of an earlier screen stays."""

import asyncio
from pathlib import Path
from time import monotonic

import pyte
import pytest
from textual.app import App, ComposeResult
from textual.content import Content
from textual.drivers.headless_driver import HeadlessDriver

from copworkshop.model.plan import Kind
from copworkshop.toolkit.screen import LeanScreen
from copworkshop.toolkit.widgets.entries import Column, Entry, EntryList
from helpers.facilitator_driver import Walk, walk
from helpers.participant_driver import Guest, House
from helpers.waiting import PATIENCE

WALK = (
    (Kind.WELCOME, None),
    (Kind.LIFECYCLE, None),
    (Kind.PARTICIPATION, "place"),
    (Kind.PARTICIPATION, "picture"),
    (Kind.PROPOSAL, "write"),
    (Kind.PROPOSAL, "share"),
    (Kind.TOP_TEN, "collect"),
    (Kind.TOP_TEN, "merge"),
    (Kind.TOP_TEN, "rank"),
    (Kind.TOP_TEN, "reveal"),
    (Kind.TOP_TEN, "discuss"),
    (Kind.CLOSE, None),
)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> pyte.Screen:
    """What the frames of an app come to on a terminal."""
    screen = pyte.Screen(80, 24)
    stream = pyte.Stream(screen)
    monkeypatch.setattr(HeadlessDriver, "write", lambda _driver, frame: stream.feed(frame))
    monkeypatch.setattr(HeadlessDriver, "is_headless", False)  # else nothing is sent
    return screen


async def shows_all(terminal: pyte.Screen, who: Guest | Walk) -> None:
    """Wait until the terminal shows the screen as it is, cell by cell."""
    await who.until(
        lambda: [row.rstrip() for row in terminal.display] == [line.rstrip() for line in who.lines],
        "all of the screen on the terminal",
    )


@pytest.mark.slow
async def test_each_step_stands_whole_on_a_participants_terminal_forth_and_back(terminal: pyte.Screen) -> None:
    house = House().start_at(Kind.WELCOME)
    async with house.guest(1, ahead=True) as guest:
        await shows_all(terminal, guest)
        for at in range(1, len(WALK)):
            for kind, round_name in (WALK[at], WALK[at - 1], WALK[at]):
                house.clock.seconds += 100  # nobody has pressed a key for long: everybody follows
                await house.lead(kind, round_name)
                await guest.until(lambda: guest.at == spot(house), f"the step {kind}")
                await shows_all(terminal, guest)
                await guest.until(lambda: guest.app.room.guide.is_prepared, "what is made ready in a quiet moment")
                await shows_all(terminal, guest)


def spot(house: House) -> tuple[str, str]:
    """Where the room is."""
    there = house.hub.session.spot
    return (there.kind, there.round)


@pytest.mark.slow
async def test_each_step_stands_whole_on_the_console_forth_and_back(terminal: pyte.Screen, tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2", "a")
        await room.type("Ann, Ben")
        await room.press("escape")
        for key in (*["pagedown"] * 40, *["pageup"] * 40):
            await room.press(key)
            await shows_all(terminal, room)


class Many(App[None]):
    """A list of thirty in a room for fewer, the cursor on one that takes several rows."""

    def __init__(self) -> None:
        super().__init__()
        self.list = EntryList(Column(), Column(words=True), Column("State"))

    def compose(self) -> ComposeResult:
        yield self.list

    def get_default_screen(self) -> LeanScreen[None]:
        return LeanScreen()

    def show(self, *done: int) -> None:
        self.list.show([self.entry(number, done=number in done) for number in range(30)])

    def entry(self, number: int, *, done: bool) -> Entry:
        state = Content("done" if done else "open")
        return Entry(number, (Content(f"{number:2}"), Content("words " * 20), state), (Content("below"),))


@pytest.mark.parametrize("cursor", [0, 12, 29])
async def test_of_a_list_only_the_rows_that_changed_are_sent_and_all_of_them(
    cursor: int, terminal: pyte.Screen
) -> None:
    app = Many()
    app.show()
    async with app.run_test(size=(80, 24)) as pilot:
        app.list.move_to(cursor)
        await pilot.pause()
        for done in ((3, 11, 13, 18), (3, 14), (), tuple(range(30))):
            app.show(*done)
            end = monotonic() + PATIENCE
            while states(terminal) != {number: "done" if number in done else "open" for number in states(terminal)}:
                assert monotonic() < end, "\n".join(terminal.display)
                await asyncio.sleep(0.002)


def states(terminal: pyte.Screen) -> dict[int, str]:
    """What stands on the terminal of each entry in sight."""
    rows = [row.split() for row in terminal.display]
    return {int(row[0]): "done" if "done" in row else "open" for row in rows if row and row[0].isdigit()}
