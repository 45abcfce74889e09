"""When one participant's app is woken, among all apps that share a loop."""

import asyncio
from collections.abc import Callable
from contextvars import Context
from typing import Final

from textual.message import Message

from copworkshop.model.clock import Clock
from copworkshop.toolkit.scheduler import FairScheduler
from copworkshop.ui.messages import SessionChanged

OTHERS_EVERY: Final = 1.0
"""The least number of seconds between two looks at the work of other people."""


class Arrive(Message):
    """Somebody has come: the person in this seat, or a newcomer for None."""

    def __init__(self, seat: int | None, shown: Callable[[], None] | None = None) -> None:
        super().__init__()
        self.seat = seat
        self.shown = shown


class Prepare(Message):
    """It is quiet, so what is likely to be needed next can be prepared. The app must call `over` after that."""

    def __init__(self, over: Callable[[], None]) -> None:
        super().__init__()
        self.over = over


class Turns:
    """Posts jobs to one app: at once, in its turn among all apps, or in a quiet moment.

    Any app may call it, because it only posts messages.
    """

    def __init__(self, scheduler: FairScheduler, clock: Clock, post_message: Callable[[Message], bool]) -> None:
        """Take the scheduler of all apps, a clock that counts seconds, and the function that posts messages to the app.

        `post_message` returns False if the app is ending.
        """
        self._scheduler = scheduler
        self._clock = clock
        self._post_message = post_message
        self.arrival: Arrive | None = None
        """The arrival that is not shown yet; None if there is none."""
        self._looked = clock() - OTHERS_EVERY
        self._is_woken = False
        self._awaits_turn = False
        self._awaits_quiet = False
        self._over: list[Callable[[], None]] = []
        """The functions to call when this turn is over."""
        self._later: asyncio.TimerHandle | None = None

    @property
    def wakes_later(self) -> bool:
        """Whether :meth:`wake_later` was called, and the app is still asleep."""
        return self._later is not None

    def show_arrival(self) -> None:
        """Show :attr:`arrival` in the app's turn."""
        self._scheduler.schedule(self._show_arrival)

    def show_change(self) -> None:
        """Show a change of the whole session in the app's turn."""
        if not self._awaits_turn:
            self._awaits_turn = True
            self._scheduler.schedule(self._take_turn)

    def wake(self) -> None:
        """Wake the app now, with one message for any number of changes. A later wake-up is cancelled."""
        if self._later is not None:
            self._later.cancel()
            self._later = None
        if not self._is_woken:
            self._is_woken = self._post_message(SessionChanged())

    def wake_later(self) -> None:
        """Wake the app :data:`OTHERS_EVERY` seconds after its last look."""
        wait = max(0.0, self._looked + OTHERS_EVERY - self._clock())
        # The timer gets a context of its own, because the caller may be another app.
        self._later = asyncio.get_running_loop().call_later(wait, self.wake, context=Context())

    def begin_look(self) -> None:
        """Note that the app looks at the session now, so that the next change wakes it again."""
        self._is_woken = False
        self._looked = self._clock()

    def prepare_when_quiet(self) -> None:
        """Let the app prepare what comes next in a quiet moment."""
        if not self._awaits_quiet:
            self._awaits_quiet = True
            self._scheduler.when_idle(self._prepare)

    def begin_preparing(self) -> None:
        """Note that the app prepares now, so that a preparation may be requested again."""
        self._awaits_quiet = False

    def end(self) -> list[Callable[[], None]]:
        """End the turn; return the functions to call when the changes are painted."""
        over, self._over = self._over, []
        return over

    def cancel(self) -> None:
        """Cancel all requests, because the app is ending."""
        self._scheduler.cancel(self._show_arrival, self._take_turn, self._prepare)
        if self._later is not None:
            self._later.cancel()

    def _show_arrival(self, over: Callable[[], None]) -> None:
        self._over.append(over)
        if self.arrival is None or not self._post_message(self.arrival):
            over()

    def _take_turn(self, over: Callable[[], None]) -> None:
        self._awaits_turn = False
        self._over.append(over)
        self.wake()
        if not self._is_woken:  # the app is ending
            over()

    def _prepare(self, over: Callable[[], None]) -> None:
        if not self._post_message(Prepare(over)):
            over()
