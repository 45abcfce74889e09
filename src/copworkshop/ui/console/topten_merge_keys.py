"""The keys of the panel for merging ideas: when each can be used, and what the hint line calls it."""

from typing import TYPE_CHECKING, Final

from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.widgets.cells import fit

if TYPE_CHECKING:
    from copworkshop.ui.console.topten_merge import MergePanel

_MOST_OF_EDIT: Final = 14  # cells that the keys say of what is undone


def _on_pair(panel: "MergePanel") -> bool:
    return panel.ideas.is_open_pair


def _on_list(panel: "MergePanel") -> bool:
    return panel.ideas.is_open_list


def _on_idea(panel: "MergePanel") -> bool:
    return _on_list(panel) and panel.ideas.candidate is not None and not panel.ideas.is_held_back


def _on_standing(panel: "MergePanel") -> bool:
    return _on_list(panel) and panel.ideas.standing is not None


def _on_merged(panel: "MergePanel") -> bool:
    candidate = panel.ideas.standing if _on_list(panel) else None
    return candidate is not None and len(candidate.members) > 1


def _can_reword(panel: "MergePanel") -> bool:
    return _on_pair(panel) or _on_standing(panel)


def _can_hold_back(panel: "MergePanel") -> bool:
    step = panel.ideas.sight.plan.top_ten if _on_list(panel) else None
    return step is not None and step.moderated and (panel.ideas.is_held_back or panel.ideas.standing is not None)


def _can_redo(panel: "MergePanel") -> bool:
    return _on_list(panel) and panel.ideas.held.merge.can_redo is not None


def _can_sift(panel: "MergePanel") -> bool:
    held = panel.ideas.held if _on_list(panel) else None
    return held is not None and (held.can_sift or held.sifting is not None) and panel.ideas.sight.spot.round == "merge"


def _can_show_all(panel: "MergePanel") -> bool:
    return panel.ideas.is_list and bool(panel.ideas.wanted or panel.ideas.marked)


def _has_ideas(panel: "MergePanel") -> bool:
    ideas = panel.ideas
    return ideas.is_list and bool(ideas.held.candidates or ideas.held.collect.held_ideas)


def _has_pairs(panel: "MergePanel") -> bool:
    return _on_list(panel) and bool(panel.ideas.held.merge.suggestions) and not panel.ideas.marked


def _has_marks(panel: "MergePanel") -> bool:
    return _on_list(panel) and len(panel.ideas.marked) > 1


def _is_voted_on(panel: "MergePanel") -> bool:
    return _on_list(panel) and panel.ideas.sight.spot.round == "rank"


def _of_pair(panel: "MergePanel") -> str:
    return f"merge into {panel.ideas.lead}"


def _of_pairs(panel: "MergePanel") -> str:
    return "proposed, pairs" if any(each.people for each in panel.ideas.held.merge.suggestions) else "pairs"


def _of_withdraw(panel: "MergePanel") -> str:
    return "remove from the list" if panel.ideas.standing is not None else "put back"


def _of_hold_back(panel: "MergePanel") -> str:
    return "release" if panel.ideas.is_held_back else "hold back"


def _of_redo(panel: "MergePanel") -> str:
    return f"redo {fit(panel.ideas.held.merge.can_redo or '', _MOST_OF_EDIT)}"


def _of_sift(panel: "MergePanel") -> str:
    return "no sifting" if panel.ideas.held.sifting is not None else "sift first"


def _of_escape(panel: "MergePanel") -> str:
    return "show all" if panel.ideas.wanted else "unmark"


MERGE_KEYS: Final[Commands["MergePanel"]] = (
    Command("enter", "merge_pair", "Merge the pair into the highlighted idea", _of_pair, _on_pair),
    Command("x", "apart", "Keep the two of the pair apart", "keep apart", _on_pair),
    Command("escape", "all", "Show all ideas again; unmark all", "list", _on_pair),
    Command("up,down", hint="into the other", when=_on_pair, label="Up Down"),
    Command("f", "pairs", "Go through what people propose to merge, and suggested pairs", _of_pairs, _has_pairs),
    Command("m", "mark", "Mark the idea for a merge, or unmark it", "mark", _on_standing),
    Command("enter", "merge", "Merge the marked ideas", "merge", _has_marks),
    Command("enter", "say_how", when=_on_list),
    Command("w", "reword", "Reword the idea", "reword", _can_reword),
    Command("s", "split", "Split a merged idea again", "split", _on_merged),
    Command("x", "withdraw", "Take the idea off the list, or put it back", _of_withdraw, _on_idea),
    Command("h", "hold_back", "Hold the idea back, or release it", _of_hold_back, _can_hold_back),
    Command("r", "redo", "Do again what was undone", _of_redo, _can_redo),
    Command("slash", "filter", "Show only ideas with these words or numbers", "find", _has_ideas),
    Command("a", "add", "Add a late idea", "add", _on_list),
    Command("i", "sift", "Have the room sift its ideas before it ranks them, or not", _of_sift, _can_sift),
    Command("escape", "all", "Show all ideas again; unmark all", _of_escape, _can_show_all),
    Command("v", hint="ballots", when=_is_voted_on),
    Command("up", "move(-1)", "Up and down the list", listed=False, while_typing=True),
    Command("down", "move(1)", "Up and down the list", listed=False, while_typing=True),
)
"""What Enter, x and Escape do depends on whether the panel shows a pair or the list."""
