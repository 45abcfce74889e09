"""Keys that write without showing anything."""

from typing import Final

from textual.events import Key

# Textual's fields take only what Python calls printable. These two are not, and Persian, the scripts of India
# and joined emoji cannot be written without them.
_JOINERS: Final = frozenset("\u200c\u200d")


def joiner(event: Key) -> str | None:
    """Return the joiner that a key types, or None for every other key."""
    return event.character if event.character in _JOINERS else None
