"""The keys of a person's own ideas while they are collected, and when they can be used."""

from typing import TYPE_CHECKING, Final

from copworkshop.toolkit.commands import Command, Commands

if TYPE_CHECKING:
    from copworkshop.ui.participant.topten_collect import CollectPanel

ADD: Final = "add"
"""The purpose of the line for the next idea."""
EDIT: Final = "edit"
"""The purpose of the line while an idea is changed."""

_TO_LIST: Final = "From the line to the list of your ideas"


def _can_add(panel: "CollectPanel") -> bool:
    return panel.is_open and panel.own.left > 0


def _can_edit(panel: "CollectPanel") -> bool:
    return panel.is_open and panel.idea is not None and not panel.idea.withdrawn


def _can_withdraw(panel: "CollectPanel") -> bool:
    return _can_edit(panel) or (_can_add(panel) and panel.idea is not None)


def _of_withdraw(panel: "CollectPanel") -> str:
    return "withdraw it" if _can_edit(panel) else "bring it back"


def _can_leave(panel: "CollectPanel") -> bool:
    return panel.purpose == ADD and bool(panel.own.ideas) and not panel.is_in_list


COLLECT_KEYS: Final[Commands["CollectPanel"]] = (
    Command("a", "add", "Write another idea", "another idea", _can_add),
    Command("e,enter", "edit", "Change the idea", "change it", _can_edit),
    Command("x", "withdraw", "Withdraw the idea, or bring it back", _of_withdraw, _can_withdraw),
    Command("down,up", "to_list", _TO_LIST, when=_can_leave, listed=False, while_typing=True),
)
