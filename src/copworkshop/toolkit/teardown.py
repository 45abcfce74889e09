"""Tears down what was removed from a screen, so that its memory is freed without the garbage collector.

A Textual widget is a set of reference cycles: the widget, its styles, its children, its message queue. Once emptied, it
is freed at once, one screen at a time. Measured without the emptying, with 20 participants on Python 3.11: each step
leaves 0.2 MB and 1,600 objects for each participant. A session of twelve rounds then exceeds the 2 MB that a
participant may take. Only a full collection frees these objects, and it stops everybody for 5 to 20 ms for each
participant who is there.

Textual 8.2.8 still refers to widgets that it has removed (issue 6666), and uses some of them again: the watchers of a
theme, the subscribers of a signal, the widget under the mouse. An emptied widget has no attributes, so such a use ends
the app. :func:`_unregister` takes the widgets out of these places first. Work on a widget that ends by itself (workers,
animations, callbacks after the next paint) is waited for.
"""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from typing import Any, Final
from weakref import WeakKeyDictionary

from textual.app import App
from textual.dom import DOMNode
from textual.screen import Screen
from textual.signal import Signal
from textual.widget import Widget

GRACE_SECONDS: Final = 2.0
"""After this time, work that was in progress, such as submitting the last words, has ended."""

DIALOG_GRACE_SECONDS: Final = 0.5
"""Shorter, because a closed dialog submits nothing, and a person may open and close dialogs without end."""

_awaiting: Final = WeakKeyDictionary[App[Any], list[list[DOMNode]]]()


def is_ending(widget: Widget) -> bool:
    """Tell whether a widget is being removed: what it posts from now on may reach nobody."""
    return widget._pruning or widget._closing


def subtree(widget: Widget) -> list[DOMNode]:
    """Return a widget, all widgets below it, and the nodes that style their parts, for :func:`dispose_later`.

    Call it before the widget is removed. Later they can no longer be found.
    """
    widgets = list(widget.walk_children(Widget, with_self=True))
    return [*widgets, *(styles.node for each in widgets for styles in each._component_styles.values() if styles.node)]


def dispose_later(nodes: list[DOMNode], screen: Screen[Any]) -> None:
    """Empty nodes that were removed from a screen, after a while, when no dialog that they may have opened is up."""

    def is_in_use() -> bool:
        # A callback after the next paint may belong to one of these widgets. On a busy loop it may wait for long.
        laid_out = any(isinstance(node, Widget) and node in screen._compositor for node in nodes)
        return laid_out or not screen.is_current or bool(screen._callbacks)

    _empty_when_unused(nodes, screen.app, GRACE_SECONDS, is_in_use)


def dispose_dialog_later(nodes: list[DOMNode], app: App[Any]) -> None:
    """Empty the nodes of a dialog that was closed, after a while."""

    def is_in_use() -> bool:
        # Textual keeps what a dialog calls after the next paint with the screen that is current by then.
        return any(screen._callbacks for screen in _screens(app))

    _empty_when_unused(nodes, app, DIALOG_GRACE_SECONDS, is_in_use)


def awaiting_disposal(app: App[Any]) -> list[DOMNode]:
    """Return the nodes that are to be emptied and have not been yet."""
    return [node for nodes in _awaiting.get(app, ()) for node in nodes]


def _empty_when_unused(nodes: list[DOMNode], app: App[Any], grace: float, is_in_use: Callable[[], bool]) -> None:
    awaiting = _awaiting.setdefault(app, [])
    awaiting.append(nodes)

    def empty_if_unused() -> None:
        if is_in_use() or _is_at_work(nodes, app):
            wait()
            return
        awaiting.remove(nodes)
        _unregister(nodes, app)
        while nodes:  # they refer to one another
            vars(nodes.pop()).clear()

    def wait() -> None:
        # The check goes through the app's queue, because messages in it may still need these widgets.
        app.set_timer(grace, partial(app.call_later, empty_if_unused))

    wait()


def _is_at_work(nodes: list[DOMNode], app: App[Any]) -> bool:
    """Return whether one of the nodes, or some work on one of them, has not ended yet."""
    numbers = {id(node) for node in nodes}
    animator = app._animator
    return (
        any(node.is_running for node in nodes)
        or any(id(worker.node) in numbers for worker in app.workers)
        or any(number in numbers for number, _ in chain(animator._animations, animator._scheduled))
    )


def _unregister(nodes: list[DOMNode], app: App[Any]) -> None:
    """Take removed nodes out of all places where Textual would still use them. They have ended, but are not emptied."""
    gone = set(nodes)
    for node in nodes:
        for timer in list(node._timers):  # those that were set after the node had ended
            timer.stop()
    screens = list(_screens(app))
    for screen in screens:
        _forget_selection_and_paint(screen, gone)
    for owner in (app, *screens):
        _forget_attributes_and_signals(owner, gone)
    for alive in (app, *(node for screen in screens for node in screen.walk_children(with_self=True))):
        _forget_watchers_and_queries(alive, gone)


def _forget_selection_and_paint(screen: Screen[Any], gone: set[DOMNode]) -> None:
    selecting = screen._select_state
    if gone & screen.selections.keys() or (selecting is not None and not selecting.is_attached_to_dom()):
        screen.clear_selection()
    if screen._tooltip_widget in gone and screen._tooltip_timer is not None:
        screen._tooltip_timer.stop()
    screen._dirty_widgets = {widget for widget in screen._dirty_widgets if widget not in gone}
    waiting = {node: widgets for node, widgets in screen._layout_widgets.items() if node not in gone}
    screen._layout_widgets = {node: {each for each in widgets if each not in gone} for node, widgets in waiting.items()}


def _forget_attributes_and_signals(owner: DOMNode, gone: set[DOMNode]) -> None:
    """Forget which node is under the mouse, holds the mouse, had the focus last, and the like."""
    for name, held in list(vars(owner).items()):
        if isinstance(held, Signal):
            for node in gone:
                held.unsubscribe(node)
        elif isinstance(held, DOMNode) and held in gone:
            vars(owner)[name] = None


def _forget_watchers_and_queries(alive: DOMNode, gone: set[DOMNode]) -> None:
    for watchers in vars(alive).get("__watchers", {}).values():
        watchers[:] = [(watcher, call) for watcher, call in watchers if watcher not in gone]
    queries, children = alive._query_one_cache, alive._nodes
    for key in list(queries.keys()):
        if queries.get(key) in gone:
            queries.discard(key)
    if not gone.isdisjoint(children._displayed_nodes[1]):
        children._displayed_nodes = (-1, [])
    if not gone.isdisjoint(children._displayed_visible_nodes[1]):
        children._displayed_visible_nodes = (-1, [])


def _screens(app: App[Any]) -> Iterator[Screen[Any]]:
    """Iterate over all screens of the app, including those below others and those set aside."""
    installed = (screen for screen in app._installed_screens.values() if isinstance(screen, Screen))
    return iter(dict.fromkeys(chain(*app._screen_stacks.values(), installed)))
