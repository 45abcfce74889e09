"""The way in: whether somebody new may come, and how to join, on the stage at any step."""

from datetime import datetime
from typing import Final

from copworkshop.model.people import Actor
from copworkshop.model.session import Session
from copworkshop.rules.request import Request, facilitator_only

DOOR_CLOSED: Final = (
    "The door is closed: nobody new can come in. If you have been here before, your rejoin word still lets you in."
)


class CloseDoor(Request):
    """Let nobody new in any more, or let them in again. A person who has a seat comes and goes as before."""

    closed: bool

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator."""
        facilitator_only(actor)
        return session if session.door_closed is self.closed else session.replace(door_closed=self.closed)


class ShowAddress(Request):
    """Show on the stage how to join, whatever step the room is at, or take that away."""

    shown: bool

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator; a blank stage comes back for it."""
        facilitator_only(actor)
        if session.address is self.shown:
            return session
        return session.replace(address=self.shown, blank=session.blank and not self.shown)
