"""The keys of a person who reads the ideas and proposes merges, and when they can be used."""

from typing import TYPE_CHECKING, Final

from copworkshop.toolkit.commands import Command, Commands

if TYPE_CHECKING:
    from copworkshop.ui.participant.topten_merge import MergePanel

_MARK: Final = "Mark the idea for a merge that you propose, or unmark it"


def _is_open(panel: "MergePanel") -> bool:
    return panel.is_open


def _has_unread(panel: "MergePanel") -> bool:
    return bool(panel.reading.unread)


def _can_mark(panel: "MergePanel") -> bool:
    return panel.is_open and panel.lead is not None


def _has_proposed(panel: "MergePanel") -> bool:
    return panel.is_open and panel.reading.undecided(panel.lead) is not None


def _has_marked(panel: "MergePanel") -> bool:
    return bool(panel.marked)


def _can_propose(panel: "MergePanel") -> bool:
    return panel.is_open and len(panel.marked) > 1


MERGE_KEYS: Final[Commands["MergePanel"]] = (
    Command("up,down", hint="read", label="Up Down"),
    Command("space", "next_unread", "To the next idea that you have not read", "next to read", _has_unread),
    Command("m", "mark", _MARK, "mark as the same idea", _can_mark),
    Command("x", "take_back", "Take back what you proposed for this idea", "take it back", _has_proposed),
    Command("escape", "unmark", "Unmark all", "unmark", _has_marked),
    Command("enter", "propose", "Suggest merging the marked ideas", when=_can_propose),
    Command("enter", "say_how", when=_is_open),
)
