"""When a person follows the group: an idle person follows without a key, and a person who is busy stays."""

from enum import Enum, auto
from typing import Final

from copworkshop.model.round_names import ROUND_NAMES
from copworkshop.model.session import Spot
from copworkshop.rules.sight import Sight

QUIET: Final = 5.0
"""Seconds without a key after which a person who has begun nothing follows the group."""

THINKING: Final = 60.0
"""Seconds without a key after which a person who has begun something, and submitted all of it, follows the group."""


class UnsavedWork(Enum):
    """The state of what a person is working on."""

    NOTHING = auto()
    BEGUN = auto()
    """Something is begun, and all of it is submitted: a field with text in it, a ballot that is not done."""
    UNSENT = auto()
    """Something is not submitted, such as half an idea."""


def is_idle(work: UnsavedWork, since_key: float) -> bool:
    """Whether a person may be taken along with the group, `since_key` seconds after their last key."""
    match work:
        case UnsavedWork.NOTHING:
            return since_key >= QUIET
        case UnsavedWork.BEGUN:
            return since_key >= THINKING
        case UnsavedWork.UNSENT:
            return False


def may_rejoin(work: UnsavedWork, since_key: float) -> bool:
    """Whether a person who turned away from what the group looks at may be brought back to it."""
    return work is not UnsavedWork.UNSENT and since_key >= THINKING


def same_round(one: Spot, other: Spot) -> bool:
    """Whether two spots are in the same round of the same step. A person moves by rounds, and the stage by points."""
    return (one.kind, one.round) == (other.kind, other.round)


def whereabouts(sight: Sight, here: Spot, *, away: bool) -> str:
    """Return a sentence that says where the group is, if the person at `here` is elsewhere; empty if they are together.

    `away` says that the person went there to look back.
    """
    room = sight.spot
    if same_round(here, room):
        return ""
    place = ROUND_NAMES[room.round] if here.kind is room.kind else sight.step.short
    if away:
        return f"You are looking back. The group is at {place}. f or F5 takes you there."
    return f"The group has moved on to {place}. f or F5 takes you there."


def page_whereabouts(elsewhere: str) -> str:
    """Return a sentence for a person who turned a page away from `elsewhere`; empty if they did not."""
    return f"The group is at {elsewhere}. f or F5 takes you there." if elsewhere else ""
