"""Apps whose line was lost, kept as they are for their people to come back to.

A Wi-Fi that drops takes two hundred lines at once. Each person finds everything as they left it, the cursor and an open
dialog included, and it costs a repaint where a new app costs ten times as much. What was typed is handed in when the
line is lost, and while nobody looks an app draws nothing.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from copworkshop.hosting.gc_policy import GcPolicy
from copworkshop.hosting.running_app import RunningApp
from copworkshop.hosting.teardown import let_go
from copworkshop.model.failures import SCREEN_FAILED, log_failure

_ENDING_SECONDS: Final = 3.0

_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Parked:
    started: RunningApp
    timer: asyncio.TimerHandle
    ended: Callable[[asyncio.Task[None]], None]


class ParkedApps:
    """Keeps for each seat the app that lost its line last, for a while."""

    def __init__(self, seconds: float, tidy: GcPolicy, left: Callable[[], None]) -> None:
        """Keep each for so many seconds; `tidy` is told when one ends, and `left` is called when one waits no more."""
        self.seconds = seconds
        self._tidy = tidy
        self._left = left
        self._waiting: dict[int, _Parked] = {}  # by seat, who has waited longest first

    def __len__(self) -> int:
        return len(self._waiting)

    def park(self, seat: int, started: RunningApp) -> None:
        """Keep the app of this seat; another one of that seat ends."""

        def ended(task: asyncio.Task[None]) -> None:
            if seat in self._waiting and self._waiting[seat].started is started:
                self._forget(seat)
            raised = None if task.cancelled() else task.exception()
            error = raised or started.app._exception
            if error is not None:
                log_failure(_log, SCREEN_FAILED, error)
            self._tidy.note_ended()
            let_go(started.app)

        self.end(seat)
        timer = asyncio.get_running_loop().call_later(self.seconds, self.end, seat)
        self._waiting[seat] = _Parked(started, timer, ended)
        started.task.add_done_callback(ended)

    def take(self, seat: int) -> RunningApp | None:
        """Give the app of this seat to its person, who has come back; None where there is none."""
        waiting = self._waiting.get(seat)
        if waiting is None or waiting.started.task.done():
            return None
        waiting.started.task.remove_done_callback(waiting.ended)
        self._forget(seat)
        return waiting.started

    def end(self, seat: int) -> None:
        """Keep no app for this seat."""
        if seat in self._waiting:
            started = self._forget(seat).started
            started.driver.call(started.app.exit)
            at_the_latest = asyncio.get_running_loop().call_later(_ENDING_SECONDS, started.task.cancel)
            started.task.add_done_callback(lambda _task: at_the_latest.cancel())

    def at_most(self, number: int) -> None:
        """Keep so many at most: those who have waited longest give way."""
        while len(self._waiting) > max(0, number):
            self.end(next(iter(self._waiting)))

    def close(self) -> None:
        """Keep none any more."""
        for seat in list(self._waiting):
            self._forget(seat).started.task.cancel()

    def _forget(self, seat: int) -> _Parked:
        waiting = self._waiting.pop(seat)
        waiting.timer.cancel()
        self._left()
        return waiting
