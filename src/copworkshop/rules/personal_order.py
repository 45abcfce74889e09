"""The order in which one person meets the ideas: everybody has another one, so that no idea gains by standing first."""

from collections.abc import Iterable
from hashlib import sha256


def personal_order(session: str, seat: int, leads: Iterable[int]) -> tuple[int, ...]:
    """Return these candidates in the order of the person in this seat.

    Each candidate has a random place of its own, drawn from the session's name, the seat and the candidate's lead.
    So the order is as random as a shuffle, is the same after coming back and in every process, and the others stay
    where they are when a candidate comes or goes.
    """
    return tuple(sorted(leads, key=lambda lead: sha256(f"{session}/{seat}/{lead}".encode()).digest()))
