"""The places of people on the bands of participation, and the room's own picture."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from copworkshop.model.base import Key
from copworkshop.model.participation import Placement
from copworkshop.model.people import Actor
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.memo import depends_on, memoized_of
from copworkshop.rules.request import Refused, Request, require_entered, require_open, seat_for, with_seat

When = Literal["today", "later"]

OPEN = ("place",)
"""The round in which people may place themselves: the picture is of answers that change no more."""

_PLACES: Final = depends_on(seats={"placement"})
_INWARDS: Final = 1
_SAME: Final = 0
_OUTWARDS: Final = -1


@dataclass(frozen=True, slots=True)
class Picture:
    """The room's own picture: numbers, never names."""

    answered: int
    """How many people have placed themselves for today."""
    today: Mapping[str, int]
    later: Mapping[str, int]
    inwards: int
    """How many want to be nearer to the centre in six months."""
    same: int
    outwards: int
    moves: Mapping[tuple[str, str], int]
    """How many go from one level to another, by level ids; those who stay included."""


@memoized_of(_PLACES)
def answered(session: Session) -> int:
    """Return how many people in the room have placed themselves for today."""
    return sum(seat.placement.today is not None for seat in session.present)


@memoized_of(_PLACES | depends_on(room={"plan"}))
def picture(session: Session) -> Picture | None:
    """Return the room's picture, or None before enough people have answered for nobody to be guessed.

    Each half is counted only once it has the plan's least number of answers itself.
    """
    step = session.plan.participation
    placements = [seat.placement for seat in session.contributors]
    given = sum(placement.today is not None for placement in placements)
    if step is None or given < step.least_answers:
        return None
    rank = {level.id: place for place, level in enumerate(step.levels)}
    today = Counter(p.today for p in placements if p.today in rank)
    later, moves = _later_and_moves(placements, rank, step.least_answers)
    turned = Counter[int]()
    for (now, then), count in moves.items():
        turned[_direction(rank[now], rank[then])] += count
    return Picture(
        answered=given,
        today={level: today[level] for level in rank},
        later={level: later[level] for level in rank} if later else {},
        inwards=turned[_INWARDS],
        same=turned[_SAME],
        outwards=turned[_OUTWARDS],
        moves=dict(moves),
    )


def _later_and_moves(
    placements: Sequence[Placement], levels: dict[str, int], least: int
) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """Count where people would like to be, and who moves from where to where; each is empty below the least number."""
    later = Counter(p.later for p in placements if p.later in levels)
    moves = Counter((p.today, p.later) for p in placements if p.today in levels and p.later in levels)
    if later.total() < least:
        later.clear()
    if moves.total() < least:
        moves.clear()
    return later, moves


def _direction(now: int, then: int) -> int:
    """Return where somebody wants to go from one level to another, by the places of these from the centre."""
    return (now > then) - (now < then)


def closed_picture(session: Session) -> Picture | None:
    """Return the room's picture; None also while answers may still change."""
    settled = session.closed is not None or all(session.has_closed(Kind.PARTICIPATION, name) for name in OPEN)
    return picture(session) if settled else None


class Place(Request):
    """Place a person on a level, today or in six months; None takes the answer back."""

    seat: int
    when: When
    level: Key | None

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it while people place themselves."""
        seat, for_someone = seat_for(session, actor, self.seat)
        closed = "Placing is closed. The facilitator can open it again."
        require_open(session, Kind.PARTICIPATION, OPEN, closed)
        step = session.plan.participation
        if step is None or (self.level is not None and self.level not in {level.id for level in step.levels}):
            raise Refused("There is no such level. Choose one by its number.")
        old = seat.placement
        require_entered(seat, for_someone=for_someone, own=old.begun and not old.for_someone)
        placement = old.replace(**{self.when: self.level}, for_someone=for_someone)
        return session if placement == seat.placement else with_seat(session, seat.replace(placement=placement))
