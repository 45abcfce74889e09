"""When one participant's app is woken, among all the apps that share a loop."""

import asyncio
from collections.abc import Callable
from contextvars import Context
from typing import Final

from textual.message import Message

from copworkshop.toolkit.scheduler import FairScheduler
from copworkshop.ui.messages import SessionChanged

OTHERS_EVERY: Final = 1.0
"""Seconds between looks at what other people do."""


class Arrive(Message):
    """Somebody has come: the person in this seat, or with None a newcomer."""

    def __init__(self, seat: int | None, shown: Callable[[], None] | None = None) -> None:
        super().__init__()
        self.seat = seat
        self.shown = shown


class Prepare(Message):
    """It is quiet: what is likely to be needed next can be prepared. `over` is to be called after that."""

    def __init__(self, over: Callable[[], None]) -> None:
        super().__init__()
        self.over = over


class Turns:
    """Posts to one app what it has to do: at once, in its turn among all apps, or in a quiet moment.

    It may be called from whatever app made a change: it only posts messages.
    """

    def __init__(
        self, scheduler: FairScheduler, clock: Callable[[], float], post_message: Callable[[Message], bool]
    ) -> None:
        """Take the turns of all apps, a clock that counts seconds, and how to post a message to the app.

        `post_message` returns False where the app is ending.
        """
        self._scheduler = scheduler
        self._clock = clock
        self._post_message = post_message
        self.arrival: Arrive | None = None
        """Who has come and is not shown anything yet."""
        self._looked = clock() - OTHERS_EVERY
        self._is_woken = False
        self._awaits_turn = False
        self._awaits_quiet = False
        self._over: list[Callable[[], None]] = []
        """What to call when this turn is over."""
        self._later: asyncio.TimerHandle | None = None

    @property
    def wakes_later(self) -> bool:
        """Whether :meth:`wake_later` was called, and the app is still asleep."""
        return self._later is not None

    def note_key(self) -> None:
        """Note that the person has pressed a key."""
        self._scheduler.note_key()

    def show_arrival(self) -> None:
        """Have :attr:`arrival` shown in the app's turn."""
        self._scheduler.schedule(self._show_arrival)

    def show_change(self) -> None:
        """Have a change of the whole session shown in the app's turn."""
        if not self._awaits_turn:
            self._awaits_turn = True
            self._scheduler.schedule(self._take_turn)

    def wake(self) -> None:
        """Post one message for any number of changes, those included that would have waited a little."""
        if self._later is not None:
            self._later.cancel()
            self._later = None
        if not self._is_woken:
            self._is_woken = self._post_message(SessionChanged())

    def wake_later(self) -> None:
        """Wake the app :data:`OTHERS_EVERY` seconds after it was woken last."""
        wait = max(0.0, self._looked + OTHERS_EVERY - self._clock())
        # A context of its own: the caller may be another app.
        self._later = asyncio.get_running_loop().call_later(wait, self.wake, context=Context())

    def begin_look(self) -> None:
        """Note that the app looks at the session now: the next change wakes it again."""
        self._is_woken = False
        self._looked = self._clock()

    def prepare_when_quiet(self) -> None:
        """Have the app prepare what comes next in a quiet moment."""
        if not self._awaits_quiet:
            self._awaits_quiet = True
            self._scheduler.when_idle(self._prepare)

    def begin_preparing(self) -> None:
        """Note that the app prepares now: it may be asked for again."""
        self._awaits_quiet = False

    def end(self) -> list[Callable[[], None]]:
        """End the turn; return what to call once what changed is painted."""
        over, self._over = self._over, []
        return over

    def cancel(self) -> None:
        """Ask for nothing more: the app is ending."""
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
