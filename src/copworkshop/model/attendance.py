"""Who is connected at one moment, and how. It passes: none of it is ever saved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Activity(StrEnum):
    """What somebody is doing, as far as their keys tell."""

    TYPING = "typing"
    IDLE = "idle"
    AWAY = "away"
    """Not connected: no device, or gone for now."""


class Health(StrEnum):
    """How well a connection carries."""

    GOOD = "good"
    SLOW = "slow"
    """It takes what is drawn more slowly than it comes; it skips some of it."""
    SILENT = "silent"
    """The other end has not answered for a while: a lid that was shut, or a network that is gone."""


@dataclass(frozen=True, slots=True)
class Attending:
    """How one person is connected. Two are equal where nobody would want to be told of the difference."""

    activity: Activity = Activity.AWAY
    connections: int = 0
    """More than one where a seat is open on several terminals."""
    health: Health = Health.GOOD
    """Of the connection that carries best."""
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
