"""A session that a separate process hosts with ``copworkshop host``. It can be led, ended, or killed."""

import asyncio
import re
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from pathlib import Path
from typing import Final

import asyncssh

from copworkshop.ssh.access import FACILITATOR_KEY
from copworkshop.ssh.client import Address
from copworkshop.store.access_files import ACCESS_FOLDER

_OPEN: Final = re.compile(r"To join: ssh -p (\d+) ")
_AMISS: Final = re.compile(r" (?:WARNING|ERROR|CRITICAL) |^Traceback")
_PATIENCE: Final = 30.0  # seconds until people can connect


class HostFailed(Exception):  # noqa: N818 - named for what happened
    """The host did not start; the text is what it wrote."""


def amiss(said: str) -> list[str]:
    """Return the lines of a host's log that report a problem."""
    return [line for line in said.splitlines() if _AMISS.search(line)]


class HostProcess:
    """``copworkshop host`` in a separate process. Only this machine can connect to it."""

    def __init__(self, process: Process, folder: Path, port: int, log: Path) -> None:
        self.process = process
        self.folder = folder
        """The session's folder."""
        self.address = Address("127.0.0.1", port)
        self.log = log
        """The file with what it wrote to standard error: its events and failures."""

    @classmethod
    async def start(
        cls, sessions: Path, name: str, *, code: str, plan: Path | None = None, port: int = 0
    ) -> "HostProcess":
        """Host the session of this name, new or resumed, and return once people can connect.

        Raises:
            HostFailed: it did not start in time.

        """
        log = await asyncio.to_thread(_log_in, sessions, name)
        command = [sys.executable, "-m", "copworkshop", "host", name, "--sessions", str(sessions), "--rehearsal"]
        command += ["--bind", "127.0.0.1", "--port", str(port), "--code", code]
        command += ["--plan", str(plan)] if plan is not None else []
        with log.open("ab") as said:
            process = await asyncio.create_subprocess_exec(*command, stdin=DEVNULL, stdout=PIPE, stderr=said)
        try:
            async with asyncio.timeout(_PATIENCE):
                found = await _port(process)
        except TimeoutError:
            found = None
        if found is None:
            if process.returncode is None:
                process.kill()
            await process.wait()
            raise HostFailed(log.read_text(encoding="utf-8", errors="replace").strip() or "The host did not start.")
        return cls(process, sessions / name, found, log)

    @property
    def facilitators_key(self) -> asyncssh.SSHKey:
        """The key that opens the console and the stage."""
        return asyncssh.read_private_key(self.folder / ACCESS_FOLDER / FACILITATOR_KEY)

    async def end(self) -> int:
        """End it with SIGTERM, as the system would, and return its exit code. Then everything is saved."""
        if self.process.returncode is None:
            self.process.terminate()
        return await self._over()

    async def kill(self) -> int:
        """Kill it without warning, and return its exit code."""
        if self.process.returncode is None:
            self.process.kill()
        return await self._over()

    async def _over(self) -> int:
        await self.process.communicate()
        return self.process.returncode or 0


def _log_in(sessions: Path, name: str) -> Path:
    sessions.mkdir(parents=True, exist_ok=True)
    return sessions / f"{name}.log"


async def _port(process: Process) -> int | None:
    """Return the port that the host prints; None if it ends before it prints one."""
    assert process.stdout is not None, "it was started with a pipe"  # noqa: S101
    while line := await process.stdout.readline():
        found = _OPEN.search(line.decode(errors="replace"))
        if found is not None:
            return int(found[1])
    return None
