"""A session's folder that is renamed or removed while it runs: what lets people in is not lost with it."""

import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from copworkshop.store.access_files import HOST_KEY
from copworkshop.store.files import add_end_marker
from copworkshop.store.folder import Folder
from copworkshop.store.lock import HOLDER_NAME

SESSION = "session.toml"
CODE = "access/join_code"


def text(version: int) -> bytes:
    return add_end_marker(f"version = {version}\n")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "all" / "sessions" / "harbour"


@pytest.fixture
def folder(path: Path) -> Iterator[Folder]:
    """A session's folder that is owned, with a file of ours, a join code and a host key next to it."""
    with Folder.own(path) as owned:
        (path / "access").mkdir()
        (path / CODE).write_text("482913")
        (path.parent / HOST_KEY).write_text("the key")
        owned.write({SESSION: text(1)})
        yield owned


def test_a_folder_that_is_renamed_is_written_again_with_what_lets_people_in(folder: Folder, path: Path) -> None:
    moved = path.rename(path.with_name("other"))
    (moved / CODE).write_text("reed42")  # set in the moment before
    folder.write({SESSION: text(2)})
    assert (path / CODE).read_text() == "reed42"
    (incident,) = folder.take_incidents()
    assert f"renamed to {moved} while the session ran" in str(incident)
    assert "when you resume it, choose harbour" in str(incident)
    assert ((moved / SESSION).read_bytes(), (path / SESSION).read_bytes()) == (text(1), text(2))


def test_only_the_folder_that_the_session_goes_on_in_says_that_it_is_held(folder: Folder, path: Path) -> None:
    moved = path.rename(path.with_name("other"))
    folder.write({SESSION: text(2)})
    assert [(place / HOLDER_NAME).exists() for place in (path, moved)] == [True, False]


def test_a_folder_that_is_renamed_and_left_alone_is_held_by_nobody(folder: Folder, path: Path) -> None:
    moved = path.rename(path.with_name("other"))
    folder.close()
    assert not path.exists()
    assert not (moved / HOLDER_NAME).exists()


@pytest.mark.parametrize("near", [True, False], ids=["near", "far away"])
def test_where_the_folder_of_all_sessions_is_moved_the_host_key_is_written_again_too(
    folder: Folder, path: Path, tmp_path: Path, near: bool
) -> None:
    moved = path.parent.rename(path.parent.with_name("other") if near else tmp_path / "other")
    folder.write({SESSION: text(2)})
    assert ((path / CODE).read_text(), (path.parent / HOST_KEY).read_text()) == ("482913", "the key")
    assert (path.parent / HOST_KEY).stat().st_mode & 0o777 == 0o600
    (incident,) = folder.take_incidents()
    assert (str(moved / "harbour") in str(incident)) is near


def test_what_lets_people_in_outlasts_a_folder_that_is_removed(folder: Folder, path: Path) -> None:
    shutil.rmtree(path)
    folder.write({SESSION: text(2)})
    assert (path / CODE).read_text() == "482913"
    (incident,) = folder.take_incidents()
    assert "had been removed" in str(incident)


def test_another_session_in_the_place_of_a_removed_one_is_not_taken_for_it(folder: Folder, path: Path) -> None:
    shutil.rmtree(path)
    for number in range(20):  # one of them is likely to get the number of the removed folder
        (path.with_name(f"another-{number}") / "access").mkdir(parents=True)
        (path.with_name(f"another-{number}") / CODE).write_text("theirs")
    folder.write({SESSION: text(2)})
    assert (path / CODE).read_text() == "482913"
    assert "had been removed" in str(folder.take_incidents()[0])


def test_a_file_that_its_owner_removes_from_a_folder_that_is_there_stays_removed(folder: Folder, path: Path) -> None:
    (path / CODE).unlink()
    folder.write({SESSION: text(2)})
    shutil.rmtree(path)
    folder.write({SESSION: text(3)})
    assert not (path / CODE).exists()


def test_what_lets_people_in_is_tried_again_where_it_cannot_be_written_and_told_once(
    folder: Folder, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(path)
    rename = Path.replace

    def refuse(source: Path, target: Path) -> Path:
        if target == path / CODE:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return rename(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", refuse)
        folder.write({SESSION: text(2)})
        folder.write({SESSION: text(3)})
    told = [str(incident) for incident in folder.take_incidents()]
    assert [("had been removed from" in said, "the disk reports a fault" in said) for said in told] == [
        (True, False),
        (False, True),
    ]
    folder.write({SESSION: text(4)})
    assert (path / CODE).read_text() == "482913"
    assert folder.take_incidents() == ()


def test_pipes_and_long_files_in_it_are_left_alone(folder: Folder, path: Path) -> None:
    os.mkfifo(path / "access" / "pipe")
    (path / "access" / "long").write_bytes(b"x" * 1_000_000)
    folder.write({SESSION: text(2)})
    shutil.rmtree(path)
    folder.write({SESSION: text(3)})
    assert [file.name for file in (path / "access").iterdir()] == ["join_code"]
