"""The entry rules of a session, and what a visitor's user name asks for. This room knows no rules: it asks the host."""

import re
from enum import StrEnum
from typing import Final, Protocol

ROOM: Final = "room"
"""The user name of newcomers."""

_WORD: Final = re.compile(r"[a-z]{3,12}-[a-z0-9]{4}")


class Entrance(StrEnum):
    """The role that a visitor asked to enter in."""

    PARTICIPANT = "participant"
    CONSOLE = "console"
    STAGE = "stage"


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
