"""The keys of the ballot, and when they can be used."""

from typing import TYPE_CHECKING, Final

from copworkshop.toolkit.commands import DIGITS, Command, Commands

if TYPE_CHECKING:
    from copworkshop.ui.participant.topten_rank import RankPanel

_DONE: Final = "Say that your ballot is done, or that it is not; a change takes it back"


def _can_place(panel: "RankPanel") -> bool:
    return panel.is_open and panel.lead is not None


def _is_on_pick(panel: "RankPanel") -> bool:
    return panel.is_open and panel.lead in panel.ballot.picks


def _of_enter(panel: "RankPanel") -> str:
    return "" if panel.ballot.is_full or panel.lead in panel.ballot.picks else "next place"


def _can_turn(panel: "RankPanel") -> bool:
    return panel.shows_picks_alone or bool(panel.ballot.picks)


def _of_turn(panel: "RankPanel") -> str:
    return "all ideas" if panel.shows_picks_alone else "your ballot" if _can_place(panel) else ""


def _of_done(panel: "RankPanel") -> str:
    return "" if panel.lead is None else "not done" if panel.ballot.submitted.done else "I'm done"


def _is_open(panel: "RankPanel") -> bool:
    return panel.is_open


def _most(panel: "RankPanel") -> int:
    return panel.ballot.most


# What every idea offers stands first in the hint line, so that it stays where it is while the cursor moves.
RANK_KEYS: Final[Commands["RankPanel"]] = (
    Command(DIGITS, "place", "Give the idea this place; the others move down", "rank this idea", _can_place, _most),
    Command("0", "explain_digits", "What the digits do", when=_can_place, listed=False),
    Command("d,f7", "done", _DONE, _of_done, _is_open),
    Command("v", "in_order", "Show your ballot alone, in its order, or all ideas", _of_turn, _can_turn),
    Command("enter", "next_place", "Give the idea the next free place", _of_enter, _can_place),
    Command(
        "plus,equals_sign,shift+up", "move_pick(-1)", "Put the idea a place higher", "move", _is_on_pick, label="+ -"
    ),
    Command("minus,shift+down", "move_pick(1)", "Put the idea a place lower", when=_is_on_pick),
    Command("backspace,delete", "take_out", "Take the idea off your ballot", "remove", _is_on_pick),
)
