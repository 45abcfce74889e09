"""How a person is connected, in words: short next to a name in a list, and as a sentence below it."""

from typing import Final

from textual.content import Content

from copworkshop.model.attendance import Activity, Attendance, Attending, Health
from copworkshop.toolkit.theme import BODY, QUIET, WARN

NOT_CONNECTED: Final = "not connected"

_MINUTE: Final = 60.0


def how(attending: Attending) -> Content:
    """Say in a word or two how the person is connected."""
    if attending.activity is Activity.AWAY:
        return Content.styled(NOT_CONNECTED, QUIET)
    if attending.health is Health.SILENT:
        return Content.styled("no answer", WARN)
    if attending.health is Health.SLOW:
        return Content.styled("slow", WARN)
    if attending.activity is Activity.TYPING:
        return Content.styled("typing", BODY)
    minutes = int(attending.since_key // _MINUTE)
    return Content.styled(f"idle {minutes} min" if minutes else "idle", QUIET)


def is_here(attending: Attending, *, aloud: bool = False) -> Content:
    """Say in a word or two how the person is connected, where nobody has anything to type yet.

    `aloud` says that nobody has a terminal of their own. Then there is nothing to say.
    """
    if aloud:
        return Content()
    fine = attending.activity is not Activity.AWAY and attending.health not in {Health.SILENT, Health.SLOW}
    return Content.styled("here", QUIET) if fine else how(attending)


def whole(attending: Attending) -> str:
    """Say in a sentence how the person is connected; empty for a person who is not."""
    if attending.activity is Activity.AWAY:
        return ""
    where = f" on {attending.connections} terminals" if attending.connections > 1 else ""
    troubles = {
        Health.SLOW: " The connection takes what is drawn only slowly.",
        Health.SILENT: " The other end does not answer: a closed lid, or a network that is gone.",
    }
    trouble = troubles.get(attending.health, "")
    if attending.connected_for < _MINUTE:
        return f"Just joined{where}.{trouble}"
    since, key = _ago(attending.connected_for), _ago(attending.since_key)
    return f"Connected for {since}{where}, last key {key} ago.{trouble}"


def counted(attendance: Attendance) -> str:
    """Say how many people are connected, and how many are still at the name prompt."""
    at_the_door = f", {attendance.newcomers} at the name prompt" if attendance.newcomers else ""
    return f"{attendance.connected} connected{at_the_door}"


def _ago(seconds: float) -> str:
    if seconds < _MINUTE:
        return "less than a minute"
    minutes = int(seconds // _MINUTE)
    return "a minute" if minutes == 1 else f"{minutes} minutes"
