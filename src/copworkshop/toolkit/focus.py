"""The focus of panels that wait out of sight: their widgets keep the focused look, to save work.

Textual styles and draws a widget again, with all its parts, when it gets or loses the focus. For a text field that
costs nearly as much as the rest of a step. So when a panel goes out of sight, its focused widget keeps the focused
look. In a prepared panel, the widget that will get the focus has that look already. Keys go only to the focus of the
screen, which is never out of sight.
"""

from typing import Any

from textual import events
from textual.screen import Screen

from copworkshop.toolkit.panel_stack import StackPanel


def look_focused(panel: StackPanel) -> None:
    """Give the focused look to the widget that will get the focus in a panel that was never shown."""
    first = panel.first
    if first is not None:
        cursor = panel.app.cursor_position
        first.has_focus = True
        panel.app.cursor_position = cursor  # the cursor belongs to the panel in sight
        panel.looks_focused = first


def put_focus_aside(screen: Screen[Any], panel: StackPanel | None) -> None:
    """Take the focus from a panel that goes out of sight. The caller has submitted what was typed in it."""
    focused = screen.focused
    if panel is not None and focused is not None and focused.has_focus and panel in focused.ancestors:
        panel.looks_focused = focused
        screen.focused = None
    else:
        screen.set_focus(None)


def give_focus(screen: Screen[Any], panel: StackPanel) -> None:
    """Focus the first widget of a panel that has come in sight."""
    first, looks_focused = panel.first, panel.looks_focused
    panel.looks_focused = None
    if looks_focused is not None and looks_focused is not first:
        looks_focused.post_message(events.Blur())
    if first is not None and first is looks_focused and first.focusable:
        screen.focused = first
    elif first is not None:
        screen.set_focus(first, scroll_visible=False)
