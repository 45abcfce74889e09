"""Which rounds are open: the only place that closes a round or opens one again.

A round is closed when the room moves forward past it. Going back closes nothing and opens nothing: the room looks back
at a closed round, and nobody changes anything there. Whether a request is granted in a round is asked of
:func:`copworkshop.rules.request.is_open`.
"""

from collections.abc import Iterable

from copworkshop.model.closed_rounds import CAN_CLOSE
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session, Spot
from copworkshop.rules.voting import skipped


def is_forward(session: Session, here: Spot, there: Spot) -> bool:
    """Whether one spot comes after the other in the order of the plan."""
    return _place(session, here) < _place(session, there)


def looks_back(session: Session) -> bool:
    """Whether the round that the room is at was closed before, so that it can only be looked at."""
    spot = session.spot
    return session.has_closed(spot.kind, spot.round)


def with_closed(session: Session, there: Spot, *, whole: bool) -> Session:
    """Return the session with every round closed that is closed once the room is at this spot; else the same one.

    These are the rounds that a move forward leaves, and all that come before the spot in its step: also those that were
    jumped over, because what is shown there depends on them. A reveal is closed once the room sees the `whole` list.
    """
    here, step, other = session.spot, session.step, session.plan.step(there.kind)
    if here.kind is not there.kind and is_forward(session, here, there):
        session = _with(session, here.kind, step.rounds[: step.rounds.index(here.round) + 1])
    if other is not None:
        session = _with(session, there.kind, other.rounds[: other.rounds.index(there.round)])
    return _with(session, there.kind, [there.round]) if whole else session


def opened_from(session: Session, kind: Kind, round_name: str) -> Session:
    """Return the session with this round open, and all that come after it in its step, as if nobody had been there."""
    step = session.plan.step(kind)
    if step is None:
        return session
    before = step.rounds[: step.rounds.index(round_name)]
    return _replaced(session, kind, [name for name in session.closed_rounds.get(kind, ()) if name in before])


def opened(session: Session, kind: Kind, *names: str) -> Session:
    """Return the session with these rounds open."""
    return _replaced(session, kind, [name for name in session.closed_rounds.get(kind, ()) if name not in names])


def _with(session: Session, kind: Kind, names: Iterable[str]) -> Session:
    left_out = skipped(session) if kind is Kind.TOP_TEN else frozenset[str]()
    closed = {*session.closed_rounds.get(kind, ()), *(name for name in names if name not in left_out)}
    return _replaced(session, kind, closed)


def _replaced(session: Session, kind: Kind, names: Iterable[str]) -> Session:
    wanted = set(names)
    closed = tuple(name for name in CAN_CLOSE.get(kind, ()) if name in wanted)
    if closed == session.closed_rounds.get(kind, ()):
        return session
    others = {each: closed for each, closed in session.closed_rounds.items() if each is not kind}
    return session.replace(closed_rounds={**others, kind: closed} if closed else others)


def _place(session: Session, spot: Spot) -> tuple[int, int, tuple[int, int]]:
    step = session.plan.step(spot.kind)
    rounds = step.rounds if step is not None else ()
    return session.plan.kinds.index(spot.kind), rounds.index(spot.round), spot.shown
