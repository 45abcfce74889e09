"""When terminals report clicks over SSH: only while there is something to click, so that text can be selected else."""

from pathlib import Path

import pytest

from copworkshop.model.plan import Kind
from copworkshop.rehearsal.terminal import Terminal
from helpers.hosted_rooms import hosted

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("brief_waits")]

MODES = ("1000", "1002", "1003", "1005", "1006", "1015", "1016")


def reporting(terminal: Terminal) -> list[str]:
    """Which modes of the mouse are on, after everything that was sent."""
    return [
        mode
        for mode in MODES
        if terminal.written.rfind(f"\x1b[?{mode}h".encode()) > terminal.written.rfind(f"\x1b[?{mode}l".encode())
    ]


async def reports(terminal: Terminal, clicks: bool) -> None:
    wanted = ["1000", "1006"] if clicks else []
    await terminal.until(lambda: reporting(terminal) == wanted, f"modes {wanted}, not {reporting(terminal)}")


async def test_a_person_can_select_their_word_and_what_they_take_home(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        guest = await room.join("Participant 1")
        await guest.sees("Keep this word")
        await reports(guest, clicks=False)
        await room.lead(Kind.TOP_TEN, "collect")
        await guest.sees("Nothing written yet")
        await reports(guest, clicks=True)
        guest.press("f1")
        await guest.sees("Keys that work now")
        await reports(guest, clicks=False)
        guest.press("escape")
        await reports(guest, clicks=True)
        await room.lead(Kind.CLOSE, "close")
        await guest.sees("proposal >")
        await reports(guest, clicks=False)


async def test_a_person_who_comes_back_to_a_list_can_click_in_it(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        guest = await room.join("Participant 1")
        await room.lead(Kind.TOP_TEN, "collect")
        await guest.sees("Nothing written yet")
        guest.abort()
        again = await room.connect(room.seat().word)
        await again.sees("Nothing written yet")
        await reports(again, clicks=True)


async def test_the_stage_never_asks_for_clicks(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        stage = await room.connect("stage", key=room.facilitators_key)
        await stage.sees("room@127.0.0.1")
        await room.lead(Kind.TOP_TEN, "collect")
        await stage.sees("Activity 2")
        await room.lead(Kind.CLOSE, "close")
        await stage.sees("Thank you")
        assert b"\x1b[?1000h" not in stage.written


async def test_the_console_asks_for_clicks_where_there_is_a_list_or_a_field(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        console = await room.connect("console", key=room.facilitators_key)
        await console.sees("Nobody is here yet")
        await reports(console, clicks=True)
        console.press("J")
        await console.sees("How people join", "room@127.0.0.1")
        await reports(console, clicks=False)
        console.press("p")
        await reports(console, clicks=True)
        console.press("escape")
        await reports(console, clicks=False)
        console.press("escape")
        await reports(console, clicks=True)
        await room.lead(Kind.CLOSE, "close")
        await console.sees("Before everybody goes")
        await reports(console, clicks=False)
        console.press("c")
        await console.sees("Close the session?")
        await reports(console, clicks=True)


async def test_whoever_leaves_has_a_mouse_that_reports_nothing(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        guest = await room.join("Participant 1")
        await room.lead(Kind.TOP_TEN, "collect")
        await reports(guest, clicks=True)
        guest.press("ctrl+q")
        await guest.until(lambda: guest.closed, "the end")
        assert reporting(guest) == []


async def test_a_person_who_taps_can_still_select_after_a_drag(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        guest = await room.join("Participant 1")
        await room.lead(Kind.TOP_TEN, "collect")
        await guest.sees("F1 keys")
        y = len(guest.rows)
        x = guest.rows[-1].index("F1 keys") + 1
        guest.press(f"\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m")
        await guest.sees("Keys that work now")
        await reports(guest, clicks=True)  # or nothing that is tapped would close it
        guest.press("escape")
        await room.lead(Kind.CLOSE, "close")
        await guest.sees("proposal >")
        await reports(guest, clicks=True)
        guest.press("\x1b[<0;3;5M\x1b[<0;30;5m")
        await guest.sees("Drag again to select text.")
        await reports(guest, clicks=False)
        guest.press("down")
        await reports(guest, clicks=True)
