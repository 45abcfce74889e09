"""Apps whose connection was lost. They stay as they are until their people come back.

When a Wi-Fi fails, two hundred connections are lost at once. Each person who returns finds everything as they left it,
the cursor and an open dialog included. That costs one repaint; a new app costs ten times as much. When the connection
is lost, the typed text is submitted. While nobody looks, an app draws nothing.
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
    """Holds, for each seat, the app that lost its connection last, for a limited time."""

    def __init__(self, seconds: float, gc_policy: GcPolicy, left: Callable[[], None]) -> None:
        """Hold each app for `seconds` seconds.

        `gc_policy` is notified of each app that ends. `left` is called for each app that is no longer held.
        """
        self.seconds = seconds
        self._gc_policy = gc_policy
        self._left = left
        self._parked: dict[int, _Parked] = {}  # by seat; the one that has waited longest is first

    def __len__(self) -> int:
        return len(self._parked)

    def park(self, seat: int, running: RunningApp[PooledApp]) -> None:
        """Hold the app of this seat. Another held app of the same seat ends."""

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
        """Return the app of this seat for its person, who has come back; None if there is none."""
        parked = self._parked.get(seat)
        if parked is None or parked.running.task.done():
            return None
        parked.running.task.remove_done_callback(parked.ended)
        self._forget(seat)
        return parked.running

    def end(self, seat: int) -> None:
        """End the app that is held for this seat, if there is one."""
        if seat in self._parked:
            running = self._forget(seat).running
            running.driver.soon(running.app.exit)
            at_the_latest = asyncio.get_running_loop().call_later(_ENDING_SECONDS, running.task.cancel)
            running.task.add_done_callback(lambda _task: at_the_latest.cancel())

    def at_most(self, number: int) -> None:
        """Hold at most `number` apps. The apps that have waited longest end."""
        while len(self._parked) > max(0, number):
            self.end(next(iter(self._parked)))

    def close(self) -> None:
        """Cancel all held apps."""
        for seat in list(self._parked):
            self._forget(seat).running.task.cancel()

    def _forget(self, seat: int) -> _Parked:
        parked = self._parked.pop(seat)
        parked.timer.cancel()
        self._left()
        return parked
