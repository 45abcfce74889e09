"""The state of saving, as the console, the stage and the participants' screens show it."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, Protocol
from weakref import WeakKeyDictionary

from textual.widget import Widget

from copworkshop.live.autosave import NotSaved, SaveState
from copworkshop.toolkit import theme
from copworkshop.toolkit.widgets.pending import NOT_HANDED_IN, SAVING, PendingInput, UnsavedInput

SAVED: Final = "saved"
NOT_SAVED: Final = "NOT SAVED"

STYLES: Final[Mapping[str, str]] = MappingProxyType({SAVED: theme.DONE, NOT_SAVED: theme.ERROR})
"""The styles of some words. All others are drawn in the quiet style."""


_ANSWERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        SAVED: "It is saved. All you write is saved by itself.",
        NOT_SAVED: "It could not be saved yet, and is tried again. This screen says why.",
    }
)


def saving_answer(word: str) -> str:
    """Return the answer to Ctrl+S, which saves in other programs. `word` is the state of saving on the screen."""
    return _ANSWERS.get(word, "It is being saved. All you write is saved by itself.")


class Saves(Protocol):
    """Tells what is saved. The autosave does."""

    @property
    def state(self) -> SaveState:
        """The state of saving the session."""

    def saved(self, revision: int, seat: int | None = None) -> bool:
        """Tell whether the session at `revision`, or at a later one, is on the disk. With `seat`: only that seat."""

    def subscribe(self, listener: Callable[[SaveState], None]) -> Callable[[], None]:
        """Call `listener` with each new state. Return a function that ends the subscription."""


class SavedState:
    """The word for the state of saving on one screen, and the word that was drawn last.

    The word is “saved” when everything that concerns the viewer is on the disk, and no visible field holds text that
    was not submitted.
    """

    def __init__(
        self,
        saves: Saves,
        revision: Callable[[], int],
        sees: Callable[[Widget], bool] = lambda field: field.is_attached,
        holds: Callable[[], bool] = lambda: False,
        seats: Callable[[], Sequence[int]] = lambda: (),
    ) -> None:
        """Create the state for one viewer.

        `revision` returns the session's revision that must be on the disk for them. It does not change with what
        others do. `sees` tells whether a field is visible. `holds` tells whether a text that they typed was refused
        and is kept for them. `seats` returns the seats that they write at; if empty, every seat concerns them.
        """
        self._saves = saves
        self._revision = revision
        self._sees = sees
        self._holds = holds
        self._seats = seats
        self._unsent = WeakKeyDictionary[PendingInput, UnsavedInput]()
        self.drawn = ""
        """The word that was drawn last."""
        self._reason_drawn = ""

    @property
    def word(self) -> str:
        """The word that is true now."""
        if self._fault():
            return NOT_SAVED
        if self._holds():
            return NOT_HANDED_IN
        return self._word_of_fields() or (SAVED if self._is_saved() else SAVING)

    @property
    def reason(self) -> str:
        """A sentence that says why the viewer's input cannot be saved; empty while it can."""
        fault = self._fault()
        return f"Not saved: {fault}" if fault else ""

    @property
    def has_news(self) -> bool:
        """Whether the word or the reason differs from what was drawn last."""
        return self.word != self.drawn or self.has_new_reason

    @property
    def has_new_reason(self) -> bool:
        """Whether the reason differs from the one drawn last."""
        return self.reason != self._reason_drawn

    def drawn_word(self) -> str:
        """Return the word, and note that the caller draws it."""
        self.drawn = self.word
        return self.drawn

    def drawn_reason(self) -> str:
        """Return the reason, and note that the caller draws it."""
        self._reason_drawn = self.reason
        return self._reason_drawn

    def take(self, said: UnsavedInput) -> None:
        """Note what a field reports, unless a newer report of the same field came before."""
        source = said.source
        before = self._unsent.get(source) if source is not None else None
        if source is not None and (before is None or said.number > before.number):
            self._unsent[source] = said

    def _fault(self) -> str:
        state = self._saves.state
        if not isinstance(state, NotSaved):
            return ""
        seats = self._seats()
        return next(filter(None, map(state.at, seats)), "") if seats else state.reason

    def _is_saved(self) -> bool:
        revision, seats = self._revision(), self._seats()
        return all(self._saves.saved(revision, seat) for seat in seats) if seats else self._saves.saved(revision)

    def _word_of_fields(self) -> str:
        """Return the newest word of a visible field that holds text which was not submitted; empty if there is none."""
        waiting = [
            (said.number, said.word) for source, said in self._unsent.items() if said.word and self._sees(source.field)
        ]
        return max(waiting)[1] if waiting else ""
