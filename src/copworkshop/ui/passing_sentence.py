"""A sentence that a screen shows for some seconds."""

from collections.abc import Callable
from typing import Final, Protocol

SENTENCE_SECONDS: Final = 12.0
"""For how many seconds a sentence to one person stays."""


class Timer(Protocol):
    """A call that will be made later."""

    def stop(self) -> None:
        """Make no call."""


class Screen(Protocol):
    """What keeps the time: a screen of Textual does."""

    def set_timer(self, delay: float, callback: Callable[[], object]) -> Timer:
        """Call `callback` after `delay` seconds."""


class PassingSentence:
    """The sentence that a screen shows now, if any. A new one takes its place, and has its full time."""

    def __init__(self, screen: Screen, redraw: Callable[[], object], seconds: float | None = None) -> None:
        """Call `redraw` whenever the sentence changes. It stays for :data:`SENTENCE_SECONDS` if `seconds` is None."""
        self._screen = screen
        self._redraw = redraw
        self._seconds = SENTENCE_SECONDS if seconds is None else seconds
        self._timer: Timer | None = None
        self.text: str | None = None
        """The sentence; None if there is none."""

    def show(self, sentence: str) -> None:
        """Show a sentence, and remove it after its time."""
        self.keep(sentence)
        self.begin()

    def keep(self, sentence: str) -> None:
        """Show a sentence whose time begins later, with :meth:`begin`."""
        self._stop()
        self.text = sentence
        self._redraw()

    def begin(self) -> None:
        """Begin to count the time of the sentence that is shown."""
        self._stop()
        self._timer = self._screen.set_timer(self._seconds, self.clear)

    def clear(self) -> None:
        """Remove the sentence, if there is one."""
        self._stop()
        if self.text is not None:
            self.text = None
            self._redraw()

    def take_back(self, sentence: str) -> None:
        """Remove this sentence, if it is the one that is shown."""
        if self.text == sentence:
            self.clear()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
