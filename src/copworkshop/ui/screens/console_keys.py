"""The keys of the console itself. The ranks are their places in its last line, among the keys that lead the room."""

from typing import TYPE_CHECKING, Final

from copworkshop.toolkit.commands import Command, Commands
from copworkshop.ui.screens.room_keys import EXPORT, can_go_back, is_open

if TYPE_CHECKING:
    from copworkshop.ui.screens.console import ConsoleScreen


def _is_asked(console: "ConsoleScreen") -> bool:
    return console.asking.takes_keys


def _has_room_for_back(console: "ConsoleScreen") -> bool:
    return console.side.has_room and can_go_back(console)


def _can_change_joining(console: "ConsoleScreen") -> bool:
    return console.door is not None and is_open(console)


def _is_narrow(console: "ConsoleScreen") -> bool:
    return not console.side.has_room


def _has_more_notes(console: "ConsoleScreen") -> bool:
    return console.side.has_room and console.side.has_more


def _of_notes(console: "ConsoleScreen") -> str:
    return "" if _is_narrow(console) or _has_more_notes(console) else "notes"


def _of_side(console: "ConsoleScreen") -> str:
    return "panel" if console.side.is_shown else "notes"


def _can_put_away(console: "ConsoleScreen") -> bool:
    return console.messages.has_pinned and not console.takes_text


CONSOLE_KEYS: Final[Commands["ConsoleScreen"]] = (
    Command("f3", "hand_over", "Hand the seat over to the person who asks for it", "hand over", _is_asked, rank=1),
    Command("f9", "refuse", "Refuse the seat to the person who asks for it", "refuse", _is_asked, rank=2),
    Command("pageup", hint="back", when=_has_room_for_back, label="PgUp", rank=4),
    Command("J", "joining", "How people join: change port or join code", "join", _can_change_joining, rank=10),
    Command("n", "notes", "Notes and readiness: show them, read on, and hide them after their end", _of_notes, rank=13),
    # Notes that go on below the last row are the only ones that nobody knows of, so their key comes early.
    Command("n", hint=lambda _: "notes", when=_has_more_notes, rank=6),
    # On a narrow terminal the side column takes the place of the panel, so its key comes earlier.
    Command("n", hint=_of_side, when=_is_narrow, rank=4),
    Command("E", "export", EXPORT),
    Command("ctrl+s", "say_saved", "Say whether all is saved", listed=False),
    Command(
        "escape",
        "leave_field",
        "Leave the field, so that letters are keys again",
        "leave the field",
        lambda console: console.takes_text,
        rank=7,
    ),
    Command("escape", "put_away", "Put the message above the keys away", when=_can_put_away),
)
