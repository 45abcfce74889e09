"""The keys of the console itself. The ranks are their places in its last line, among the keys that lead the room."""

from typing import TYPE_CHECKING, Final

from copworkshop.toolkit.commands import Command, Commands
from copworkshop.ui.screens.leading_keys import EXPORT, can_go_back

if TYPE_CHECKING:
    from copworkshop.ui.screens.console import ConsoleScreen

CONSOLE_KEYS: Final[Commands["ConsoleScreen"]] = (
    Command(
        "f3",
        "hand_over",
        "Hand the seat over to the person who asks for it",
        "hand over",
        lambda self: self.is_asked,
        rank=1,
    ),
    Command(
        "f9", "refuse", "Refuse the seat to the person who asks for it", "refuse", lambda self: self.is_asked, rank=2
    ),
    Command(
        "pageup",
        hint="back",
        when=lambda self: self.has_room_for_back and can_go_back(self),
        label="PgUp",
        rank=4,
    ),
    Command(
        "J",
        "joining",
        "How people join: change port or join code",
        "join",
        lambda self: self.can_change_joining,
        rank=10,
    ),
    Command(
        "n",
        "notes",
        "Notes and readiness: show them, read on, and hide them after their end",
        lambda self: "notes" if self.has_room_for_back and not self.has_more_notes else "",
        rank=13,
    ),
    # Notes that go on below the last row are the only ones that nobody knows of, so their key comes early.
    Command("n", hint=lambda _: "notes", when=lambda self: self.has_room_for_back and self.has_more_notes, rank=6),
    # On a narrow terminal the side column takes the place of the panel, so its key comes earlier.
    Command(
        "n",
        hint=lambda self: "panel" if self.has_side else "notes",
        when=lambda self: not self.has_room_for_back,
        rank=4,
    ),
    Command("E", "export", EXPORT),
    Command("ctrl+s", "say_saved", "Say whether all is saved", listed=False),
    Command(
        "escape",
        "leave_field",
        "Leave the field, so that letters are keys again",
        "leave the field",
        lambda self: self.takes_text,
        rank=7,
    ),
    Command(
        "escape",
        "put_away",
        "Put the message above the keys away",
        when=lambda self: self.has_pinned and not self.takes_text,
    ),
)
