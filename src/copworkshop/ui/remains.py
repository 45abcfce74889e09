"""Taking apart what was taken off a screen, so that most of its memory comes back without the garbage collector.

A widget of Textual's is a heap of cycles: itself, its styles, its children, its message queue. With two hundred screens
a step leaves more than a hundred megabytes of them, and the collector stops everybody for seconds to free it. Emptied,
a widget goes at once, a screen at a time.
"""

from collections.abc import Sequence
from typing import Any, Final

from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

GRACE_SECONDS: Final = 2.0
"""What was begun by then, such as handing in the last words, has ended."""


def whole(widget: Widget) -> Sequence[DOMNode]:
    """Return a widget, all below it and what styles their parts, for :func:`take_apart`: later they are not found."""
    widgets = list(widget.walk_children(Widget, with_self=True))
    return [*widgets, *(styles.node for each in widgets for styles in each._component_styles.values() if styles.node)]


def take_apart(nodes: Sequence[DOMNode], screen: Screen[Any]) -> None:
    """Empty what was removed from a screen, in a while: when no dialog is up there, which it may have opened."""

    def in_use(node: DOMNode) -> bool:
        laid_out = isinstance(node, Widget) and node in screen._compositor
        return laid_out or node.is_running or node is screen.app.mouse_over

    def look() -> None:
        # What is called after the next paint may be one of these widgets' own; on a busy loop it waits for long.
        if screen.is_current and not screen._callbacks and not any(map(in_use, nodes)):
            for node in nodes:
                vars(node).clear()
        else:
            screen.set_timer(GRACE_SECONDS, look)

    screen.set_timer(GRACE_SECONDS, look)
