"""The bell of the facilitator's terminal, rung once when the clock of a round runs out."""

from typing import Any

from textual.app import App
from textual.timer import Timer

from copworkshop.model.plan import Kind
from copworkshop.rules.sight import Sight
from copworkshop.ui.client import SessionClient


class Bell:
    """Rings when the clock runs out while it is going, where the plan asks for that, also behind a dialog.

    It is quiet about a clock that had run out before the room came back to its round.
    """

    def __init__(self, app: App[Any], client: SessionClient) -> None:
        self._app = app
        self._client = client
        self._waiting: Timer | None = None
        self._runs: tuple[Kind, str] | None = None
        """The round whose clock was last seen with time left; None if no clock was going."""

    def follow(self) -> None:
        """Look at the clock. To be called after every change of the session."""
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None
        seen = self._client.sight
        if not seen.plan.bell or seen.closed is not None or not seen.clock.running:
            self._runs = None
            return
        left = seen.clock.remaining(self._client.hub.now())
        ran_here = self._runs == _round_of(seen)
        self._runs = _round_of(seen) if left > 0 else None
        if left > 0:
            self._waiting = self._app.set_timer(left, self.follow)
        elif ran_here:
            self._app.bell()


def _round_of(seen: Sight) -> tuple[Kind, str]:
    return seen.spot.kind, seen.spot.round
