"""Closes a round or a question when its countdown ends, whether or not any screen of the facilitator is open."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from contextvars import Context
from datetime import datetime

from copworkshop.live.hub import Change, Hub
from copworkshop.model.people import FACILITATOR
from copworkshop.model.session import Session
from copworkshop.rules.agenda import CloseRound
from copworkshop.rules.question import CloseQuestion
from copworkshop.rules.request import Refused, Request


def _countdowns(session: Session) -> Iterator[tuple[datetime, Request]]:
    """Yield the end of each countdown that runs, with the request that it ends in."""
    if session.closing is not None:
        yield session.closing.until, CloseRound(until=session.closing.until)
    asked = session.open_question
    if asked is not None and asked.until is not None:
        yield asked.until, CloseQuestion(number=asked.number, until=asked.until)


class RoundTimer:
    """Waits for the end of each countdown that the session shows, and then asks for what it ends in.

    It belongs to one event loop.
    """

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._pending: list[asyncio.TimerHandle] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._unsubscribe = hub.subscribe(self._look)

    def close(self) -> None:
        """Wait no longer."""
        self._unsubscribe()
        self._cancel()

    def _look(self, change: Change) -> None:
        before, after = change.before, change.after
        if after.closing == before.closing and after.questions is before.questions:
            return
        self._cancel()
        for until, request in _countdowns(after):
            self._wait(until, request)

    def _wait(self, until: datetime, request: Request) -> None:
        seconds = max(0.0, (until - self._hub.now()).total_seconds())
        # With an empty context: the call must not run in the context of the app in which a key was pressed.
        loop = asyncio.get_running_loop()
        self._pending.append(loop.call_later(seconds, self._end, until, request, context=Context()))

    def _end(self, until: datetime, request: Request) -> None:
        if self._hub.now() < until:  # the clock that judges requests is not the event loop's
            self._wait(until, request)
            return
        task = asyncio.get_running_loop().create_task(self._ask(request))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _ask(self, request: Request) -> None:
        with suppress(Refused):  # another key was faster
            await self._hub.submit(request, FACILITATOR)

    def _cancel(self) -> None:
        for pending in self._pending:
            pending.cancel()
        self._pending.clear()
