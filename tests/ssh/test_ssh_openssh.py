"""The system's own ssh, in a pseudo-terminal, as a participant runs it."""

import shutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
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

from helpers.pseudo_terminal import Pseudo

_OPTIONS = (
    *("-F", "/dev/null"),
    *("-o", "StrictHostKeyChecking=no"),
    *("-o", "UserKnownHostsFile=/dev/null"),
    *("-o", "IdentitiesOnly=yes"),
    *("-o", "IdentityAgent=none"),
    *("-o", "IdentityFile=/dev/null"),
)


@asynccontextmanager
async def at_a_terminal(house: House, *arguments: str) -> AsyncIterator[Pseudo]:
    """Somebody at a terminal that runs ssh, in a home where nobody has been."""
    command = ["ssh", *_OPTIONS, "-p", str(house.server.port), *arguments]
    person = Pseudo(command, environment={"TERM": "xterm-256color", "HOME": "/nonexistent"})
    try:
        yield person
    finally:
        person.put_away()


async def test_a_participant_joins_types_and_leaves_with_the_terminal_as_it_was() -> None:
    async with a_house() as house, at_a_terminal(house, "room@127.0.0.1") as person:
        await person.wrote("Join code:")
        assert BANNER.strip().encode() in person.written
        person.press(CODE, "enter")
        await person.wrote("echo:")
        person.press("Grüße")
        await person.wrote("echo:Grüße")
        person.press("ctrl+q")
        assert await person.ended() == 0
        await person.wrote(LEAVE)
        assert person.written.index(ENTER.encode()) < person.written.index(LEAVE.encode())


async def test_a_wrong_code_is_told_and_asked_again() -> None:
    async with a_house() as house, at_a_terminal(house, "room@127.0.0.1") as person:
        await person.wrote("Join code:")
        person.press("000000", "enter")
        await until(lambda: WRONG_CODE.encode() in person.written and person.written.count(b"Join code:") == 2)
        person.press(CODE, "enter")
        await person.wrote("echo:")


async def test_a_word_is_enough_to_come_back() -> None:
    async with a_house() as house, at_a_terminal(house, f"{WORD}@127.0.0.1") as person:
        await person.wrote("echo:")
        assert house.app.visitor.seat == 7
        assert b"Join code" not in person.written


async def test_ssh_that_slept_while_others_needed_its_place_leaves_the_terminal_as_it_was_and_says_why() -> None:
    async with (
        a_house(replace(full_at(1), answer_seconds=0.0)) as house,
        at_a_terminal(house, f"{WORD}@127.0.0.1") as sleeper,
    ):
        await sleeper.wrote("echo:")
        sleeper.process.send_signal(signal.SIGSTOP)
        async with at_a_terminal(house, f"{WORD}@127.0.0.1") as again:
            await again.wrote("echo:")
        sleeper.process.send_signal(signal.SIGCONT)
        await sleeper.ended()
        await sleeper.wrote(f"{LEAVE}{NO_ANSWER}")


async def test_a_killed_client_leaves_nothing_running() -> None:
    async with a_house() as house, at_a_terminal(house, f"{WORD}@127.0.0.1") as person:
        await person.wrote("echo:")
        person.process.kill()
        await until(lambda: not house.server.connections and len(house.server.admission.lobby) == 0)


async def test_a_window_that_changes_its_size_reaches_the_app() -> None:
    async with a_house() as house, at_a_terminal(house, f"{WORD}@127.0.0.1") as person:
        await person.wrote("echo:")
        person.resize(101, 33)
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
        await person.wrote(sentence)
        assert await person.ended() == 255


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
        assert await person.ended() == status
        await person.wrote(sentence)


async def test_a_key_brings_its_seat_back(tmp_path: Path) -> None:
    key = own_key("ann")
    key.write_private_key(tmp_path / "key")
    (tmp_path / "key").chmod(0o600)
    async with a_house() as house:
        house.door.keys[key.get_fingerprint()] = 3
        async with at_a_terminal(house, "-i", str(tmp_path / "key"), "room@127.0.0.1") as person:
            await person.wrote("echo:")
            assert house.app.visitor.seat == 3


async def test_a_newcomer_with_a_key_is_asked_for_the_code_and_the_key_is_noted(tmp_path: Path) -> None:
    key = own_key("bob")
    key.write_private_key(tmp_path / "key")
    (tmp_path / "key").chmod(0o600)
    async with a_house() as house, at_a_terminal(house, "-i", str(tmp_path / "key"), "room@127.0.0.1") as person:
        await person.wrote("Join code:")
        person.press(CODE, "enter")
        await person.wrote("echo:")
        assert house.app.visitor.fingerprint == key.get_fingerprint()
