"""A screen is painted as soon as its widgets have answered, and no more often than a terminal shows."""

import asyncio
from typing import Any, cast

import pytest

from copworkshop.toolkit.screen import FRAME_SECONDS, FrameScheduler


class Painted:
    """A screen that notes when it is painted."""

    def __init__(self) -> None:
        self.at: list[float] = []

    def paint(self) -> None:
        self.at.append(asyncio.get_running_loop().time())


async def some_turns() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


@pytest.fixture
def screen() -> Painted:
    return Painted()


@pytest.fixture
def frames(screen: Painted) -> FrameScheduler:
    return FrameScheduler(cast(Any, screen))


async def test_a_change_after_a_pause_waits_for_no_timer(frames: FrameScheduler, screen: Painted) -> None:
    frames.resume()
    await some_turns()
    assert len(screen.at) == 1


async def test_endless_changes_are_painted_only_a_limited_number_of_times_a_second(
    frames: FrameScheduler, screen: Painted
) -> None:
    while len(screen.at) < 5:
        frames.resume()
        await asyncio.sleep(0)
    between = [later - before for before, later in zip(screen.at, screen.at[1:], strict=False)]
    assert min(between) > 0.9 * FRAME_SECONDS


async def test_what_changes_until_then_is_in_the_same_frame(frames: FrameScheduler, screen: Painted) -> None:
    for _ in range(3):
        frames.resume()
    await some_turns()
    assert len(screen.at) == 1


async def test_what_was_exchanged_is_not_held_up_by_the_frame_before(frames: FrameScheduler, screen: Painted) -> None:
    frames.resume()
    await some_turns()
    frames.resume()
    frames.schedule_after_layout()
    await some_turns()
    assert len(screen.at) == 2
    await asyncio.sleep(2 * FRAME_SECONDS)
    assert len(screen.at) == 2


async def test_a_screen_that_has_ended_is_painted_no_more(frames: FrameScheduler, screen: Painted) -> None:
    frames.resume()
    await some_turns()
    frames.resume()  # due with the next frame
    frames.end()
    await asyncio.sleep(2 * FRAME_SECONDS)
    assert len(screen.at) == 1
