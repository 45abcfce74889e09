"""Where sessions are: the folder that every command works on, and the one that was used last."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from copworkshop.content.loader import packaged_text
from copworkshop.live.workshop import Wanted, Workshop
from copworkshop.store.home import Home, find_home, remember
from copworkshop.store.sessions import create
from helpers.commands import Run, given

PACKAGED = packaged_text("session4")


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run a command."""
    return partial(given, capfdbinary)


@pytest.fixture
def home() -> Path:
    """The person's home, which is there."""
    folder = Path(os.environ["HOME"])
    folder.mkdir()
    return folder


def made(root: Path, *names: str) -> Path:
    for name in names:
        create(root, name, PACKAGED, now=datetime.now(UTC)).close()
    return root


def used(root: Path, name: str = "before") -> Path:
    """A folder in which a session was begun, by way of what the commands use."""
    running = Workshop(Home(root.absolute()), remembers=True).enter(Wanted(name=name, plan=None, resumes=False))
    running.autosave.opened.close()
    return root


@pytest.mark.usefixtures("home")
def test_each_folder_is_used_where_those_before_it_in_the_order_are_not_there(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(Path(os.environ["HOME"], "copworkshop"), "at-home")
    assert run("sessions")[1].startswith("at-home ")
    used(made(Path("usb")), "used-last")
    assert run("sessions")[1].startswith("used-last ")
    made(Path("sessions"), "here")
    assert run("sessions")[1].startswith("here ")
    monkeypatch.setenv("COPWORKSHOP_SESSIONS", str(made(Path("variable"), "by-variable")))
    assert run("sessions")[1].startswith("by-variable ")
    made(Path("given"), "by-option")
    assert run("sessions", "--sessions", "given")[1].startswith("by-option ")


def test_a_person_in_another_folder_finds_yesterdays_session(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    used(Path("sessions"), "yesterday")
    elsewhere = home / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert run("sessions")[1].startswith("yesterday ")
    assert run("report", "yesterday")[0] == 0
    assert list(elsewhere.iterdir()) == []


def test_the_first_session_makes_the_folder_at_home_for_its_owner_alone(home: Path) -> None:
    folder = find_home().folder
    assert folder == home / "copworkshop"
    assert not folder.exists()
    made(folder, "first")
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_clone_of_the_project_at_home_keeps_its_sessions_in_its_own_folder_of_them(home: Path) -> None:
    (home / "copworkshop" / "sessions").mkdir(parents=True)
    assert find_home().folder == home / "copworkshop" / "sessions"


def test_a_tilde_that_no_shell_has_replaced_is_the_persons_home(home: Path) -> None:
    assert find_home(Path("~/mine")).folder == home / "mine"


@pytest.mark.parametrize("command", ["sessions", "report x", "check x", "merge x y", "doctor --no-ssh", "stage"])
def test_a_command_that_only_looks_makes_no_folder(run: Run, home: Path, command: str) -> None:
    run(*command.split())
    assert list(home.iterdir()) == list(Path.cwd().iterdir()) == []


@pytest.mark.parametrize("command", [("report", "x"), ("merge", "x", "y"), ("passphrase", "x"), ("console",)])
def test_a_session_that_is_not_here_is_told_with_the_folder_and_the_one_used_last(
    run: Run, home: Path, command: tuple[str, ...]
) -> None:
    last = used(home / "last time")
    here = made(Path("sessions"), "here").absolute()
    code, _, complaint = run(*command)
    assert code == 1
    assert str(here) in complaint
    assert f"open them with: copworkshop --sessions '{last}'\n" in complaint


def test_the_list_of_sessions_names_its_folder_and_the_one_used_last_once(run: Run, home: Path) -> None:
    used(home / "copworkshop")
    assert run("sessions")[2] == "The sessions are in ~/copworkshop.\n"
    made(Path("sessions"), "here")
    about_last = f"Your sessions of last time are in another folder; open them with: copworkshop --sessions {home}/"
    assert run("sessions")[2].count(about_last) == 1
    assert about_last not in run("sessions", "--sessions", "sessions")[2]


def test_a_folder_used_last_that_is_gone_is_told_and_not_made_again(run: Run, home: Path) -> None:
    used(home / "usb").rename(home / "taken-out")
    code, out, complaint = run("sessions")
    assert (code, out) == (0, "There are no sessions in ~/copworkshop yet. Begin one with: copworkshop\n")
    assert complaint == "Your sessions of last time were in ~/usb, and that folder is not there now.\n"
    assert not (home / "usb").exists()


@pytest.mark.usefixtures("home")
def test_looking_into_a_folder_does_not_make_it_the_one_used_last(run: Run) -> None:
    made(Path("looked-at"), "there")
    assert run("report", "there", "--sessions", "looked-at")[0] == 0
    assert find_home().last is None


@pytest.mark.parametrize("kept", [b"", b"\n", b"relative\n", b"/nul\0\n", b"\xff\xfe", b"/gone/with/\xff\n"])
def test_a_memory_that_is_of_no_use_is_no_obstacle(run: Run, home: Path, kept: bytes) -> None:
    used(home / "once")
    memory = next(Path(os.environ["XDG_STATE_HOME"]).rglob("last-*"))
    memory.write_bytes(kept)
    assert run("sessions")[0] == 0
    assert find_home().folder == home / "copworkshop"


@pytest.mark.usefixtures("home")
def test_a_state_folder_that_cannot_be_written_fails_nothing() -> None:
    Path(os.environ["XDG_STATE_HOME"]).write_text("no folder")
    used(Path("sessions"))
    assert find_home().last is None


def test_without_a_home_sessions_are_in_the_working_folder_and_no_home_is_made() -> None:
    assert find_home().folder == Path("sessions").absolute()
    used(Path("sessions"))
    assert not Path(os.environ["HOME"]).exists()
    assert not Path(os.environ["XDG_STATE_HOME"]).exists()


def test_where_the_system_knows_no_home_the_commands_work(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown() -> Path:
        raise RuntimeError("no home")

    monkeypatch.setattr(Path, "home", unknown)
    remember(Path("sessions"))
    assert run("sessions")[0] == 0


@pytest.mark.slow
@pytest.mark.usefixtures("home")
def test_the_host_of_a_rehearsal_leaves_the_folder_used_last_as_it_was() -> None:
    command = [sys.executable, "-m", "copworkshop", "host", "x", "--port", "0", "--bind", "127.0.0.1"]
    for folder, more in (("mine", []), ("practice", ["--rehearsal"])):
        with subprocess.Popen([*command, "--sessions", folder, *more], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert any(line.startswith(b"To join") for line in process.stdout)
            process.terminate()
    assert find_home().folder == Path("mine").absolute()
