"""Calls a function less often than it is requested."""

import asyncio
from collections.abc import Callable
from contextvars import Context


class Throttle:
    """Calls a function at most once in a number of seconds, and once more after the last request.

    If the last call is long enough ago, it calls the function at once. It belongs to one event loop. The function runs
    in the context of any app, so it may only post a message.
    """

    def __init__(self, do: Callable[[], object], every: float) -> None:
        """Take the function, and the least number of seconds between two calls."""
        self._do = do
        self._every = every
        self._done_at = float("-inf")
        self.later: asyncio.TimerHandle | None = None

    def request(self) -> None:
        """Call the function as soon as it may be called."""
        if self.later is not None:
            return
        loop = asyncio.get_running_loop()
        wait = self._done_at + self._every - loop.time()
        if wait <= 0:
            self.run_now()
        else:
            self.later = loop.call_later(wait, self.run_now, context=Context())

    def run_now(self) -> None:
        """Call the function at once. A call that waits is dropped."""
        self.cancel()
        self._done_at = asyncio.get_running_loop().time()
        self._do()

    def cancel(self) -> None:
        """Drop a call that waits."""
        if self.later is not None:
            self.later.cancel()
            self.later = None
