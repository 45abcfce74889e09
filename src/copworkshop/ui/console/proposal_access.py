"""What the facilitator can do with somebody's proposal, and why it may be nothing."""

from enum import Enum

from copworkshop.model.plan import Kind
from copworkshop.rules.person_sight import Person
from copworkshop.rules.proposal import SHARING, WRITING
from copworkshop.rules.sight import Sight


class Access(Enum):
    """What the facilitator can do with somebody's proposal."""

    WRITE = "write for them"
    READ = "read it"
    NONE = ""


def access(person: Person, *, writing: bool, here: bool) -> Access:
    """Return what the facilitator can do with a person's proposal.

    A proposal that the person writes stays private until they share it. `here` tells whether they are
    connected: then nobody else writes for them.
    """
    if person.proposal is None:
        return Access.WRITE if writing and not here and not is_private(person) else Access.NONE
    if writing and not here and (person.proposal.for_someone or not person.proposal.started):
        return Access.WRITE
    return Access.READ if person.proposal.started else Access.NONE


def why_not(person: Person, *, writing: bool) -> str:
    """Say why a person's proposal can be neither written nor read here."""
    if is_private(person):
        return f"{person.name} writes it alone and has not shared it; only the counts are seen here."
    if writing:
        return f"{person.name} is at a terminal of their own, and writes there."
    return f"{person.name} has written nothing, and writing is closed. Page Up leads back to it, and O opens it again."


def is_private(person: Person) -> bool:
    """Tell whether the person wrote something and does not share it: nothing of it is in the facilitator's sight."""
    return person.proposal is None and person.done is not None and person.done.fields > 0


def writing_is_open(seen: Sight) -> bool:
    """Tell whether proposals are written in this round."""
    spot = seen.spot
    return seen.round_is_open and spot.kind is Kind.PROPOSAL and spot.round in WRITING


def can_be_told(seen: Sight) -> bool:
    """Tell whether proposals can be shown on the stage in this round."""
    return seen.closed is None and (seen.spot.kind, seen.spot.round) == (Kind.PROPOSAL, SHARING)
