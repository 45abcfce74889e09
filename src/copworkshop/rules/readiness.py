"""The people who have finished the present round, by name: for the facilitator alone."""

from collections.abc import Collection
from dataclasses import dataclass

from copworkshop.rules.finished import takes_input
from copworkshop.rules.sight import Sight


@dataclass(frozen=True, slots=True)
class Readiness:
    """The number of people who are done, and the names of those who are not."""

    ready: int
    of: int
    waiting: tuple[str, ...]
    """Names, in the order of the seats."""


def readiness(sight: Sight, among: Collection[int] | None = None) -> Readiness | None:
    """Return who is done; None in a round that takes no input, and for a viewer who may not know it.

    `among` limits it to the people in these seats, for example to those who are connected.
    """
    people = [each for each in sight.people if each.done is not None and not each.own and each.name is not None]
    counted = [person for person in people if among is None or person.number in among]
    if not takes_input(sight.spot) or not counted:
        return None
    waiting = tuple([person.name for person in counted if person.number not in sight.leading.finished if person.name])
    return Readiness(ready=len(counted) - len(waiting), of=len(counted), waiting=waiting)
