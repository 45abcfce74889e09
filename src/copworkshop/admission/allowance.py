"""How often something may happen: a burst, then a steady rate. The module is pure; the clock is passed in."""

from dataclasses import dataclass, field
from typing import Final

from copworkshop.model.clock import Clock

_ROUNDING: Final = 1e-6  # of a token; otherwise a wait of almost nothing would be followed by another


@dataclass(slots=True)
class Allowance:
    """A token bucket: it holds `burst` tokens at most, gains `a_second` of them, and what happens takes them out."""

    clock: Clock
    burst: float
    """How many times something may happen at once, after a quiet time."""
    a_second: float
    """How many times a second it may happen for ever."""
    _left: float = field(init=False)
    _at: float = field(init=False)

    def __post_init__(self) -> None:
        self._left = self.burst
        self._at = self.clock()

    @property
    def left(self) -> float:
        """How many tokens there are now; below 0 if more were taken than there were."""
        now = self.clock()
        self._left = min(self.burst, self._left + (now - self._at) * self.a_second)
        self._at = now
        return self._left

    @property
    def is_unused(self) -> bool:
        """Whether nothing has happened for so long that the whole burst is there again."""
        return self.left >= self.burst

    def take(self, tokens: float = 1.0) -> None:
        """Take tokens out, also more than there are."""
        self._left = self.left - tokens

    def give_back(self, tokens: float = 1.0) -> None:
        """Put tokens back. What does not fit into the bucket is lost."""
        self._left = min(self.burst, self.left + tokens)

    def wait(self, tokens: float = 1.0) -> float:
        """Return in how many seconds there are this many tokens; 0 if there are now."""
        missing = tokens - self.left
        return missing / self.a_second if missing > _ROUNDING else 0.0
