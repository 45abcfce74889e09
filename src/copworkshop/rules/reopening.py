"""Opening a closed round again: what it discards, and the request that does it."""

from datetime import datetime

from copworkshop.model.base import without
from copworkshop.model.people import Actor
from copworkshop.model.plan import Kind, TopTenStep
from copworkshop.model.round_names import ROUND_NAMES
from copworkshop.model.session import Session, Spot
from copworkshop.model.topten import Vote
from copworkshop.rules.agenda import require_still_at
from copworkshop.rules.candidates import ballots
from copworkshop.rules.request import Refused, Request, facilitator_only
from copworkshop.rules.rounds import looks_back, opened_from
from copworkshop.rules.runoff import without_ballots
from copworkshop.rules.sifting import arrived
from copworkshop.rules.voting import LIST_OF, REVEALS, ROUNDS, RUN_OFF, cast_in


class Reopen(Request):
    """Open the round that the room looks back at again. What depends on it is discarded; see :func:`reopening`."""

    at: Spot

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator in a closed round that takes input."""
        facilitator_only(actor)
        require_still_at(session, self.at)
        if not can_reopen(session):
            raise Refused("This round is not closed, so there is nothing to open again.")
        spot = session.spot
        opened = opened_from(session, spot.kind, spot.round).replace(closing=None, history=())
        if spot.kind is not Kind.TOP_TEN:
            return opened
        if spot.round == "collect":  # what is new is looked through again, where the plan is moderated
            opened = opened.replace(top_ten=opened.top_ten.replace(shown=False))
        for vote in _discarded(session):
            opened = without_ballots(opened, vote)
            held = opened.top_ten
            kept = held.replace(second=False) if vote is Vote.SECOND else held
            opened = opened.replace(top_ten=kept.replace(runoffs=without(kept.runoffs, vote)))
        if spot.round == RUN_OFF:
            held, vote = opened.top_ten, cast_in(opened, RUN_OFF)
            again = {vote: held.runoffs[vote].replace(shown=False)}
            opened = opened.replace(top_ten=held.replace(runoffs={**held.runoffs, **again}))
        return arrived(opened)


def can_reopen(session: Session) -> bool:
    """Whether the room looks back at a closed round that takes input: a reveal alone is not opened again."""
    return session.closed is None and looks_back(session) and session.spot.round not in REVEALS


def reopening(session: Session) -> str | None:
    """Return the question before the round is opened again, with what that discards; None where it cannot be."""
    if not can_reopen(session):
        return None
    here = session.spot.round
    told = [f"Open {ROUND_NAMES[here]} again? What people gave is kept, and they can change it.", *_lost(session)]
    return " ".join(told)


def _lost(session: Session) -> list[str]:
    """Say in sentences what is discarded."""
    spot, step = session.spot, session.step
    if spot.round == "place":
        return ["The picture that was shown is discarded: it is made again from the answers."]
    if not isinstance(step, TopTenStep):
        return []
    if spot.round == RUN_OFF:
        return ["The result of the run-off is discarded: it is counted again."]
    later = session.closed_rounds.get(spot.kind, ())
    order = step.rounds.index
    told = []
    if session.top_ten.sifted_out is not None and order(spot.round) <= order("sift"):
        told.append("The result of the sifting is discarded: it is counted again.")
    if any(rounds.rank in later and order(spot.round) <= order(rounds.rank) for rounds in ROUNDS.values()):
        told.append("The result that was revealed is discarded: it is counted again.")
    for vote in _discarded(session):
        cast = len(ballots(session, vote))
        lost = "a ballot" if cast == 1 else f"{cast:,} ballots"
        name = "second vote" if vote is Vote.SECOND else "run-off"
        told.append(f"The {name} is discarded, with {lost}." if cast else f"The {name} is discarded.")
    if spot.round == "collect" and session.top_ten.edited:
        told.append("Ideas that were merged stay merged.")
    return told


def _discarded(session: Session) -> tuple[Vote, ...]:
    """Return the votes that are discarded: those that were held because of what this round came to."""
    step, here = session.step, session.spot.round
    held, order = session.top_ten, step.rounds.index
    if here == RUN_OFF:
        return ()
    found = [vote for vote in held.runoffs if order(here) <= order(ROUNDS[LIST_OF[vote]].rank)]
    second = held.second and order(here) < order(ROUNDS[Vote.SECOND].rank)
    return (Vote.SECOND, *found) if second else tuple(found)
