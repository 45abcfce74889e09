"""The pace of simulated people."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Pace:
    """How long people take, in seconds. Each pause differs from these at random by up to a half."""

    key: float
    """From one key to the next. With 0, a whole text is pasted at once."""
    thought: float
    """Before a new task."""
    arrival: float
    """From the arrival of one person to that of the next."""
    lateness: float
    """The delay of a person who is late."""
    absence: float
    """From leaving to coming back."""


REAL: Final = Pace(key=0.25, thought=12.0, arrival=6.0, lateness=300.0, absence=60.0)
"""The pace of real people: a proposal takes ten minutes."""

BRISK: Final = Pace(key=0.06, thought=2.5, arrival=1.2, lateness=45.0, absence=12.0)
"""Six times as fast: one can practise the hour in ten minutes, and still watch what happens."""

FAST: Final = Pace(key=0.0, thought=0.0, arrival=0.0, lateness=2.0, absence=0.3)
"""As fast as the machine."""

PACES: Final = {"real": REAL, "brisk": BRISK, "fast": FAST}
