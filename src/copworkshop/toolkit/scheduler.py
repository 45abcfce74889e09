"""Whose turn it is to change a screen, where one event loop draws two hundred.

Drawn all at once they would keep every key waiting for seconds. One after the other, with the loop free to answer keys
in between, the last one is done no later. What is only made ready for later waits until nothing else is to do.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from contextvars import Context
from time import monotonic
from typing import Final

from copworkshop.model.failures import log_failure

Turn = Callable[[Callable[[], None]], None]
"""Has something done, and what it is given called once that is over."""

_log: Final = logging.getLogger(__name__)

_AT_MOST: Final = 0.5
"""Seconds that others wait for one turn: what takes longer, or has died, goes on without being waited for."""

_REST: Final = 1.0  # times what making something ready took, when nobody types
_REST_OF_TYPISTS: Final = 6.0
_LONGEST_REST: Final = 0.5
"""Seconds: what took so long that it would rest longer was held up by others, such as a crowd that came meanwhile."""

_TYPING_SECONDS: Final = 2.0
_QUIET_AFTER: Final = 0.3
"""Seconds after the last change of a screen from which on things are made ready."""


def rest_after(seconds: float, since_key: float) -> float:
    """Return for how many seconds to rest once making something ready took so long: longer while people type."""
    rest = (_REST_OF_TYPISTS if since_key < _TYPING_SECONDS else _REST) * seconds
    return min(rest, _LONGEST_REST)


class FairScheduler:
    """Gives turns, one at a time, in the order in which they are asked for."""

    def __init__(self, clock: Callable[[], float] = monotonic, after_each: Callable[[], object] = lambda: None) -> None:
        """Give turns by a clock that counts seconds; `after_each` is called after each of them, and is quick."""
        self._clock = clock
        self._after_each = after_each
        self._asked: deque[Turn] = deque()
        self._spare: deque[Turn] = deque()
        self._more = asyncio.Event()
        self._key_at = float("-inf")
        self._task: asyncio.Task[None] | None = None

    def note_key(self) -> None:
        """Note that somebody has pressed a key."""
        self._key_at = self._clock()

    def schedule(self, turn: Turn) -> None:
        """Have this done when it is its turn, soon."""
        self._asked.append(turn)
        self._more.set()
        self._go()

    def when_idle(self, turn: Turn) -> None:
        """Have this done when nothing else is to do, with rests for those who type."""
        self._spare.append(turn)
        self._go()

    def cancel(self, *turns: Turn) -> None:
        """Have these not done any more: who asked for them is going."""
        for asked in (self._asked, self._spare):
            for turn in turns:
                while turn in asked:
                    asked.remove(turn)

    def _go(self) -> None:
        if self._task is None or self._task.done():
            # A context of its own: it belongs to none of the apps.
            self._task = asyncio.get_running_loop().create_task(self._give(), name="turns", context=Context())

    async def _give(self) -> None:
        await asyncio.sleep(0)  # whoever asks goes on first
        rest = _QUIET_AFTER
        while self._asked or self._spare:
            if self._asked:
                await self._one(self._asked.popleft())
                rest = _QUIET_AFTER
            elif not await self._is_asked_within(rest) and self._spare:  # it may have been withdrawn meanwhile
                begun = self._clock()
                await self._one(self._spare.popleft())
                now = self._clock()
                rest = rest_after(now - begun, now - self._key_at)

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
        except Exception as error:  # of an app that has ended meanwhile; the others must still get theirs
            log_failure(_log, "A turn failed", error)
            return
        if not over.is_set():
            try:
                await asyncio.wait_for(over.wait(), _AT_MOST)
            except TimeoutError:
                return
        self._after_each()
        await asyncio.sleep(0)
