"""The program in a real terminal: what it leaves behind, whoever ends it, and what it says where it cannot begin."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from copworkshop.content.loader import packaged_text
from copworkshop.store.sessions import open_, open_read_only, overview
from helpers.saved_sessions import saved

if sys.platform == "win32":
    pytest.skip("This system has no pseudo-terminals.", allow_module_level=True)

import pty

from helpers.pseudo_terminal import Pseudo
from helpers.waiting import PATIENCE, until

pytestmark = pytest.mark.slow

Start = Callable[..., Pseudo]

ALTERNATE, MAIN = b"\x1b[?1049h", b"\x1b[?1049l"
CURSOR_SHOWN, CURSOR_HIDDEN = b"\x1b[?25h", b"\x1b[?25l"
MOUSE_ON, MOUSE_OFF = b"\x1b[?1000h", b"\x1b[?1000l"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "sessions"


@pytest.fixture
async def start(root: Path) -> AsyncIterator[Start]:
    """Starts copworkshop in terminals of its own, with these arguments."""
    terminals: list[Pseudo] = []

    def started(*arguments: str, size: tuple[int, int] = (80, 24)) -> Pseudo:
        command = [sys.executable, "-m", "copworkshop", "--sessions", str(root), *arguments]
        terminals.append(Pseudo(command, size=size))
        return terminals[-1]

    yield started
    for terminal in terminals:
        terminal.put_away()


async def test_a_terminal_with_256_colours_is_sent_no_others(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("COLORTERM", raising=False)
    terminal = start("run", "evening", "--no-ssh")
    await terminal.sees("Nobody yet")
    assert b"38;5;" in terminal.written
    assert b"38;2;" not in terminal.written


@pytest.mark.parametrize("able", [True, False])
async def test_headings_are_larger_where_the_terminal_says_that_it_can(start: Start, able: bool) -> None:
    terminal = start("run", "evening", "--no-ssh", size=(120, 35))
    await terminal.sees("Nobody yet")
    assert terminal.written.count(b"\x1b]66;") == 2, "asked once"
    for column in (1, 3, 5) if able else (1, 1, 1):
        terminal.press(f"\x1b[2;{column}R")
    terminal.press("pagedown")
    await terminal.sees("Phase Three")
    assert (b"\x1b]66;s=2;Community of Practice Lifecycle" in terminal.written) is able


@pytest.fixture
async def opened(start: Start) -> Pseudo:
    """The program straight in a session, at its first step."""
    terminal = start("run", "here")
    await terminal.sees("Nobody yet")
    return terminal


async def end_of(terminal: Pseudo) -> tuple[int, str]:
    """Wait until the program has ended; return its exit code and what it complained of."""
    code = await terminal.ended()
    found = re.search(rb"copworkshop: .*", terminal.written, re.DOTALL)
    return code, found[0].decode().replace("\r\n", "\n") if found else ""


def is_restored(terminal: Pseudo) -> bool:
    """Whether the alternate screen is left, the cursor shown, the mouse off, and lines are edited as before."""
    written = terminal.written
    pairs = [(MAIN, ALTERNATE), (CURSOR_SHOWN, CURSOR_HIDDEN)]
    return not reports_clicks(terminal) and all(written.rfind(off) > written.rfind(on) >= 0 for off, on in pairs)


def reports_clicks(terminal: Pseudo) -> bool:
    """Whether the terminal was told to report clicks or motion. Then nobody can select text on it."""
    return any(
        terminal.written.rfind(on) > terminal.written.rfind(off)
        for on, off in ((MOUSE_ON, MOUSE_OFF), (b"\x1b[?1002h", b"\x1b[?1002l"), (b"\x1b[?1003h", b"\x1b[?1003l"))
    )


async def test_text_can_be_selected_where_there_is_nothing_to_click(opened: Pseudo) -> None:
    assert MOUSE_ON not in opened.written, "the stage"
    opened.press("f2")
    await opened.sees("Nobody is here yet")
    await until(lambda: reports_clicks(opened), "a field of the console")
    opened.press("J")
    await opened.sees("How people join")
    await until(lambda: not reports_clicks(opened), "how to join")
    opened.press("escape")
    await until(lambda: reports_clicks(opened), "the console again")
    opened.press("ctrl+q")
    assert await end_of(opened) == (0, "")
    assert is_restored(opened)


async def test_text_that_is_pasted_without_marks_and_without_a_field_fires_no_keys(opened: Pseudo) -> None:
    opened.press("Bring the tables together\r")
    await opened.sees("open a field first")
    assert opened.process.poll() is None


async def test_ctrl_q_leaves_the_terminal_as_it_was(opened: Pseudo) -> None:
    opened.press("ctrl+q")
    assert await end_of(opened) == (0, "")
    assert is_restored(opened)
    assert opened.keys_as_before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT], ids=lambda number: number.name)
async def test_a_signal_saves_what_was_typed_and_leaves_the_terminal_as_it_was(
    opened: Pseudo, root: Path, number: signal.Signals
) -> None:
    opened.press("pagedown")
    await opened.sees("Lifecycle")
    opened.process.send_signal(number)
    opened.process.send_signal(number)  # an impatient system asks twice
    assert await end_of(opened) == (128 + number, "")
    assert is_restored(opened)
    assert open_read_only(root, "here").session.spot.kind.value == "lifecycle"


async def test_a_terminal_that_is_closed_loses_nothing(opened: Pseudo, root: Path) -> None:
    opened.press("pagedown")
    await opened.sees("Lifecycle")
    opened.hang_up()
    opened.process.send_signal(signal.SIGHUP)
    opened.process.wait(timeout=PATIENCE)
    assert open_read_only(root, "here").session.spot.kind.value == "lifecycle"
    open_(root, "here").close()


async def test_after_a_kill_one_key_takes_the_session_up_again(opened: Pseudo, start: Start, root: Path) -> None:
    opened.press("pagedown")
    await opened.sees("Lifecycle")
    opened.press("f2")
    await opened.sees("saved")
    await until(lambda: open_read_only(root, "here").session.spot.kind.value == "lifecycle", "the saved spot")
    opened.kill()
    again = start()
    await again.sees("here")
    again.press("enter")
    await again.sees("Lifecycle")
    again.press("ctrl+q")
    assert await end_of(again) == (0, "")


async def test_a_new_session_is_begun_with_n_its_name_and_enter(start: Start, root: Path) -> None:
    terminal = start()
    await terminal.sees("press n to start one")
    terminal.press("n")
    await terminal.sees("A new session")
    terminal.press("Harbour", "enter")
    await terminal.sees("Nobody yet")
    terminal.press("f2")
    await terminal.sees("Notes")
    terminal.press("ctrl+q")
    assert await end_of(terminal) == (0, "")
    assert [line.name.partition("-")[2][6:] for line in overview(root)] == ["harbour"]


@pytest.mark.parametrize("size", [(39, 24), (80, 11)])
async def test_a_terminal_that_is_too_small_is_told_how_large_it_must_be(
    start: Start, root: Path, size: tuple[int, int]
) -> None:
    terminal = start(size=size)
    code, complaint = await end_of(terminal)
    assert code == 1
    assert complaint == (
        f"copworkshop: This terminal is {size[0]}×{size[1]}; at least 40×12 is needed, 80×24 is good. "
        "Enlarge the window or make its letters smaller, then start again.\n"
    )
    assert ALTERNATE not in terminal.written
    assert not root.exists()  # noqa: ASYNC240


async def test_a_terminal_that_becomes_too_small_asks_for_more_and_then_goes_on(opened: Pseudo) -> None:
    opened.resize(30, 8)
    await opened.sees("Enlarge the terminal")
    opened.resize(80, 24)
    await opened.sees("Nobody yet")
    opened.press("ctrl+q")
    assert await end_of(opened) == (0, "")


async def test_a_terminal_is_as_large_as_it_is_whatever_the_shell_exports(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LINES", "24")
    terminal = start("run", "here", "--no-ssh", size=(40, 12))
    await terminal.sees("Nobody yet")
    terminal.resize(30, 8)
    await terminal.sees("Enlarge the terminal")


async def test_a_second_process_is_told_who_has_the_session_and_how_to_read_it(opened: Pseudo, start: Start) -> None:
    second = start("run", "here")
    code, complaint = await end_of(second)
    assert code == 1
    assert is_restored(second)
    assert complaint.count("\n") == 1
    assert f"process {opened.process.pid}" in complaint
    assert "copworkshop report here" in complaint


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ("= broken", "my.toml, line 1"),
        (packaged_text("session4").replace("minutes = 20", "munites = 20", 1), "munites"),
    ],
    ids=["broken TOML", "a wrong field"],
)
async def test_a_plan_with_a_fault_begins_no_session(
    tmp_path: Path, start: Start, root: Path, plan: str, said: str
) -> None:
    (tmp_path / "my.toml").write_text(plan, encoding="utf-8")
    terminal = start("run", "new", "--plan", str(tmp_path / "my.toml"))
    code, complaint = await end_of(terminal)
    assert code == 1
    assert is_restored(terminal)
    assert (complaint.count("\n"), "Traceback" in complaint) == (1, False)
    assert said in complaint
    assert not (root / "new").exists()


@pytest.mark.parametrize("name", ["../else", "a/b", ".."])
async def test_a_session_name_that_leads_elsewhere_is_refused(start: Start, name: str) -> None:
    terminal = start("run", name)
    code, complaint = await end_of(terminal)
    assert (code, complaint.count("\n")) == (1, 1)
    assert "Use letters, digits and dashes" in complaint


async def test_a_session_of_a_newer_version_is_left_as_it_is(start: Start, root: Path) -> None:
    saved(root, "here")
    file = root / "here" / "session.toml"
    newer = file.read_bytes().replace(b"schema = 4", b"schema = 99")
    file.write_bytes(newer)
    terminal = start("run", "here")
    code, complaint = await end_of(terminal)
    assert (code, complaint.count("\n")) == (1, 1)
    assert "Install a newer copworkshop" in complaint
    assert file.read_bytes() == newer


def test_screens_that_would_go_to_a_file_are_not_begun(root: Path) -> None:
    ours, theirs = pty.openpty()
    try:
        told = subprocess.run(
            [sys.executable, "-m", "copworkshop", "--sessions", str(root)],
            stdin=theirs,
            stdout=theirs,
            stderr=subprocess.PIPE,
            timeout=PATIENCE,
            check=False,
        )
    finally:
        os.close(theirs)
        os.close(ours)
    assert told.returncode == 1
    assert told.stderr.startswith(b"copworkshop: The screens need a terminal")


async def test_a_folder_that_was_renamed_shortly_before_the_end_is_told_on_the_terminal(
    start: Start, root: Path
) -> None:
    terminal = start("run", "evening", "--no-ssh")
    await terminal.sees("Nobody yet")
    (root / "evening").rename(root / "renamed")
    terminal.press("pagedown", "ctrl+q")
    code, said = await end_of(terminal)
    assert code == 0
    assert f"renamed to {root / 'renamed'}" in said
    assert "choose evening there" in said
    assert open_read_only(root, "evening").session.spot != open_read_only(root, "renamed").session.spot
