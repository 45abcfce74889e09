"""The recipe of docs/accounts.md, under the system's own sshd on a free port of this machine."""

import asyncio
import getpass
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from helpers.hosted_rooms import CODE, Hosted, hosted
from helpers.networks import free_port

if sys.platform == "win32":
    pytest.skip("This system has no sshd of the usual kind.", allow_module_level=True)

import pwd

from helpers.pseudo_terminal import Pseudo

PAGE = Path(__file__).parents[2] / "docs" / "accounts.md"
SSHD = shutil.which("sshd", path=os.environ["PATH"] + ":/usr/sbin:/usr/local/sbin")
PATIENCE = 60.0

pytestmark = pytest.mark.skipif(
    SSHD is None or shutil.which("ssh") is None, reason="There is no sshd or no ssh on this machine. Install OpenSSH."
)


@dataclass(frozen=True)
class Account:
    """How a person with an account comes: the system's ssh, with a key that the machine knows."""

    command: list[str]

    def asks_for(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Come without a terminal, with a command."""
        return subprocess.run([*self.command, *words], check=False, capture_output=True, text=True, timeout=PATIENCE)


def _needs_an_sshd_that_runs() -> None:
    """Run by root, sshd wants a user to do the dangerous part as."""
    if subprocess.run([str(SSHD), "-?"], check=False, capture_output=True).returncode == 127:
        pytest.skip("This machine's sshd does not start: a library of its is missing. Install openssh-server.")
    if os.geteuid() == 0:
        try:
            pwd.getpwnam("sshd")
        except KeyError:
            pytest.skip("sshd is run by root here, and there is no user “sshd”. Install openssh-server.")
        if not Path("/run/sshd").is_dir():
            pytest.skip("sshd is run by root here, and there is no folder /run/sshd. Install openssh-server.")


def recipe(port: int) -> str:
    """The page's own lines, for this user, this copworkshop and this port."""
    found = re.search(r"```sshd_config\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    lines = found[1].replace("Group workshop", f"User {getpass.getuser()}")
    here = f"{sys.executable} -m copworkshop join localhost:{port}"
    assert "copworkshop join localhost\n" in lines
    return lines.replace("copworkshop join localhost", here)


def make_key(path: Path) -> Path:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(path)], check=True)
    return path


@contextmanager
def an_sshd(folder: Path, room_port: int) -> Iterator[Account]:
    """The system's sshd as an ordinary process, with the recipe in its configuration."""
    _needs_an_sshd_that_runs()
    assert SSHD is not None
    port, key = free_port(), make_key(folder / "account")
    shutil.copy(key.with_suffix(".pub"), folder / "authorized_keys")
    # The ssh that the recipe starts would use the home of whoever runs these tests: their known hosts, their keys.
    (folder / "bin").mkdir()
    inner = folder / "bin" / "ssh"
    options = f"-F none -o UserKnownHostsFile={folder}/known -o IdentitiesOnly=yes -i {make_key(folder / 'own')}"
    inner.write_text(f'#!/bin/sh\nexec {shutil.which("ssh")} {options} "$@"\n')
    inner.chmod(0o755)
    (folder / "sshd_config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {make_key(folder / 'host')}\nPidFile none\nUsePAM no\n"
        f"StrictModes no\nPermitRootLogin yes\nAuthorizedKeysFile {folder}/authorized_keys\n"
        f"PasswordAuthentication no\nKbdInteractiveAuthentication no\nSubsystem sftp internal-sftp\n"
        f"SetEnv PATH={folder}/bin:{os.environ['PATH']}\n{recipe(room_port)}"
    )
    process = subprocess.Popen(
        [SSHD, "-D", "-e", "-f", str(folder / "sshd_config")], stderr=subprocess.PIPE, stdin=subprocess.DEVNULL
    )
    options = f"-F none -p {port} -i {key} -o IdentitiesOnly=yes -o StrictHostKeyChecking=no -o LogLevel=ERROR"
    try:
        _answers(process, port)
        known = f"UserKnownHostsFile={folder / 'known-machines'}"
        yield Account(["ssh", *options.split(), "-o", known, f"{getpass.getuser()}@127.0.0.1"])
    finally:
        process.terminate()
        process.communicate()


def _answers(process: "subprocess.Popen[bytes]", port: int) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert process.poll() is None, process.communicate()[1]
            assert time.monotonic() < end
            time.sleep(0.02)
        else:
            return


@asynccontextmanager
async def accounts(tmp_path: Path) -> AsyncIterator[tuple[Hosted, Account]]:
    async with hosted(tmp_path / "sessions") as room:
        with an_sshd(tmp_path, room.host.port) as account:
            yield room, account


async def test_an_account_leads_into_the_room_and_its_key_back_to_the_seat(tmp_path: Path) -> None:
    async with accounts(tmp_path) as (room, account):
        first = Pseudo(account.command)
        try:
            await first.sees("Join code:")
            first.press(CODE, "enter")
            await first.sees("What is your name?")
            first.press("Participant 1", "enter")
            await first.sees("Participant 1", "q leave")
            first.press("ctrl+q")
            assert await first.ended() == 0
            assert first.keys_as_before
        finally:
            first.put_away()

        again = Pseudo(account.command)
        try:
            await again.sees("Participant 1", "q leave")
            assert "Join code" not in again.written.decode()
        finally:
            again.put_away()
        assert [seat.name for seat in room.session.present] == ["Participant 1"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("uname",), "There is no terminal to show the room on."),
        (("-s", "sftp"), ""),  # sshd keeps to itself what is said in place of a subsystem
    ],
)
async def test_an_account_gets_nothing_else(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    async with accounts(tmp_path) as (_, account):
        answer = await asyncio.to_thread(account.asks_for, *words)
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert told in answer.stderr


async def test_an_account_forwards_nothing(tmp_path: Path) -> None:
    async with accounts(tmp_path) as (_, account):
        asked = ("-N", "-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:9")
        answer = await asyncio.to_thread(account.asks_for, *asked)
    assert answer.returncode == 255
    assert "forwarding failed" in answer.stderr
