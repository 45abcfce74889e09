"""Moderation, where the plan wants it: the facilitator looks through the ideas first, and can hold ideas back.

An idea that is held back does not stand: it is on no list, ballot or document. Its author is told of it, others
learn how many there are. The facilitator sees words, and no authors.
"""

from collections.abc import Iterable
from datetime import datetime

from typing_extensions import override

from copworkshop.model.numbering import are_shown
from copworkshop.model.people import Actor
from copworkshop.model.session import HeldBefore, Session, Undoable
from copworkshop.rules.candidate_edits import candidate_of, require_merging
from copworkshop.rules.candidates import held_ideas, ideas, topten_step
from copworkshop.rules.history import noted
from copworkshop.rules.request import Refused, Request
from copworkshop.rules.voting import reached


class HoldBack(Request):
    """Hold back a candidate, which may be several ideas merged, or release one idea that is held back."""

    lead: int
    held: bool

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator of a moderated plan, while ideas are merged or ranked."""
        require_merging(session, actor, now)
        if not topten_step(session).moderated:
            raise Refused("This plan holds no ideas back. x takes an idea off the list.")
        if (self.lead in held_ideas(session)) is self.held:
            return session
        if not self.held:
            return _with_held(session, (self.lead,), held=False)
        standing = ideas(session)
        members = candidate_of(session, self.lead).members
        return _with_held(session, (member for member in members if member in standing), held=True)

    @override
    def taken_back(self, before: Session, after: Session) -> Undoable | None:
        changed = tuple(sorted(set(before.top_ten.held_back) ^ set(after.top_ten.held_back)))
        if not changed:
            return None
        what = f"idea {self.lead} was {'held back' if self.held else 'released'}"
        return noted(what, before, HeldBefore(kind="held", ideas=changed, held=not self.held))


def held_as_before(session: Session, actor: Actor, was: HeldBefore, now: datetime) -> Session:
    """Return the session with these ideas held back, or on the list, as they were.

    Raises:
        Refused: the list cannot be changed now.

    """
    require_merging(session, actor, now)
    return _with_held(session, was.ideas, held=was.held)


def with_ideas_shown(session: Session) -> Session:
    """Return the session with its ideas shown to everybody, if the room has come so far in a moderated plan."""
    step = topten_step(session)
    if not step.moderated or session.top_ten.shown:
        return session
    spot, order = session.spot, step.rounds.index
    past = order(reached(session)) > order("merge") or (spot.round == "merge" and spot.point > 0)
    return session.replace(top_ten=session.top_ten.replace(shown=True)) if past else session


def require_shown(session: Session) -> None:
    """Refuse what people may do with the ideas of others once they see them."""
    if not are_shown(session):
        raise Refused("The ideas of others are shown once the room merges them.")


def _with_held(session: Session, numbers: Iterable[int], *, held: bool) -> Session:
    before = set(session.top_ten.held_back)
    after = before.union(numbers) if held else before.difference(numbers)
    return session.replace(top_ten=session.top_ten.replace(held_back=tuple(sorted(after))))
