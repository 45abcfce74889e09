"""The people who have done what the present round asks of everybody, by name: for the facilitator alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from copworkshop.model.plan import Kind
from copworkshop.rules.sight import Done, Sight
from copworkshop.rules.voting import RANKINGS, RUN_OFF

_READY: Final[Mapping[tuple[Kind, str], Callable[[Done], bool]]] = MappingProxyType(
    {
        (Kind.PARTICIPATION, "place"): lambda done: done.placed,
        (Kind.PROPOSAL, "write"): lambda done: done.core == len(done.starred),
        (Kind.TOP_TEN, "collect"): lambda done: bool(done.ideas),
        (Kind.TOP_TEN, "sift"): lambda done: done.rated == done.to_rate,
        **{(Kind.TOP_TEN, name): lambda done: done.voted for name in (*RANKINGS, RUN_OFF)},
    }
)
"""The meaning of ready, for each round in which everybody does something."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """The number of people who are ready, and the names of those who are not."""

    ready: int
    of: int
    waiting: tuple[str, ...]
    """Names, in the order of the seats."""


def readiness(sight: Sight) -> Readiness | None:
    """Return who is ready; None in a round that asks nothing of anybody, and for a viewer who may not know it."""
    is_ready = _READY.get((sight.spot.kind, sight.spot.round))
    people = [(person.name, person.done) for person in sight.people if person.done is not None and not person.own]
    if is_ready is None or not people:
        return None
    waiting = tuple(name for name, done in people if name is not None and not is_ready(done))
    return Readiness(ready=len(people) - len(waiting), of=len(people), waiting=waiting)
