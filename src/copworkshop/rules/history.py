"""The last actions of the facilitator that can be taken back: what is noted of each. One history for all terminals."""

from typing import Final

from copworkshop.model.plan import Kind
from copworkshop.model.session import ClockBefore, Inverse, LastEdit, Session, Standing, Timer, Undoable

MOST_UNDOABLE: Final = 10


def noted(what: str, before: Session, inverse: Inverse) -> Undoable:
    """Return an action as it is noted. `what` completes “u takes back: …”, and `before` is the session before it."""
    return Undoable(number=before.revision + 1, what=what, inverse=inverse)


def step_taken(what: str, before: Session, after: Session) -> Undoable:
    """Return how a move of the room is taken back: a step, a round, a point, or a vote that it began."""
    changed = {kind: was for kind, was in before.progress.items() if after.progress.get(kind) is not was}
    standing = Standing(
        kind="step",
        at=before.at,
        progress=changed,
        new=tuple(kind for kind in after.progress if kind not in before.progress),
        closed_rounds=before.closed_rounds,
        on_stage=before.on_stage,
        blank=before.blank,
        beside=before.beside,
        address=before.address,
        spotlight=before.spotlight,
        second=before.top_ten.second,
        runoffs=before.top_ten.runoffs,
    )
    return noted(what, before, standing)


def clock_changed(what: str, before: Session, at: Kind, name: str, timer: Timer | None) -> Undoable:
    """Return how a change of a clock is taken back; `timer` is what it was, None for one that nobody had touched."""
    return noted(what, before, ClockBefore(kind="clock", at=at, name=name, timer=timer))


def list_edited(before: Session, after: Session) -> Undoable | None:
    """Return how a change of the list of ideas is taken back; None where no step to undo is kept of it."""
    steps = after.top_ten.undo
    if not steps or steps == before.top_ten.undo:
        return None
    return noted(steps[-1].what, before, LastEdit(kind="edit"))


def with_history(before: Session, after: Session, taken: Undoable | None) -> Session:
    """Return the session after an action of the facilitator, with the action noted.

    An action that moves the room and cannot be taken back ends the history: what was done before it cannot be taken
    back any more either. A request that changes the history itself has the last word.
    """
    if after.history is not before.history:
        return after
    if taken is not None:
        return after.replace(history=(*before.history, taken)[-MOST_UNDOABLE:])
    return after.replace(history=()) if before.history and _has_moved(before, after) else after


def _has_moved(before: Session, after: Session) -> bool:
    was, now = before.top_ten, after.top_ten
    return (
        before.spot != after.spot
        or before.closed_rounds != after.closed_rounds
        or before.on_stage != after.on_stage
        or (was.second, was.runoffs) != (now.second, now.runoffs)
    )
