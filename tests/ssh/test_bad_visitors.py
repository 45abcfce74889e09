"""What hostile, broken and unlucky visitors do, while somebody else writes, who notices nothing of it.

Each test is one line of a list of what must do no harm. What the single pieces make of it is tested next to them; who
reads nothing, and who floods the keys, in test_ssh_connection.py.
"""

import asyncio
import random
import re
import shutil
import sys
import time
import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import cycle
from pathlib import Path

import asyncssh
import pytest

from copworkshop.admission.guesses import Guesses
from copworkshop.hosting.terminal import LARGEST
from copworkshop.model.plan import Kind
from copworkshop.model.text import NAME_LIMIT
from copworkshop.rehearsal.terminal import Terminal
from copworkshop.ssh.auth import ENOUGH_TRIES, UNKNOWN_NAME
from copworkshop.ssh.channel import VisitorChannel
from copworkshop.ui.participant.app import ParticipantApp
from helpers.hosted_rooms import CODE, Hosted, hosted
from helpers.servers import app_of, inside
from helpers.waiting import until

pytestmark = pytest.mark.slow

HOSTILE = "\x1b]0;own\x07\x1b[2J[@click=app.quit]Ann[/]\u202e\u200be" + "\u0301" * 40 + "\x9b31m"
"""A name with a window title, an erased screen, markup, bidi, what nobody sees, a tower of accents, a C1 control."""

OURS = re.compile(rb"\x1b\[[0-9;?]*[A-HJKhlm]|\x1b[78]|\x1b\[6n|\x1b\]66;[sw]=2; \x1b\\|\x1bP\$qm\x1b\\|[\r\n]")
"""What a screen is drawn with, and what a terminal is asked once: for letters of twice the size, and for colours."""

LETTERS_MEANWHILE = 8


class Writer:
    """Somebody who writes a proposal, key after key, whatever others do."""

    def __init__(self, room: Hosted, terminal: Terminal) -> None:
        self._room = room
        self._terminal = terminal
        self._typed = ""
        self.stop = False

    async def write(self) -> None:
        for letter in cycle("abcdefghi "):
            if self.stop:
                return
            self._typed += letter
            self._terminal.press(letter)
            await asyncio.sleep(0.05)

    @property
    def there(self) -> str:
        """What of it is in the session."""
        return "".join(self._room.seat("Writer").proposal.answers.values())

    async def goes_on(self) -> None:
        """Wait until some more of it has come to the session."""
        enough = len(self.there) + LETTERS_MEANWHILE
        await until(lambda: len(self.there) >= enough)

    async def noticed_nothing(self) -> None:
        """Every key is in the session, the screen is as ever, and nothing strange was drawn on it."""
        self.stop = True
        await until(lambda: self.there == self._typed)
        await self._terminal.sees("What is the focal point?", "F7 done Esc leaves the field, then letters are keys")
        assert b"\x1b" not in OURS.sub(b"", self._terminal.written)
        assert b"owned" not in self._terminal.written


@asynccontextmanager
async def meanwhile(tmp_path: Path) -> AsyncIterator[tuple[Hosted, Writer]]:
    """A room in which somebody writes. At the end they have noticed nothing, and a newcomer is let in as ever."""
    async with hosted(tmp_path) as room:
        await room.lead(Kind.PROPOSAL, "write")
        terminal = await room.join("Writer")
        await terminal.sees("What is the focal point?")
        writer = Writer(room, terminal)
        writing = asyncio.create_task(writer.write())
        try:
            yield room, writer
            await writer.goes_on()
            await writer.noticed_nothing()
            await room.join("Newcomer")
        finally:
            writer.stop = True
            await writing


async def a_guest(room: Hosted) -> Terminal:
    """Somebody with a seat, at the proposal."""
    guest = await room.join("Guest")
    await guest.sees("What is the focal point?")
    return guest


def visit(room: Hosted, name: str) -> VisitorChannel:
    """The server's end of somebody's connection."""
    seat = room.seat(name).number
    return next(each for each in inside(room.host.server) if each.seat == seat)


def send(terminal: Terminal, data: bytes) -> None:
    assert terminal.channel is not None
    terminal.channel.write(data)


async def test_random_bytes_for_keys(tmp_path: Path) -> None:
    async with meanwhile(tmp_path) as (room, writer):
        guest = await a_guest(room)
        send(guest, random.Random(1).randbytes(64 * 1024))
        await writer.goes_on()


async def test_a_megabyte_in_one_paste(tmp_path: Path) -> None:
    async with meanwhile(tmp_path) as (room, writer):
        guest = await a_guest(room)
        send(guest, b"\x1b[200~" + b"x" * 1_000_000 + b"\x1b[201~")
        await guest.sees("Nothing was pasted")
        await writer.goes_on()
        assert not room.seat("Guest").proposal.answers


async def test_a_storm_of_resizes(tmp_path: Path) -> None:
    async with meanwhile(tmp_path) as (room, writer):
        guest = await a_guest(room)
        chance = random.Random(2)
        for _ in range(400):
            guest.resize(chance.randint(1, 500), chance.randint(1, 200))
        await writer.goes_on()
        guest.resize(100, 30)
        await until(lambda: "Guest" in guest.text and "Esc leaves the field" in guest.rows[29])


async def test_a_terminal_that_claims_to_be_enormous(tmp_path: Path) -> None:
    async with meanwhile(tmp_path) as (room, writer):
        guest = await a_guest(room)
        assert guest.channel is not None
        guest.channel.change_terminal_size(10_000, 10_000)
        app = app_of(visit(room, "Guest"))
        assert isinstance(app, ParticipantApp)
        await until(lambda: tuple(app.size) == LARGEST)
        await writer.goes_on()


async def test_a_name_full_of_escapes_markup_bidi_and_marks(tmp_path: Path) -> None:
    async with meanwhile(tmp_path) as (room, writer):
        console = await room.connect("console", key=room.facilitators_key)
        await console.sees("Writer")
        guest = await room.connect()
        await guest.sees("What is your name?")
        guest.press(f"\x1b[200~{HOSTILE}\x1b[201~", "enter")
        await until(lambda: len(room.session.present) == 2)
        await writer.goes_on()

        name = room.session.seats[2].name
        assert "[@click=app.quit]Ann[/]" in name
        assert len(name) <= NAME_LIMIT
        assert not any(unicodedata.category(sign) in {"Cc", "Cf", "Cs"} for sign in name)
        console.press("p")
        await console.sees("People: 2 here", "[@click=app.quit]Ann[/]")
        for terminal in (console, guest):
            assert b"\x1b" not in OURS.sub(b"", terminal.written)


async def test_user_names_full_of_signs(tmp_path: Path) -> None:
    async with meanwhile(tmp_path) as (room, _):
        for name in ("[/]", "../../etc/passwd", "room;reboot", "[@click=app.quit]room[/]", "e" + "\u0301" * 100):
            with pytest.raises(asyncssh.DisconnectError, match=re.escape(UNKNOWN_NAME)):
                await room.connect(name)


async def test_nonsense_for_a_terminal(tmp_path: Path) -> None:
    async with meanwhile(tmp_path) as (room, _):
        for term in ("\x1b]0;owned\x07[/]", "../../../etc/passwd", "x" * 10_000):
            guest = await room.connect(term=term)
            await guest.sees("What is your name?")
            guest.abort()


async def test_a_wrong_code_two_hundred_times(tmp_path: Path) -> None:
    async def guess() -> None:
        with pytest.raises(asyncssh.DisconnectError, match=ENOUGH_TRIES):
            await room.connect("room", "000000")

    async def sleep(seconds: float) -> None:
        await asyncio.sleep(seconds / 1000)

    async with meanwhile(tmp_path) as (room, _):
        admission = room.host.server.admission
        admission.guesses = Guesses(admission.limits, lambda: time.monotonic() * 1000, sleep)  # a fast clock
        for _ in range(4):
            await asyncio.gather(*(guess() for _ in range(10)))  # five tries each
        assert room.session.present == (room.seat("Writer"),)


async def test_three_hundred_connections_that_never_log_in(tmp_path: Path) -> None:
    async with meanwhile(tmp_path) as (room, writer):
        lines = [await asyncio.open_connection("127.0.0.1", room.host.port) for _ in range(300)]
        await writer.goes_on()
        assert len(room.host.server.admission.lobby) <= room.host.server.admission.limits.waiting + 1
        for _, line in lines:
            line.close()
            with suppress(OSError):
                await line.wait_closed()
        await until(lambda: len(room.host.server.admission.lobby) == 1)


@pytest.mark.skipif(
    sys.platform == "win32" or shutil.which("ssh") is None, reason="There is no ssh here. Install OpenSSH's client."
)
async def test_a_client_killed_in_the_middle(tmp_path: Path) -> None:
    from helpers.pseudo_terminal import Pseudo

    async with meanwhile(tmp_path) as (room, writer):
        options = ("-F", "none", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null")
        guest = Pseudo(["ssh", *options, "-o", "PubkeyAuthentication=no", "-p", str(room.host.port), "room@127.0.0.1"])
        try:
            await guest.sees("Join code:")
            guest.press(CODE, "enter")
            await guest.sees("What is your name?")
            guest.press("Guest", "enter")
            await guest.sees("What is the focal point?")
            guest.kill()
            await until(lambda: room.running.presence.attendance.connected == 1)
            await writer.goes_on()
        finally:
            guest.put_away()
