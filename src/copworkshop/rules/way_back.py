"""What a viewer sees of the way back: a closed round that the room looks at, and what can be taken back."""

from dataclasses import dataclass

from copworkshop.model.session import Session
from copworkshop.rules.reopening import can_reopen, reopening
from copworkshop.rules.undo import TakesBack, last_action


@dataclass(frozen=True, slots=True)
class WayBack:
    """The way back at one moment."""

    round_closed: bool
    """The room looks back at a round that was closed: nothing is given or changed there."""
    reopening: str | None
    """For the facilitator, the question before this round is opened again; None where it cannot be."""
    undo: TakesBack | None
    """For the facilitator, what the undo key takes back."""


def way_back(session: Session, *, leads: bool) -> WayBack:
    """Return what a viewer sees of it; `leads` tells whether that is the facilitator."""
    closed = can_reopen(session)
    return WayBack(closed, reopening(session) if leads and closed else None, last_action(session) if leads else None)
