"""Activity 2: what people may ask for while ideas are collected."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from pydantic import Field

from copworkshop.model.limits import MOST_IDEAS, MOST_WITHDRAWN
from copworkshop.model.numbering import current, keys, numbers_used
from copworkshop.model.people import Actor, Role
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.model.text import Line
from copworkshop.model.topten import Idea
from copworkshop.rules.candidate_edits import MERGING
from copworkshop.rules.candidates import topten_step
from copworkshop.rules.request import (
    Refused,
    Request,
    facilitator_only,
    require_open,
    seat_for,
    speaks_for,
    with_seat,
)

COLLECTING = ("collect",)
_NOT_THEIRS = "That is no idea that you can change. Choose one from the list."
_COLLECTING_CLOSED = "Collecting is closed. The facilitator can open it again."


class SetQuestion(Request):
    """Word the question of Activity 2; None returns to the plan's."""

    text: Line | None

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator."""
        facilitator_only(actor)
        topten_step(session)
        if session.top_ten.question == self.text:
            return session
        return session.replace(top_ten=session.top_ten.replace(question=self.text))


class AddIdea(Request):
    """Put in an idea: a person's own, or with no seat the room's."""

    seat: int | None
    text: Line

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it while ideas are collected, up to the plan's number for each person."""
        return _with_ideas(session, actor, self.seat, (self.text,), now)


class AddIdeas(Request):
    """Put in the ideas of a list, all or none: a person's own, or with no seat the room's."""

    seat: int | None
    texts: Annotated[tuple[Line, ...], Field(min_length=1, max_length=MOST_IDEAS)]

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it where each of the ideas would be granted."""
        return _with_ideas(session, actor, self.seat, self.texts, now)


class EditIdea(Request):
    """Reword an idea, withdraw it, or bring it back."""

    number: int
    text: Line | None = None
    withdrawn: bool | None = None

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the author, and to the facilitator for what was entered by them, while ideas are collected."""
        require_open(session, Kind.TOP_TEN, COLLECTING, _COLLECTING_CLOSED)
        limit, number = topten_step(session).ideas_each, current(session, self.number)
        for seat in session.present:
            for idea in seat.ideas:
                if idea.number == number:
                    for_someone = _require_own(session, idea, seat.number, actor)
                    if idea.withdrawn and self.withdrawn is False and len(seat.live_ideas) >= limit:
                        raise Refused("There is no room to bring it back. Withdraw another one first.")
                    new = self._edited(idea, for_someone=for_someone)
                    return session if new == idea else with_seat(session, seat.replace(ideas=_put(seat.ideas, new)))
        for idea in session.top_ten.unsigned_ideas:
            if idea.number == number:
                new = self._edited(idea, for_someone=_require_own(session, idea, None, actor))
                held = session.top_ten
                edited = held.replace(unsigned_ideas=_put(held.unsigned_ideas, new))
                return session if new == idea else session.replace(top_ten=edited)
        raise Refused(_NOT_THEIRS)

    def _edited(self, idea: Idea, *, for_someone: bool) -> Idea:
        """Return the idea as it is then. One that its person changes is theirs, also if it was entered for them."""
        new = idea.replace(
            text=idea.text if self.text is None else self.text,
            withdrawn=idea.withdrawn if self.withdrawn is None else self.withdrawn,
        )
        return new if new == idea else new.replace(for_someone=for_someone)


def _with_ideas(session: Session, actor: Actor, number: int | None, texts: tuple[str, ...], now: datetime) -> Session:
    rounds = (*COLLECTING, *MERGING) if actor.role is Role.FACILITATOR else COLLECTING
    require_open(session, Kind.TOP_TEN, rounds, _COLLECTING_CLOSED)
    step = topten_step(session)
    if numbers_used(session) + len(texts) > MOST_IDEAS:
        raise Refused(f"A session holds at most {MOST_IDEAS:,} ideas. Change the words of one instead.")
    if number is None:
        facilitator_only(actor)
        ideas = _keyed(keys(session, None, for_someone=True), texts, for_someone=True)
        held = session.top_ten
        return session.replace(top_ten=held.replace(unsigned_ideas=(*held.unsigned_ideas, *ideas)))
    seat, for_someone = seat_for(session, actor, number)
    if len(seat.live_ideas) + len(texts) > step.ideas_each:
        limit = f"{step.ideas_each} ideas" if step.ideas_each > 1 else "one idea"
        raise Refused(f"Everybody has {limit}, and all are in. Change or withdraw one to make room.")
    if len(seat.ideas) + len(texts) > step.ideas_each + MOST_WITHDRAWN:
        raise Refused("Too many ideas were withdrawn here. Bring one of them back, and change its words.")
    new = _keyed(keys(session, seat, for_someone=for_someone), texts, for_someone=for_someone)
    return with_seat(session, seat.replace(ideas=(*seat.ideas, *new)))


def _keyed(named: Iterable[int], texts: Iterable[str], *, for_someone: bool) -> Iterable[Idea]:
    return (Idea(number=key, text=text, for_someone=for_someone) for text, key in zip(texts, named, strict=False))


def _put(held: tuple[Idea, ...], new: Idea) -> tuple[Idea, ...]:
    return tuple(new if idea.number == new.number else idea for idea in held)


def _require_own(session: Session, idea: Idea, seat: int | None, actor: Actor) -> bool:
    """Refuse everybody but its author and, if it was entered for them, the people who may enter it.

    Returns whether somebody else asks than the author. The sentence is the one for an idea that is not there: it must
    not tell whose an idea is.
    """
    if actor.role is Role.PARTICIPANT and seat is not None and actor.seat == seat:
        return False
    if idea.for_someone and (actor.role is Role.FACILITATOR or _is_scribe_of(session, actor, seat)):
        return True
    raise Refused(_NOT_THEIRS)


def _is_scribe_of(session: Session, actor: Actor, seat: int | None) -> bool:
    if actor.role is not Role.PARTICIPANT or actor.seat is None or seat is None or actor.on_behalf_of != seat:
        return False
    return speaks_for(session, actor.seat, seat)
