"""The console shows what the stage shows, where its side column has room for it."""

from pathlib import Path

import pytest

from copworkshop.live.hub import Hub
from copworkshop.model.people import FACILITATOR
from copworkshop.model.plan import Kind
from copworkshop.ui.client import SessionClient
from copworkshop.ui.console import miniature
from copworkshop.ui.console.miniature import Miniature
from copworkshop.ui.stage.canvas import Canvas
from copworkshop.ui.stage.pages import Block
from copworkshop.ui.stage.registry import draw_stage
from helpers.facilitator_driver import walk
from helpers.rooms import used_room
from helpers.session_builder import NOW, at


async def test_a_large_console_shows_the_stage_and_a_small_one_does_not(tmp_path: Path) -> None:
    async with walk(tmp_path, size=(120, 50)) as here:
        await here.go(Kind.PARTICIPATION, "place")
        await here.press("f2")
        await here.sees("┌─ Stage ─", "Where would you like to be in six", "0 of 0 have placed")
        await here.press("b")
        await here.sees("│ blank")
        await here.pilot.resize_terminal(80, 24)
        await here.until(lambda: "┌─ Stage ─" not in here.text, "the small console")


async def test_it_is_drawn_again_only_when_the_stage_shows_something_else(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Canvas] = []

    def counted(canvas: Canvas) -> Block:
        drawn.append(canvas)
        return draw_stage(canvas)

    monkeypatch.setattr(miniature, "draw_stage", counted)
    hub = Hub(at(used_room(), Kind.TOP_TEN, "merge"), now=lambda: NOW)
    small = Miniature(SessionClient(hub, FACILITATOR, lambda _: None))
    first = small.below([], None, 45, 14)
    assert small.below([], None, 45, 14) == first
    assert len(drawn) == 1
    hub.stage_pages.turn(1)
    assert small.below([], None, 45, 14) != first
    assert len(drawn) == 2
