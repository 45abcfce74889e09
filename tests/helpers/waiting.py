"""How a test waits until something is so."""

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Final

PATIENCE: Final = 60.0
"""Seconds after which what was waited for will not come."""

_SOON: Final = 0.002
_SELDOM: Final = 0.05


def pause_after(waited: float) -> float:
    """Return for how many seconds to wait before a condition is looked at again, after so many of waiting.

    To look at a screen means to draw it. Who looks all the time keeps the app from working.
    """
    return min(max(_SOON, waited / 4), _SELDOM)


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
