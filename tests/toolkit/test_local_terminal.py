"""What the facilitator's own terminal is sent."""

import errno
import io
import os
import pty
import re
import subprocess
import sys
from contextlib import suppress
from threading import Thread

import pytest
from rich.color import ColorSystem
from textual.app import App, ComposeResult
from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread
from textual.widgets import OptionList

from copworkshop.toolkit.colours import Colours
from copworkshop.toolkit.local_terminal import SafeFile, in_colours, take_over
from copworkshop.toolkit.theme import THEMES, register
from helpers.screens import drawn

TRUE = "\x1b[1;38;2;140;200;255;48;2;16;20;24mtitle\x1b[0m"


def test_a_terminal_with_true_colour_is_sent_it() -> None:
    assert in_colours(TRUE, Colours.TRUE) == TRUE


@pytest.mark.parametrize(
    ("colours", "wanted"),
    [(Colours.EIGHT_BIT, ";38;5;"), (Colours.STANDARD, "\x1b[1;"), (Colours.NONE, "\x1b[1mtitle")],
)
def test_a_poorer_one_is_sent_what_it_can_show(colours: Colours, wanted: str) -> None:
    sent = in_colours(TRUE, colours)

    assert wanted in sent
    assert "38;2" not in sent
    assert sent.endswith("title\x1b[0m")


def test_all_off_stays_all_off() -> None:
    assert in_colours("\x1b[m", Colours.NONE) == "\x1b[m"


def test_what_is_no_colour_passes() -> None:
    assert in_colours("\x1b[?1049h\x1b[2;3Hx", Colours.STANDARD) == "\x1b[?1049h\x1b[2;3Hx"


class Closed(io.StringIO):
    """A terminal whose window was closed."""

    def write(self, text: str) -> int:
        raise OSError(errno.EIO, "Input/output error")

    def flush(self) -> None:
        raise OSError(errno.EIO, "Input/output error")


def test_a_terminal_that_is_gone_keeps_nobody_waiting_however_much_is_written() -> None:
    writer = WriterThread(SafeFile(Closed()))  # type: ignore[arg-type]
    writer.start()

    def write() -> None:
        for _ in range(10 * MAX_QUEUED_WRITES):
            writer.write("x")
        writer.stop()

    writing = Thread(target=write, daemon=True)
    writing.start()
    writing.join(10)
    assert not writing.is_alive()


class Choosing(App[None]):
    """A list with its cursor on the second entry, on the terminal that the tests were started in."""

    def compose(self) -> ComposeResult:
        yield OptionList("first", "second")

    def on_mount(self) -> None:
        self.query_one(OptionList).highlighted = 1


async def test_the_facilitators_terminal_may_go_away() -> None:
    app = Choosing()
    take_over(app)
    assert isinstance(app.driver_class(app)._file, SafeFile)  # type: ignore[attr-defined]


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_with_no_color_no_colour_is_sent_and_the_cursor_is_the_reverse_of_the_rest(
    theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = Choosing()
    register(app)
    colours = take_over(app)
    app.theme = theme
    async with app.run_test(size=(30, 6)) as pilot:
        await pilot.pause()
        segments = [segment for strip in drawn(app.screen) for segment in strip if segment.style]
    sent = {
        text.strip(): in_colours(style.render(text, color_system=ColorSystem.TRUECOLOR), colours)
        for text, style, _ in segments
        if style is not None
    }
    codes = {text: set(";".join(re.findall(r"\x1b\[([0-9;]*)m", data)).split(";")) for text, data in sent.items()}

    assert set.union(*codes.values()) <= {"", "0", "1", "4", "7", "39", "49"}
    assert ("7" in codes["second"]) is not ("7" in codes["first"])


def on_a_terminal(run: str, **environment: str) -> tuple[bytes, int]:
    """Run Python on a pseudo-terminal whose mode does not say UTF-8, and type é as one byte; return what it sent."""
    usual = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", run], stdin=theirs, stdout=theirs, stderr=theirs, env={**usual, **environment}
    ) as process:
        os.close(theirs)
        sent = b""
        with suppress(OSError):  # the end of a pseudo-terminal is an error on Linux
            while piece := os.read(ours, 65536):
                sent += piece
                if b"ready" in piece:
                    os.write(ours, b"\xe9")
        os.close(ours)
    return sent, process.returncode


ECHO = """
from textual.widgets import Input
from copworkshop.toolkit.app import BaseApp
from copworkshop.toolkit.install import install
from copworkshop.toolkit.local_terminal import take_over

class Echo(BaseApp):
    def compose(self):
        yield Input("ready ██ …")
    def on_input_changed(self, event):
        if "é" in event.value:
            self.exit()

install()
app = Echo()
take_over(app)
app.run()
raise SystemExit(app.return_code)
"""


@pytest.mark.parametrize("environment", [{"PYTHONIOENCODING": "latin-1"}, {"PYTHONIOENCODING": "iso8859-15"}])
def test_a_terminal_of_eight_bits_is_drawn_and_read_in_its_character_set(environment: dict[str, str]) -> None:
    sent, status = on_a_terminal(ECHO, **environment, TERM="xterm")
    assert status == 0
    assert b"ready ## ." in sent
    assert b"\\u2588" not in sent


@pytest.mark.slow
@pytest.mark.parametrize(
    ("environment", "charset"),
    [
        ({"LANG": "C"}, "ascii"),
        ({}, "ascii"),
        ({"LANG": "C.UTF-8"}, "utf-8"),
        ({"LC_ALL": "C.UTF-8"}, "utf-8"),
        ({"PYTHONUTF8": "1"}, "utf-8"),
        ({"PYTHONIOENCODING": "latin-1"}, "iso8859-1"),
        ({"LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, "ascii"),
    ],
)
def test_the_character_set_of_the_own_terminal_is_known(environment: dict[str, str], charset: str) -> None:
    run = "from copworkshop.toolkit.local_terminal import own_charset; print(own_charset())"
    sent, _ = on_a_terminal(run, **environment)
    assert sent.decode().strip() == charset
