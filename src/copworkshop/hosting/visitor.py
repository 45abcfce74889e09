"""Visitors: the people who were let in."""

from dataclasses import dataclass

from copworkshop.admission.entry import Entrance
from copworkshop.hosting.terminal import TerminalInfo
from copworkshop.live.presence import Visit
from copworkshop.model.people import FACILITATOR, STAGE, Actor, Role


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person who was let in."""

    entrance: Entrance
    seat: int | None
    """The seat that the person comes back to; None for a newcomer, and for console and stage."""
    fingerprint: str | None
    """The SHA-256 fingerprint of the key that the person proved to hold; None for no key.

    It may be remembered with their seat.
    """
    terminal: TerminalInfo
    address: str
    """Used only for limits. It is shown to nobody."""
    visit: Visit | None = None
    """Their entry in the list of the people who are in; None for a visitor who only asks for a word."""

    @property
    def actor(self) -> Actor:
        """The actor that the rules know this visitor as."""
        match self.entrance:
            case Entrance.CONSOLE:
                return FACILITATOR
            case Entrance.STAGE:
                return STAGE
            case Entrance.PARTICIPANT:
                return Actor(role=Role.PARTICIPANT, seat=self.seat)
