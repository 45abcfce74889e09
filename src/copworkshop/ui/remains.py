"""Taking apart what was taken off a screen, so that most of its memory comes back without the garbage collector.

A widget of Textual's is a heap of cycles: itself, its styles, its children, its message queue. With two hundred screens
a step leaves more than a hundred megabytes of them, and the collector stops everybody for seconds to free it. Emptied,
a widget goes at once, a screen at a time.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, Final
from weakref import WeakKeyDictionary

from textual.app import App
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

GRACE_SECONDS: Final = 2.0
"""What was begun by then, such as handing in the last words, has ended."""

DIALOG_GRACE_SECONDS: Final = 0.5
"""A dialog hands in nothing once it is closed. Who opens and closes one without end is not to fill the memory."""

_left: Final = WeakKeyDictionary[App[Any], list[list[DOMNode]]]()


def whole(widget: Widget) -> list[DOMNode]:
    """Return a widget, all below it and what styles their parts, for :func:`take_apart`: later they are not found."""
    widgets = list(widget.walk_children(Widget, with_self=True))
    return [*widgets, *(styles.node for each in widgets for styles in each._component_styles.values() if styles.node)]


def take_apart(nodes: list[DOMNode], screen: Screen[Any]) -> None:
    """Empty what was removed from a screen, in a while: when no dialog is up there, which it may have opened."""

    def is_in_use() -> bool:
        # What is called after the next paint may be one of these widgets' own; on a busy loop it waits for long.
        laid_out = any(isinstance(node, Widget) and node in screen._compositor for node in nodes)
        return laid_out or not screen.is_current or bool(screen._callbacks)

    _empty_when_unused(nodes, screen.app, GRACE_SECONDS, is_in_use)


def take_dialog_apart(nodes: list[DOMNode], app: App[Any]) -> None:
    """Empty a screen that was closed, in a while."""
    _empty_when_unused(nodes, app, DIALOG_GRACE_SECONDS, lambda: False)


def still_left(app: App[Any]) -> list[DOMNode]:
    """Return what is to be taken apart and has not been yet."""
    return [node for nodes in _left.get(app, ()) for node in nodes]


def _empty_when_unused(nodes: list[DOMNode], app: App[Any], grace: float, is_in_use: Callable[[], bool]) -> None:
    left = _left.setdefault(app, [])
    left.append(nodes)

    def look() -> None:
        if is_in_use() or any(node.is_running or node is app.mouse_over for node in nodes):
            wait()
            return
        left.remove(nodes)
        while nodes:  # which hold one another
            vars(nodes.pop()).clear()

    def wait() -> None:
        # Through the app's queue: what stands in it by then may be to be done with these widgets.
        app.set_timer(grace, partial(app.call_later, look))

    wait()
