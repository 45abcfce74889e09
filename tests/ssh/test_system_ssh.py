"""The system's own ssh in a terminal of its own, against a host in a process of its own."""

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from copworkshop.model.people import FACILITATOR
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rehearsal.host_process import amiss
from copworkshop.rules.sight import sight
from copworkshop.ssh.access import FACILITATOR_KEY
from copworkshop.ssh.client import KNOWN_HOSTS
from copworkshop.ssh.host import OVER
from copworkshop.store.access_files import ACCESS_FOLDER
from copworkshop.store.check import check
from copworkshop.store.sessions import open_read_only
from copworkshop.ui.screens.agenda import places
from helpers.pseudo_terminal import Pseudo
from helpers.waiting import until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("ssh") is None, reason="There is no ssh on this machine. Install OpenSSH's client."
    ),
]

NAME = "demo"
CODE = "482913"


class Ssh(Pseudo):
    """The system's ssh in a terminal of 80 columns by 24 rows."""

    def __init__(self, host: "HostProcess", user: str, *options: str) -> None:
        known = f"UserKnownHostsFile={host.known}"
        command = ["ssh", "-F", "none", "-t", "-p", str(host.port), "-o", known, "-o", "IdentityAgent=none"]
        super().__init__([*command, *options, f"{user}@127.0.0.1"])


class HostProcess:
    """``copworkshop host`` in a process of its own."""

    def __init__(self, root: Path, process: "subprocess.Popen[bytes]", log: Path) -> None:
        self.root = root
        self.process = process
        self.access = root / NAME / ACCESS_FOLDER
        self.known = root.parent / "known"
        """What the ssh of somebody who came at the first start knows."""
        self._log = log
        self._terminals: list[Pseudo] = []

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
        return open_read_only(self.root, NAME).session

    def ssh(self, user: str, *options: str) -> Ssh:
        terminal = Ssh(self, user, *options)
        self._terminals.append(terminal)
        return terminal

    def run(self, *arguments: str) -> Pseudo:
        """Run another command of ours in a terminal."""
        self._terminals.append(Pseudo([sys.executable, "-m", "copworkshop", *arguments]))
        return self._terminals[-1]

    async def join(self, name: str) -> Ssh:
        """Come in by code and name."""
        guest = self.ssh("room", "-o", "PubkeyAuthentication=no")
        await guest.sees("Join code:")
        guest.press(CODE, "enter")
        await guest.sees("What is your name?")
        guest.press(name, "enter")
        await guest.sees("? keys")
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
            [*command, "--bind", "127.0.0.1", "--code", CODE, "--expect", "2"],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        )


@asynccontextmanager
async def a_host(folder: Path) -> AsyncIterator[HostProcess]:
    root, log = folder / "sessions", folder / "said"
    process = _start_host(root, log)
    host = HostProcess(root, process, log)
    try:
        await until(lambda: "open on port" in host.said, lambda: f"There never came an open door: {host.said}")
        if not host.known.exists():
            shutil.copy(host.access / KNOWN_HOSTS, host.known)
        yield host
    finally:
        host.put_away()


async def lead_to(kind: Kind, host: HostProcess, console: Ssh) -> None:
    """On the console, choose a step from the list of all places. The cursor is on the first."""
    kinds = [spot.kind for _, spot, _ in places(sight(host.on_disk, FACILITATOR))]
    console.press("g")
    await console.sees("Enter goes there")
    console.press(*["down"] * kinds.index(kind), "enter")
    await until(lambda: host.on_disk.at is kind, f"the step {kind} on the disk")


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
            lambda: f"the text on the disk:\n{guest.shown}",
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
        assert amiss(host.said) == []
        assert check(host.root / NAME) == ()
        assert [seat.name for seat in host.on_disk.present] == ["Participant 1"]


async def test_the_command_it_says_is_the_one_that_joins(tmp_path: Path) -> None:
    async with a_host(tmp_path) as host:
        assert f"To join: ssh -p {host.port} room@127.0.0.1" in host.said
        assert "Join code: 482 913" in host.said
        assert re.search(r"Host key: SHA256:\S{43}", host.said)


async def test_a_passphrase_that_was_set_while_the_session_runs_opens_the_console(tmp_path: Path) -> None:
    async with a_host(tmp_path) as host:
        without = host.ssh("console", "-o", "PubkeyAuthentication=no")
        await without.wrote("there is no passphrase yet")

        setting = host.run("passphrase", NAME, "--sessions", str(host.root))
        for question in ("Passphrase:", "The same once more:"):
            await setting.sees(question)
            setting.press("correct horse", "enter")
        assert await setting.ended() == 0
        assert "correct horse" not in setting.written.decode()
        assert setting.keys_as_before

        console = host.ssh("console", "-o", "PubkeyAuthentication=no")
        await console.sees("Passphrase:")
        console.press("wrong horse", "enter")
        await console.sees("That is not the passphrase.")
        console.press("correct horse", "enter")
        await console.sees("PgDn on")
        assert "horse" not in console.written.decode()


async def test_after_the_folder_was_renamed_and_the_host_started_again_nobodys_ssh_warns(tmp_path: Path) -> None:
    async with a_host(tmp_path) as host:
        (host.root / NAME).rename(host.root / "renamed")
        guest = await host.join("Participant 1")
        await until(lambda: "renamed to" in host.said, lambda: f"There never came the sentence: {host.said}")
        assert host.access.is_dir()
        host.process.send_signal(signal.SIGTERM)
        await guest.ended()
        await until(lambda: host.process.poll() is not None, lambda: "the end of the host")
        word = host.on_disk.present[0].word
    async with a_host(tmp_path) as host:
        again = host.ssh(word, "-o", "PubkeyAuthentication=no")
        await again.sees("? keys")
        console = host.run("--sessions", str(host.root), "console")
        await console.sees("Participant 1")
