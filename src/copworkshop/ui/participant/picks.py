"""Giving places on a ballot, a key a place: pure functions of the picks so far."""

from collections.abc import Sequence


def with_place(picks: Sequence[int], lead: int, place: int, most: int) -> tuple[int, ...]:
    """Return the picks with this candidate at `place`, counted from 1, and the others moved out of its way.

    A place beyond the next free one is the next free one. On a full ballot the last pick falls out.
    """
    others = [pick for pick in picks if pick != lead]
    others.insert(min(place, most) - 1, lead)
    return tuple(others[:most])


def with_next_place(picks: Sequence[int], lead: int, most: int) -> tuple[int, ...]:
    """Return the picks with this candidate at the next free place; as they are if it has one or none is free."""
    return tuple(picks) if lead in picks or len(picks) >= most else (*picks, lead)


def without_pick(picks: Sequence[int], lead: int) -> tuple[int, ...]:
    """Return the picks less this candidate; those after it move up."""
    return tuple(pick for pick in picks if pick != lead)
