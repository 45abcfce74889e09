"""A ``copworkshop host`` in a separate process, and its sessions."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from benchmarks.room import system
from benchmarks.room.full import word
from benchmarks.room.people import People
from copworkshop.content.loader import DEFAULT_PLAN, packaged_text
from copworkshop.hosting.pool import AT_LEAST
from copworkshop.model.people import FACILITATOR
from copworkshop.model.plan import Kind
from copworkshop.rules.agenda import GoTo
from copworkshop.rules.people import AddSeat
from copworkshop.rules.request import Request, apply
from copworkshop.ssh.access import FACILITATOR_KEY
from copworkshop.store.access_files import ACCESS_FOLDER
from copworkshop.store.sessions import create

NAME: Final = "benchmark"
CODE: Final = "482913"
NAME_ASKED: Final = "What is your name"
"""A text on a newcomer's first screen."""
WRITING: Final = "0 words"
"""A text on the first screen of a person who has written nothing in their proposal."""
_PATIENCE: Final = 240.0
_QUIET: Final = 0.02  # share of CPU; a host that uses less has nothing to do


def prepare(root: Path, seats: int, kind: Kind, round_name: str | None = None, more: Iterable[Request] = ()) -> None:
    """Create a session with `seats` people at a step of the plan."""
    now = datetime.now(UTC)
    opened = create(root, NAME, packaged_text(DEFAULT_PLAN), now=now)
    session = opened.session
    asked = [AddSeat(name=f"Participant {number}", word=word(number)) for number in range(1, seats + 1)]
    for request in (*asked, GoTo(kind=kind, round=round_name), *more):
        session = apply(session, request, FACILITATOR, now)
    opened.save(opened.session, session)
    opened.close()


class Served:
    """A server in a separate process."""

    def __init__(self, process: "subprocess.Popen[str]", port: int, told: Path) -> None:
        self.pid = process.pid
        self.port = port
        self.key: Path | None = None
        """The facilitator's private key."""
        self._told = told
        self.memory_before = system.tree_memory(self.pid)
        """Megabytes just after the start, before anybody came and before any screen was prepared."""

    def cpu(self) -> float:
        """Return the seconds of CPU so far."""
        return system.tree_cpu(self.pid)

    def memory(self) -> float:
        """Return the megabytes that it uses now."""
        return system.tree_memory(self.pid)

    def holds(self) -> dict[str, int]:
        """Return the numbers of its tasks, timers and open files. It must run :mod:`benchmarks.room.counted`.

        Raises:
            RuntimeError: it does not answer.

        """
        heard = len(self._told.read_text())
        os.kill(self.pid, signal.SIGUSR1)
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            lines = self._told.read_text()[heard:].splitlines(keepends=True)
            for line in lines:
                if line.startswith('{"tasks"') and line.endswith("\n"):
                    found: dict[str, int] = json.loads(line)
                    return found | {"files": system.open_files(self.pid)}
            time.sleep(0.01)
        raise RuntimeError("the host does not say what it holds")

    def settle(self, seconds: float = 0.8) -> None:
        """Wait until it was idle for `seconds` seconds. Then it has prepared all screens that it keeps in its pool.

        Do not use half a second or less: after a join, it prepares no screen for half a second.

        Raises:
            RuntimeError: it was never idle.

        """
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            before = self.cpu()
            time.sleep(seconds)
            if self.cpu() - before < _QUIET * seconds:
                return
        raise RuntimeError("the host never comes to rest")


@contextmanager
def host(root: Path, *arguments: str, program: str = "copworkshop") -> Iterator[Served]:
    """Run ``copworkshop host`` on the session :data:`NAME` in this folder. `program` is the module to run."""
    command = ["-m", program, "host", NAME, "--sessions", str(root), "--rehearsal", "--port", "0"]
    with serving([*command, "--bind", "127.0.0.1", "--code", CODE, *arguments]) as served:
        served.key = root / NAME / ACCESS_FOLDER / FACILITATOR_KEY
        yield served


@contextmanager
def full_room(seats: int, *arguments: str, at_once: int = 5, console: bool = False) -> Iterator[tuple[Served, People]]:
    """Run a host with `seats` people who write their proposals. With `console`, the facilitator comes before them.

    The host prepares as few screens as in a full room, and not one for each person first. So the room is full in half
    the time, and then it is the same.
    """
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder), seats, Kind.PROPOSAL, "write")
        with host(Path(folder), "--expect", str(AT_LEAST), *arguments) as served, People(served.port) as people:
            if console:
                sit_console(served, people)
            sit(people, range(1, seats + 1), at_once=at_once)
            served.settle()
            yield served, people


def sit_console(served: Served, people: People) -> None:
    """Connect the facilitator, at the step of the proposal."""
    there = people.ask("connect", users=["console"], code="", until="Proposal", key=str(served.key))
    require_all(there)


def sit(people: People, numbers: Iterable[int], *, at_once: int = 5) -> None:
    """Connect the people of these seats, in the round where they write."""
    require_all(people.ask("connect", users=[word(n) for n in numbers], code=CODE, until=WRITING, at_once=at_once))


def require_all(there: dict[str, Any]) -> None:
    """Check that nobody was refused. `there` is the answer to a call of ``connect``.

    Raises:
        RuntimeError: somebody could not connect; the text says why.

    """
    if there["refused"]:
        raise RuntimeError(f"{there['refused']} did not come in: {'; '.join(there['errors'])}")


@contextmanager
def serving(command: list[str]) -> Iterator[Served]:
    """Run a Python command that writes a line with its port (``… port N``) to standard output or standard error."""
    with tempfile.TemporaryFile("w+") as told:
        process = subprocess.Popen([sys.executable, *command], stdout=told, stderr=told, text=True)
        try:
            path = Path(f"/proc/self/fd/{told.fileno()}")
            yield Served(process, _port(process, path), path)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _port(process: "subprocess.Popen[str]", path: Path) -> int:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        for line in path.read_text().splitlines():
            _, found, port = line.partition(" port ")
            if found and port.split()[0].isdecimal():
                return int(port.split()[0])
        time.sleep(0.01)
    raise RuntimeError(f"the server did not start: {path.read_text()[-2000:]}")
