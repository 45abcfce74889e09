"""``copworkshop host`` in a process of its own, to be killed: started each time, or forked from one that has loaded.

A forked one runs the very same code from the command line on, and is there in a tenth of the time.
"""

import asyncio
import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any, Final

from copworkshop.rehearsal.host_process import amiss
from copworkshop.rehearsal.terminal import Terminal, call
from copworkshop.ssh.client import Address
from copworkshop.store.check import check
from copworkshop.toolkit import event_loop

NAME: Final = "killed"
CODE: Final = "482913"
PATIENCE: Final = 60.0
"""Seconds after which a process that should be there is not coming any more."""

_FORKING: Final = """
import os, sys
from copworkshop import cli
import copworkshop.ssh.headless, copworkshop.ssh.host, copworkshop.live.workshop, copworkshop.store.sessions
for line in sys.stdin:
    root, log = line.rstrip("\\n").split("\\t")
    child = os.fork()
    if child == 0:
        said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        for stream in (1, 2):
            os.dup2(said, stream)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        door = ["--port", "0", "--bind", "127.0.0.1", "--code", CODE, "--expect", "4"]
        cli.main(["host", NAME, "--sessions", root, "--rehearsal", *door])
    print(child, flush=True)
    os.waitpid(child, 0)
    print("gone", flush=True)
"""


class HostProcess:
    """A running host: its process id, and the ways in."""

    def __init__(self, root: Path, log: Path, pid: int, port: int) -> None:
        self.root = root
        self.log = log
        self.pid = pid
        self.port = port
        self.killed = False

    async def call(self, user: str, *answers: str, key: Path | None = None) -> Terminal:
        """Come in with a terminal."""
        import asyncssh

        own = None if key is None else asyncssh.read_private_key(key)
        return await call(Address("127.0.0.1", self.port), user, *answers, key=own)

    def kill(self) -> None:
        """Kill it, as nothing can be told of beforehand."""
        self.killed = True
        os.kill(self.pid, signal.SIGKILL)

    def faults(self) -> list[str]:
        """Return what is wrong with what it has said, and with its files."""
        return [*amiss(self.log.read_text()), *map(str, check(self.root / NAME))]


class Hosts:
    """Begins hosts, one at a time."""

    def __init__(self, folder: Path, *, forked: bool, mutant: str = "") -> None:
        self._log = folder / "said"
        self._mother: subprocess.Popen[str] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        if forked:
            program = f"NAME, CODE = {NAME!r}, {CODE!r}\n{mutant}\n{_FORKING}"
            self._mother = subprocess.Popen(
                [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )

    async def begin(self, root: Path) -> HostProcess:
        """Begin a host of the session :data:`NAME`, and wait until its door is open."""
        self._log.write_text("")
        pid = await asyncio.to_thread(self._begin, root)
        end = time.monotonic() + PATIENCE
        while "open on port" not in (said := self._log.read_text()):
            assert time.monotonic() < end, f"the host did not come up: {said}"
            assert not amiss(said), said
            await asyncio.sleep(0.01)
        found = re.search(r"ssh -p (\d+) room@", said)
        assert found is not None, said
        return HostProcess(root, self._log, pid, int(found[1]))

    async def ended(self) -> str:
        """Wait until the host that was killed, or told to end, is gone; return what it had said."""
        if self._mother is not None:
            assert self._mother.stdout is not None
            assert await asyncio.to_thread(self._mother.stdout.readline) == "gone\n"
        if self._process is not None:
            await asyncio.to_thread(self._process.wait)
        return self._log.read_text()

    async def put_away(self, host: HostProcess) -> None:
        """Tell a host to end, wait for it, and let no process of ours run on."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(host.pid, signal.SIGTERM)
        await self.ended()
        self.close()

    def close(self) -> None:
        """Let no process of ours run on."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        if self._mother is not None:
            with contextlib.suppress(BrokenPipeError):
                self._mother.communicate()

    def _begin(self, root: Path) -> int:
        if self._mother is not None:
            assert self._mother.stdin is not None
            assert self._mother.stdout is not None
            self._mother.stdin.write(f"{root}\t{self._log}\n")
            self._mother.stdin.flush()
            return int(self._mother.stdout.readline())
        command = [sys.executable, "-m", "copworkshop", "host", NAME, "--sessions", str(root), "--port", "0"]
        with self._log.open("wb") as said:
            self._process = subprocess.Popen(
                [*command, "--rehearsal", "--bind", "127.0.0.1", "--code", CODE, "--expect", "4"],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
            )
        return self._process.pid


def told(
    trials: Callable[[Path, Sequence[str]], Coroutine[Any, Any, list[str]]], names: Sequence[str], well: str
) -> int:
    """Run trials in a folder of their own, print what came out, `well` if nothing is amiss; return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        problems = event_loop.run(trials(Path(folder), names))
    print(*problems or [well], sep="\n")
    return 1 if problems else 0
