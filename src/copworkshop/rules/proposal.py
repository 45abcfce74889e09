"""Activity 1: writing a proposal and, by consent only, sharing it."""

from datetime import datetime

from typing_extensions import override

from copworkshop.model.base import Key
from copworkshop.model.people import Actor, Seat
from copworkshop.model.plan import Kind, ProposalField
from copworkshop.model.session import Session, Undoable
from copworkshop.model.text import Paragraph
from copworkshop.rules.history import step_taken
from copworkshop.rules.memo import at_each_seat, depends_on
from copworkshop.rules.readings import is_shared
from copworkshop.rules.request import (
    Refused,
    Request,
    facilitator_only,
    require_open,
    seat_for,
    with_seat,
)

WRITING = ("write",)
"""The round in which proposals are written."""

SHARING = "share"
"""The round in which they are read, and told on the stage."""


class WriteField(Request):
    """Write one field of a proposal: the whole text of the field as it is now."""

    seat: int
    field: Key
    text: Paragraph

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it while proposals are written."""
        seat, for_someone = seat_for(session, actor, self.seat)
        closed = "Writing is closed. The facilitator can open it again."
        require_open(session, Kind.PROPOSAL, WRITING, closed)
        step = session.plan.proposal
        field = step.field(self.field) if step is not None else None
        if step is None or field is None:
            raise Refused("The proposal has no such field. Choose one from the list.")
        old = seat.proposal
        # Before all that depends on what is written: no answer may tell somebody else what a field holds.
        if for_someone and old.started and not old.for_someone:
            raise Refused(f"{seat.name} writes it alone now, so nobody else can.")
        before = old.answers.get(self.field, "")
        if before == self.text:
            return session
        most = step.most_of(field)
        if len(self.text) > max(most, len(before)):
            raise Refused(f"This field takes {most:,} characters, and these are {len(self.text):,}. Shorten it.")
        new = old.replace(
            answers={**old.answers, self.field: self.text},
            for_someone=for_someone and (old.for_someone or not old.started),
            taken=None,
        )
        return with_seat(session, seat.replace(proposal=new))


class ShareProposal(Request):
    """Consent that others read a proposal, or take the consent back: it is then hidden everywhere at once."""

    seat: int
    shared: bool

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it at any time. The facilitator passes on the word of a person without a device."""
        seat, for_someone = seat_for(session, actor, self.seat)
        if for_someone and not seat.proposal.for_someone:
            can = "share this proposal" if self.shared else "stop sharing this proposal"
            raise Refused(f"Only the author can {can}; you can when you wrote it for them.")
        if self.shared and not seat.proposal.started:
            raise Refused("There is nothing to share yet. Fill in one field first.")
        if seat.proposal.shared is self.shared:
            return session
        changed = with_seat(session, seat.replace(proposal=seat.proposal.replace(shared=self.shared)))
        return changed if self.shared or session.on_stage != seat.number else _off_stage(changed)


class PutOnStage(Request):
    """Put a shared proposal on the stage, to be told field by field; None takes it off again."""

    seat: int | None

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator in the round in which proposals are shared."""
        facilitator_only(actor)
        spot = session.spot
        if (spot.kind, spot.round) != (Kind.PROPOSAL, SHARING):
            raise Refused("A proposal goes on the stage in the round “share”. Page Down or g leads there.")
        if self.seat is None:
            return _off_stage(session) if session.on_stage is not None else session
        seat = session.seats.get(self.seat)
        if seat is None or not is_shared(seat):
            raise Refused("Only what its author shares can go on the stage.")
        return _told_to(session.replace(on_stage=seat.number, blank=False), 1)

    @override
    def taken_back(self, before: Session, after: Session) -> Undoable:
        put = "a proposal was put on the stage" if self.seat is not None else "the proposal was taken off the stage"
        return step_taken(put, before, after)


def on_stage(session: Session) -> Seat | None:
    """Return the seat whose proposal is on the stage; None where none is, or its author no longer shares it."""
    seat = session.seats.get(session.on_stage) if session.on_stage is not None else None
    return seat if seat is not None and is_shared(seat) else None


def told_fields(session: Session, seat: Seat) -> tuple[ProposalField, ...]:
    """Return the fields of a person's proposal that hold something, in the plan's order: what is told on the stage."""
    step = session.plan.proposal
    return tuple(field for field in step.fields if seat.proposal.filled(field.id)) if step is not None else ()


def _off_stage(session: Session) -> Session:
    return _told_to(session.replace(on_stage=None), 0)


def _told_to(session: Session, point: int) -> Session:
    here = session.progress[Kind.PROPOSAL].replace(point=point)
    return session.replace(progress={**session.progress, Kind.PROPOSAL: here})


class TakeProposal(Request):
    """Note that a proposal was taken home as it is now, so that nobody need be reminded of it."""

    even_when_closed = True

    seat: int

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the author at any time, and to those who hand somebody without a device what they entered."""
        seat, for_someone = seat_for(session, actor, self.seat)
        if for_someone and not seat.proposal.for_someone:
            raise Refused("Only its author takes this proposal home.")
        if not seat.proposal.started:
            raise Refused("There is no proposal to take home yet.")
        if seat.proposal.taken is not None:
            return session
        return with_seat(session, seat.replace(proposal=seat.proposal.replace(taken=now)))


@at_each_seat(depends_on(room={"plan"}))
def written(session: Session, seat: Seat) -> tuple[bool, bool]:
    """Return whether a person has begun a proposal, and whether all its core fields are filled."""
    step, proposal = session.plan.proposal, seat.proposal
    core = [field.id for field in step.fields if field.core] if step is not None else []
    return proposal.started, bool(core) and all(map(proposal.filled, core))
