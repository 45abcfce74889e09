"""The quiet line of a panel that says what its keys do."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from textual.content import Content

from copworkshop.toolkit.taps import tappable_label
from copworkshop.toolkit.theme import BODY, KEY, QUIET
from copworkshop.toolkit.widgets.words import Words

_NOTHING: Final = Content()
_HELD = "\u00a0"  # a key and its description stay on one line


class Keys(Words):
    """The line of keys at the bottom of a panel. It has two rows at most."""

    DEFAULT_CSS = """
    Keys {
        max-height: 2;
    }
    """


@lru_cache(maxsize=256)
def hint(*keys: tuple[str, str]) -> Content:
    """Return the line for these keys. Each key comes with one or two words that say what it does."""
    return Content("   ").join(
        tappable_label(Content.assemble((key.replace(" ", _HELD), KEY), (_HELD + what.replace(" ", _HELD), QUIET)), key)
        for key, what in keys
    )


def keys_that_fit(keys: Iterable[tuple[str, str]], width: int, before: Content = _NOTHING) -> Content:
    """Return a line of `width` cells with as many of the keys as fit into it, the first ones, after `before`."""
    line = before
    for key, what in keys:
        label = tappable_label(Content.assemble((key, KEY), (f" {what}", BODY)), key)
        longer = Content.assemble(line, "  " if line else " ", label)
        if longer.cell_length > width:
            break
        line = longer
    return line


def and_list(names: list[str]) -> str:
    """Return words as one: “1”, “1 and 2”, “1, 2 and 3”."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
