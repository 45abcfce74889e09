"""How many events one visitor's keys may make. The module is pure; the clock is passed in."""

from dataclasses import dataclass, field

from copworkshop.model.clock import Clock


@dataclass(slots=True)
class Flow:
    """How many events one visitor's keys may make: a burst, then a steady rate. Further input waits.

    A key costs every app of the process a few milliseconds. Nobody types or scrolls faster than this rate. Without the
    limit, a flood of input would delay everybody else.
    """

    clock: Clock
    burst: int = 400
    """Events at once. A paste from a terminal without bracketed paste comes as that many keys."""
    a_second: float = 120.0
    _left: float = field(init=False)
    _at: float = field(init=False)

    def __post_init__(self) -> None:
        self._left = float(self.burst)
        self._at = self.clock()

    def allowed(self) -> int:
        """Return how many events may pass now."""
        now = self.clock()
        self._left = min(float(self.burst), self._left + (now - self._at) * self.a_second)
        self._at = now
        return max(0, int(self._left))

    def took(self, events: int) -> None:
        """Note that `events` events have passed."""
        self._left -= events
