"""What a participant's screen says of fields and of leaving, to a person who presses a key for it."""

from typing import Any, Final

from textual.app import App

from copworkshop.toolkit.dialogs.confirm import Confirm
from copworkshop.toolkit.dialogs.question import ask

ROOM_FOR_ESCAPE: Final = 60
"""Columns from which on the screen says in full what Esc does."""

_ESCAPE: Final = "leaves the field, then letters are keys"
_ESCAPE_SHORT: Final = "then letters work"


def of_escape(width: int) -> str:
    """Return the words for Esc in a text field, for a screen of so many columns."""
    return _ESCAPE if width >= ROOM_FOR_ESCAPE else _ESCAPE_SHORT


def ask_to_leave(app: App[Any], how_back: str) -> None:
    """Ask whether the person wants to leave. `how_back` is what they type to come back; empty if there is no way."""
    back = f" You come back with: {how_back}" if how_back else ""
    ask(app, Confirm(f"Leave? All you wrote is kept.{back}", "Leave", "Stay"), app.action_quit)
