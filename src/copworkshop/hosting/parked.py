"""Apps whose connection was lost: they stay as they are, for their people to come back to.

A Wi-Fi that drops takes two hundred connections at once. Each person finds everything as they left it, the cursor and
an open dialog included, and it costs a repaint where a new app costs ten times as much. What was typed is submitted
when the connection is lost. While nobody looks, an app draws nothing.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from copworkshop.hosting.gc_policy import GcPolicy
from copworkshop.hosting.pool import PooledApp
from copworkshop.hosting.running_app import RunningApp
from copworkshop.model.failures import SCREEN_FAILED, log_failure

_ENDING_SECONDS: Final = 3.0

_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Parked:
    running: RunningApp[PooledApp]
    timer: asyncio.TimerHandle
    ended: Callable[[asyncio.Task[None]], None]


class ParkedApps:
    """Holds for each seat the app that lost its connection last, for a while."""

    def __init__(self, seconds: float, gc_policy: GcPolicy, left: Callable[[], None]) -> None:
        """Hold each for `seconds`; `gc_policy` is notified of each that ends, and `left` of each that waits no more."""
        self.seconds = seconds
        self._gc_policy = gc_policy
        self._left = left
        self._parked: dict[int, _Parked] = {}  # by seat; the one that has waited longest is first

    def __len__(self) -> int:
        return len(self._parked)

    def park(self, seat: int, running: RunningApp[PooledApp]) -> None:
        """Hold the app of this seat; another one of the same seat ends."""

        def ended(task: asyncio.Task[None]) -> None:
            if seat in self._parked and self._parked[seat].running is running:
                self._forget(seat)
            raised = None if task.cancelled() else task.exception()
            error = raised or running.app.fault
            if error is not None:
                log_failure(_log, SCREEN_FAILED, error)
            self._gc_policy.note_ended()
            running.app.release()

        self.end(seat)
        timer = asyncio.get_running_loop().call_later(self.seconds, self.end, seat)
        self._parked[seat] = _Parked(running, timer, ended)
        running.task.add_done_callback(ended)

    def take(self, seat: int) -> RunningApp[PooledApp] | None:
        """Return the app of this seat to its person, who has come back; None where there is none."""
        parked = self._parked.get(seat)
        if parked is None or parked.running.task.done():
            return None
        parked.running.task.remove_done_callback(parked.ended)
        self._forget(seat)
        return parked.running

    def end(self, seat: int) -> None:
        """Hold no app for this seat."""
        if seat in self._parked:
            running = self._forget(seat).running
            running.driver.soon(running.app.exit)
            at_the_latest = asyncio.get_running_loop().call_later(_ENDING_SECONDS, running.task.cancel)
            running.task.add_done_callback(lambda _task: at_the_latest.cancel())

    def at_most(self, number: int) -> None:
        """Hold `number` apps at most: those that have waited longest end."""
        while len(self._parked) > max(0, number):
            self.end(next(iter(self._parked)))

    def close(self) -> None:
        """Hold none any more."""
        for seat in list(self._parked):
            self._forget(seat).running.task.cancel()

    def _forget(self, seat: int) -> _Parked:
        parked = self._parked.pop(seat)
        parked.timer.cancel()
        self._left()
        return parked
