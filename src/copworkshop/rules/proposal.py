"""Activity 1: writing a proposal and, by consent only, sharing it."""

from datetime import datetime

from copworkshop.model.base import Key
from copworkshop.model.people import Actor
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.model.text import Paragraph
from copworkshop.rules.request import (
    Refused,
    Request,
    require_open,
    seat_for,
    with_seat,
)

WRITING = ("write",)
"""The round in which proposals are written."""


class WriteField(Request):
    """Write one field of a proposal: the whole text of the field as it is now."""

    seat: int
    field: Key
    text: Paragraph

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it while proposals are written."""
        seat, for_someone = seat_for(session, actor, self.seat)
        closed = "Writing is closed. The facilitator can open it again by going back."
        require_open(session, Kind.PROPOSAL, WRITING, now, closed)
        step = session.plan.proposal
        if step is None or step.field(self.field) is None:
            raise Refused("The proposal has no such field. Choose one from the list.")
        old = seat.proposal
        if old.answers.get(self.field, "") == self.text:
            return session
        new = old.but(
            answers={**old.answers, self.field: self.text},
            for_someone=for_someone and (old.for_someone or not old.started),
        )
        return with_seat(session, seat.but(proposal=new))


class ShareProposal(Request):
    """Consent that others read a proposal, or take the consent back: it is then hidden everywhere at once."""

    seat: int
    shared: bool

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it at any time. The facilitator passes on the word of a person without a device."""
        seat, for_someone = seat_for(session, actor, self.seat)
        if for_someone and self.shared and not seat.proposal.for_someone:
            raise Refused("Only the author can share this proposal; you can when you wrote it for them.")
        if self.shared and not seat.proposal.started:
            raise Refused("There is nothing to share yet. Fill in one field first.")
        if seat.proposal.shared is self.shared:
            return session
        return with_seat(session, seat.but(proposal=seat.proposal.but(shared=self.shared)))
