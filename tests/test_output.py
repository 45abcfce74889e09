"""What the commands print: nothing that a terminal acts on, in every encoding, and a sentence where none can be."""

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from copworkshop.cli import run
from helpers.sampling import some_of
from helpers.saved_sessions import saved

ESCAPES = "\x1b]0;PWNED\x07\x9b31m\u202e"
HERE = [sys.executable, "-m", "copworkshop"]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows allows no such names")


@pytest.fixture
def made() -> Path:
    """A folder of sessions with one session in it."""
    root = Path("sessions")
    saved(root, "here")
    return root


def printed(arguments: Sequence[str], environment: Mapping[str, str]) -> tuple[int, bytes]:
    """Run a command in a terminal of its own; return its exit code and what the terminal got."""
    leader, follower = pty.openpty()
    with subprocess.Popen(
        arguments, stdin=follower, stdout=follower, stderr=follower, env={**os.environ, **environment}
    ) as process:
        os.close(follower)
        got = b""
        try:
            while data := os.read(leader, 65536):
                got += data
        except OSError:  # Linux says so at the end
            pass
        os.close(leader)
        code = process.wait()
    return code, got


COMMANDS = [
    ["sessions"],
    ["check", "sessions/here"],
    ["report", f"x{ESCAPES}"],
    ["report", "sessions/here"],
    ["report", "here", "--format", ESCAPES],
    ["report", "here", "--to", f"nowhere/{ESCAPES}.md"],
    ["report", "here", "--to", f"x.{ESCAPES}"],
    ["merge", "here", ESCAPES],
    ["check", f"{ESCAPES}.toml"],
    ["count", f"{ESCAPES}.csv"],
    ["sessions", "--sessions", f"nowhere{ESCAPES}"],
    ["host", "x", "--bind", ESCAPES],
    ["host", "x", "--address", ESCAPES],
    ["join", ESCAPES],
    [ESCAPES],
    ["report", "here", f"--{ESCAPES}"],
    ["count", "x.csv", "--depth", ESCAPES],
    ["run", "x", "--plan", f"{ESCAPES}.toml"],
]

ALL_OF_THEM = (
    "import json, sys; from copworkshop.cli import run; print([run(each) for each in json.loads(sys.argv[1])])"
)


@pytest.mark.slow
@pytest.mark.parametrize("encoding", some_of(["utf-8", "ascii:strict", "latin-1:strict"], 2))
def test_no_name_and_no_option_reaches_the_terminal_as_a_command_to_it(made: Path, encoding: str) -> None:
    bad = made / "here" / "seats" / f"01-{ESCAPES}\udcff.toml"
    bad.parent.mkdir(exist_ok=True)
    bad.write_text("x")
    saved(made, "other")
    (made / "other").rename(made / f"esc{ESCAPES}\udcff")
    command = [sys.executable, "-c", ALL_OF_THEM, json.dumps(COMMANDS)]
    code, got = printed(command, {"PYTHONIOENCODING": encoding, "TERM": "dumb"})
    assert code == 0, got.decode(errors="replace")
    assert b"Traceback" not in got
    assert b"copworkshop itself" not in got
    assert b"PWNED" in got
    assert b"\x1b" not in got
    assert b"\x07" not in got
    if encoding == "utf-8":
        assert "\x9b" not in got.decode()
        assert "\u202e" not in got.decode()
    else:
        assert b"\x9b" not in got


NOT_ASCII = [
    ["report", "nowhere"],
    ["check", "sessions/here"],
    ["sessions"],
    ["report", "here", "--format", "x"],
    ["host", "x", "--bind", "192.0.2.1"],
    ["report", "example"],
    ["doctor", "--no-ssh"],
]


@pytest.mark.slow
@pytest.mark.parametrize("encoding", some_of(["ascii", "latin-1", "cp437"], 1))
def test_a_terminal_that_is_not_set_to_utf_8_gets_plain_quotes_and_hyphens(made: Path, encoding: str) -> None:
    seat = made / "here" / "seats" / "01-maple.toml"
    seat.parent.mkdir(exist_ok=True)
    seat.write_text('schema = 4\nrevision = 1\nnumber = "one – two …"\n')
    command = [sys.executable, "-c", ALL_OF_THEM, json.dumps(NOT_ASCII)]
    _, got = printed(command, {"PYTHONIOENCODING": encoding, "TERM": "xterm"})
    shown = got.decode(encoding)
    assert 'There is no session "nowhere" in' in shown
    assert re.findall(r"\\[ux][0-9a-f]{2}", shown) == []
    assert b"\xe2\x80" not in got


@pytest.mark.slow
def test_doctor_prints_no_code_that_nobody_can_scan() -> None:
    environment = {"TERM": "xterm", "COLUMNS": "100", "NO_COLOR": "1"}
    _, plain = printed([*HERE, "doctor", "--port", "31278"], environment | {"PYTHONIOENCODING": "ascii"})
    assert b"What people type" in plain
    assert b"###" not in plain
    _, shown = printed([*HERE, "doctor", "--port", "31278"], environment | {"PYTHONIOENCODING": "utf-8"})
    assert "▀" in shown.decode()


PRINTING = pytest.mark.parametrize(
    "arguments",
    some_of([
        ["--help"], ["--version"], ["report", "--help"], ["sessions"], ["report", "here"], ["check", "sessions/here"],
        ["merge", "here", "example"], ["count", "ballots.csv"], ["doctor", "--no-ssh"], ["passphrase", "here"],
        ["rehearse", "--alone", "--people", "1"], ["host", "another", "--port", "0"],
    ], 4),
)  # fmt: skip


@pytest.mark.slow
@PRINTING
def test_a_closed_standard_output_is_told_of(made: Path, arguments: Sequence[str]) -> None:
    Path("ballots.csv").write_text("Pilot,Blog\n", encoding="utf-8")
    done = subprocess.run(
        ["sh", "-c", 'exec "$@" >&-', "sh", *HERE, *arguments],
        input=b"heron lantern quartz\n",
        stderr=subprocess.PIPE,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.decode() == (
        "copworkshop: There is nowhere to write to: the standard output is closed. Start it without >&-\n"
    )


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
@PRINTING
def test_output_that_cannot_be_written_is_told_of(made: Path, arguments: Sequence[str]) -> None:
    Path("ballots.csv").write_text("Pilot,Blog\n", encoding="utf-8")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*HERE, *arguments], input=b"heron lantern quartz\n", stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 1
    assert done.stderr.decode().splitlines()[-1] == (
        "copworkshop: The output could not be written: the disk is full. Send it somewhere else."
    )


def test_a_passphrase_is_not_set_where_nothing_can_say_so(made: Path) -> None:
    subprocess.run(
        ["sh", "-c", 'exec "$@" >&-', "sh", *HERE, "passphrase", "here"],
        input=b"heron lantern quartz\n",
        stderr=subprocess.DEVNULL,
        check=False,
    )
    assert [path.name for path in made.rglob("*passphrase*")] == []


def test_with_all_three_closed_nothing_is_said_and_the_exit_code_tells(made: Path) -> None:
    done = subprocess.run(["sh", "-c", 'exec "$@" >&- 2>&- <&-', "sh", *HERE, "sessions"], check=False)
    assert done.returncode == 1


@pytest.mark.parametrize("arguments", some_of([["report", "here"], ["--help"], ["sessions"]], 1))
def test_a_reader_that_has_enough_ends_the_command_quietly(made: Path, arguments: Sequence[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([*HERE, *arguments], stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("name", ["report.doc", "report.txt"])
def test_an_ending_that_no_format_has_is_refused(
    made: Path, name: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(["report", "here", "--to", name]) == 2
    said = capfdbinary.readouterr().err.decode()
    assert f"the ending {Path(name).suffix}: " in said
    assert ".md, .html, .csv, .json, .xlsx, .docx, .svg, .png" in said
    assert not Path(name).exists()
    assert run(["report", "here", "--to", name, "--format", "md"]) == 0


def test_a_name_without_an_ending_is_written_as_markdown(made: Path) -> None:
    assert run(["report", "here", "--to", "report"]) == 0
    assert Path("report").read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize(
    ("name", "calls"), [("dumb", "it calls itself dumb"), ("", "it does not say what it is")], ids=["dumb", "none"]
)
def test_a_terminal_that_shows_no_screens_is_refused_one(name: str, calls: str) -> None:
    code, got = printed([*HERE, "run", "x", "--port", "0"], {"TERM": name})
    assert code == 1
    assert b"\x1b" not in got
    assert f"This terminal cannot show screens: {calls}." in " ".join(got.decode().split())
    assert not Path("sessions").exists()


@pytest.mark.parametrize("arguments", [["report"], ["merge", "here"], ["check"], ["passphrase"], ["host"]])
@pytest.mark.parametrize("folder", ["", "sessions/"], ids=["name", "path"])
def test_a_folder_whose_name_is_not_utf_8_is_to_be_renamed(
    made: Path, capfdbinary: pytest.CaptureFixture[bytes], arguments: Sequence[str], folder: str
) -> None:
    (made / "here").rename(made / "caf\udce9")
    saved(made, "here")
    code = run([*arguments, f"{folder}caf\udce9"])
    out, complaint = capfdbinary.readouterr()
    assert code == 1
    assert "not UTF-8 text. Rename the folder." in (out + complaint).decode()
    assert "invisible" not in (out + complaint).decode()
