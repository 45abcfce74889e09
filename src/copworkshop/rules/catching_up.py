"""Catching up with the plan: minutes are taken from what is still to come."""

from datetime import datetime

from typing_extensions import override

from copworkshop.model.people import Actor
from copworkshop.model.session import Fewer, MinutesBefore, Session, Spot, Undoable
from copworkshop.rules.history import noted
from copworkshop.rules.minutes import cuts, to_shorten
from copworkshop.rules.pace import minutes_behind, pace
from copworkshop.rules.request import Request, Stale, facilitator_only


class TakeMinutes(Request):
    """Take as many minutes from what is still to come as the room is behind the plan."""

    at: Spot
    """The spot that the view showed when it proposed this."""
    minutes: int
    """How many minutes behind it said that the room is."""

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator while the room is that far behind. Minutes that cannot be taken stay."""
        facilitator_only(actor)
        if self.at != session.spot or self.minutes > minutes_behind(pace(session), now):
            raise Stale("The room is not where it was when this was proposed.")
        return _shortened(session, self.minutes)

    @override
    def taken_back(self, before: Session, after: Session) -> Undoable | None:
        if after is before:
            return None
        inverse = MinutesBefore(kind="minutes", fewer=before.fewer_minutes)
        return noted("minutes were taken from the steps to come", before, inverse)


def _shortened(session: Session, minutes: int) -> Session:
    parts = to_shorten(session)
    fewer = dict(session.fewer_minutes)
    for part, cut in zip(parts, cuts(parts, minutes), strict=True):
        step = session.plan.step(part.kind)
        if not cut or step is None:
            continue
        held = fewer.get(part.kind, Fewer(step=step.minutes))
        whole = held.step - cut
        if part.round is not None:
            rounds = {**held.rounds, part.round: part.minutes - cut}
        else:
            rounds = {name: _half(each * whole / step.minutes) for name, each in step.round_minutes.items()}
        fewer[part.kind] = Fewer(step=whole, rounds=rounds)
    return session.replace(fewer_minutes=fewer) if fewer != session.fewer_minutes else session


def _half(minutes: float) -> float:
    return round(2 * minutes) / 2
