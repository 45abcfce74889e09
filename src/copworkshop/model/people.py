"""The people of a session: who asks, and who sits where."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from copworkshop.model.base import Frozen, Moment
from copworkshop.model.participation import Placement
from copworkshop.model.proposal import Proposal
from copworkshop.model.text import Name
from copworkshop.model.topten import Ballot, Idea

RejoinWord = Annotated[str, StringConstraints(pattern=r"^[a-z]{3,12}-[a-z0-9]{4}$")]
"""What brings a person back to their seat, such as ``maple-k7fq``: a word, and four signs to make it hard to guess."""

KeyFingerprint = Annotated[str, StringConstraints(pattern=r"^SHA256:[A-Za-z0-9+/]{43}$")]
"""The fingerprint of a public key, as OpenSSH writes it."""

SeatNumber = Annotated[int, Field(ge=1, le=9999)]


class Role(StrEnum):
    """In what capacity somebody asks or looks."""

    FACILITATOR = "facilitator"
    PARTICIPANT = "participant"
    STAGE = "stage"


class Actor(Frozen):
    """Who asks for something or looks at something."""

    role: Role
    seat: int | None = None
    """The seat of a participant."""


FACILITATOR = Actor(role=Role.FACILITATOR)
STAGE = Actor(role=Role.STAGE)


def participant(seat: int) -> Actor:
    """Return the actor that is the person in this seat."""
    return Actor(role=Role.PARTICIPANT, seat=seat)


class Seat(Frozen):
    """A participant's place in a session and all that the person said. It survives any number of connections."""

    number: SeatNumber
    word: RejoinWord
    name: Name
    table: Name | None = None
    joined: Moment
    removed: bool = False
    """Taken out of the room by the facilitator; nothing of it shows or counts until it is put back."""
    placement: Placement = Placement()
    proposal: Proposal = Proposal()
    ideas: tuple[Idea, ...] = ()
    ballot: Ballot | None = None
    keys: tuple[KeyFingerprint, ...] = ()
    """Keys that the person has proved to hold: each brings them back to this seat without a word."""

    @property
    def live_ideas(self) -> tuple[Idea, ...]:
        """The person's ideas that are not withdrawn."""
        return tuple(idea for idea in self.ideas if not idea.withdrawn)
