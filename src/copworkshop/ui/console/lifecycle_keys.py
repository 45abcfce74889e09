"""The keys of the console at the lifecycle, and when they can be used."""

from typing import TYPE_CHECKING, Final

from copworkshop.model.session import RoomNote
from copworkshop.toolkit.commands import DIGITS, Command, Commands
from copworkshop.ui.console.lifecycle_remarks import PhaseAt, Proposed
from copworkshop.ui.console.lifecycle_words import MOST_DIGITS

if TYPE_CHECKING:
    from copworkshop.ui.console.lifecycle import LifecyclePanel


def _is_open(panel: "LifecyclePanel") -> bool:
    return panel.remarks.is_open


def _can_edit(panel: "LifecyclePanel") -> bool:
    return panel.remarks.is_open and panel.standing is not None


def _can_withdraw(panel: "LifecyclePanel") -> bool:
    return panel.remarks.is_open and isinstance(panel.chosen, RoomNote | Proposed)


def _can_take_up(panel: "LifecyclePanel") -> bool:
    return panel.remarks.is_open and bool(panel.remarks.waiting)


def _can_park(panel: "LifecyclePanel") -> bool:
    return panel.remarks.is_open and (isinstance(panel.chosen, Proposed) or panel.standing is not None)


def _phases(panel: "LifecyclePanel") -> int:
    step = panel.remarks.step
    return min(len(step.phases), MOST_DIGITS) if step is not None else 0


def _of_enter(panel: "LifecyclePanel") -> str:
    if isinstance(panel.chosen, PhaseAt):
        return "go there"
    return "note a remark" if panel.remarks.prompt_of(panel.chosen) is not None else ""


def _of_take_up(panel: "LifecyclePanel") -> str:
    return "take it up" if isinstance(panel.chosen, Proposed) else f"{len(panel.remarks.waiting)} proposed"


def _of_withdraw(panel: "LifecyclePanel") -> str:
    if isinstance(panel.chosen, Proposed):
        return "let it wait again" if panel.chosen.is_declined else "decline"
    return "take away" if panel.standing is not None else "bring back"


def _of_park(panel: "LifecyclePanel") -> str:
    return "put back" if panel.standing is not None and panel.standing.parked else "park"


LIFECYCLE_KEYS: Final[Commands["LifecyclePanel"]] = (
    Command(DIGITS, "phase", "Go to this phase, counted from 1", "go to a phase", _is_open, most=_phases),
    Command("enter", "choose", "Go to the phase, or note a remark", _of_enter, _is_open),
    Command(
        "a",
        "take_up",
        "Go to a remark that somebody proposes; there, take it up for the room",
        _of_take_up,
        _can_take_up,
    ),
    Command("e", "edit", "Reword the highlighted remark", "reword", _can_edit),
    Command(
        "x",
        "withdraw",
        "Take the remark away, or decline one that is proposed; bring it back",
        _of_withdraw,
        _can_withdraw,
    ),
    Command(
        "P",
        "park_this",
        "Park the highlighted remark for later, or put it back next to its prompt",
        _of_park,
        _can_park,
    ),
)
