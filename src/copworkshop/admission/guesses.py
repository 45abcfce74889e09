"""Guesses at join codes, rejoin words and passphrases: one queue for all of them, so that their rate is bounded.

A guess waits for its turn *before* it is checked, so that a guesser gains nothing by hanging up early, and nothing by
guessing on many connections at once. A right guess gives its turn back at once, so a whole room may come through one
router at the same time. Addresses take turns, so that one of them cannot hold up the others.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from copworkshop.admission.allowance import Allowance
from copworkshop.admission.fair_queue import FairQueue
from copworkshop.admission.limits import Limits
from copworkshop.admission.origins import origin
from copworkshop.model.clock import Clock

_MINUTE: Final = 60.0
_REMEMBERED: Final = 1024  # origins, before those whose guesses are all forgiven are dropped

Sleep = Callable[[float], Awaitable[None]]
Turn = asyncio.Future[None]


class Guesses:
    """Checks guesses one after another, at a bounded rate for each origin and for all together."""

    def __init__(self, limits: Limits, clock: Clock, sleep: Sleep = asyncio.sleep) -> None:
        """Take the limits, a clock that counts seconds, and what is awaited until the next turn is free."""
        self._limits = limits
        self._clock = clock
        self._sleep = sleep
        self._all = Allowance(clock, limits.tries_at_once, limits.tries_in_all / _MINUTE)
        self._of: dict[str, Allowance] = {}
        self._waiting: FairQueue[str, Turn] = FairQueue()  # by origin
        self._timer: asyncio.Task[None] | None = None

    @property
    def waiting(self) -> int:
        """How many guesses wait for their turn."""
        return len(self._waiting)

    async def check(self, address: str, is_right: Callable[[], Awaitable[bool]]) -> bool:
        """Return whether a guess from this address is right, when its turn has come. A wrong one is answered later."""
        here = origin(address)
        await self._take_turn(here)
        if await is_right():
            self._give_back(here)
            return True
        await self._sleep(self._limits.try_seconds)
        return False

    async def _take_turn(self, here: str) -> None:
        turn: Turn = asyncio.get_running_loop().create_future()
        self._waiting.add(here, turn)
        self._grant()
        try:
            await turn
        except asyncio.CancelledError:
            self._waiting.remove(here, turn)  # its connection is gone before its turn came
            raise

    def _give_back(self, here: str) -> None:
        """Return the turn of a right guess. The next one of the same origin takes it."""
        self._all.give_back()
        self.allowance(here).give_back()
        self._waiting.put_first(here)
        self._grant()

    def _grant(self) -> None:
        """Give turns to those who wait, as long as there are any, and set a timer for the next one."""
        granted = True
        while granted:
            granted = False
            for here in self._waiting.keys:
                if self._seconds_until(here) <= 0:
                    self._grant_one(here)
                    granted = True
        self.stop()
        if self._waiting:
            self._timer = asyncio.ensure_future(self._grant_later())

    def _grant_one(self, here: str) -> None:
        turn = self._waiting.take(here)
        if not turn.done():
            self._all.take()
            self.allowance(here).take()
            turn.set_result(None)

    async def _grant_later(self) -> None:
        await self._sleep(min(map(self._seconds_until, self._waiting.keys), default=0.0))
        self._timer = None
        self._grant()

    def _seconds_until(self, here: str) -> float:
        return max(self._all.wait(), self.allowance(here).wait())

    def allowance(self, here: str) -> Allowance:
        """Return how many guesses an address has left. One that has not guessed gets a full one."""
        if here not in self._of:
            if len(self._of) >= _REMEMBERED:
                self._of = {where: each for where, each in self._of.items() if not each.is_unused}
            limits = self._limits
            self._of[here] = Allowance(
                self._clock, limits.tries_at_once_per_address, limits.tries_per_address / _MINUTE
            )
        return self._of[here]

    def stop(self) -> None:
        """Give no more turns."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
