"""The focus, where panels wait out of sight: a widget keeps the look it had when the focus leaves it or comes to it.

A widget that gets the focus or loses it is styled and drawn again with all its parts; for a text field that is nearly
as much as the rest of a step. So the widget that had the focus in a panel that goes out of sight keeps the look of it,
and the widget that will have it in a panel that is prepared has the look ahead. Keys go by the focus of the screen
alone, which is never out of sight.
"""

from typing import Any

from textual import events
from textual.screen import Screen

from copworkshop.toolkit.panel_stack import StackPanel


def look_focused(panel: StackPanel) -> None:
    """Let the widget that will have the focus, in a panel that waits for its first time, look as if it had it."""
    first = panel.first
    if first is not None:
        cursor = panel.app.cursor_position
        first.has_focus = True
        panel.app.cursor_position = cursor  # which belongs to the panel in sight
        panel.looks_focused = first


def put_focus_aside(screen: Screen[Any], panel: StackPanel | None) -> None:
    """Take the focus from a panel that goes out of sight. What was typed in it was handed in before."""
    focused = screen.focused
    if panel is not None and focused is not None and focused.has_focus and panel in focused.ancestors:
        panel.looks_focused = focused
        screen.focused = None
    else:
        screen.set_focus(None)


def give_focus(screen: Screen[Any], panel: StackPanel) -> None:
    """Put the focus where it belongs in a panel that has come in sight."""
    first, looks_focused = panel.first, panel.looks_focused
    panel.looks_focused = None
    if looks_focused is not None and looks_focused is not first:
        looks_focused.post_message(events.Blur())
    if first is not None and first is looks_focused and first.focusable:
        screen.focused = first
    elif first is not None:
        screen.set_focus(first, scroll_visible=False)
