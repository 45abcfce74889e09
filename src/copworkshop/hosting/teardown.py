"""Taking an ended app apart, so that most of its memory comes back at once and without the garbage collector.

An app is a heap of some ten thousand objects in cycles. When two hundred people leave at once, collecting those stops
everybody for seconds, and until then they are all kept.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final
from weakref import WeakKeyDictionary

from textual.app import App
from textual.dom import DOMNode

from copworkshop.toolkit.teardown import awaiting_disposal, subtree

_WHOLE: Final = "_copworkshop_whole"
_SHUT: Final = "_copworkshop_shut"
_ENDED: Final = "_copworkshop_ended"
_LET_GO: Final = "_copworkshop_let_go"

_PATIENCE: Final = 2.0
"""Seconds that an app waits for others to end; then it ends beside them."""

_ending: Final = WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock]()


@asynccontextmanager
async def one_at_a_time() -> AsyncIterator[None]:
    """End an app within. Two hundred that end side by side keep every key of the others waiting until all have."""
    lock = _ending.setdefault(asyncio.get_running_loop(), asyncio.Lock())
    is_ours, cancelled = False, None
    try:
        async with asyncio.timeout(_PATIENCE):
            is_ours = await lock.acquire()
    except TimeoutError:
        pass
    except asyncio.CancelledError as error:  # it has to end all the same, or what it listens to would keep it
        cancelled = error
    try:
        yield
    finally:
        if is_ours:
            lock.release()
    if cancelled is not None:
        raise cancelled


def watch(app: App[Any]) -> None:
    """Have an app remember its widgets when it begins to end: later it knows them no more."""
    shutdown = app._shutdown

    async def ending() -> None:
        screens = [screen for stack in app._screen_stacks.values() for screen in stack]
        vars(app)[_WHOLE] = [*awaiting_disposal(app), *(node for screen in screens for node in subtree(screen))]
        async with one_at_a_time():
            await shutdown()
        vars(app)[_SHUT] = True
        _empty_if_over(app)

    app._shutdown = ending  # type: ignore[method-assign]


def has_ended(app: App[Any]) -> None:
    """Note that an app's own task is over; where it was cancelled, the shutting down may go on without it."""
    vars(app)[_ENDED] = True
    _empty_if_over(app)


def let_go(app: App[Any]) -> None:
    """Empty all that an app consists of, now or, if it is still on its way, when it has ended.

    Nobody may do anything with it any more.
    """
    vars(app)[_LET_GO] = True
    _empty_if_over(app)


def _empty_if_over(app: App[Any]) -> None:
    if not {_SHUT, _ENDED, _LET_GO} <= vars(app).keys():
        return
    nodes: list[DOMNode] = vars(app)[_WHOLE]
    for node in (*nodes, app):
        vars(node).clear()
