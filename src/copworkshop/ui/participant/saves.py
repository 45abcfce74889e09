"""What a participant is told of saving: whether all that they did is on the disk."""

from collections.abc import Callable
from typing import Protocol

from copworkshop.live.autosave import NotSaved, SaveState


class Saves(Protocol):
    """How it stands with saving; the autosave is one."""

    @property
    def state(self) -> SaveState:
        """How it stands with saving the session."""

    def saved(self, revision: int) -> bool:
        """Tell whether the session as it was at this revision, or later, is on the disk."""

    def subscribe(self, listener: Callable[[SaveState], None]) -> Callable[[], None]:
        """Call `listener` with each new state; return the function that ends it."""


SAVED = "saved"
SAVING = "saving…"
NOT_SAVED = "NOT SAVED"


def save_word(saves: Saves, revision: int) -> str:
    """Say how it stands with what a person did last, which made the session's revision what it was then.

    It does not change with what others do, so that their typing repaints nothing here.
    """
    if isinstance(saves.state, NotSaved):
        return NOT_SAVED
    return SAVED if saves.saved(revision) else SAVING


def why_not_saved(saves: Saves) -> str:
    """Return the sentence that says why nothing can be saved; empty while it can."""
    return f"Not saved: {saves.state.reason}" if isinstance(saves.state, NotSaved) else ""
