"""The run-off: a short vote between the ideas that share the last place of the list, where not all have room on it."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from typing_extensions import override

from copworkshop.model.base import without
from copworkshop.model.people import Actor
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session, Spot, Undoable
from copworkshop.model.topten import RunOff, Vote
from copworkshop.ranking.registry import DEFAULT
from copworkshop.ranking.tally import Placed
from copworkshop.rules.agenda import moved
from copworkshop.rules.candidates import ballots, leads, resolved, topten_step
from copworkshop.rules.history import step_taken
from copworkshop.rules.memo import memoized_of
from copworkshop.rules.request import Refused, Request, facilitator_only
from copworkshop.rules.result import COUNT, place_groups
from copworkshop.rules.rounds import opened
from copworkshop.rules.voting import DISCUSSIONS, ROUNDS, RUN_OFF, RUN_OFF_OF, SETTLED, latest


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a run-off."""

    ballots: int
    groups: tuple[tuple[Placed[int], ...], ...]
    """The tied, from the best to the last; those that are equal here too stand together."""
    stays: tuple[int, ...]
    """Those that stay on the list."""
    drops: tuple[int, ...]
    """Those that leave it."""
    undecided: tuple[int, ...]
    """Those that stay and are still equal where there is not room for all: they go on sharing the place."""


@memoized_of(COUNT)
def border(session: Session, vote: Vote) -> RunOff | None:
    """Return the run-off that would settle the border of a vote's list; None where nothing needs one.

    A list needs one where ideas share a place for which it is too short: with ten places, three ideas on place 9.
    """
    groups, size = place_groups(session, vote), topten_step(session).size
    if not groups:
        return None
    last = groups[-1]
    place = last[0].place
    if place + len(last) - 1 <= size:
        return None
    return RunOff(tied=tuple(placed.idea for placed in last), place=place, seats=size - place + 1)


def tied_in(session: Session, run_off: RunOff) -> tuple[int, ...]:
    """Return the candidates between which a run-off is held, by their leads as they are now."""
    return resolved(run_off.tied, leads(session))


@memoized_of(COUNT)
def outcome(session: Session, vote: Vote) -> Outcome:
    """Count the run-off on a vote's list.

    It is counted as a top ten is by default (:mod:`copworkshop.ranking.points`): with room for s ideas a ballot holds
    up to s of the tied, the first gets s points, the next one less. What is equal here too goes on sharing the place.
    """
    run_off = session.top_ten.runoffs[RUN_OFF_OF[vote]]
    tied, lead_of = tied_in(session, run_off), leads(session)
    cast = [
        tuple(lead for lead in resolved(ballot.picks, lead_of) if lead in tied)
        for ballot in ballots(session, RUN_OFF_OF[vote])
    ]
    count = DEFAULT.count(tied, cast, depth=run_off.seats)
    groups = tuple(tuple(group) for _, group in groupby(count.ranking, key=lambda placed: placed.place))
    stays: list[int] = []
    drops: list[int] = []
    undecided: tuple[int, ...] = ()
    for group in groups:
        ideas = tuple(placed.idea for placed in group)
        room = run_off.seats - len(stays)
        (stays if room > 0 else drops).extend(ideas)
        if 0 < room < len(ideas):
            undecided = ideas
    return Outcome(ballots=len(cast), groups=groups, stays=tuple(stays), drops=tuple(drops), undecided=undecided)


def still_tied(session: Session, vote: Vote) -> bool:
    """Whether the count is still as it was when the run-off on a vote's list began: a late ballot can change it."""
    run_off, now = session.top_ten.runoffs[RUN_OFF_OF[vote]], border(session, vote)
    if now is None:
        return False
    return (set(now.tied), now.place, now.seats) == (set(tied_in(session, run_off)), run_off.place, run_off.seats)


class HoldRunOff(Request):
    """Let those that share the last place of the list be voted on once more, with a ballot of their own."""

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator in the discussion, where a tie at the border is to be settled.

        The room goes there at once. Ballots of an earlier run-off between others are dropped.
        """
        facilitator_only(actor)
        if session.at is not Kind.TOP_TEN or session.spot.round not in (*DISCUSSIONS, SETTLED):
            raise Refused("A run-off can be held in the discussion of the top ten.")
        vote = latest(session)
        if session.spot.round not in {ROUNDS[vote].discuss, SETTLED}:
            raise Refused("A second vote was held. A run-off can settle the border of its list, in its discussion.")
        run_off = border(session, vote)
        if run_off is None:
            raise Refused("There is no tie at the border of the list, so there is nothing to settle.")
        held = session.top_ten.runoffs.get(RUN_OFF_OF[vote])
        if held is None or not still_tied(session, vote):
            session = opened(without_ballots(session, RUN_OFF_OF[vote]), Kind.TOP_TEN, RUN_OFF)
            runoffs = {**session.top_ten.runoffs, RUN_OFF_OF[vote]: run_off}
            session = session.replace(top_ten=session.top_ten.replace(runoffs=runoffs))
        return moved(session, Spot(kind=Kind.TOP_TEN, round=RUN_OFF, point=0), now)

    @override
    def taken_back(self, before: Session, after: Session) -> Undoable | None:
        # None where it dropped ballots
        kept = all(seat.later_ballots == after.seats[number].later_ballots for number, seat in before.seats.items())
        if not kept or before.top_ten.later_papers != after.top_ten.later_papers:
            return None
        return step_taken("the run-off was begun", before, after)


class CallOffRunOff(Request):
    """Cancel the run-off."""

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator while no ballot is in; the room goes back to the discussion."""
        facilitator_only(actor)
        vote = latest(session)
        run_off = RUN_OFF_OF[vote]
        if run_off not in session.top_ten.runoffs or session.at is not Kind.TOP_TEN:
            raise Refused("There is no run-off to call off.")
        if ballots(session, run_off):
            raise Refused("Ballots are in already. Page Down shows what came of them.")
        if session.spot.round in {RUN_OFF, SETTLED}:
            session = moved(session, Spot(kind=Kind.TOP_TEN, round=ROUNDS[vote].discuss, point=0), now)
        held = session.top_ten
        return session.replace(top_ten=held.replace(runoffs=without(held.runoffs, run_off)), closing=None)

    @override
    def taken_back(self, before: Session, after: Session) -> Undoable:
        return step_taken("the run-off was called off", before, after)


def without_ballots(session: Session, vote: Vote) -> Session:
    """Return the session without anybody's ballot in a vote that is held again or no more."""
    assert vote is not Vote.FIRST, "the ballots of the first vote are never dropped"  # noqa: S101
    seats = {
        number: seat if seat.ballot_of(vote) is None else seat.with_ballot(vote, None)
        for number, seat in session.seats.items()
    }
    held = session.top_ten
    return session.replace(seats=seats, top_ten=held.replace(later_papers=without(held.later_papers, vote)))
