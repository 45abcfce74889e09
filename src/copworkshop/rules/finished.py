"""Rounds that take input: who has finished one, who says so, and the countdown before it is closed."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from copworkshop.model.base import Key
from copworkshop.model.numbering import are_shown
from copworkshop.model.people import Actor, Seat
from copworkshop.model.plan import Kind
from copworkshop.model.session import Closing, Session, Spot
from copworkshop.rules.candidates import IDEAS, candidates, leads, resolved, topten_step
from copworkshop.rules.memo import at_each_seat, depends_on
from copworkshop.rules.merging import unread
from copworkshop.rules.proposal import SHARING
from copworkshop.rules.readings import shared_seats
from copworkshop.rules.request import Refused, Request, seat_for, with_seat
from copworkshop.rules.rounds import looks_back
from copworkshop.rules.voting import RANKINGS, RUN_OFF, SIFT, cast_in


def _has_placed(session: Session, seat: Seat) -> bool:
    del session
    return seat.placement.complete


def _has_written(session: Session, seat: Seat) -> bool:
    """Whether every field is filled. For a person without a device the core fields are enough."""
    step = session.plan.proposal
    asked = [field.id for field in step.fields if seat.device or field.core] if step is not None else []
    return all(map(seat.proposal.filled, asked))


def _has_shared(session: Session, seat: Seat) -> bool:
    """Whether the person has read all that others share, and shares their own proposal if they wrote one."""
    read = {reading.author for reading in seat.readings}
    others = [author for author in shared_seats(session) if author != seat.number]
    return not seat.device or (read.issuperset(others) and (seat.proposal.shared or not seat.proposal.started))


def _has_put_in_ideas(session: Session, seat: Seat) -> bool:
    """Whether there is no room for another idea. For a person without a device one idea is enough."""
    return len(seat.live_ideas) >= (topten_step(session).ideas_each if seat.device else 1)


def _has_read_ideas(session: Session, seat: Seat) -> bool:
    return not seat.device or not are_shown(session) or not unread(seat, frozenset(leads(session)))


def _has_rated(session: Session, seat: Seat) -> bool:
    del session
    return all(lead in seat.ratings for lead in seat.to_rate)


def _has_voted(session: Session, seat: Seat) -> bool:
    """Whether the ballot is full, or done. For a person without a device any ballot is enough."""
    vote = cast_in(session, session.spot.round)
    ballot = seat.ballot_of(vote)
    run_off = session.top_ten.runoffs.get(vote)
    places = run_off.seats if run_off is not None else min(topten_step(session).picks, len(candidates(session)))
    if ballot is None:
        return places == 0
    return ballot.done or len(resolved(ballot.picks, leads(session))) >= places or (not seat.device and ballot.begun)


_ROUNDS: Final[Mapping[tuple[Kind, str], Callable[[Session, Seat], bool]]] = MappingProxyType(
    {
        (Kind.PARTICIPATION, "place"): _has_placed,
        (Kind.PROPOSAL, "write"): _has_written,
        (Kind.PROPOSAL, SHARING): _has_shared,
        (Kind.TOP_TEN, "collect"): _has_put_in_ideas,
        (Kind.TOP_TEN, "merge"): _has_read_ideas,
        (Kind.TOP_TEN, SIFT): _has_rated,
        **{(Kind.TOP_TEN, name): _has_voted for name in (*RANKINGS, RUN_OFF)},
    }
)
"""Whether a person has nothing left to give, for each round that takes input."""

TAKES_INPUT: Final = frozenset(_ROUNDS)
"""The rounds in which people write or choose. One of them is closed before anything that depends on it is shown."""


def takes_input(spot: Spot) -> bool:
    """Whether people write or choose in the round of this spot."""
    return (spot.kind, spot.round) in TAKES_INPUT


def _finished(session: Session) -> Mapping[int, bool]:
    """Return whether each person has finished. Only while proposals are shared does it depend on those of others."""
    spot = session.spot
    return _with_others(session) if (spot.kind, spot.round) == (Kind.PROPOSAL, SHARING) else _alone(session)


@at_each_seat(depends_on(seats={"proposal"}, room={"plan", "at", "progress"}))
def _with_others(session: Session, seat: Seat) -> bool:
    return _has_finished(session, seat)


@at_each_seat(IDEAS | depends_on(room={"plan", "at", "progress"}))
def _alone(session: Session, seat: Seat) -> bool:
    return _has_finished(session, seat)


def _has_finished(session: Session, seat: Seat) -> bool:
    spot = session.spot
    has_all = _ROUNDS.get((spot.kind, spot.round))
    return has_all is not None and (seat.done_in == spot.round or has_all(session, seat))


def finished(session: Session) -> frozenset[int]:
    """Return the seats of the people who say that they are done with the round, or have nothing left to give in it."""
    return frozenset(number for number, is_finished in _finished(session).items() if is_finished)


def unfinished(session: Session, connected: Collection[int]) -> bool:
    """Whether one of the people in these seats has not finished the round."""
    done = _finished(session)
    return any(not done[number] for number in connected if number in done)


def countdown(session: Session) -> Closing | None:
    """Return the countdown before the room's round is closed; None while there is none."""
    closing, spot = session.closing, session.spot
    return closing if closing is not None and (closing.kind, closing.round) == (spot.kind, spot.round) else None


def closes_round(before: Session, after: Session) -> bool:
    """Whether the room leaves a round that takes input."""
    here, there = before.spot, after.spot
    return takes_input(here) and (here.kind, here.round) != (there.kind, there.round)


class SayDone(Request):
    """Say that a person is done with the round, or that they are not."""

    seat: int
    round: Key
    done: bool

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it while the room is in that round. A change of what was given takes it back."""
        del now
        seat, _ = seat_for(session, actor, self.seat)
        if session.spot.round != self.round or not takes_input(session.spot) or looks_back(session):
            raise Refused("This round is closed, so there is nothing to be done with.")
        if self.round == "merge" and not are_shown(session):
            raise Refused("The ideas are not shown yet, so there is nothing to be done with.")
        said = self.round if self.done else None
        if not self.done and seat.done_in != self.round:
            return session
        return session if seat.done_in == said else with_seat(session, seat.replace(done_in=said))
