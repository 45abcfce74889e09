"""The system's own ssh in a terminal of its own, against a host in a process of its own."""

import asyncio
import fcntl
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from time import monotonic

import pyte
import pytest

from copworkshop.model.people import FACILITATOR
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rehearsal.terminal import KEYS, PATIENCE
from copworkshop.rules.sight import sight
from copworkshop.ssh.access import FACILITATOR_KEY
from copworkshop.ssh.client import KNOWN_HOSTS
from copworkshop.ssh.host import ACCESS_FOLDER, OVER
from copworkshop.store.check import check
from copworkshop.store.sessions import look
from copworkshop.ui.screens.agenda import places

pytestmark = pytest.mark.skipif(
    shutil.which("ssh") is None, reason="There is no ssh on this machine. Install OpenSSH's client."
)

NAME = "demo"
CODE = "482913"


class Ssh:
    """The system's ssh in a terminal of 80 columns by 24 rows."""

    def __init__(self, host: "HostProcess", user: str, *options: str) -> None:
        self.screen = pyte.Screen(80, 24)
        self.written = b""
        self._stream = pyte.ByteStream(self.screen)
        self._ours, theirs = os.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        os.set_blocking(self._ours, False)
        known = f"UserKnownHostsFile={host.access / KNOWN_HOSTS}"
        command = ["ssh", "-F", "none", "-t", "-p", str(host.port), "-o", known, "-o", "IdentityAgent=none"]
        self.process = subprocess.Popen(
            [*command, *options, f"{user}@127.0.0.1"],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(theirs)

    @property
    def text(self) -> str:
        """What stands on the screen, as one text with single spaces."""
        return " ".join(" ".join(self.screen.display).split())

    @property
    def after_leaving(self) -> str:
        """What was written once the terminal was as before."""
        return self.written.decode(errors="replace").rpartition("\x1b[?25h")[2]

    def press(self, *keys: str) -> None:
        for key in keys:
            os.write(self._ours, KEYS.get(key, key.encode()))

    async def sees(self, *texts: str) -> None:
        for text in texts:
            await until(partial(self._shows, text), lambda text=text: f"“{text}”:\n{self.shown}")  # type: ignore[misc]

    async def ended(self) -> int:
        """Wait for ssh to end, and return its exit status."""
        await until(lambda: self._read() and self.process.poll() is not None, lambda: f"the end:\n{self.shown}")
        self._read()
        return self.process.returncode

    @property
    def shown(self) -> str:
        return "\n".join(self.screen.display)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def put_away(self) -> None:
        self.kill()
        os.close(self._ours)

    def _shows(self, text: str) -> bool:
        return self._read() and text in self.text

    def _read(self) -> bool:
        try:
            while data := os.read(self._ours, 65536):
                self.written += data
                self._stream.feed(data)
        except OSError:
            pass  # nothing there yet, or nobody at the other end any more
        return True


class HostProcess:
    """``copworkshop host`` in a process of its own."""

    def __init__(self, root: Path, process: "subprocess.Popen[bytes]", log: Path) -> None:
        self.root = root
        self.process = process
        self.access = root / NAME / ACCESS_FOLDER
        self._log = log
        self._terminals: list[Ssh] = []

    @property
    def said(self) -> str:
        return self._log.read_text(encoding="utf-8")

    @property
    def port(self) -> int:
        found = re.search(r"ssh -p (\d+) room@", self.said)
        assert found is not None
        return int(found[1])

    @property
    def on_disk(self) -> Session:
        return look(self.root, NAME).session

    def ssh(self, user: str, *options: str) -> Ssh:
        self._terminals.append(Ssh(self, user, *options))
        return self._terminals[-1]

    async def join(self, name: str) -> Ssh:
        """Come in by code and name."""
        guest = self.ssh("room", "-o", "PubkeyAuthentication=no")
        await guest.sees("Join code:")
        guest.press(CODE, "enter")
        await guest.sees("What is your name?")
        guest.press(name, "enter")
        await guest.sees("F1 keys")
        return guest

    async def console(self) -> Ssh:
        key = str(self.access / FACILITATOR_KEY)
        console = self.ssh("console", "-i", key, "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes")
        await console.sees("PgDn")
        return console

    def put_away(self) -> None:
        for terminal in self._terminals:
            terminal.put_away()
        self.process.kill()
        self.process.wait()


def _start_host(root: Path, log: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "copworkshop", "host", NAME, "--sessions", str(root), "--port", "0"]
    with log.open("wb") as said:
        return subprocess.Popen(
            [*command, "--bind", "127.0.0.1", "--code", CODE], stdin=subprocess.DEVNULL, stdout=said, stderr=said
        )


@asynccontextmanager
async def a_host(folder: Path) -> AsyncIterator[HostProcess]:
    root, log = folder / "sessions", folder / "said"
    process = _start_host(root, log)
    host = HostProcess(root, process, log)
    try:
        await until(lambda: "open on port" in host.said, lambda: f"an open door: {host.said}")
        yield host
    finally:
        host.put_away()


async def until(condition: Callable[[], bool], what: Callable[[], str]) -> None:
    end = monotonic() + PATIENCE
    while not condition():
        assert monotonic() < end, f"There never came {what()}"
        await asyncio.sleep(0.01)


async def lead_to(kind: Kind, host: HostProcess, console: Ssh) -> None:
    """On the console, choose a step from the list of all places. The cursor is on the first."""
    kinds = [spot.kind for _, spot, _ in places(sight(host.on_disk, FACILITATOR))]
    console.press("g")
    await console.sees("Enter goes there")
    console.press(*["down"] * kinds.index(kind), "enter")
    await until(lambda: host.on_disk.at is kind, lambda: f"the step {kind} on the disk")


async def test_a_proposal_outlives_an_ssh_that_is_killed(tmp_path: Path) -> None:
    async with a_host(tmp_path) as host:
        guest = await host.join("Participant 1")
        console = await host.console()
        await console.sees("Participant 1")
        await lead_to(Kind.PROPOSAL, host, console)
        guest.press("f5")
        await guest.sees("What is the focal point?")
        guest.press("Care for the harbour")
        await until(
            lambda: [*host.on_disk.present[0].proposal.answers.values()] == ["Care for the harbour"],
            lambda: "the text on the disk",
        )
        guest.kill()
        again = host.ssh(host.on_disk.present[0].word, "-o", "PubkeyAuthentication=no")
        await again.sees("✓ Focal point")
        again.press("shift+tab")
        await again.sees("Care for the harbour")
        assert len(host.on_disk.present) == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_host_that_is_told_to_end_tells_everybody_and_leaves_whole_files(tmp_path: Path, number: int) -> None:
    async with a_host(tmp_path) as host:
        guest = await host.join("Participant 1")
        console = await host.console()
        host.process.send_signal(number)
        for terminal in (guest, console):
            await terminal.ended()
            assert OVER in terminal.after_leaving
        await until(lambda: host.process.poll() is not None, lambda: "the end of the host")
        assert host.process.returncode == 0, host.said
        assert "Traceback" not in host.said
        assert check(host.root / NAME) == ()
        assert [seat.name for seat in host.on_disk.present] == ["Participant 1"]


async def test_the_command_it_says_is_the_one_that_joins(tmp_path: Path) -> None:
    async with a_host(tmp_path) as host:
        assert f"To join: ssh -p {host.port} room@127.0.0.1" in host.said
        assert "Join code: 482 913" in host.said
        assert re.search(r"Host key: SHA256:\S{43}", host.said)
