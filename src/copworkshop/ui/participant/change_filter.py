"""Which changes concern whom: the typing of one person wakes that person's connections, and no others."""

from collections.abc import Mapping
from enum import Flag, auto
from functools import lru_cache

from copworkshop.live.hub import Change
from copworkshop.model.people import Seat


class Interests(Flag):
    """The work of other people that a panel shows."""

    NOTHING = 0
    SHARED = auto()
    """Proposals that their authors share, and the remarks of readers on the person's own proposal."""
    IDEAS = auto()
    BALLOTS = auto()
    ANYTHING = SHARED | IDEAS | BALLOTS


def changed_interests(change: Change, own: int) -> Interests:
    """Return what a change has changed at the seats of others. `own` is the seat of the person who looks.

    It is called for every connection; the comparison itself is cached.
    """
    at, remarked_on = _found(change)
    found = Interests.SHARED if own in remarked_on else Interests.NOTHING
    for number, changed in at.items():
        if number != own:
            found |= changed
    return found


@lru_cache(maxsize=1)
def _found(change: Change) -> tuple[Mapping[int, Interests], frozenset[int]]:
    """Return what has changed for others at each seat, and the authors with a change in :func:`_remarked_on`."""
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
        return Interests.NOTHING  # a person who comes in has written nothing yet
    if before.removed is not after.removed or before.counts is not after.counts:
        return Interests.ANYTHING
    found = Interests.NOTHING
    if before.ideas is not after.ideas:
        found |= Interests.IDEAS
    if before.ballot is not after.ballot or before.later_ballots is not after.later_ballots:
        found |= Interests.BALLOTS
    named = before.proposal is not after.proposal or before.name != after.name
    if named and (before.proposal.shared or after.proposal.shared):
        found |= Interests.SHARED
    return found


def _remarked_on(before: Seat | None, after: Seat | None) -> set[int]:
    """Return the authors whose proposals this reader has opened or remarked on."""
    if before is None or after is None or before.readings is after.readings:
        return set()
    was, now = ({each.author: each for each in seat.readings} for seat in (before, after))
    return {author for author in {*was, *now} if was.get(author) != now.get(author)}
