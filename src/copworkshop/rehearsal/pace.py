"""How quick simulated people are."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Pace:
    """How quick people are, in seconds; each person and moment differs from it by up to a half."""

    key: float
    """From one key to the next. 0: a whole text at once, as when it is pasted."""
    thought: float
    """Before something new is begun."""
    arrival: float
    """From one person's arrival to the next one's."""
    lateness: float
    """After which who is late comes."""
    absence: float
    """From leaving to coming back."""


REAL: Final = Pace(key=0.25, thought=12.0, arrival=6.0, lateness=300.0, absence=60.0)
"""As in a room: a proposal takes ten minutes."""

BRISK: Final = Pace(key=0.06, thought=2.5, arrival=1.2, lateness=45.0, absence=12.0)
"""Six times as quick: the hour can be practised in ten minutes, and there is still something to watch."""

FAST: Final = Pace(key=0.0, thought=0.0, arrival=0.0, lateness=2.0, absence=0.3)
"""As quick as the machine."""

PACES: Final = {"real": REAL, "brisk": BRISK, "fast": FAST}
