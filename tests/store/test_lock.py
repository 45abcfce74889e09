"""One owner at a time, however it ends."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest

from copworkshop.store.errors import Busy, CannotSave
from copworkshop.store.folder import Folder
from copworkshop.store.lock import HOLDER_NAME, Lock

TRIALS = Path(__file__).with_name("trials.py")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def noon() -> datetime:
    return NOON


@contextmanager
def another_process(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Own a session in a process that lives until the block ends, or is killed in it."""
    with subprocess.Popen(
        [sys.executable, TRIALS, "hold", folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process


def test_a_second_process_is_told_who_holds_the_session(tmp_path: Path) -> None:
    with another_process(tmp_path / "harbour") as process, pytest.raises(Busy) as busy:
        Folder.own(tmp_path / "harbour")
    assert busy.value.pid == process.pid
    assert str(busy.value).startswith(f"The session “harbour” is already running in process {process.pid}, since 2")


def test_a_killed_owner_holds_nothing(tmp_path: Path) -> None:
    with another_process(tmp_path) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
        with Folder.own(tmp_path) as folder:
            assert not folder.read_only


def test_an_owner_that_ends_lets_the_next_one_in(tmp_path: Path) -> None:
    with another_process(tmp_path):
        pass
    with Folder.own(tmp_path):
        assert f"pid = {os.getpid()}\n" in (tmp_path / HOLDER_NAME).read_text()


def test_a_session_that_runs_can_be_looked_at(tmp_path: Path) -> None:
    with another_process(tmp_path):
        assert Folder.open_read_only(tmp_path).names() == ()


def test_two_owners_in_one_process_are_one_too_many(tmp_path: Path) -> None:
    with Folder.own(tmp_path, now=noon), pytest.raises(Busy) as busy:
        Folder.own(tmp_path)
    assert (busy.value.pid, busy.value.since) == (os.getpid(), NOON)


def test_the_one_refused_takes_nothing_from_the_holder(tmp_path: Path) -> None:
    with Folder.own(tmp_path):
        for _ in range(2):
            with pytest.raises(Busy):
                Folder.own(tmp_path)


@pytest.mark.parametrize("said", ["", "pid =", 'pid = "x"\nsince = 3\n', "\xff" * 9])
def test_a_holder_that_cannot_be_named_is_still_one(tmp_path: Path, said: str) -> None:
    with Folder.own(tmp_path):
        (tmp_path / HOLDER_NAME).write_text(said, "latin-1")
        with pytest.raises(Busy, match=r"already running in another process\. End it there") as busy:
            Folder.own(tmp_path)
    assert busy.value.pid is None


def test_a_lock_whose_file_is_gone_is_taken_again(tmp_path: Path) -> None:
    first, second = Lock(tmp_path, noon), Lock(tmp_path, noon)
    first.take()
    (tmp_path / ".lock").unlink()
    first.take_again_if_lost()
    with pytest.raises(Busy):
        second.take()
    first.release()


def test_a_lock_lost_to_another_is_not_claimed(tmp_path: Path) -> None:
    first, second = Lock(tmp_path, noon), Lock(tmp_path, noon)
    first.take()
    (tmp_path / ".lock").unlink()
    second.take()
    with pytest.raises(Busy):
        first.take_again_if_lost()
    first.release()
    with pytest.raises(Busy):
        Lock(tmp_path, noon).take()
    second.release()


def test_a_release_leaves_the_next_holders_name(tmp_path: Path) -> None:
    first, second = Lock(tmp_path, noon), Lock(tmp_path, noon)
    first.take()
    (tmp_path / ".lock").unlink()
    second.take()
    first.release()
    assert (tmp_path / HOLDER_NAME).exists()
    second.release()


def test_a_lock_can_be_released_on_another_thread(tmp_path: Path) -> None:
    lock = Lock(tmp_path, noon)
    lock.take()
    releasing = Thread(target=lock.release)
    releasing.start()
    releasing.join()
    Lock(tmp_path, noon).take()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotSave, match="could not be made"):
        Folder.own(tmp_path / "file" / "session")
