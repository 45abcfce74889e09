"""Decides whose turn it is to change a screen, because one event loop draws two hundred of them.

If all were drawn at once, every key would wait for seconds. Drawn one after the other, with the loop free to answer
keys in between, the last screen is done no later. Work that only prepares something waits until nothing else is to do.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from contextvars import Context
from time import monotonic
from typing import Final

from copworkshop.model.clock import LastKey
from copworkshop.model.failures import log_failure

Turn = Callable[[Callable[[], None]], None]
"""Starts some work, and calls its argument when that work is done."""

_log: Final = logging.getLogger(__name__)

_AT_MOST: Final = 0.5
"""Seconds that the next turn waits for this one. A turn that takes longer, or has failed, is not waited for."""

_REST: Final = 1.0  # times the duration of the preparation, when nobody types
_REST_OF_TYPISTS: Final = 6.0
_LONGEST_REST: Final = 0.5
"""Seconds. A preparation that would need a longer rest was delayed by other work, such as many people who joined."""

_TYPING_SECONDS: Final = 2.0
_QUIET_AFTER: Final = 0.3
"""Seconds after the last change of a screen before anything is prepared."""


def rest_after(seconds: float, since_key: float) -> float:
    """Return for how many seconds to rest after a preparation that took `seconds` seconds.

    `since_key` is the number of seconds since the last key: the rest is longer while people type.
    """
    rest = (_REST_OF_TYPISTS if since_key < _TYPING_SECONDS else _REST) * seconds
    return min(rest, _LONGEST_REST)


class FairScheduler:
    """Gives turns, one at a time, in the order of the requests."""

    def __init__(self, last_key: LastKey | None = None, after_each: Callable[[], object] = lambda: None) -> None:
        """Take the last key of anybody. `after_each` is called after each turn and must be quick."""
        self._last_key = last_key or LastKey()
        self._after_each = after_each
        self._asked: deque[Turn] = deque()
        self._spare: deque[Turn] = deque()
        self._more = asyncio.Event()
        self.task: asyncio.Task[None] | None = None

    def schedule(self, turn: Turn) -> None:
        """Run this when its turn comes, soon."""
        self._asked.append(turn)
        self._more.set()
        self._go()

    def when_idle(self, turn: Turn) -> None:
        """Run this when nothing else is to do, with rests for the people who type."""
        self._spare.append(turn)
        self._go()

    def cancel(self, *turns: Turn) -> None:
        """Drop all requests for these turns."""
        for asked in (self._asked, self._spare):
            for turn in turns:
                while turn in asked:
                    asked.remove(turn)

    def _go(self) -> None:
        if self.task is None or self.task.done():
            # The task gets a context of its own, because it belongs to none of the apps.
            self.task = asyncio.get_running_loop().create_task(self._give(), name="turns", context=Context())

    async def _give(self) -> None:
        await asyncio.sleep(0)  # let the caller continue first
        rest = _QUIET_AFTER
        while self._asked or self._spare:
            if self._asked:
                await self._one(self._asked.popleft())
                rest = _QUIET_AFTER
            elif not await self._is_asked_within(rest) and self._spare:  # the turn may have been cancelled meanwhile
                begun = monotonic()
                await self._one(self._spare.popleft())
                rest = rest_after(monotonic() - begun, self._last_key.since)

    async def _is_asked_within(self, seconds: float) -> bool:
        self._more.clear()
        try:
            await asyncio.wait_for(self._more.wait(), seconds)
        except TimeoutError:
            return False
        return True

    async def _one(self, turn: Turn) -> None:
        over = asyncio.Event()
        try:
            turn(over.set)
        except Exception as error:  # its app may have ended; the others still need their turns
            log_failure(_log, "A turn failed", error)
            return
        if not over.is_set():
            try:
                await asyncio.wait_for(over.wait(), _AT_MOST)
            except TimeoutError:
                return
        self._after_each()
        await asyncio.sleep(0)
