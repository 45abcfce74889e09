"""Closes a round when its countdown ends, whether or not any screen of the facilitator is open."""

import asyncio
from contextlib import suppress
from contextvars import Context
from datetime import datetime

from copworkshop.live.hub import Change, Hub
from copworkshop.model.people import FACILITATOR
from copworkshop.rules.agenda import CloseRound
from copworkshop.rules.request import Refused


class RoundTimer:
    """Waits for the end of the countdown that the session shows, and then asks for the round to be closed.

    It belongs to one event loop.
    """

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._pending: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[None] | None = None
        self._unsubscribe = hub.subscribe(self._look)

    def close(self) -> None:
        """Wait no longer."""
        self._unsubscribe()
        self._cancel()

    def _look(self, change: Change) -> None:
        if change.after.closing != change.before.closing:
            self._cancel()
            if change.after.closing is not None:
                self._wait(change.after.closing.until)

    def _wait(self, until: datetime) -> None:
        seconds = max(0.0, (until - self._hub.now()).total_seconds())
        # With an empty context: the call must not run in the context of the app in which a key was pressed.
        self._pending = asyncio.get_running_loop().call_later(seconds, self._end, until, context=Context())

    def _end(self, until: datetime) -> None:
        if self._hub.now() < until:  # the clock that judges requests is not the event loop's
            self._wait(until)
        else:
            self._task = asyncio.get_running_loop().create_task(self._ask(until))

    async def _ask(self, until: datetime) -> None:
        with suppress(Refused):  # another key was faster
            await self._hub.submit(CloseRound(until=until), FACILITATOR)

    def _cancel(self) -> None:
        if self._pending is not None:
            self._pending.cancel()
            self._pending = None
