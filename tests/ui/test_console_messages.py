"""The line above the keys of the console: which message comes first, and how long it stays."""

from pathlib import Path

import pytest

from copworkshop.model.people import FACILITATOR
from copworkshop.model.plan import Kind
from copworkshop.rules.agenda import Blank
from copworkshop.ui.console.message_line import MessageLine
from copworkshop.ui.stage.canvas import Joining
from copworkshop.ui.way_in import WayIn
from helpers.facilitator_driver import Walk, walk

pytestmark = pytest.mark.usefixtures("brief_waits")


def messages(room: Walk) -> MessageLine:
    assert room.app.views is not None
    return room.app.views.console.messages


async def test_pinned_messages_are_put_away_one_after_the_other(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2")
        messages(room).pin("The port is taken.")
        messages(room).pin("Few places are left.")
        await room.sees("The port is taken. Esc puts this away, and shows 1 more.")
        await room.press("escape")
        await room.sees("Few places are left. Esc puts this away.")
        await room.press("escape")
        await room.until(lambda: "puts this away" not in room.text, "a console without messages")


async def test_a_pinned_message_takes_the_place_of_one_about_the_same_subject(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2")
        messages(room).pin("The port is 2222.", about="port")
        messages(room).pin("The port is 2223.", about="port")
        await room.sees("The port is 2223. Esc puts this away.")
        messages(room).pin("", about="port")
        await room.until(lambda: "The port" not in room.text, "a console without the message")


async def test_a_sentence_comes_before_pinned_messages_and_goes_when_the_room_moves(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2")
        messages(room).pin("The port is taken.")
        await room.press("b")
        await room.sees("The stage is blank.")
        await room.go(Kind.LIFECYCLE)
        await room.sees("The port is taken.")


async def test_a_hint_is_shown_only_if_no_other_sentence_is(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2", "b")
        await room.sees("The stage is blank.")
        messages(room).hint("The room sees another terminal.")
        await room.pilot.pause()
        await room.sees("The stage is blank.")
        await room.go(Kind.LIFECYCLE)
        messages(room).hint("The room sees another terminal.")
        await room.sees("The room sees another terminal.")


async def test_a_message_that_was_said_behind_the_stage_waits_to_be_seen(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        messages(room).say("The report was written.")
        assert messages(room).waits
        await room.press("f2")
        await room.sees("The report was written.")
        assert not messages(room).waits


async def test_please_look_up_is_said_at_once_whatever_the_line_shows(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2")
        assert room.app.views is not None
        room.app.views.console.way_in = WayIn(Joining("ssh -p 2222 room@192.0.2.7", "482913"))
        messages(room).pin("The port is taken.")
        await room.press("b")
        await room.sees("The stage is blank.")
        await room.press("k")
        await room.sees("Every participant's screen says “Please look up”.")


async def test_what_a_key_turned_on_is_not_said_once_another_terminal_turned_it_off(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2", "b")
        await room.sees("The stage is blank. b brings it back.")
        running = room.app.open_session
        assert running is not None
        await running.hub.submit(Blank(blank=False), FACILITATOR)
        await room.sees("b blank")
        assert "The stage is blank" not in room.text
