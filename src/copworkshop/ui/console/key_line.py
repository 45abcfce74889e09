"""The bottom line of the console: the keys that lead the room."""

from collections.abc import Sequence

from textual.content import Content

from copworkshop.rules.sight import Sight
from copworkshop.toolkit import theme
from copworkshop.ui.console.head import ROOM_FOR_SIDE


def room_keys(
    seen: Sight, width: int, *, side: bool, typing: bool, joins: bool, asks: bool
) -> Sequence[tuple[str, str]]:
    """Return the keys that work now, each with a word, the most important first.

    `side` tells whether the side column is shown, `typing` whether a field has the focus, `joins` whether people can
    join over the network, and `asks` whether somebody asks for a seat.
    """
    keys = [("PgDn", "on"), ("PgUp", "back"), ("F2", "stage"), ("F1", "keys")]
    if width < ROOM_FOR_SIDE:
        keys[1] = ("n", "panel" if side else "notes")
    if typing:
        keys += [("Esc", "leave the field")]
    else:
        timer = "pause" if seen.clock.running else "go on" if seen.clock.begun else "start"
        keys += [("O", "open again")] if seen.way_back.reopening is not None else []
        keys += [("u", "undo")] if seen.way_back.undo is not None else []
        keys += [("g", "go"), ("p", "people"), ("t", timer), ("b", "stage on" if seen.blank else "blank")]
        keys += [("J", "join")] if joins else []
        keys += [("n", "notes")]
    return [("F3", "hand over"), ("F9", "refuse"), *keys] if asks else keys


def key_line(keys: Sequence[tuple[str, str]], width: int) -> Content:
    """Return as many of the keys as fit in a line of `width` cells."""
    line = Content("")
    for key, what in keys:
        longer = Content.assemble(line, "  " if line else " ", (key, theme.KEY), (f" {what}", theme.BODY))
        if longer.cell_length > width:
            break
        line = longer
    return line
