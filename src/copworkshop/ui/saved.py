"""How it stands with saving, as one screen says it. Console, stage and participants' screens all ask here."""

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
"""The styles of the words that do not look like the quiet rest."""


class Saves(Protocol):
    """How it stands with saving; the autosave is one."""

    @property
    def state(self) -> SaveState:
        """How it stands with saving the session."""

    def saved(self, revision: int, seat: int | None = None) -> bool:
        """Tell whether the session as it was at this revision, or later, is on the disk; or one seat of it."""

    def subscribe(self, listener: Callable[[SaveState], None]) -> Callable[[], None]:
        """Call `listener` with each new state; return the function that ends it."""


class SavedState:
    """Knows which word of saving is true for the viewer of one screen, and which one was drawn last.

    “saved” is true when what concerns the viewer is on the disk, and no field in sight holds something unsent.
    """

    def __init__(
        self,
        saves: Saves,
        revision: Callable[[], int],
        sees: Callable[[Widget], bool] = lambda field: field.is_attached,
        holds: Callable[[], bool] = lambda: False,
        seats: Callable[[], Sequence[int]] = lambda: (),
    ) -> None:
        """Take what saves, and what to ask about the viewer.

        `revision` returns the session's revision that has to be on the disk for them; the word does not change with
        what others do. `sees` tells whether a field is in sight. `holds` tells whether something that they typed was
        not taken, and is kept for them. `seats` returns the seats that they write at; empty means that everything
        concerns them.
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
        """The sentence that says why what concerns the viewer cannot be saved; empty while it can."""
        fault = self._fault()
        return f"Not saved: {fault}" if fault else ""

    @property
    def has_news(self) -> bool:
        """Whether the word or the reason is another one than was drawn last."""
        return self.word != self.drawn or self.has_new_reason

    @property
    def has_new_reason(self) -> bool:
        """Whether the reason is another one than was drawn last."""
        return self.reason != self._reason_drawn

    def drawn_word(self) -> str:
        """Return the word, which the caller draws."""
        self.drawn = self.word
        return self.drawn

    def drawn_reason(self) -> str:
        """Return the reason, which the caller draws."""
        self._reason_drawn = self.reason
        return self._reason_drawn

    def take(self, said: UnsavedInput) -> None:
        """Take in what a field says, unless the same field said something else since."""
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
        """Return what the field said last that still holds something unsent and is in sight."""
        waiting = [
            (said.number, said.word) for source, said in self._unsent.items() if said.word and self._sees(source.field)
        ]
        return max(waiting)[1] if waiting else ""
