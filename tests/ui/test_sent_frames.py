"""What was sent to a terminal, frame by frame, comes to what the screen is: nothing of an earlier screen stays."""

from pathlib import Path

import pyte
import pytest
from guests import Guest, House
from textual.drivers.headless_driver import HeadlessDriver
from walking import Walk, walk

from copworkshop.model.plan import Kind

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
                await guest.until(lambda: guest.app.room.is_prepared, "what is made ready in a quiet moment")
                await shows_all(terminal, guest)


def spot(house: House) -> tuple[str, str]:
    """Where the room is."""
    there = house.hub.session.spot
    return (there.kind, there.round)


async def test_each_step_stands_whole_on_the_console_forth_and_back(terminal: pyte.Screen, tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2", "a")
        await room.type("Ann, Ben")
        await room.press("escape")
        for key in (*["pagedown"] * 40, *["pageup"] * 40):
            await room.press(key)
            await shows_all(terminal, room)
