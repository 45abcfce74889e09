"""The people who are connected at one moment, and how well. None of it is ever saved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Activity(StrEnum):
    """The activity of a person, as far as their keys tell."""

    TYPING = "typing"
    IDLE = "idle"
    AWAY = "away"
    """Not connected: no device, or gone for now."""


class Health(StrEnum):
    """The quality of a connection."""

    GOOD = "good"
    SLOW = "slow"
    """It takes frames more slowly than they are drawn, and skips some of them."""
    SILENT = "silent"
    """The other end has not answered for a while: a closed lid, or a network that is gone."""


@dataclass(frozen=True, slots=True)
class Attending:
    """How one person is connected. Two are equal where nobody needs to be told of the difference."""

    activity: Activity = Activity.AWAY
    connections: int = 0
    """More than one where a seat is open on several terminals."""
    health: Health = Health.GOOD
    """The quality of the best connection."""
    since_key: float = field(default=0.0, compare=False)
    """Seconds since the last key, on any of the connections."""
    connected_for: float = field(default=0.0, compare=False)
    """Seconds since the first of the connections came."""


AWAY = Attending()


@dataclass(frozen=True, slots=True)
class Attendance:
    """Everybody who is connected."""

    seats: Mapping[int, Attending] = field(default_factory=lambda: MappingProxyType({}))
    """The seats that somebody is connected to, by number."""
    newcomers: int = 0
    """Connections of people who have not said their name yet."""
    consoles: int = 0
    stages: int = 0
    connected: int = 0
    """People of the room who are connected."""

    def of(self, seat: int) -> Attending:
        """Return how the person in this seat is connected."""
        return self.seats.get(seat, AWAY)

    def has(self, seat: int) -> bool:
        """Whether the person in this seat is at a terminal of their own."""
        return self.of(seat).activity is not Activity.AWAY


NOBODY = Attendance()
