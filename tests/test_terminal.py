"""The program in a real terminal: what it leaves behind, whoever ends it, and what it says where it cannot begin."""

import os
import re
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from copworkshop.content.loader import packaged_text
from copworkshop.store.sessions import create, open_, open_read_only, overview

if sys.platform == "win32":
    pytest.skip("This system has no pseudo-terminals.", allow_module_level=True)

import fcntl
import pty
import termios

PATIENCE = 60.0
"""Seconds after which what was waited for will not come."""

ALTERNATE, MAIN = b"\x1b[?1049h", b"\x1b[?1049l"
CURSOR_SHOWN, CURSOR_HIDDEN = b"\x1b[?25h", b"\x1b[?25l"
MOUSE_ON, MOUSE_OFF = b"\x1b[?1000h", b"\x1b[?1000l"
PAGE_DOWN, F2, CTRL_Q, ENTER, ESCAPE = b"\x1b[6~", b"\x1bOQ", b"\x11", b"\r", b"\x1b"


class Terminal:
    """A pseudo-terminal with copworkshop in it."""

    def __init__(self, *arguments: str, size: tuple[int, int] = (80, 24)) -> None:
        self.ours, theirs = pty.openpty()
        self.resize(*size)
        mode = termios.tcgetattr(theirs)
        mode[0] |= 0o40000  # IUTF8, as the terminals of today have it
        termios.tcsetattr(theirs, termios.TCSANOW, mode)
        self.before = termios.tcgetattr(self.ours)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "copworkshop", *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        self.written = b""

    def resize(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self.ours, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def press(self, *keys: bytes) -> None:
        for key in keys:
            os.write(self.ours, key)

    def sees(self, text: str) -> None:
        """Wait until a text has been written since the last time something was waited for."""
        end = time.monotonic() + PATIENCE
        mark = len(self.written)
        while text.encode() not in self.written[mark:]:
            assert time.monotonic() < end, f"“{text}” did not come; there came {self.written[mark:][-2000:]!r}"
            assert self.read(0.1) or self.process.poll() is None, f"it ended before “{text}”: {self.written[-500:]!r}"

    def until(self, condition: Callable[[], bool], what: str) -> None:
        """Read on until something is so."""
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, f"{what}: it did not come to be"
            assert self.read(0.1) or self.process.poll() is None, f"it ended before {what}"

    def end(self) -> tuple[int, str]:
        """Wait until the process has ended; return its exit code and what it complained of."""
        end = time.monotonic() + PATIENCE
        while self.read(0.05) or self.process.poll() is None:
            assert time.monotonic() < end, f"it did not end: {self.written[-500:]!r}"
        found = re.search(rb"copworkshop: .*", self.written, re.DOTALL)
        return self.process.returncode, found[0].decode().replace("\r\n", "\n") if found else ""

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.hang_up()

    def hang_up(self) -> None:
        if self.ours >= 0:
            os.close(self.ours)
            self.ours = -1

    def read(self, seconds: float) -> bool:
        if self.ours < 0 or not select.select([self.ours], [], [], seconds)[0]:
            return False
        try:
            found = os.read(self.ours, 1 << 16)
        except OSError:  # what Linux says once nobody has the other end
            return False
        self.written += found
        return bool(found)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "sessions"


def test_a_terminal_with_256_colours_is_sent_no_others(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("COLORTERM", raising=False)
    terminal = Terminal("--sessions", str(root), "run", "evening", "--no-ssh")
    try:
        terminal.sees("Nobody yet")
        assert b"38;5;" in terminal.written
        assert b"38;2;" not in terminal.written
    finally:
        terminal.close()


@pytest.mark.parametrize("able", [True, False])
def test_headings_are_larger_where_the_terminal_says_that_it_can(root: Path, able: bool) -> None:
    terminal = Terminal("--sessions", str(root), "run", "evening", "--no-ssh", size=(120, 35))
    try:
        terminal.sees("Nobody yet")
        assert terminal.written.count(b"\x1b]66;") == 2, "asked once"
        for column in (1, 3, 5) if able else (1, 1, 1):
            terminal.press(f"\x1b[2;{column}R".encode())
        terminal.press(PAGE_DOWN)
        terminal.sees("Phase Three")
        assert (b"\x1b]66;s=2;Community of Practice Lifecycle" in terminal.written) is able
    finally:
        terminal.close()


@pytest.fixture
def opened(root: Path) -> Iterator[Terminal]:
    """The program straight in a session, at its first step."""
    terminal = Terminal("--sessions", str(root), "run", "here")
    try:
        terminal.sees("Nobody yet")
        yield terminal
    finally:
        terminal.close()


def is_restored(terminal: Terminal) -> bool:
    """Whether the alternate screen is left, the cursor shown, the mouse off, and lines are edited as before."""
    written = terminal.written
    pairs = [(MAIN, ALTERNATE), (CURSOR_SHOWN, CURSOR_HIDDEN)]
    return not reports_clicks(terminal) and all(written.rfind(off) > written.rfind(on) >= 0 for off, on in pairs)


def reports_clicks(terminal: Terminal) -> bool:
    """Whether the terminal was told to report clicks or motion. Then nobody can select text on it."""
    return any(
        terminal.written.rfind(on) > terminal.written.rfind(off)
        for on, off in ((MOUSE_ON, MOUSE_OFF), (b"\x1b[?1002h", b"\x1b[?1002l"), (b"\x1b[?1003h", b"\x1b[?1003l"))
    )


def test_text_can_be_selected_where_there_is_nothing_to_click(opened: Terminal) -> None:
    assert MOUSE_ON not in opened.written, "the stage"
    opened.press(F2)
    opened.sees("Nobody is here yet")
    opened.until(lambda: reports_clicks(opened), "a field of the console")
    opened.press(b"J")
    opened.sees("How people join")
    opened.until(lambda: not reports_clicks(opened), "how to join")
    opened.press(ESCAPE)
    opened.until(lambda: reports_clicks(opened), "the console again")
    opened.press(CTRL_Q)
    assert opened.end() == (0, "")
    assert is_restored(opened)


def test_text_that_is_pasted_without_marks_and_without_a_field_fires_no_keys(opened: Terminal) -> None:
    opened.press(b"Bring the tables together\r")
    opened.sees("open a field first")
    assert opened.process.poll() is None


def test_ctrl_q_leaves_the_terminal_as_it_was(opened: Terminal) -> None:
    opened.press(CTRL_Q)
    assert opened.end() == (0, "")
    assert is_restored(opened)
    assert termios.tcgetattr(opened.ours) == opened.before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT], ids=lambda number: number.name)
def test_a_signal_saves_what_was_typed_and_leaves_the_terminal_as_it_was(
    opened: Terminal, root: Path, number: signal.Signals
) -> None:
    opened.press(PAGE_DOWN)
    opened.sees("Lifecycle")
    opened.process.send_signal(number)
    opened.process.send_signal(number)  # an impatient system asks twice
    assert opened.end() == (128 + number, "")
    assert is_restored(opened)
    assert open_read_only(root, "here").session.spot.kind.value == "lifecycle"


def test_a_terminal_that_is_closed_loses_nothing(opened: Terminal, root: Path) -> None:
    opened.press(PAGE_DOWN)
    opened.sees("Lifecycle")
    opened.hang_up()
    opened.process.send_signal(signal.SIGHUP)
    opened.process.wait(timeout=PATIENCE)
    assert open_read_only(root, "here").session.spot.kind.value == "lifecycle"
    open_(root, "here").close()


def test_after_a_kill_one_key_takes_the_session_up_again(opened: Terminal, root: Path) -> None:
    opened.press(PAGE_DOWN)
    opened.sees("Lifecycle")
    opened.press(F2)
    opened.sees("saved")
    while open_read_only(root, "here").session.spot.kind.value != "lifecycle":
        opened.read(0.01)
    opened.process.kill()
    opened.end()
    again = Terminal("--sessions", str(root))
    try:
        again.sees("here")
        again.press(ENTER)
        again.sees("Lifecycle")
        again.press(CTRL_Q)
        assert again.end() == (0, "")
    finally:
        again.close()


def test_a_new_session_is_begun_with_n_its_name_and_enter(root: Path) -> None:
    terminal = Terminal("--sessions", str(root))
    try:
        terminal.sees("press n to start one")
        terminal.press(b"n")
        terminal.sees("A new session")
        terminal.press(b"Harbour", ENTER)
        terminal.sees("Nobody yet")
        terminal.press(F2)
        terminal.sees("Notes")
        terminal.press(CTRL_Q)
        assert terminal.end() == (0, "")
    finally:
        terminal.close()
    assert [line.name.partition("-")[2][6:] for line in overview(root)] == ["harbour"]


@pytest.mark.parametrize("size", [(39, 24), (80, 11)])
def test_a_terminal_that_is_too_small_is_told_how_large_it_must_be(root: Path, size: tuple[int, int]) -> None:
    terminal = Terminal("--sessions", str(root), size=size)
    try:
        code, complaint = terminal.end()
    finally:
        terminal.close()
    assert code == 1
    assert complaint == (
        f"copworkshop: This terminal is {size[0]}×{size[1]}; at least 40×12 is needed, 80×24 is good. "
        "Enlarge the window or make its letters smaller, then start again.\n"
    )
    assert ALTERNATE not in terminal.written
    assert not root.exists()


def test_a_terminal_that_becomes_too_small_asks_for_more_and_then_goes_on(opened: Terminal) -> None:
    opened.resize(30, 8)
    opened.process.send_signal(signal.SIGWINCH)
    opened.sees("Enlarge the terminal")
    opened.resize(80, 24)
    opened.process.send_signal(signal.SIGWINCH)
    opened.sees("Nobody yet")
    opened.press(CTRL_Q)
    assert opened.end() == (0, "")


def test_a_terminal_is_as_large_as_it_is_whatever_the_shell_exports(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LINES", "24")
    terminal = Terminal("--sessions", str(root), "run", "here", "--no-ssh", size=(40, 12))
    try:
        terminal.sees("Nobody yet")
        terminal.resize(30, 8)
        terminal.process.send_signal(signal.SIGWINCH)
        terminal.sees("Enlarge the terminal")
    finally:
        terminal.close()


def test_a_second_process_is_told_who_has_the_session_and_how_to_read_it(opened: Terminal, root: Path) -> None:
    second = Terminal("--sessions", str(root), "run", "here")
    try:
        code, complaint = second.end()
    finally:
        second.close()
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
def test_a_plan_with_a_fault_begins_no_session(tmp_path: Path, root: Path, plan: str, said: str) -> None:
    (tmp_path / "my.toml").write_text(plan, encoding="utf-8")
    terminal = Terminal("--sessions", str(root), "run", "new", "--plan", str(tmp_path / "my.toml"))
    try:
        code, complaint = terminal.end()
    finally:
        terminal.close()
    assert code == 1
    assert is_restored(terminal)
    assert (complaint.count("\n"), "Traceback" in complaint) == (1, False)
    assert said in complaint
    assert not (root / "new").exists()


@pytest.mark.parametrize("name", ["../else", "a/b", ".."])
def test_a_session_name_that_leads_elsewhere_is_refused(root: Path, name: str) -> None:
    terminal = Terminal("--sessions", str(root), "run", name)
    try:
        code, complaint = terminal.end()
    finally:
        terminal.close()
    assert (code, complaint.count("\n")) == (1, 1)
    assert "Use letters, digits and dashes" in complaint


def test_a_session_of_a_newer_version_is_left_as_it_is(root: Path) -> None:
    create(root, "here", packaged_text("session4"), now=datetime.now(UTC)).close()
    file = root / "here" / "session.toml"
    newer = file.read_bytes().replace(b"schema = 4", b"schema = 99")
    file.write_bytes(newer)
    terminal = Terminal("--sessions", str(root), "run", "here")
    try:
        code, complaint = terminal.end()
    finally:
        terminal.close()
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


def test_a_folder_that_was_renamed_shortly_before_the_end_is_told_on_the_terminal(root: Path) -> None:
    terminal = Terminal("--sessions", str(root), "run", "evening", "--no-ssh")
    try:
        terminal.sees("Nobody yet")
        (root / "evening").rename(root / "renamed")
        terminal.press(PAGE_DOWN, CTRL_Q)
        code, said = terminal.end()
        assert code == 0
        assert f"renamed to {root / 'renamed'}" in said
        assert "choose evening there" in said
        assert open_read_only(root, "evening").session.spot != open_read_only(root, "renamed").session.spot
    finally:
        terminal.close()
