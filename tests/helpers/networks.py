"""A machine whose networks come and go, and a clock that a test moves."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import ifaddr

from copworkshop.admission.addresses import LOOPBACK


@dataclass
class Interface:
    """A network interface, as the system lists it."""

    nice_name: str
    ips: list[ifaddr.IP]


@dataclass
class Networks:
    """What the system says when it is asked for the addresses of this machine."""

    here: list[tuple[str, str]] = field(default_factory=list)
    """Pairs of an address and the name of its interface."""
    asked: int = 0
    fault: Exception | None = None
    silent: threading.Event | None = None
    """While it is there and not set, the system does not answer."""

    def get_adapters(self, *_: object) -> list[Interface]:
        """Answer in place of :func:`ifaddr.get_adapters`."""
        self.asked += 1
        if self.silent is not None:
            self.silent.wait(60)
        if self.fault is not None:
            raise self.fault
        loopback = Interface("lo", [ifaddr.IP("127.0.0.1", 8, "lo")])
        return [loopback, *(Interface(name, [ifaddr.IP(address, 24, name)]) for address, name in self.here)]


class VirtualTime:
    """Seconds that pass only when a test says so."""

    def __init__(self) -> None:
        self._awake = self._asleep = 0.0
        self._sleepers: list[tuple[float, asyncio.Event]] = []

    def clock(self) -> float:
        """Return the seconds, with the time in which the computer slept."""
        return self._awake + self._asleep

    async def sleep(self, seconds: float) -> None:
        """Wait, as a timer of the event loop does: the time in which the computer sleeps does not count."""
        rung = asyncio.Event()
        self._sleepers.append((self._awake + seconds, rung))
        await rung.wait()

    def suspend(self, seconds: float) -> None:
        """Let the computer sleep."""
        self._asleep += seconds

    async def pass_by(self, seconds: float) -> None:
        """Let seconds pass one after the other, each timer in its turn."""
        end = self._awake + seconds
        await self._settle()
        while self._awake < end:
            self._awake = min(end, self._awake + 1)
            due = [rung for at, rung in self._sleepers if at <= self._awake]
            self._sleepers = [(at, rung) for at, rung in self._sleepers if at > self._awake]
            for rung in due:
                rung.set()
            await self._settle()

    async def _settle(self) -> None:
        for _ in range(5):  # whatever the timers have woken comes to its next wait
            await asyncio.sleep(0)


@contextmanager
def another_program(port: int = 0) -> Iterator[int]:
    """A program that listens on a port of this machine, a free one if none is given."""
    with socket.create_server((LOOPBACK, port)) as other:
        yield other.getsockname()[1]


def free_port() -> int:
    with another_program() as port:
        return port
