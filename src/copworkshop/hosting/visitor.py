"""Who comes, and the door that the host of the session keeps. The network knows no rules: it asks the door."""

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
    """What a visitor came as."""

    PARTICIPANT = "participant"
    CONSOLE = "console"
    STAGE = "stage"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who was let in."""

    entrance: Entrance
    seat: int | None
    """The seat that the person comes back to; None for a newcomer, and for console and stage."""
    fingerprint: str | None
    """The SHA-256 fingerprint of the key that the person proved to hold: it may be remembered with their seat."""
    terminal: TerminalInfo
    address: str
    """For limits only; it is shown to nobody."""
    visit: Visit | None = None
    """Their entry in the list of who is in; None for who asks no more than a word."""

    @property
    def actor(self) -> Actor:
        """In what capacity they are here."""
        match self.entrance:
            case Entrance.CONSOLE:
                return FACILITATOR
            case Entrance.STAGE:
                return STAGE
            case Entrance.PARTICIPANT:
                return Actor(role=Role.PARTICIPANT, seat=self.seat)


class EntryRules(Protocol):
    """What the host of a session answers. All but the passphrase is asked on the event loop and must not block."""

    def code_needed(self) -> bool:
        """Tell whether newcomers are asked for a join code."""
        ...

    def code_is_right(self, guess: str) -> bool:
        """Tell whether this is the join code."""
        ...

    def seat_of_word(self, word: str) -> int | None:
        """Return the seat with this rejoin word."""
        ...

    def seat_of_key(self, fingerprint: str) -> int | None:
        """Return the seat that this key is remembered for."""
        ...

    def is_facilitator(self, fingerprint: str) -> bool:
        """Tell whether this key opens console and stage."""
        ...

    def passphrase_is_set(self) -> bool:
        """Tell whether the facilitator has a passphrase at all."""
        ...

    def passphrase_is_right(self, guess: str) -> bool:
        """Tell whether this is the facilitator's passphrase. Asked in a thread: it may take long."""
        ...

    def refusal(self, entrance: Entrance, seat: int | None) -> str | None:
        """Return the sentence that turns this visitor away (full, closed to newcomers), or None to let them in."""
        ...


def read_name(name: str) -> tuple[Entrance, str | None] | None:
    """Return what a user name asks for, with the rejoin word if it is one; None for any other name.

    Capitals and spaces around it are forgiven. The name itself is hostile: it is compared, never kept or shown.
    """
    plain = name.strip().lower()
    if plain == ROOM:
        return Entrance.PARTICIPANT, None
    if plain in {Entrance.CONSOLE, Entrance.STAGE}:
        return Entrance(plain), None
    if _WORD.fullmatch(plain):
        return Entrance.PARTICIPANT, plain
    return None
