"""A ``copworkshop host`` in a process of its own, and the sessions that it is given."""

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
from copworkshop.ssh.host import ACCESS_FOLDER
from copworkshop.store.sessions import create

NAME: Final = "benchmark"
CODE: Final = "482913"
NAME_ASKED: Final = "What is your name"
"""What a newcomer's first screen says."""
WRITING: Final = "0 words"
"""What the first screen says of somebody who has written nothing of their proposal."""
_PATIENCE: Final = 240.0
_QUIET: Final = 0.02  # of a second's CPU; less is a host with nothing to do


def prepare(root: Path, seats: int, kind: Kind, round_name: str | None = None, more: Iterable[Request] = ()) -> None:
    """Make a session with so many people, standing at a step."""
    now = datetime.now(UTC)
    opened = create(root, NAME, packaged_text(DEFAULT_PLAN), now=now)
    session = opened.session
    asked = [AddSeat(name=f"Participant {number}", word=word(number)) for number in range(1, seats + 1)]
    for request in (*asked, GoTo(kind=kind, round=round_name), *more):
        session = apply(session, request, FACILITATOR, now)
    opened.save(opened.session, session)
    opened.close()


class Served:
    """A server in a process of its own."""

    def __init__(self, process: "subprocess.Popen[str]", port: int, told: Path) -> None:
        self.pid = process.pid
        self.port = port
        self.key: Path | None = None
        """The facilitator's private key."""
        self._told = told
        self.memory_before = system.tree_memory(self.pid)
        """Megabytes just after the door was opened, before anybody came or was prepared for."""

    def cpu(self) -> float:
        """Return the seconds of CPU so far."""
        return system.tree_cpu(self.pid)

    def memory(self) -> float:
        """Return the megabytes that it has now."""
        return system.tree_memory(self.pid)

    def holds(self) -> dict[str, int]:
        """Return how many tasks, timers and open files it has, if it is :mod:`benchmarks.room.counted`.

        Raises:
            RuntimeError: it does not say.

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
        """Wait until it has had next to nothing to do for so long: every screen is made ready that it wants ahead.

        After a join it makes none for half a second, so that this is the least to look at.

        Raises:
            RuntimeError: it never has.

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
    """Run ``copworkshop host`` on the session :data:`NAME` in this folder; `program` is the module that it is."""
    command = ["-m", program, "host", NAME, "--sessions", str(root), "--port", "0"]
    with serving([*command, "--bind", "127.0.0.1", "--code", CODE, *arguments]) as served:
        served.key = root / NAME / ACCESS_FOLDER / FACILITATOR_KEY
        yield served


@contextmanager
def full_room(seats: int, *arguments: str, at_once: int = 5, console: bool = False) -> Iterator[tuple[Served, People]]:
    """Run a host with so many people who write at their proposals, and before them, if wanted, the facilitator.

    As many screens are kept ready as in every full house, and not one for each who is to come first: a room is full
    in half the time, and the same once it is.
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
    """Have the facilitator come in, to the proposal's step."""
    there = people.ask("connect", users=["console"], code="", until="Proposal", key=str(served.key))
    require_all(there)


def sit(people: People, numbers: Iterable[int], *, at_once: int = 5) -> None:
    """Have the people of these seats come in, to their writing."""
    require_all(people.ask("connect", users=[word(n) for n in numbers], code=CODE, until=WRITING, at_once=at_once))


def require_all(there: dict[str, Any]) -> None:
    """Make sure that nobody was refused, of what the people answer when they connect.

    Raises:
        RuntimeError: somebody did not come in; the text says why.

    """
    if there["refused"]:
        raise RuntimeError(f"{there['refused']} did not come in: {'; '.join(there['errors'])}")


@contextmanager
def serving(command: list[str]) -> Iterator[Served]:
    """Run a Python command that says on standard error, in a line, which port it listens on (``… port N``)."""
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
