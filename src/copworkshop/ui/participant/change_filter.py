"""Which changes concern whom: one person's typing wakes that person's connections, and nobody else's."""

from collections.abc import Mapping
from enum import Flag, auto
from functools import lru_cache

from copworkshop.live.hub import Change
from copworkshop.model.people import Seat


class Interests(Flag):
    """What a panel shows that is made of what other people do."""

    NOTHING = 0
    PLACES = auto()
    """The room's picture of the bands."""
    SHARED = auto()
    """Proposals whose authors share them, and what readers leave with one's own."""
    IDEAS = auto()
    BALLOTS = auto()
    ANYTHING = PLACES | SHARED | IDEAS | BALLOTS


def changed_interests(change: Change, own: int) -> Interests:
    """Return what has changed at the seats of others. It is asked for every connection, and found out once."""
    at, remarked_on = _found(change)
    found = Interests.SHARED if own in remarked_on else Interests.NOTHING
    for number, changed in at.items():
        if number != own:
            found |= changed
    return found


@lru_cache(maxsize=1)
def _found(change: Change) -> tuple[Mapping[int, Interests], frozenset[int]]:
    """Return what others see changed at each seat, and the authors with whose proposals a reader did something."""
    at: dict[int, Interests] = {}
    authors: set[int] = set()
    for number in change.seats:
        before, after = change.before.seats.get(number), change.after.seats.get(number)
        if changed := _changed(before, after):
            at[number] = changed
        authors |= _remarked_on(before, after)
    return at, frozenset(authors)


def _changed(before: Seat | None, after: Seat | None) -> Interests:
    if before is None or after is None:
        return Interests.NOTHING  # who comes in has said nothing yet
    if before.removed is not after.removed:
        return Interests.ANYTHING
    found = Interests.NOTHING
    if before.placement is not after.placement:
        found |= Interests.PLACES
    if before.ideas is not after.ideas:
        found |= Interests.IDEAS
    if before.ballot is not after.ballot or before.later_ballots is not after.later_ballots:
        found |= Interests.BALLOTS
    named = before.proposal is not after.proposal or before.name != after.name
    if named and (before.proposal.shared or after.proposal.shared):
        found |= Interests.SHARED
    return found


def _remarked_on(before: Seat | None, after: Seat | None) -> set[int]:
    """Return the authors with whose proposals this reader did something."""
    if before is None or after is None or before.readings is after.readings:
        return set()
    was, now = ({each.author: each for each in seat.readings} for seat in (before, after))
    return {author for author in {*was, *now} if was.get(author) != now.get(author)}
