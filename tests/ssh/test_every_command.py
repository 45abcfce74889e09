"""Every command with a folder of sessions whose name needs quotes, and every command that a sentence then names."""

import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from copworkshop.store.sessions import overview
from helpers.pseudo_terminal import Pseudo
from helpers.sampling import some_of
from helpers.saved_sessions import saved
from helpers.waiting import until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("ssh") is None, reason="There is no ssh on this laptop. Install OpenSSH's client."),
]

FOLDER = "my sessions (50%)"
TITLE = "The people's “50%” Größe"
OLD = "it's 50% old"
"""A folder's name as earlier versions made it."""

OURS = (sys.executable, "-m", "copworkshop")


class Laptop:
    """Somebody's computer, with a folder of sessions in the folder where they stand."""

    def __init__(self, here: Path, folder: str = FOLDER) -> None:
        self.here = here
        self.sessions = here / folder
        self.used: set[str] = set()
        """The commands that were run."""
        self._terminals: list[Pseudo] = []
        self._elsewhere = here / "elsewhere"
        self._elsewhere.mkdir(exist_ok=True)

    def run(self, *words: str, typed: str = "") -> "subprocess.CompletedProcess[str]":
        """Run a command without a terminal, in the folder where the sessions are."""
        self.used.add(words[0])
        given = [] if words[0] in {"join", "count", "check"} else ["--sessions", self.sessions.name]
        return self._run([*words, *given], self.here, typed)

    def paste(self, said: str, verb: str, typed: str = "") -> "subprocess.CompletedProcess[str]":
        """Run the command of this verb that a text names, in another folder."""
        return self._run(hint(said, verb)[1:], self._elsewhere, typed)

    def terminal(self, *words: str) -> Pseudo:
        """Run a command in a terminal."""
        self.used.add(words[0])
        return self._terminal([*words, "--sessions", str(self.sessions)])

    def paste_in_terminal(self, said: str, verb: str) -> Pseudo:
        """Run the command of this verb that a text names, in a terminal."""
        return self._terminal(hint(said, verb)[1:])

    def put_away(self) -> None:
        for terminal in self._terminals:
            terminal.put_away()

    def _run(self, words: list[str], here: Path, typed: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*OURS, *words], cwd=here, input=typed, capture_output=True, text=True, encoding="utf-8", check=False
        )

    def _terminal(self, words: list[str]) -> Pseudo:
        self._terminals.append(Pseudo([*OURS, *words], size=(100, 30)))
        return self._terminals[-1]


def hint(said: str, verb: str) -> list[str]:
    """Return the words of the command that a text names, as a shell takes them. Its path is the last word."""
    found = re.search(rf"copworkshop {verb}.*?'[^']*\(50%\)[^']*'", " ".join(said.split()))
    assert found is not None, said
    return shlex.split(found[0])


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    return Laptop(tmp_path)


def _start(laptop: Laptop, words: list[str], log: Path) -> "subprocess.Popen[bytes]":
    with log.open("wb") as said:
        return subprocess.Popen([*OURS, *words], cwd=laptop.here, stdout=said, stderr=said)


@asynccontextmanager
async def hosting(laptop: Laptop, name: str) -> AsyncIterator[Path]:
    """Host a session; yield the file with what the command has said."""
    laptop.used.add("host")
    log = laptop.here / "said"
    door = ["--port", "0", "--bind", "127.0.0.1", "--expect", "1"]
    process = _start(laptop, ["host", name, "--sessions", laptop.sessions.name, *door], log)
    try:
        await until(lambda: "open on port" in log.read_text(encoding="utf-8"), lambda: log.read_text(encoding="utf-8"))
        yield log
        process.send_signal(signal.SIGTERM)
        assert process.wait() == 0
    finally:
        process.kill()
        process.wait()


async def test_every_command_works_and_names_commands_that_work(laptop: Laptop) -> None:
    try:
        async with hosting(laptop, TITLE) as log:
            name = overview(laptop.sessions)[0].name
            said = log.read_text(encoding="utf-8")
            assert "The passphrase is set" in laptop.paste(said, "passphrase", "correct horse\n").stdout
            assert "The passphrase is set" in laptop.run("passphrase", TITLE, typed="correct horse\n").stdout
            second = laptop.terminal("run", TITLE)
            await second.ended()
            assert TITLE in laptop.paste(second.written.decode(), "report").stdout
            stage, console = laptop.terminal("stage"), laptop.terminal("console")
            await stage.sees(TITLE)
            await console.sees("PgDn")
        over = laptop.run("console")
        assert over.returncode == 1
        begun = laptop.paste_in_terminal(over.stderr, "run")
        await begun.sees("Nobody yet")
        begun.press("ctrl+q")
        assert await begun.ended() == 0
        await _resumed(laptop, TITLE)
        saved(laptop.sessions, OLD)
        await _resumed(laptop, OLD)
        assert len(overview(laptop.sessions)) == 3
        _without_a_terminal(laptop, name)
        await _beginning(laptop)
    finally:
        laptop.put_away()
    assert laptop.used == _all_commands(laptop) - {"completion"}  # it has a test of its own


async def _resumed(laptop: Laptop, name: str) -> None:
    terminal = laptop.terminal("run", name, "--no-ssh")
    await terminal.sees("Nobody yet")
    terminal.press("ctrl+q")
    assert await terminal.ended() == 0


def _without_a_terminal(laptop: Laptop, name: str) -> None:
    assert laptop.run("sessions").stdout.count("saved") == 3
    nowhere = laptop.run("report", "nowhere")
    assert OLD in laptop.paste(nowhere.stderr, "sessions").stdout
    for session in (TITLE, name, f"{FOLDER}/{name}"):
        assert TITLE in laptop.run("report", session).stdout
    assert "2 rooms" in laptop.run("merge", TITLE, OLD).stdout
    assert "The paper kit is in" in laptop.run("paper", TITLE).stdout
    ballots = laptop.sessions / "ballots (50%).csv"
    ballots.write_text("meet,share\n")
    assert "meet" in laptop.run("count", str(ballots)).stdout
    assert laptop.run("check", f"{FOLDER}/{OLD}").returncode == 0
    assert laptop.run("join", "no host").returncode == 2
    (laptop.sessions / OLD / "session.toml").write_text("torn")
    # In the old folder's name is a quote, too. A shell takes it.
    with socket.create_server(("", 0)) as taken:
        port, plan = str(taken.getsockname()[1]), str(_a_wrong_plan(laptop))
        said = laptop.run("doctor", "--port", port, "--plan", plan).stdout
    commands = re.findall(r"^.*?(copworkshop (?:console|check|run|passphrase|doctor) .*)$", said, re.MULTILINE)
    assert {shlex.split(line)[1] for line in commands} >= {"console", "check", "run", "passphrase"}
    for line in commands:
        verb, *words = shlex.split(line)[1:]
        if verb == "check":
            assert laptop.run(verb, *words).returncode == 1
        else:
            assert words[-2:] == ["--sessions", str(laptop.sessions)]
    assert laptop.run("erase", OLD, "--yes").returncode == 0
    assert not (laptop.sessions / OLD).exists()


def _a_wrong_plan(laptop: Laptop) -> Path:
    plan = laptop.here / "plan (50%).toml"
    plan.write_text("title = 3\n")
    return plan


async def _beginning(laptop: Laptop) -> None:
    rehearsed = laptop.run("rehearse", "--alone", "--people", "1")
    assert rehearsed.returncode == 0, rehearsed.stderr
    empty = Laptop(laptop.here / "elsewhere", "none (50%)")
    try:
        start = empty.paste_in_terminal(empty.run("sessions").stdout, "")
        await start.sees("press n to start one")
        start.press("q")
        assert await start.ended() == 0
    finally:
        empty.put_away()


def _all_commands(laptop: Laptop) -> set[str]:
    told = subprocess.run([*OURS, "--help"], capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"^    (\w+)(?: |$)", told, re.MULTILINE))


EACH = ['my "own" sessions', "for ${HOME} and $USER", "100%h", "a'b", "back\\\\slash"]


@pytest.mark.parametrize("folder", some_of([" ".join(EACH), *EACH], 1))
async def test_stage_and_console_open_whatever_the_folder_is_called(tmp_path: Path, folder: str) -> None:
    laptop = Laptop(tmp_path, folder)
    try:
        async with hosting(laptop, TITLE):
            stage, console = laptop.terminal("stage"), laptop.terminal("console")
            await stage.sees(TITLE)
            await console.sees("PgDn")
    finally:
        laptop.put_away()
