"""Keys that type an invisible character."""

from typing import Final

from textual.events import Key

# Textual's fields accept only characters that Python calls printable. The zero-width joiner and non-joiner are not
# printable, but Persian, the scripts of India and joined emoji cannot be written without them.
_JOINERS: Final = frozenset("\u200c\u200d")


def joiner(event: Key) -> str | None:
    """Return the joiner that a key types; None for every other key."""
    return event.character if event.character in _JOINERS else None
