"""The rounds that can be closed, and which of them are in a session that was saved before this was noted."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from copworkshop.model.plan import Kind, Plan

CAN_CLOSE: Final[Mapping[Kind, tuple[str, ...]]] = MappingProxyType(
    {
        Kind.PARTICIPATION: ("place",),
        Kind.PROPOSAL: ("write",),
        Kind.TOP_TEN: ("collect", "merge", "sift", "rank", "reveal", "rank-again", "reveal-again", "run-off"),
    }
)
"""The rounds that take input are closed when the room moves on. A reveal is closed when the whole list was shown."""

ClosedRounds = Mapping[Kind, tuple[str, ...]]
"""The closed rounds of each step, in the order in which the room goes through them."""


def closed_before(plan: Plan, at: Kind, left_in: Mapping[Kind, str]) -> ClosedRounds:
    """Return what is closed in a session of a format that did not note it: all that the room has gone past.

    `left_in` has the round of every step that the room was at. Of the step that it is at, and of those after it, the
    rounds before that round are closed; of a step before, that round, too.
    """
    here = plan.kinds.index(at)
    found: dict[Kind, tuple[str, ...]] = {}
    for kind, round_name in left_in.items():
        step = plan.step(kind)
        if step is None or round_name not in step.rounds:
            continue
        end = step.rounds.index(round_name) + (plan.kinds.index(kind) < here)
        closed = tuple(name for name in step.rounds[:end] if name in CAN_CLOSE.get(kind, ()))
        if closed:
            found[kind] = closed
    return found
