"""Places on a ballot: pure functions of the picks so far."""

from collections.abc import Sequence


def with_place(picks: Sequence[int], lead: int, place: int, most: int) -> tuple[int, ...]:
    """Return the picks with this candidate at `place`, counted from 1. The others move to make room.

    A place beyond the next free one means the next free one. A full ballot (`most` picks) loses its last pick.
    """
    others = [pick for pick in picks if pick != lead]
    others.insert(min(place, most) - 1, lead)
    return tuple(others[:most])


def with_next_place(picks: Sequence[int], lead: int, most: int) -> tuple[int, ...]:
    """Return the picks with this candidate at the next free place; unchanged if it has a place or none is free."""
    return tuple(picks) if lead in picks or len(picks) >= most else (*picks, lead)


def with_pick_moved(picks: Sequence[int], lead: int, by: int) -> tuple[int, ...]:
    """Return the picks with this candidate `by` places lower, or higher if `by` is negative. It stops at the ends."""
    if lead not in picks:
        return tuple(picks)
    place = min(max(picks.index(lead) + 1 + by, 1), len(picks))
    return with_place(picks, lead, place, len(picks))


def without_pick(picks: Sequence[int], lead: int) -> tuple[int, ...]:
    """Return the picks without this candidate. The picks after it move up."""
    return tuple(pick for pick in picks if pick != lead)
