"""Where visitors wait for an app: one starts at a time, people and addresses take turns, and each has an allowance.

To start an app takes the process as long as thirty key presses. Somebody who comes again each time they are sent away
waits for their own allowance, and holds up neither those who type nor those who come from elsewhere.
"""

import asyncio
from contextvars import Context

from copworkshop.admission.fair_queue import FairQueue
from copworkshop.hosting.budgets import Person

Turn = asyncio.Future[None]


class Starts:
    """Gives out turns. A turn ends with :meth:`over`."""

    def __init__(self) -> None:
        self._waiting: FairQueue[Person, Turn] = FairQueue()
        self._busy = False
        self._timer: asyncio.TimerHandle | None = None

    @property
    def is_busy(self) -> bool:
        """Whether somebody has their turn."""
        return self._busy

    async def wait(self, person: Person) -> None:
        """Wait for the turn of one more app of this person, and pay for it from their allowance."""
        turn: Turn = asyncio.get_running_loop().create_future()
        self._waiting.add(person, turn)
        self._grant()
        try:
            await turn
        except asyncio.CancelledError:
            if turn.cancelled():
                self._waiting.remove(person, turn)
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
            person = next((each for each in self._waiting.keys if not each.screens.wait()), None)
            if person is None:
                seconds = min(each.screens.wait() for each in self._waiting.keys)
                self._timer = asyncio.get_running_loop().call_later(seconds, self._grant, context=Context())
                return
            turn = self._waiting.take(person)
            if not turn.done():
                person.screens.take()
                self._busy = True
                turn.set_result(None)
