"""Where a tap presses a key: on the labels of a hint line, and on lines that say which key they stand for.

The key is a mark on the text, so that wrapping, cutting and padding keep it in its place. It is looked up only when
somebody taps.
"""

from typing import Final

from textual import events
from textual.content import Content
from textual.message import Message
from textual.style import Style
from textual.widget import Widget
from typing_extensions import override

from copworkshop.toolkit.commands import pressed_by

_MARK: Final = "key"


class TappedKey(events.Key):
    """A key that was not pressed: what stands for it was tapped."""


TappedKey.handler_name = events.Key.handler_name  # widgets handle it as any key


class Tapped(Message):
    """Something that stands for a key was tapped."""

    def __init__(self, widget: Widget, key: str) -> None:
        """Take what was tapped, and the key, which is empty for a label of several keys, none of which is meant."""
        super().__init__()
        self.widget = widget
        self.key = key

    @property
    @override
    def control(self) -> Widget:
        return self.widget


def tappable(content: Content, key: str, start: int = 0, end: int | None = None) -> Content:
    """Return a text of which a tap on these characters presses `key`."""
    return content.stylize(Style.from_meta({_MARK: key}), start, end)


def tappable_label(label: Content, keys: str) -> Content:
    """Return a label of a hint line, which begins with the names of its `keys`, so that it can be tapped.

    The whole label stands for its key. Of several keys, each stands for itself.
    """
    parts = pressed_by(keys)
    if len(parts) == 1:
        return tappable(label, parts[0][2])
    for start, end, key in parts:
        label = tappable(label, key, start, end)
    return label


def key_at(line: Content, cell: int) -> str | None:
    """Return the key that stands in a cell of a line; None if there is none."""
    if not 0 <= cell < line.cell_length:
        return None
    at = len(line.plain)
    while at and line[: at - 1].cell_length > cell:
        at -= 1
    character = max(0, at - 1)
    for start, end, style in line.spans:
        if is_mark(style) and start <= character < end:
            return str(style.meta[_MARK])  # type: ignore[union-attr]
    return None


def has_keys(line: Content) -> bool:
    """Return whether a tap on some part of a line presses a key."""
    return any(is_mark(style) for _, _, style in line.spans)


def is_mark(style: str | Style) -> bool:
    """Return whether a style is only the mark of a key, and so changes nothing in what is drawn."""
    return isinstance(style, Style) and _MARK in style.meta
