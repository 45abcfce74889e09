"""What need not be done as often as it is asked for."""

import asyncio
from collections.abc import Callable
from contextvars import Context


class Throttle:
    """Does something at most once in so many seconds, and after the last time that it is asked for, too.

    After a rest it does so at once. It belongs to one event loop. What it does is called in any app's context: it posts
    a message, and no more.
    """

    def __init__(self, do: Callable[[], object], every: float) -> None:
        """Take what to do, and the least seconds between two times."""
        self._do = do
        self._every = every
        self._done_at = float("-inf")
        self._later: asyncio.TimerHandle | None = None

    def request(self) -> None:
        """Have it done as soon as it may be."""
        if self._later is not None:
            return
        loop = asyncio.get_running_loop()
        wait = self._done_at + self._every - loop.time()
        if wait <= 0:
            self.run_now()
        else:
            self._later = loop.call_later(wait, self.run_now, context=Context())

    def run_now(self) -> None:
        """Do it at once, in place of any time that it waits for."""
        self.cancel()
        self._done_at = asyncio.get_running_loop().time()
        self._do()

    def cancel(self) -> None:
        """Do what was asked for no more."""
        if self._later is not None:
            self._later.cancel()
            self._later = None
