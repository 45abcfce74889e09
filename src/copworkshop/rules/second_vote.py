"""The second vote: the same list once more, after the discussion, with the first kept next to it."""

from datetime import datetime

from typing_extensions import override

from copworkshop.model.people import Actor
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session, Spot, Undoable
from copworkshop.model.topten import Vote
from copworkshop.rules.agenda import moved
from copworkshop.rules.candidates import ballots
from copworkshop.rules.history import step_taken
from copworkshop.rules.request import Refused, Request, facilitator_only
from copworkshop.rules.rounds import opened
from copworkshop.rules.voting import ROUNDS, SETTLED


class HoldSecondVote(Request):
    """Let the room vote a second time, now that it has talked. The first vote and its list stay as they are."""

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator once the room discusses its list; the room goes there at once."""
        facilitator_only(actor)
        if session.at is not Kind.TOP_TEN or session.spot.round not in {ROUNDS[Vote.FIRST].discuss, SETTLED}:
            raise Refused("A second vote can be held after the discussion of the first.")
        if session.spot.round == SETTLED and session.top_ten.second:
            raise Refused("There was a second vote already. Page Up goes back to it.")
        if not ballots(session):
            raise Refused("Nobody has voted yet. Page Up goes back to the first vote.")
        again = ROUNDS[Vote.SECOND]
        session = opened(session, Kind.TOP_TEN, again.rank, again.reveal)
        session = session.replace(top_ten=session.top_ten.replace(second=True))
        return moved(session, Spot(kind=Kind.TOP_TEN, round=again.rank, point=0), now)

    @override
    def taken_back(self, before: Session, after: Session) -> Undoable:
        return step_taken("the second vote was begun", before, after)


class CallOffSecondVote(Request):
    """Cancel the second vote."""

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator while no ballot is in; the room goes back to the discussion of the first."""
        facilitator_only(actor)
        if not session.top_ten.second or session.at is not Kind.TOP_TEN:
            raise Refused("There is no second vote to call off.")
        if ballots(session, Vote.SECOND):
            raise Refused("Ballots are in already. Page Up goes back to the first vote, and loses nothing.")
        session = moved(session, Spot(kind=Kind.TOP_TEN, round=ROUNDS[Vote.FIRST].discuss, point=0), now)
        return session.replace(top_ten=session.top_ten.replace(second=False), closing=None)

    @override
    def taken_back(self, before: Session, after: Session) -> Undoable:
        return step_taken("the second vote was called off", before, after)
