"""Visitors, and the entry rules of a session. The network knows no rules: it asks the host of the session."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from copworkshop.hosting.terminal import TerminalInfo
from copworkshop.live.presence import Visit
from copworkshop.model.people import FACILITATOR, STAGE, Actor, Role

ROOM: Final = "room"
"""The user name of newcomers."""

_WORD: Final = re.compile(r"[a-z]{3,12}-[a-z0-9]{4}")


class Entrance(StrEnum):
    """The role that a visitor asked to enter in."""

    PARTICIPANT = "participant"
    CONSOLE = "console"
    STAGE = "stage"


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


class EntryRules(Protocol):
    """What the host of a session decides.

    All methods except :meth:`passphrase_is_right` are called on the event loop and must not block.
    """

    def code_needed(self) -> bool:
        """Return whether newcomers are asked for a join code."""
        ...

    def code_is_right(self, guess: str) -> bool:
        """Return whether this is the join code."""
        ...

    def seat_of_word(self, word: str) -> int | None:
        """Return the seat with this rejoin word; None if there is none."""
        ...

    def seat_of_key(self, fingerprint: str) -> int | None:
        """Return the seat that this key is remembered for; None if there is none."""
        ...

    def is_facilitator(self, fingerprint: str) -> bool:
        """Return whether this key opens console and stage."""
        ...

    def passphrase_is_set(self) -> bool:
        """Return whether the facilitator has set a passphrase."""
        ...

    def passphrase_is_right(self, guess: str) -> bool:
        """Return whether this is the facilitator's passphrase. It is called in a thread, because it may take long."""
        ...

    def refusal(self, entrance: Entrance, seat: int | None) -> str | None:
        """Return the sentence that turns this visitor away (full, closed to newcomers); None to let them in."""
        ...


def read_name(name: str) -> tuple[Entrance, str | None] | None:
    """Return the entrance that a user name asks for, and the rejoin word if it is one; None for any other name.

    Capitals and surrounding spaces do not matter. The name is hostile: it is compared, and never kept or shown.
    """
    plain = name.strip().lower()
    if plain == ROOM:
        return Entrance.PARTICIPANT, None
    if plain in {Entrance.CONSOLE, Entrance.STAGE}:
        return Entrance(plain), None
    if _WORD.fullmatch(plain):
        return Entrance.PARTICIPANT, plain
    return None
