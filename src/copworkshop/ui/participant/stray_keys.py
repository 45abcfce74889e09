"""Letters of a person who goes on typing after the field is gone: they are words, and no commands."""

from typing import Final

from textual import events

from copworkshop.model.clock import Clock

GAP: Final = 1.5
"""How many seconds are at most between two letters of words that are being typed."""


class StrayKeys:
    """Tells which keys belong to words that were being typed into a field that the room has closed meanwhile."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._typed_at = float("-inf")

    def is_stray(self, key: events.Key, *, in_field: bool) -> bool:
        """Return whether this key is one. `in_field` tells whether a field has the focus. Called for each key."""
        now = self._clock()
        is_text = key.is_printable or key.key == "enter"
        stray = is_text and not in_field and now - self._typed_at < GAP
        self._typed_at = now if stray or (in_field and key.is_printable) else float("-inf")
        return stray
