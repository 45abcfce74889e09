"""What a clock is that measures how long something takes, and when somebody last pressed a key."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

Clock = Callable[[], float]
"""Seconds that only grow, such as :func:`time.monotonic`. Tests pass one of their own."""

_NEVER: Final = float("-inf")


@dataclass(slots=True)
class LastKey:
    """When somebody pressed a key, for one person or for all people of a process. Noting a key is cheap."""

    clock: Clock = time.monotonic
    at: float = _NEVER
    """The time of the last key by :attr:`clock`."""

    def note(self) -> None:
        """Note that a key has been pressed now."""
        self.at = self.clock()

    @property
    def since(self) -> float:
        """Seconds since the last key; infinite before the first."""
        return self.clock() - self.at

    @property
    def never(self) -> bool:
        """Whether no key has been pressed yet."""
        return self.at == _NEVER
