"""What a session is called, and its end."""

from datetime import datetime

from copworkshop.model.people import Actor
from copworkshop.model.session import Session
from copworkshop.model.text import Line
from copworkshop.rules.lifecycle import unlinked_notes
from copworkshop.rules.readings import unlinked_remarks
from copworkshop.rules.request import Request, facilitator_only
from copworkshop.rules.topten import unlinked


class SetHeading(Request):
    """Say what the session is called on the stage, or None for nothing."""

    heading: Line | None

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator."""
        facilitator_only(actor)
        return session if session.heading == self.heading else session.replace(heading=self.heading)


class CloseSession(Request):
    """End the session for good: nothing changes any more, and nobody's name is left on any idea or ballot.

    Nor is it on what readers left with a proposal, unless the plan names them, or on a remark that the room noted.
    """

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator."""
        facilitator_only(actor)
        return unlinked_notes(unlinked_remarks(unlinked(session))).replace(closed=now, closing=None)
