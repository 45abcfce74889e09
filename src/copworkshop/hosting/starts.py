"""Where visitors wait for an app: one starts at a time, people and addresses take turns, and each has an allowance.

To start an app takes the process as long as thirty key presses. Somebody who comes again each time they are sent away
waits for their own allowance, and holds up neither those who type nor those who come from elsewhere.
"""

import asyncio
from collections import deque
from contextvars import Context

from copworkshop.hosting.budgets import Person

Turn = asyncio.Future[None]


class Starts:
    """Gives out turns. A turn ends with :meth:`over`."""

    def __init__(self) -> None:
        self._waiting: dict[Person, deque[Turn]] = {}  # the one whose turn is next comes first
        self._busy = False
        self._timer: asyncio.TimerHandle | None = None

    @property
    def is_busy(self) -> bool:
        """Whether somebody has their turn."""
        return self._busy

    async def wait(self, person: Person) -> None:
        """Wait for the turn of one more app of this person, and pay for it from their allowance."""
        turn: Turn = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(person, deque()).append(turn)
        self._grant()
        try:
            await turn
        except asyncio.CancelledError:
            if turn.cancelled():
                self._forget(person, turn)
            else:  # it was granted at the same moment
                self.over()
            raise

    def over(self) -> None:
        """Note that the app has started, or never will, so that the next one may."""
        self._busy = False
        self._grant()

    def _grant(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        while self._waiting and not self._busy:
            person = next((each for each in self._waiting if not each.screens.wait()), None)
            if person is None:
                seconds = min(each.screens.wait() for each in self._waiting)
                self._timer = asyncio.get_running_loop().call_later(seconds, self._grant, context=Context())
                return
            turns = self._waiting.pop(person)
            turn = turns.popleft()
            if turns:
                self._waiting[person] = turns  # behind all others
            if not turn.done():
                person.screens.take()
                self._busy = True
                turn.set_result(None)

    def _forget(self, person: Person, turn: Turn) -> None:
        turns = self._waiting.get(person, deque())
        if turn in turns:
            turns.remove(turn)
            if not turns:
                del self._waiting[person]
