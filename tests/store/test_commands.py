"""How commands are spelled in sentences, so that they can be pasted."""

import shlex
from pathlib import Path

import pytest

from copworkshop.store.commands import command


@pytest.mark.parametrize(
    "folder", ["my sessions (50%)", "Grüße", 'the "new" ones', "it's here", "$HOME", "a;b", "100%h", "-v"]
)
def test_a_command_names_the_folder_so_that_a_shell_takes_it(folder: str) -> None:
    assert shlex.split(command("report", of="here", sessions=Path(folder))) == [
        "copworkshop", "report", "here", "--sessions", str(Path.cwd() / folder),
    ]  # fmt: skip


@pytest.mark.parametrize("folder", ["sessions", "./sessions"])
def test_a_command_does_not_name_the_folder_that_it_finds_by_itself(folder: str) -> None:
    assert command("sessions", sessions=Path(folder)) == "copworkshop sessions"
    assert command(sessions=Path(folder)) == command() == "copworkshop"


def test_a_command_finds_the_folder_of_the_environment_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPWORKSHOP_SESSIONS", "else")
    assert command("run", sessions=Path("else")) == "copworkshop run"
    assert "--sessions" in command("run", sessions=Path("sessions"))


@pytest.mark.parametrize("name", ["here", "Größe 4", "it's 50%", "-x", "会議"])
def test_a_command_names_a_session_so_that_a_shell_takes_it(name: str) -> None:
    words = shlex.split(command("report", of=name, sessions=Path("else")))
    assert words[-1 if name == "-x" else 2] == name
