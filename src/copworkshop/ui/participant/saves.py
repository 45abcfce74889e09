"""What a participant is told of saving: whether all that they did is on the disk."""

from collections.abc import Callable
from typing import Protocol

from copworkshop.live.autosave import NotSaved, SaveState
from copworkshop.ui.widgets.unsent import SAVING


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
NOT_SAVED = "NOT SAVED"


def save_word(saves: Saves, revision: int, unsent: str = "") -> str:
    """Say how it stands with what a person did last, which made the session's revision what it was then.

    `unsent` is what is to be said instead of “saved” while something typed is not at the session yet. The
    word does not change with what others do, so that their typing repaints nothing here.
    """
    if isinstance(saves.state, NotSaved):
        return NOT_SAVED
    return unsent or (SAVED if saves.saved(revision) else SAVING)


def why_not_saved(saves: Saves) -> str:
    """Return the sentence that says why nothing can be saved; empty while it can."""
    return f"Not saved: {saves.state.reason}" if isinstance(saves.state, NotSaved) else ""
