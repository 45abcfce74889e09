"""The quiet line of a panel that says what its keys do."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from textual.content import Content
from typing_extensions import override

from copworkshop.toolkit.taps import tappable, tappable_label
from copworkshop.toolkit.theme import BODY, KEY, QUIET
from copworkshop.toolkit.widgets.words import Words

MORE: Final = "…"
"""The sign that there are more keys than fit. A tap on it lists all keys."""

_NOTHING: Final = Content()
_BETWEEN: Final = "   "
_HELD = "\u00a0"  # a key and its description stay on one line


_MORE: Final = tappable(Content.assemble(" ", (MORE, KEY)), "f1")

_NARROW: Final = 60  # columns; a narrower screen has a row more for keys
_HIGH_ENOUGH: Final = 16  # rows, for that row
_ROWS: Final = 2


class Keys(Words):
    """The line of keys at the bottom of a panel. It has two rows at most, and three on a narrow screen.

    A sign at its end says that there are more.
    """

    DEFAULT_CSS = """
    Keys {
        max-height: 3;
    }
    """

    @override
    def _wrapped(self, width: int, height: int) -> Sequence[Content]:
        lines, limit = super()._wrapped(width, height), self.styles.max_height
        if not self.is_attached:  # the panel is being removed, and has no screen any more
            return lines
        size = self.screen.size
        most = _ROWS + 1 if size.width < _NARROW and size.height >= _HIGH_ENOUGH else _ROWS
        if limit is not None:
            most = min(most, int(limit.value))
        if len(lines) <= most:
            return lines
        return [*lines[: most - 1], Content.assemble(_whole_keys(lines[most - 1], width - _MORE.cell_length), _MORE)]


def _whole_keys(line: Content, width: int) -> Content:
    """Return the keys of a line that fit into `width` cells; a part of the first one if not even that fits."""
    while line.cell_length > width:
        before, between, _ = line.plain.rpartition(_BETWEEN)
        line = line[: len(before)] if between else line[:-1]
    return line


@lru_cache(maxsize=256)
def hint(*keys: tuple[str, str]) -> Content:
    """Return the line for these keys. Each key comes with one or two words that say what it does."""
    return Content(_BETWEEN).join(
        tappable_label(Content.assemble((key.replace(" ", _HELD), KEY), (_HELD + what.replace(" ", _HELD), QUIET)), key)
        for key, what in keys
    )


def keys_that_fit(keys: Iterable[tuple[str, str]], width: int, before: Content = _NOTHING) -> Content:
    """Return a line of `width` cells with as many of the keys as fit into it, the first ones, after `before`.

    A sign at its end says that there are more.
    """
    line, _ = _fitted(tuple(keys), width, before)
    return line


def keys_in_two_lines(keys: Sequence[tuple[str, str]], width: int, before: Content = _NOTHING) -> list[Content]:
    """Return two lines of `width` cells with as many of the keys as fit into them. The second begins with `before`."""
    first, left = _fitted(tuple(keys), width, _NOTHING, says_more=False)
    return [first, keys_that_fit(left, width, before)]


def _fitted(
    keys: Sequence[tuple[str, str]], width: int, before: Content, *, says_more: bool = True
) -> tuple[Content, Sequence[tuple[str, str]]]:
    """Return a line with the keys that fit, and the other keys."""
    line = before
    for place, (key, what) in enumerate(keys):
        label = tappable_label(Content.assemble((key, KEY), (f" {what}", BODY)), key)
        longer = Content.assemble(line, "  " if line else " ", label)
        is_last = place == len(keys) - 1
        if longer.cell_length + (_MORE.cell_length if says_more and not is_last else 0) > width:
            more = says_more and line.cell_length + _MORE.cell_length <= width
            return (Content.assemble(line, _MORE) if more else line), keys[place:]
        line = longer
    return line, ()
