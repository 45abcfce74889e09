"""What every drawing of the stage is made from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from textual.content import Content

from copworkshop.rules.sight import Sight


@dataclass(frozen=True, slots=True)
class Joining:
    """How people come in by themselves: what the stage shows large at the welcome, and small ever after."""

    command: str
    """What to type, such as ``ssh -p 2222 room@192.0.2.7``."""
    code: str | None
    """The join code, or None where none is asked for."""
    fingerprint: str | None = None
    """The host key's fingerprint, for the careful to compare with what their ``ssh`` shows."""

    link: str | None = None
    """The same for a phone, which reads it from a QR code: ``ssh://room@192.0.2.7:2222``."""

    @property
    def back(self) -> str:
        """What to type to come back, with WORD where the rejoin word belongs."""
        return self.command.replace("room@", "WORD@")


@dataclass(frozen=True, slots=True)
class Canvas:
    """What a drawing is told: what may be seen, the time, the room there is, and how to join."""

    sight: Sight
    now: datetime
    width: int
    """In cells."""
    height: int
    """In rows. A drawing may be higher; the screen then scrolls to what was revealed last."""
    joining: Joining | None = None
    """None where nobody can come in over the network."""
    at_the_top: bool = False
    """Everything stands close together at the top, as it is read from near; else it is spread over the height."""
    sized: bool = False
    """The terminal draws larger letters, so headings are drawn twice as large."""
    connected: int = 0
    """How many people of the room are connected."""


Draw = Callable[[Canvas], list[Content]]
"""Draws what the stage shows of one kind of step."""
