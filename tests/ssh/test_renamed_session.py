"""A session whose folder is renamed or moved while people are in: the same code, keys and passphrase let them in."""

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import asyncssh
import pytest

from copworkshop.live.workshop import Running
from copworkshop.rehearsal.terminal import Terminal, call
from copworkshop.ssh.access import set_passphrase
from copworkshop.ssh.client import Address
from copworkshop.ssh.host import Host
from copworkshop.ssh.opening import Opening
from copworkshop.store.access_files import ACCESS_FOLDER
from copworkshop.store.check import check
from copworkshop.store.sessions import open_
from helpers.hosted_rooms import CODE, NAME, Hosted, hosted

pytestmark = pytest.mark.slow

PASSPHRASE = "correct horse"  # noqa: S105


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder of sessions, in a folder of its own."""
    return tmp_path / "work" / "sessions"


@asynccontextmanager
async def again(root: Path, name: str = NAME) -> AsyncIterator[Host]:
    """Open the session again, as its folder says."""
    running = Running(open_(root, name))
    running.start()
    host = await Host.open(running, Opening(port=0, bind="127.0.0.1"))
    try:
        yield host
    finally:
        await host.close()
        await running.close()


async def console_of(host: Host, *, key: asyncssh.SSHKey | None = None) -> Terminal:
    """Open the console with the passphrase, or with a key."""
    return await call(Address("127.0.0.1", host.port), "console", PASSPHRASE, key=key, keeps=True)


def rename(root: Path) -> None:
    (root / NAME).rename(root / "renamed")


def move_all(root: Path) -> None:
    root.rename(root.with_name("moved"))


def move_all_far(root: Path) -> None:
    root.parent.rename(root.parent.with_name("moved"))


def remove(root: Path) -> None:
    shutil.rmtree(root / NAME)


def known(room: Hosted) -> tuple[str | None, str | None]:
    """Return the code that people type, and the host key's fingerprint that their ssh knows."""
    assert room.host.joining is not None
    return room.host.joining.code, room.host.joining.fingerprint


@pytest.mark.parametrize("befall", [rename, move_all, move_all_far, remove])
async def test_people_and_the_facilitator_come_in_as_before_then_and_at_the_next_start(
    root: Path, befall: Callable[[Path], None]
) -> None:
    async with hosted(root, passphrase=PASSPHRASE) as room:
        await room.join()
        await room.saved()
        key, before = room.facilitators_key, known(room)
        befall(root)
        console = await room.connect("console", PASSPHRASE)  # before anything is saved
        await console.sees("Participant 1")
        await room.join("Participant 2")
        await room.saved()
        assert [seat.name for seat in room.on_disk.present] == ["Participant 1", "Participant 2"]
    assert check(root / NAME) == ()
    async with again(root) as host:
        assert host.joining is not None
        assert (host.joining.code, host.joining.fingerprint, host.notice) == (*before, "")
        assert host.code_is_right(CODE)
        for way in (None, key):
            console = await console_of(host, key=way)
            await console.sees("Participant 2")
            await console.hang_up()


async def test_the_console_says_once_which_folder_the_session_goes_on_in(root: Path) -> None:
    async with hosted(root) as room:
        await room.join()
        console = await room.connect("console", key=room.facilitators_key)
        await console.sees("Participant 1")
        await room.saved()
        rename(root)
        await room.join("Participant 2")
        await room.saved()
        told = [sentence for sentence in room.running.autosave.incidents if "renamed" in sentence]
        assert len(told) == len(room.running.autosave.incidents) == 1
        await console.sees("was renamed to")


async def test_a_passphrase_that_is_set_and_a_folder_that_is_renamed_at_once_still_open_the_console(root: Path) -> None:

    async with hosted(root) as room:
        await room.join()
        await room.saved()
        set_passphrase(root / NAME / ACCESS_FOLDER, PASSPHRASE)
        rename(root)
        console = await room.connect("console", PASSPHRASE)
        await console.sees("Participant 1")


async def test_the_renamed_folder_can_be_opened_with_the_same_code_and_keys(root: Path) -> None:
    async with hosted(root, passphrase=PASSPHRASE) as room:
        await room.join()
        await room.saved()
        before = known(room)
        rename(root)
    assert check(root / "renamed") == ()
    async with again(root, "renamed") as host:
        assert host.joining is not None
        assert (host.joining.code, host.joining.fingerprint) == before
