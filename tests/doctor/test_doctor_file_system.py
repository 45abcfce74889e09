"""What the disk of the sessions can do, tried on small disks, on a disk that refuses, and by what systems say."""

import errno
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from copworkshop.cli import run
from copworkshop.doctor.file_system import file_system
from copworkshop.doctor.files import disk
from copworkshop.doctor.finding import Finding, Grade
from helpers.disks import read_only, small_disk


def about(findings: Iterator[Finding]) -> dict[str, Finding]:
    return {finding.about: finding for finding in findings}


@pytest.fixture
def mounts(tmp_path: Path) -> Path:
    """The file in which Linux would tell its mounts. It is empty."""
    path = tmp_path / "mountinfo"
    path.touch()
    return path


def test_a_disk_that_can_do_all_has_one_line_and_nothing_is_left_on_it(tmp_path: Path) -> None:
    found = about(file_system(tmp_path / "not" / "there"))
    assert [(name, finding.grade) for name, finding in found.items()] == [("Drive", Grade.FINE)]
    assert list(tmp_path.iterdir()) == []


def test_the_kind_of_a_disk_is_that_of_its_own_mount(tmp_path: Path) -> None:
    with small_disk(tmp_path / "small disk") as place:
        assert "of the kind tmpfs" in about(file_system(place / "sessions"))["Drive"].said


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("vfat", "FAT drive"),
        ("exfat", "exFAT drive"),
        ("nfs4", "network drive"),
        ("cifs", "network drive"),
        ("fuse.sshfs", "network drive"),
        ("9p", "shared folder"),
    ],
)
def test_sticks_and_network_drives_are_told(tmp_path: Path, mounts: Path, kind: str, said: str) -> None:
    place = tmp_path / "a stick"
    place.mkdir()
    escaped = str(place).replace(" ", "\\040")
    mounts.write_text(
        f"22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"
        f"90 22 8:17 / {escaped} rw,nosuid - {kind} /dev/sdb1 rw,uid=1000\n"
        f"91 22 8:18 / {escaped}/below rw - ext4 /dev/sdc1 rw\n"
        "torn line\n"
    )
    finding = about(file_system(place / "sessions", system="linux", mounts=mounts))["Drive"]
    assert (finding.grade, said in finding.said) == (Grade.LOOK, True)
    assert "--sessions" in finding.todo


@pytest.mark.parametrize(("kind", "said"), [("msdos", "FAT drive"), ("smbfs", "network drive"), ("apfs", "apfs")])
def test_a_mac_is_asked_for_its_mounts(tmp_path: Path, kind: str, said: str) -> None:
    def ask(command: Sequence[str]) -> str:
        assert command == ["mount"]
        return (
            "/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)\n"
            f"//me@server/share on {tmp_path} ({kind}, nodev, nosuid)\n"
        )

    assert said in about(file_system(tmp_path, system="darwin", ask=ask))["Drive"].said


def test_a_system_that_does_not_tell_is_not_suspected(tmp_path: Path, mounts: Path) -> None:
    for finding in (
        about(file_system(tmp_path, system="linux", mounts=mounts))["Drive"],
        about(file_system(tmp_path, system="linux", mounts=tmp_path / "none"))["Drive"],
        about(file_system(tmp_path, system="darwin", ask=lambda _command: ""))["Drive"],
    ):
        assert (finding.grade, "does not say" in finding.said) == (Grade.FINE, True)


def test_a_disk_that_refuses_modes_and_links_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk as FAT is without the mount's option quiet: every file has the same mode, and there are no links."""
    opened = os.open

    def as_fat(path: str, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        return opened(path, flags, mode | 0o755, dir_fd=dir_fd)

    def refuse(*_arguments: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "open", as_fat)
    monkeypatch.setattr(Path, "chmod", refuse)
    monkeypatch.setattr(Path, "hardlink_to", refuse)
    found = about(file_system(tmp_path))
    assert {name: finding.grade for name, finding in found.items() if name != "Drive"} == {
        "Privacy": Grade.LOOK,
        "Links": Grade.LOOK,
    }
    assert "other accounts of this computer can read" in found["Privacy"].said


def test_a_read_only_disk_and_a_nearly_full_one_are_wrong(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as place:
        assert about(disk(place))["Space"].grade is Grade.WRONG
        (place / "sessions").mkdir()
        with read_only(place / "sessions"):
            found = about(disk(place / "sessions"))
            assert (found["Disk"].grade, "read-only" in found["Disk"].said) == (Grade.WRONG, True)
            assert list(about(file_system(place / "sessions"))) == ["Drive"]


def test_doctor_names_the_program_that_copies_the_sessions(
    capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    assert run(["doctor", "--no-ssh", "--sessions", str(tmp_path / "Dropbox" / "sessions")]) == 0
    said = " ".join(capfdbinary.readouterr().out.decode().split())
    assert "looks like a folder that Dropbox copies to other computers" in said
    assert "It keeps what a close deletes" in said
    assert "Keep sessions outside of it" in said
