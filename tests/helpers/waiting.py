"""How a test waits until something is so."""

import asyncio
import math
from collections.abc import Callable
from time import monotonic
from typing import Final

PATIENCE: Final = 60.0
"""Seconds after which what was waited for will not come."""

_SOON: Final = 0.002
_SELDOM: Final = 0.05

_FRAME: Final = 0.02
"""Seconds within which a timer belongs to what was done: a little more than from one frame to the next."""
_MOST_FRAMES: Final = 3
"""What goes on for longer, such as a blinking cursor, is not waited for."""


def pause_after(waited: float) -> float:
    """Return for how many seconds to wait before a condition is looked at again, after so many of waiting.

    To look at a screen means to draw it. Who looks all the time keeps the app from working.
    """
    return min(max(_SOON, waited / 4), _SELDOM)


async def settled() -> None:
    """Wait until every message that was posted has been handled, and every one that followed from it."""
    loop = asyncio.get_running_loop()
    await asyncio.sleep(0)
    while loop._ready:  # type: ignore[attr-defined]  # noqa: ASYNC110, SLF001 - asyncio tells it nowhere else
        await asyncio.sleep(0)


async def painted(*_: object) -> None:
    """Wait until everything is handled and the frame that shows it is painted."""
    loop = asyncio.get_running_loop()
    for _frame in range(_MOST_FRAMES):
        await settled()
        timers = [each.when() for each in loop._scheduled if not each.cancelled()]  # type: ignore[attr-defined]  # noqa: SLF001
        wait = min(timers, default=math.inf) - loop.time()
        if wait > _FRAME:
            return
        await asyncio.sleep(max(wait, 0))


async def until(
    condition: Callable[[], object], what: str | Callable[[], str] = "it", patience: float = PATIENCE
) -> None:
    """Wait until something is so; fail when it does not come to be.

    `what` is what was waited for, or returns the whole sentence to fail with.
    """
    begun = monotonic()
    while not condition():
        waited = monotonic() - begun
        if waited > patience:
            raise AssertionError(f"{what} did not come" if isinstance(what, str) else what())
        await asyncio.sleep(pause_after(waited))
