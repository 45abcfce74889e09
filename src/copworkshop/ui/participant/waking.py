"""Which changes concern whom: one person's typing wakes that person's connections, and nobody else's."""

from enum import Flag, auto

from copworkshop.live.hub import Change
from copworkshop.model.people import Seat


class Others(Flag):
    """What a panel shows that is made of what other people do."""

    NOTHING = 0
    PLACES = auto()
    """The room's picture of the bands."""
    SHARED = auto()
    """Proposals whose authors share them, and what readers leave with one's own."""
    IDEAS = auto()
    BALLOTS = auto()
    ANYTHING = PLACES | SHARED | IDEAS | BALLOTS


def changed_of_others(change: Change, own: int) -> Others:
    """Return what has changed at the seats of others. It is asked for every connection: nothing is compared twice."""
    found = Others.NOTHING
    for number in change.seats:
        if number != own:
            before, after = change.before.seats.get(number), change.after.seats.get(number)
            found |= _changed(before, after) | _remarked(before, after, own)
    return found


def _changed(before: Seat | None, after: Seat | None) -> Others:
    if before is None or after is None:
        return Others.NOTHING  # who comes in has said nothing yet
    if before.removed is not after.removed:
        return Others.ANYTHING
    found = Others.NOTHING
    if before.placement is not after.placement:
        found |= Others.PLACES
    if before.ideas is not after.ideas:
        found |= Others.IDEAS
    if before.ballot is not after.ballot or before.later_ballots is not after.later_ballots:
        found |= Others.BALLOTS
    named = before.proposal is not after.proposal or before.name != after.name
    if named and (before.proposal.shared or after.proposal.shared):
        found |= Others.SHARED
    return found


def _remarked(before: Seat | None, after: Seat | None, own: int) -> Others:
    """Return whether a reader did something with the proposal of this author."""
    if before is None or after is None or before.readings is after.readings:
        return Others.NOTHING
    was, now = ([each for each in seat.readings if each.author == own] for seat in (before, after))
    return Others.NOTHING if was == now else Others.SHARED
