"""Letters as keys, whatever keyboard they come from: with Caps Lock on, or from a keyboard of another script."""

import unicodedata
from collections.abc import Callable
from typing import Final

from textual.widgets import Input, TextArea

ONLY_LATIN: Final = "Only Latin letters are keys here: switch your keyboard to them."

_LAYOUTS: Final = (
    ("qwertyuiopasdfghjklzxcvbnm", "йцукенгшщзфывапролдячсмить"),  # Russian
    ("so", "іў"),  # what Ukrainian and Belarusian have in other places
    ("wertyuiopasdfghjklzxcvbnm", "ςερτυθιοπασδφγηξκλζχψωβνμ"),  # Greek
    ("ertyuiopasdfghjklzxcvbnm", "קראטוןםפשדגכעיחלךזסבהנמצ"),  # Hebrew
)
_LATIN: Final = {letter: latin for ours, theirs in _LAYOUTS for latin, letter in zip(ours, theirs, strict=True)}
"""The Latin letter on the same key of the keyboard."""


def takes_letters(widget: object) -> bool:
    """Return whether a widget that has the focus takes letters as text, so that they are no keys."""
    return isinstance(widget, Input | TextArea)


def meant_key(letter: str, is_bound: Callable[[str], bool]) -> str | None:
    """Return the key that a person means who typed a letter where no text is typed.

    A letter of another script is the Latin one on the same key. A capital is the small letter, because Caps Lock may be
    on, unless the capital is bound to something itself. The result is None if nobody knows the Latin letter.
    """
    if is_bound(letter):
        return letter
    if not letter.isascii():
        small = _LATIN.get(letter.lower())
        if small is None:
            return letter if _is_latin(letter) else None
        letter = small.upper() if letter.isupper() else small
    return letter if is_bound(letter) else letter.lower()


def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")
