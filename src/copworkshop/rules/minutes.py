"""The minutes of steps and rounds in this session: those of the plan, or fewer once the facilitator has taken some.

Minutes are taken from what is still to come, in proportion, and no step and no round gets less than half of its plan.
The plan's file stays as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from copworkshop.model.plan import Kind, Step
from copworkshop.model.session import Session


@dataclass(frozen=True, slots=True)
class Part:
    """A round that the room has not come to, or a whole step without such rounds."""

    kind: Kind
    round: str | None
    minutes: float
    planned: float
    """The minutes in the plan."""

    @property
    def most(self) -> int:
        """How many whole minutes can be taken from it."""
        return max(0, int(self.minutes - self.planned / 2))


def step_minutes(session: Session, step: Step) -> float:
    """Return how long the plan gives a step, in minutes."""
    fewer = session.fewer_minutes.get(step.kind)
    return step.minutes if fewer is None else fewer.step


def round_minutes(session: Session, step: Step) -> dict[str, float]:
    """Return the minutes of the rounds of a step that have minutes in the plan."""
    fewer = session.fewer_minutes.get(step.kind)
    return {**step.round_minutes, **(fewer.rounds if fewer is not None else {})}


def to_shorten(session: Session) -> tuple[Part, ...]:
    """Return everything that the room has not come to, in the order of the plan."""
    kinds = session.plan.kinds
    coming = session.plan.steps[kinds.index(session.at) :]
    return tuple(part for step in coming if step.kind is not Kind.WELCOME for part in _parts(session, step))


def _parts(session: Session, step: Step) -> list[Part]:
    here, closed = step.kind is session.at, session.closed_rounds.get(step.kind, ())
    if not step.round_minutes or sum(step.round_minutes.values()) != step.minutes:
        return [] if here or closed else [Part(step.kind, None, step_minutes(session, step), step.minutes)]
    begun = set(session.progress[step.kind].timers) if step.kind in session.progress else set[str]()
    rounds = step.rounds[step.rounds.index(session.spot.round) + 1 :] if here else step.rounds
    minutes = round_minutes(session, step)
    left = [name for name in rounds if name in minutes and name not in begun and name not in closed]
    return [Part(step.kind, name, minutes[name], step.round_minutes[name]) for name in left]


def cuts(parts: Sequence[Part], minutes: int) -> list[int]:
    """Return how many minutes to take from each part: in all `minutes`, or as many as can be taken.

    Each minute goes where the proportion is farthest from being reached (Sainte-Laguë).
    """
    taken = [0] * len(parts)
    for _ in range(min(minutes, sum(part.most for part in parts))):
        open_ = [at for at, part in enumerate(parts) if taken[at] < part.most]
        taken[max(open_, key=lambda at: parts[at].minutes / (2 * taken[at] + 1))] += 1
    return taken
