"""The host key is one for all sessions of a folder, and no session's folder carries it from one room to another."""

import errno
import os
import shutil
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import asyncssh
import pytest

from copworkshop.ssh.access import Access, open_access
from copworkshop.ssh.host_key import OWN_KEY
from copworkshop.ssh.key_files import AccessError, new_key
from copworkshop.store.access_files import ACCESS_FOLDER, HOST_KEY, AccessFiles
from copworkshop.store.sessions import overview


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "sessions"
    folder.mkdir()
    return folder


def host(root: Path, name: str) -> Access:
    """Open the door of a session, new or not."""
    return open_access(AccessFiles(root / name))


def own_key(root: Path, name: str, *, made: float = 1_000) -> asyncssh.SSHKey:
    """Give a session the key that an earlier version gave it, made at this time."""
    key, path = new_key(), root / name / ACCESS_FOLDER / OWN_KEY
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(key.export_private_key("openssh"))
    path.with_name(f"{OWN_KEY}.pub").write_bytes(key.export_public_key("openssh"))
    path.chmod(0o600)
    os.utime(path, (made, made))
    return key


def keys_in(root: Path, name: str) -> list[str]:
    """Return the files of a session in which its host key could be."""
    return sorted(path.name for path in (root / name).rglob("*host_key*"))


# Next to the sessions


def test_all_sessions_of_a_folder_have_one_host_key_which_is_in_none_of_them(root: Path) -> None:
    first, second, again = (host(root, name) for name in ("one", "two", "one"))
    assert first.fingerprint == second.fingerprint == again.fingerprint
    assert keys_in(root, "one") == keys_in(root, "two") == []
    assert first.notice == second.notice == ""


def test_sessions_of_different_folders_have_different_host_keys(tmp_path: Path) -> None:
    assert host(tmp_path / "here", "one").fingerprint != host(tmp_path / "there", "one").fingerprint


def test_the_host_key_is_no_session(root: Path) -> None:
    host(root, "one")
    assert overview(root) == ()


def test_its_public_half_is_next_to_it(root: Path) -> None:
    access = host(root, "one")
    public = asyncssh.read_public_key(root / f"{HOST_KEY}.pub")
    assert public.get_fingerprint() == access.fingerprint


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights elsewhere")
def test_only_its_owner_can_read_it(root: Path) -> None:
    host(root, "one")
    (root / HOST_KEY).chmod(0o644)
    host(root, "one")
    assert stat.S_IMODE((root / HOST_KEY).stat().st_mode) == 0o600


def test_two_sessions_that_are_opened_for_the_first_time_at_the_same_moment_have_the_same_key(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link, other = Path.hardlink_to, list[Access]()

    def second_comes_first(target: Path, source: Path) -> None:
        if target.name == HOST_KEY and not other:
            monkeypatch.undo()
            other.append(host(root, "two"))
        link(target, source)

    monkeypatch.setattr(Path, "hardlink_to", second_comes_first)
    assert host(root, "one").fingerprint == other[0].fingerprint


def test_it_is_made_on_a_disk_without_links(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_target: Path, _source: Path) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    assert host(root, "one").fingerprint == host(root, "two").fingerprint
    assert [path.name for path in root.iterdir() if path.name.endswith(".part")] == []


# Folders that are copied in


def test_a_folder_that_is_copied_in_hands_its_host_key_to_no_other_session(root: Path, tmp_path: Path) -> None:
    mine = host(root, "mine")
    theirs = own_key(tmp_path / "laptop", "theirs", made=2_000_000_000)
    shutil.copytree(tmp_path / "laptop" / "theirs", root / "theirs")
    assert host(root, "next").fingerprint == mine.fingerprint
    assert host(root, "theirs").fingerprint == theirs.get_fingerprint()  # people who joined it know that key
    assert host(root, "another").fingerprint == mine.fingerprint


def test_a_session_that_a_second_laptop_takes_over_has_its_code_and_no_host_key(root: Path, tmp_path: Path) -> None:
    first = host(tmp_path / "laptop", "ours")
    shutil.copytree(tmp_path / "laptop" / "ours", root / "ours")
    second = host(root, "ours")
    assert second.code == first.code
    assert second.fingerprint != first.fingerprint


# Sessions of earlier versions


def test_the_first_start_in_a_folder_takes_the_newest_key_of_its_sessions_as_earlier_versions_did(root: Path) -> None:
    own_key(root, "old", made=1_000)
    newest = own_key(root, "new", made=2_000)
    assert host(root, "next").fingerprint == newest.get_fingerprint()


def test_a_session_of_an_earlier_version_keeps_its_own_key(root: Path) -> None:
    old = own_key(root, "old", made=1_000)
    own_key(root, "new", made=2_000)
    assert host(root, "old").fingerprint == host(root, "old").fingerprint == old.get_fingerprint()


def test_a_session_whose_own_key_is_the_folders_carries_it_no_longer(root: Path) -> None:
    old = own_key(root, "old")
    assert host(root, "old").fingerprint == host(root, "old").fingerprint == old.get_fingerprint()
    assert keys_in(root, "old") == []


@pytest.mark.parametrize("content", [b"", b"no key", b"\xff\xfe"])
def test_a_key_of_an_earlier_version_that_cannot_be_read_is_passed_over(root: Path, content: bytes) -> None:
    own_key(root, "broken", made=2_000)
    (root / "broken" / ACCESS_FOLDER / OWN_KEY).write_bytes(content)
    sound = own_key(root, "sound", made=1_000)
    assert host(root, "next").fingerprint == sound.get_fingerprint()


def test_a_torn_key_of_an_earlier_version_is_not_replaced_silently(root: Path) -> None:
    own_key(root, "old")
    path = root / "old" / ACCESS_FOLDER / OWN_KEY
    path.write_text("-----BEGIN OPENSSH")
    with pytest.raises(AccessError, match=OWN_KEY):
        host(root, "old")
    assert path.read_text() == "-----BEGIN OPENSSH"


@pytest.mark.parametrize("amiss", ["a folder", "a torn file"])
def test_a_session_of_an_earlier_version_opens_whatever_the_folders_key_is(root: Path, amiss: str) -> None:
    host(root, "one")
    old = own_key(root, "old")
    (root / HOST_KEY).unlink()
    if amiss == "a folder":
        (root / HOST_KEY).mkdir()
    else:
        (root / HOST_KEY).write_text("torn")
    assert host(root, "old").fingerprint == old.get_fingerprint()


# A file that is not as it should be


@pytest.mark.parametrize("content", [b"", b"-----BEGIN OPENSSH", b"\xff\xfe", b"x" * 2_000_000])
def test_a_torn_host_key_is_put_aside_and_the_facilitator_reads_what_that_means(root: Path, content: bytes) -> None:
    before = host(root, "one").fingerprint
    own_key(root, "copied-in")
    (root / HOST_KEY).write_bytes(content)
    access = host(root, "one")
    (aside,) = root.glob(f"{HOST_KEY}.unreadable-*")
    assert aside.read_bytes() == content
    assert access.fingerprint != before
    assert aside.name in access.notice
    assert "ssh will warn everybody who came before" in access.notice
    again = host(root, "two")
    assert (again.fingerprint, again.notice) == (access.fingerprint, "")
    assert asyncssh.read_public_key(root / f"{HOST_KEY}.pub").get_fingerprint() == access.fingerprint


def test_a_host_key_that_was_removed_is_told_and_is_not_taken_from_a_session(root: Path) -> None:
    host(root, "one")
    copied = own_key(root, "copied-in")
    (root / HOST_KEY).unlink()
    access = host(root, "one")
    assert "was removed, and a new one was made" in access.notice
    assert access.fingerprint != copied.get_fingerprint()


def link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other kinds of files")
@pytest.mark.parametrize("change", [link, pipe, folder])
def test_something_in_the_place_of_the_host_key_is_not_used_and_not_touched(
    root: Path, change: Callable[[Path], None]
) -> None:
    host(root, "one")
    change(root / HOST_KEY)
    before = os.lstat(root / HOST_KEY)
    with pytest.raises(AccessError, match="is no plain file, but a link or a folder: move it away"):
        host(root, "one")
    after = os.lstat(root / HOST_KEY)
    assert (after.st_ino, after.st_mode) == (before.st_ino, before.st_mode)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="Only root can give a file away.")
def test_a_host_key_of_another_account_is_not_used(root: Path) -> None:
    host(root, "one")
    os.chown(root / HOST_KEY, 65534, 65534)
    with pytest.raises(AccessError, match="belongs to another account of this computer"):
        host(root, "one")
    os.chown(root, 65534, 65534)  # as on a disk that gives every file the same owner
    assert host(root, "one").notice == ""
