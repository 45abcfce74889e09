"""The words of the countdown before a round or a question is closed, for every screen of it."""

from datetime import datetime
from math import ceil
from typing import Final

from copworkshop.rules.readiness import readiness
from copworkshop.rules.sight import Sight
from copworkshop.ui.client import SessionClient

MOST_NAMES: Final = 4
"""The longest list of names of people who are not done."""

_WRITING: Final = {"write", "share", "collect"}
"""The rounds in which people write; in all others that take input they choose."""

KEYS: Final = "Page Down again closes it; Page Up keeps it open."


def ends_at(seen: Sight) -> datetime | None:
    """Return the end of the countdown that people see: of the open question, else of the round. None without one."""
    if seen.question.open is not None:
        return seen.question.open.until
    return seen.closing.until if seen.closing is not None else None


def seconds_left(seen: Sight, now: datetime) -> int | None:
    """Return the seconds until the question or the round is closed; None while there is no countdown."""
    until = ends_at(seen)
    return max(0, ceil((until - now).total_seconds())) if until is not None else None


def countdown(seen: Sight, now: datetime) -> str:
    """Say in how many seconds the round or the question is closed; empty while there is no countdown."""
    left = seconds_left(seen, now)
    if left is None:
        return ""
    writes = seen.question.open is None and seen.closing is not None and seen.closing.round in _WRITING
    return f"{'Closing in' if writes else 'Last choices:'} {left} s"


def to_the_facilitator(client: SessionClient) -> str:
    """Say how many of those who are connected are done, and what to press; empty while there is no countdown."""
    said = countdown(client.sight, client.hub.now())
    if not said:
        return ""
    ready = readiness(client.sight, client.attendance.seats)
    if ready is None:
        return f"{said}. {KEYS}"
    names, more = ready.waiting[:MOST_NAMES], len(ready.waiting) - MOST_NAMES
    waiting = f" Not done: {', '.join(names)}{f' and {more} more' if more > 0 else ''}." if names else ""
    return f"{said}. {ready.ready} of {ready.of} are done. {KEYS}{waiting}"
