"""Disk, clock, versions, seats and firewall."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from copworkshop.doctor.files import clock, disk
from copworkshop.doctor.finding import Grade
from copworkshop.doctor.firewall import firewall
from copworkshop.doctor.programs import libraries
from copworkshop.doctor.seats import files, free_memory, judged_memory
from copworkshop.store.sessions import SessionLine

NOW = datetime(2040, 1, 2, 9, 0, tzinfo=UTC)


# Disk and clock


def test_a_save_is_tried_and_nothing_is_left(tmp_path: Path) -> None:
    found = list(disk(tmp_path / "not" / "there" / "yet"))
    assert [finding.about for finding in found] == ["Disk", "Space"]
    assert found[0].grade is Grade.FINE
    assert str(tmp_path) in found[0].said
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_to_is_wrong(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(*_args: object, **_more: object) -> str:
        raise PermissionError(13, "no")

    monkeypatch.setattr("tempfile.mkdtemp", refuse)  # root may write everywhere
    (finding,) = disk(tmp_path)
    assert finding.grade is Grade.WRONG
    assert "permission" in finding.said


def test_a_clock_that_stands_before_what_was_saved_is_wrong() -> None:
    assert clock((SessionLine("a", saved=NOW + timedelta(hours=1)),), NOW).grade is Grade.WRONG
    assert clock((SessionLine("a", saved=NOW - timedelta(hours=1)), SessionLine("b")), NOW).grade is Grade.FINE


def test_a_clock_that_stands_before_the_program_was_installed_is_wrong() -> None:
    assert clock((), datetime(1970, 1, 2, tzinfo=UTC)).grade is Grade.WRONG


# Versions


@pytest.mark.parametrize(
    ("needed", "grade"),
    [
        ("textual==8.2.8", Grade.FINE),
        ("textual==8.2.9", Grade.WRONG),
        ("textual>=8.10", Grade.WRONG),
        ("textual>=7.11", Grade.FINE),
        ('textual==1.0; extra == "dev"', Grade.FINE),
    ],
)
def test_versions_are_held_against_what_is_needed(needed: str, grade: Grade) -> None:
    assert libraries([needed], lambda _name: "8.2.8").grade is grade


# Seats


@pytest.mark.parametrize(("allowed", "grade"), [(None, Grade.FINE), (1024, Grade.FINE), (256, Grade.WRONG)])
def test_the_systems_open_files_are_counted(allowed: int | None, grade: Grade) -> None:
    assert files(200, allowed).grade is grade


def test_memory_is_what_linux_says_is_there(tmp_path: Path) -> None:
    told = tmp_path / "meminfo"
    told.write_text("MemTotal:       2048000 kB\nMemAvailable:    512000 kB\n")
    assert free_memory(told) == 512_000 * 1024
    assert judged_memory(200, 512_000 * 1024).grade is Grade.LOOK
    assert judged_memory(20, 512_000 * 1024).grade is Grade.FINE


# Firewall


class System:
    """A system that answers some commands, and notes what it was asked."""

    def __init__(self, **answers: str) -> None:
        self._answers = {name.replace("_", "-"): answer for name, answer in answers.items()}

    def __call__(self, command: Sequence[str]) -> str:
        if "--query-port" in command:
            return self._answers.get("query", "")
        return self._answers.get(Path(command[0]).name, "")


@pytest.mark.parametrize(
    ("system", "answers", "grade", "said"),
    [
        ("linux", {}, Grade.FINE, ""),
        ("linux", {"firewall_cmd": "running\n", "query": "no\n"}, Grade.LOOK, "--add-port=2222/tcp"),
        ("linux", {"firewall_cmd": "running\n", "query": "yes\n"}, Grade.FINE, ""),
        ("darwin", {"socketfilterfw": "Firewall is enabled. (State = 1)"}, Grade.LOOK, "Python"),
        ("darwin", {"socketfilterfw": "Firewall is disabled. (State = 0)"}, Grade.FINE, ""),
        ("win32", {"netsh": "State    ON\nOk."}, Grade.LOOK, "LocalPort 2222"),
        ("win32", {"netsh": "State    OFF\nOk."}, Grade.FINE, ""),
    ],
)
def test_a_firewall_that_is_on_is_told_with_what_opens_it(
    system: str, answers: dict[str, str], grade: Grade, said: str
) -> None:
    finding = firewall(2222, system=system, ask=System(**answers), ufw=Path("none"))
    assert finding.grade is grade
    assert said in finding.todo


def test_ufw_is_known_by_its_settings(tmp_path: Path) -> None:
    settings = tmp_path / "ufw.conf"
    settings.write_text("# comment\nENABLED=yes\n")
    finding = firewall(2222, system="linux", ask=System(), ufw=settings)
    assert (finding.grade, "sudo ufw allow 2222/tcp" in finding.todo) == (Grade.LOOK, True)
