"""A disk in trouble while people are in: typing goes on, everybody is told why, and saving resumes by itself."""

import asyncio
import errno
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from copworkshop.model.plan import Kind
from copworkshop.rehearsal.terminal import Terminal
from copworkshop.store import files
from copworkshop.store.check import check
from copworkshop.store.codec import seat_file
from helpers.disks import full, read_only, small_disk
from helpers.hosted_rooms import NAME, Hosted, hosted

pytestmark = pytest.mark.slow

Trouble = Callable[[Path], AbstractContextManager[None]]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    with small_disk(tmp_path / "disk") as place:
        yield place


@contextmanager
def taken_away(folder: Path) -> Iterator[None]:
    """Something else lies where the folder was: as when a stick was pulled out and its place is not writable."""
    aside = folder.with_name("aside")
    folder.rename(aside)
    folder.write_text("not a folder")
    yield
    folder.unlink()
    aside.rename(folder)


@contextmanager
def not_permitted(folder: Path) -> Iterator[None]:
    """Nobody may write there any more, root included."""
    if subprocess.run(["chattr", "-R", "+i", folder], check=False, capture_output=True).returncode != 0:
        pytest.skip("This disk knows no file that cannot be changed.")
    yield
    subprocess.run(["chattr", "-R", "-i", folder], check=True)


@contextmanager
def limited(_folder: Path) -> Iterator[None]:
    """No file may grow past some bytes."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def writes(room: Hosted, guest: Terminal, text: str) -> None:
    """Type in the first field of a proposal, and see that it stands there and has reached the session."""
    guest.press(*text)
    await guest.sees(text)
    await guest.until(lambda: text in "".join(room.seat().proposal.answers.values()), "the text at the hub")


async def at_work(room: Hosted) -> tuple[Terminal, Terminal]:
    """Somebody who writes, and the facilitator at the console."""
    await room.lead(Kind.PROPOSAL, "write")
    guest = await room.join()
    await guest.sees("What is the focal point?", "saved")
    console = await room.connect("console", key=room.facilitators_key)
    await console.sees("Activity 1")
    await room.saved()
    return guest, console


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        (full, "the disk is full"),
        (limited, "larger than this system allows"),
        (read_only, "read-only"),
        (not_permitted, "permission was taken away"),
        (taken_away, "could not be saved"),
    ],
    ids=["full", "limited", "read-only", "not permitted", "taken away"],
)
async def test_typing_goes_on_everybody_is_told_and_saving_resumes(disk: Path, trouble: Trouble, reason: str) -> None:
    async with hosted(disk) as room:
        guest, console = await at_work(room)
        with trouble(disk / NAME):
            await writes(room, guest, "First")
            for screen in (guest, console):
                await screen.sees("NOT SAVED", "Not saved: ", reason)
            await writes(room, guest, " and second")
        await room.saved()
        for screen in (guest, console):
            await screen.sees_not("NOT SAVED")
        assert "First and second" in room.on_disk.present[0].proposal.answers.values()
        assert check(disk / NAME) == ()


async def test_one_persons_file_in_trouble_is_told_to_them_and_to_the_facilitator_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really_write = files.write_new

    async with hosted(tmp_path) as room:
        guest, console = await at_work(room)
        other = await room.join("Participant 2")
        await other.sees("What is the focal point?", "saved")
        await room.saved()
        file = tmp_path / NAME / seat_file(room.seat())

        def write(path: Path, data: bytes, *, sync: bool = True) -> None:
            if file.name in path.name:
                raise OSError(errno.EPERM, os.strerror(errno.EPERM))
            really_write(path, data, sync=sync)

        monkeypatch.setattr(files, "write_new", write)
        await writes(room, guest, "First")
        for screen in (guest, console):
            await screen.sees("NOT SAVED", file.name)
        other.press(*"Second")
        await other.sees("Second")
        await other.until(lambda: "Second" in room.session.seats[2].proposal.answers.values(), "the text at the hub")
        await other.until(lambda: other.rows[0].endswith(" saved "), "the word")
        await other.sees_not("NOT SAVED")
        assert "Second" in room.on_disk.seats[2].proposal.answers.values()
        monkeypatch.setattr(files, "write_new", really_write)
        await room.saved()
        for screen in (guest, console):
            await screen.sees_not("NOT SAVED")
        assert "First" in room.on_disk.seats[1].proposal.answers.values()


async def test_a_newcomer_can_come_in_while_nothing_can_be_saved(disk: Path) -> None:
    async with hosted(disk) as room:
        guest, _ = await at_work(room)
        with full(disk / NAME):
            await writes(room, guest, "First")
            other = await room.join("Participant 2")
            await other.sees("NOT SAVED", "the disk is full")
        await room.saved()
        assert [seat.name for seat in room.on_disk.present] == ["Participant 1", "Participant 2"]


async def test_a_folder_that_is_removed_is_written_again_and_told_of(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        guest, console = await at_work(room)
        shutil.rmtree(tmp_path / NAME)
        await writes(room, guest, "First")
        await room.saved()
        await console.sees("had been removed from the session's folder")
        assert "First" in room.on_disk.present[0].proposal.answers.values()


async def test_a_disk_that_takes_its_time_keeps_nobody_from_typing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with hosted(tmp_path) as room:
        guest, _ = await at_work(room)
        sync, go_on, waits = os.fsync, threading.Event(), threading.Event()

        def slow(handle: int) -> None:
            waits.set()
            go_on.wait(20)
            sync(handle)

        monkeypatch.setattr(os, "fsync", slow)
        await writes(room, guest, "First")
        assert await asyncio.to_thread(waits.wait, 20)
        await writes(room, guest, " and second")
        await guest.sees("saving…")
        other = await room.join("Participant 2")
        await other.sees("What is the focal point?")
        go_on.set()
        await room.saved()
        await guest.until(lambda: guest.rows[0].endswith(" saved "), "the word")
        assert "First and second" in room.on_disk.present[0].proposal.answers.values()
