"""The system's own ssh, in a pseudo-terminal, as a participant runs it."""

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from copworkshop.admission.admission import BANNER
from copworkshop.admission.limits import Limits
from copworkshop.admission.lobby import DOOR_CROWDED
from copworkshop.hosting.output_filter import ENTER, LEAVE
from copworkshop.ssh.auth import NO_ANSWER, UNKNOWN_NAME, UNKNOWN_WORD, WRONG_CODE
from copworkshop.ssh.channel import NO_COMMANDS, NO_FILES, NO_TERMINAL
from helpers.rooms_over_ssh import CODE, WORD, House, a_house, full_at, own_key
from helpers.waiting import until

if sys.platform == "win32" or shutil.which("ssh") is None:
    pytest.skip("the system's ssh is not installed, or there are no pseudo-terminals", allow_module_level=True)

import fcntl
import struct
import termios

_OPTIONS = (
    *("-F", "/dev/null"),
    *("-o", "StrictHostKeyChecking=no"),
    *("-o", "UserKnownHostsFile=/dev/null"),
    *("-o", "IdentitiesOnly=yes"),
    *("-o", "IdentityAgent=none"),
    *("-o", "IdentityFile=/dev/null"),
)


class Person:
    """Somebody at a terminal that runs ssh."""

    def __init__(self, process: asyncio.subprocess.Process, master: int) -> None:
        self.process = process
        self.master = master
        self.seen = b""

    def type(self, keys: bytes) -> None:
        os.write(self.master, keys)

    def read(self) -> None:
        with suppress(OSError):  # EIO when the other end is closed
            self.seen += os.read(self.master, 65536)


@asynccontextmanager
async def at_a_terminal(house: House, *arguments: str) -> AsyncIterator[Person]:
    master, slave = os.openpty()
    mode = termios.tcgetattr(slave)
    mode[0] |= 0o40000  # IUTF8, as the terminals of today have it
    termios.tcsetattr(slave, termios.TCSANOW, mode)
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

    def own_terminal() -> None:
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    process = await asyncio.create_subprocess_exec(
        "ssh",
        *_OPTIONS,
        *("-p", str(house.server.port)),
        *arguments,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        preexec_fn=own_terminal,
        env={"PATH": os.environ["PATH"], "TERM": "xterm-256color", "HOME": "/nonexistent"},
    )
    os.close(slave)
    person = Person(process, master)
    loop = asyncio.get_running_loop()
    loop.add_reader(master, person.read)
    try:
        yield person
    finally:
        loop.remove_reader(master)
        if process.returncode is None:
            process.kill()
        await process.wait()
        os.close(master)


async def test_a_participant_joins_types_and_leaves_with_the_terminal_as_it_was() -> None:
    async with a_house() as house, at_a_terminal(house, "room@127.0.0.1") as person:
        await until(lambda: b"Join code:" in person.seen)
        assert BANNER.strip().encode() in person.seen
        person.type(CODE.encode() + b"\r")
        await until(lambda: b"echo:" in person.seen)
        person.type("Grüße".encode())
        await until(lambda: "echo:Grüße".encode() in person.seen)
        person.type(b"\x11")
        assert await asyncio.wait_for(person.process.wait(), 60) == 0
        await until(lambda: LEAVE.encode() in person.seen)
        assert person.seen.index(ENTER.encode()) < person.seen.index(LEAVE.encode())


async def test_a_wrong_code_is_told_and_asked_again() -> None:
    async with a_house() as house, at_a_terminal(house, "room@127.0.0.1") as person:
        await until(lambda: b"Join code:" in person.seen)
        person.type(b"000000\r")
        await until(lambda: WRONG_CODE.encode() in person.seen and person.seen.count(b"Join code:") == 2)
        person.type(CODE.encode() + b"\r")
        await until(lambda: b"echo:" in person.seen)


async def test_a_word_is_enough_to_come_back() -> None:
    async with a_house() as house, at_a_terminal(house, f"{WORD}@127.0.0.1") as person:
        await until(lambda: b"echo:" in person.seen)
        assert house.app.visitor.seat == 7
        assert b"Join code" not in person.seen


async def test_ssh_that_slept_while_others_needed_its_place_leaves_the_terminal_as_it_was_and_says_why() -> None:
    async with (
        a_house(replace(full_at(1), answer_seconds=0.0)) as house,
        at_a_terminal(house, f"{WORD}@127.0.0.1") as sleeper,
    ):
        await until(lambda: b"echo:" in sleeper.seen)
        sleeper.process.send_signal(signal.SIGSTOP)
        async with at_a_terminal(house, f"{WORD}@127.0.0.1") as again:
            await until(lambda: b"echo:" in again.seen)
        sleeper.process.send_signal(signal.SIGCONT)
        await asyncio.wait_for(sleeper.process.wait(), 60)
        await until(lambda: f"{LEAVE}{NO_ANSWER}".encode() in sleeper.seen)


async def test_a_killed_client_leaves_nothing_running() -> None:
    async with a_house() as house, at_a_terminal(house, f"{WORD}@127.0.0.1") as person:
        await until(lambda: b"echo:" in person.seen)
        person.process.kill()
        await until(lambda: not house.server.connections and len(house.server.admission.lobby) == 0)


async def test_a_window_that_changes_its_size_reaches_the_app() -> None:
    async with a_house() as house, at_a_terminal(house, f"{WORD}@127.0.0.1") as person:
        await until(lambda: b"echo:" in person.seen)
        fcntl.ioctl(person.master, termios.TIOCSWINSZ, struct.pack("HHHH", 33, 101, 0, 0))
        await until(lambda: house.app.sizes[-1] == (101, 33))


@pytest.mark.parametrize(
    ("user", "limits", "sentence"),
    [
        ("ann", Limits(), UNKNOWN_NAME),
        ("maple-zzzz", Limits(try_seconds=0), UNKNOWN_WORD),
        ("room", Limits(waiting=0), DOOR_CROWDED),
    ],
)
async def test_ssh_shows_why_somebody_is_not_let_in(user: str, limits: Limits, sentence: str) -> None:
    async with a_house(limits) as house, at_a_terminal(house, f"{user}@127.0.0.1") as person:
        await until(lambda: sentence.encode() in person.seen)
        assert await asyncio.wait_for(person.process.wait(), 60) == 255


@pytest.mark.parametrize(
    ("arguments", "sentence", "status"),
    [
        (("-T", f"{WORD}@127.0.0.1"), NO_TERMINAL, 1),
        (("-T", "-n", f"{WORD}@127.0.0.1"), NO_TERMINAL, 1),  # its input ends before the question is looked at
        ((f"{WORD}@127.0.0.1", "ls"), NO_COMMANDS, 2),
        (("-s", f"{WORD}@127.0.0.1", "sftp"), NO_FILES, 1),
    ],
)
async def test_ssh_shows_why_there_is_no_screen(arguments: tuple[str, ...], sentence: str, status: int) -> None:
    async with a_house() as house, at_a_terminal(house, *arguments) as person:
        assert await asyncio.wait_for(person.process.wait(), 60) == status
        await until(lambda: sentence.encode() in person.seen)


async def test_a_key_brings_its_seat_back(tmp_path: Path) -> None:
    key = own_key("ann")
    key.write_private_key(tmp_path / "key")
    (tmp_path / "key").chmod(0o600)
    async with a_house() as house:
        house.door.keys[key.get_fingerprint()] = 3
        async with at_a_terminal(house, "-i", str(tmp_path / "key"), "room@127.0.0.1") as person:
            await until(lambda: b"echo:" in person.seen)
            assert house.app.visitor.seat == 3


async def test_a_newcomer_with_a_key_is_asked_for_the_code_and_the_key_is_noted(tmp_path: Path) -> None:
    key = own_key("bob")
    key.write_private_key(tmp_path / "key")
    (tmp_path / "key").chmod(0o600)
    async with a_house() as house, at_a_terminal(house, "-i", str(tmp_path / "key"), "room@127.0.0.1") as person:
        await until(lambda: b"Join code:" in person.seen)
        person.type(CODE.encode() + b"\r")
        await until(lambda: b"echo:" in person.seen)
        assert house.app.visitor.fingerprint == key.get_fingerprint()
