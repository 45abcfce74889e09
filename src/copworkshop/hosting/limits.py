"""How much one visitor may take of the process. Pure; the clock is passed in."""

from collections.abc import Callable
from dataclasses import dataclass, field

Clock = Callable[[], float]
"""Seconds that only grow, such as :func:`time.monotonic`."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The figures, in connections, tries and seconds."""

    connections: int = 250
    """Connections that were let in."""
    answer_seconds: float = 5.0
    """In a full room: who was asked for a sign of life and has given none for so long is silent, and may have to go."""
    waiting: int = 250
    """Connections not yet let in. A whole room types the join code at once, and may come through one router."""
    login_seconds: float = 20.0
    """So long a visitor may stand at the door undisturbed; whoever stands longer gives way when it is crowded."""
    patience_seconds: float = 120.0
    """After so long at the door a connection is ended, crowded or not."""
    session_seconds: float = 20.0
    """So long a visitor who was let in may take to ask for a screen."""
    nameless_seconds: float = 900.0
    """So long a newcomer may look at the question for their name. Who has a seat may be idle as long as they like."""
    kept_seconds: float = 900.0
    """So long a person's screen is kept as it was when their line was lost. It takes the room of one who is in."""
    tries_per_connection: int = 5
    try_seconds: float = 1.0
    """A wrong try is answered no sooner."""
    tries_per_address: int = 20
    tries_in_all: int = 200
    """Wrong tries a minute; beyond these every try waits before it is looked at."""
    step_seconds: float = 0.5
    longest_wait_seconds: float = 8.0
    """The wait grows by a step for each wrong try beyond, up to the longest."""


@dataclass(slots=True)
class Flow:
    """How many events one visitor's keys may make: a burst, then a steady rate. The rest waits its turn.

    A key costs every app of the process a few milliseconds. Nobody types or scrolls faster than this; a flood
    that went through unhindered would hold up all the others.
    """

    clock: Clock
    burst: int = 400
    """Events at once: a paste from a terminal without bracketed paste comes as so many keys."""
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
        """Note that so many passed."""
        self._left -= events
