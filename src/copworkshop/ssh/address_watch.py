"""Checks the address of this machine again and again while a session is open, because networks come and go."""

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from copworkshop.admission.addresses import GET_A_NETWORK, NO_NETWORK, HostAddress, addresses, best_of, only_here
from copworkshop.live.steady_clock import seconds_asleep_or_awake
from copworkshop.model.clock import Clock
from copworkshop.model.failures import log_failure
from copworkshop.model.wifi import Wifi
from copworkshop.ssh.client import ssh_command, ssh_link
from copworkshop.ui.stage.canvas import Joining
from copworkshop.ui.way_in import WayIn

CHECK_SECONDS: Final = 5.0
"""Seconds between two checks, counted with the time in which the computer sleeps."""

_TICK_SECONDS: Final = 1.0  # timers of the event loop do not count that time, so a check must not depend on one alone
_FIRST_SECONDS: Final = 3.0  # a session opens without an address if the system does not answer within this time
_STUCK_SECONDS: Final = 10.0  # after which a check that got no answer is tried again
_MOST_STUCK: Final = 3

CONNECTED: Final = "This computer is in a network now. People join with: {command}"
RETURNED: Final = "The network is back, and the address is {address} as before."
CHANGED: Final = "The address is now {address}. People whose connection is lost come back with: {back}"

_log = logging.getLogger(__name__)

Sleep = Callable[[float], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Door:
    """What the network does not change about how people join, while a session is open."""

    port: int
    code: str | None
    fingerprint: str
    given: str = ""
    """The address or name that the facilitator gave; empty if the program chooses one."""
    wifi: Wifi | None = None

    def at(self, address: str | None) -> Joining:
        """Return how people join at an address; None means that nobody can reach this machine."""
        if address is None:
            return Joining(
                "",
                self.code,
                self.fingerprint,
                port=self.port,
                unreachable=NO_NETWORK,
                advice=GET_A_NETWORK,
                wifi=self.wifi,
            )
        here = only_here(address)
        return Joining(
            ssh_command(address, self.port),
            self.code,
            self.fingerprint,
            port=self.port,
            link=None if here else ssh_link(address, self.port),  # a phone cannot join there
            unreachable=here,
            wifi=self.wifi,
        )


class AddressWatch:
    """Keeps :attr:`way_in` up to date. An address that the facilitator gave is kept as it is, and nothing is checked.

    The system is asked in a thread of its own, so a slow answer delays nobody.
    """

    def __init__(self, door: Door, *, clock: Clock = seconds_asleep_or_awake, sleep: Sleep = asyncio.sleep) -> None:
        """Take what the network does not change. `clock` counts seconds with the time asleep, `sleep` waits."""
        self._door = door
        self._clock = clock
        self._sleep = sleep
        self._address: str | None = door.given or None
        self._last: str | None = self._address
        """The last address that people were told; None before there was one."""
        self._asked_at = clock()
        self._asked = self._answered = 0
        self._unanswered = 0
        self._first = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self.way_in = WayIn(door.at(self._address), self.check)
        """How people join now."""

    async def start(self) -> None:
        """Find the address, and check it from now on until :meth:`close`."""
        if self._door.given:
            return
        self.check()
        with suppress(TimeoutError):
            async with asyncio.timeout(_FIRST_SECONDS):
                await self._first.wait()
        self._task = asyncio.create_task(self._watch())

    async def close(self) -> None:
        """Check no more."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    def move_to(self, port: int, said: str) -> None:
        """Tell everybody another port. `said` is for the facilitator."""
        self._change(replace(self._door, port=port), said)

    def ask_for(self, code: str | None, said: str) -> None:
        """Tell everybody another join code, as it is read aloud; None for no code. `said` is for the facilitator."""
        self._change(replace(self._door, code=code), said)

    def _change(self, door: Door, said: str) -> None:
        self._door = door
        self.way_in.change(door.at(self._address), said)

    def check(self) -> None:
        """Ask the system for its addresses, and return at once. Nothing is asked while an answer is awaited."""
        late = self._clock() - self._asked_at >= _STUCK_SECONDS
        if self._door.given or (self._unanswered and not (late and self._unanswered < _MOST_STUCK)):
            return
        self._asked_at = self._clock()
        self._asked += 1
        self._unanswered += 1
        # Not a thread of the loop's pool: the program would wait at its end for one that is stuck.
        arguments = (self._asked, asyncio.get_running_loop())
        threading.Thread(target=self._ask, args=arguments, name="address", daemon=True).start()

    async def _watch(self) -> None:
        while True:
            await self._sleep(_TICK_SECONDS)
            if self._clock() - self._asked_at >= CHECK_SECONDS:
                self.check()

    def _ask(self, number: int, loop: asyncio.AbstractEventLoop) -> None:
        found: Sequence[HostAddress] | Exception
        try:
            found = addresses()
        except Exception as error:  # whatever the system says: the present address is kept
            found = error
        with suppress(RuntimeError):  # the loop is closed
            loop.call_soon_threadsafe(self._take, number, found)

    def _take(self, number: int, found: Sequence[HostAddress] | Exception) -> None:
        self._unanswered -= 1
        if isinstance(found, Exception):
            log_failure(_log, "The addresses of this machine could not be listed", found)
        elif number > self._answered:  # an answer that is older than another one says nothing
            self._answered = number
            self._show(best_of(found, self._address))
        self._first.set()

    def _show(self, address: str | None) -> None:
        if address == self._address:
            return
        last, self._address = self._last, address
        self._last = address or last
        joining = self._door.at(address)
        if address is None:
            said = f"{joining.unreachable} {joining.advice}"
        elif last is None:
            said = CONNECTED.format(command=joining.command)
        else:
            said = (RETURNED if address == last else CHANGED).format(address=address, back=joining.back)
        self.way_in.change(joining, said)
