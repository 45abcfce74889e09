"""The focus, where panels wait out of sight: what gets it there or loses it goes on looking as it did.

Whatever gets the focus or loses it is styled and drawn anew with all its parts; for a field of text that is nearly as
much as the rest of a step. So what had the focus in a panel that is put aside keeps the look of it, and what will have
it in one that is made ready has the look ahead. Keys go by the focus of the screen alone, which is never out of sight.
"""

from typing import Any

from textual import events
from textual.screen import Screen

from copworkshop.ui.participant.panel import Panel


def look_focused(panel: Panel) -> None:
    """Give what will have the focus in a panel that waits for its first time the look of it."""
    first = panel.first
    if first is not None:
        cursor = panel.app.cursor_position
        first.has_focus = True
        panel.app.cursor_position = cursor  # which is that of what is in sight
        panel.looks_focused = first


def put_focus_aside(screen: Screen[Any], panel: Panel | None) -> None:
    """Take the focus from a panel that goes out of sight. It was settled, so that nothing of it is to be handed in."""
    focused = screen.focused
    if panel is not None and focused is not None and focused.has_focus and panel in focused.ancestors:
        panel.looks_focused = focused
        screen.focused = None
    else:
        screen.set_focus(None)


def give_focus(screen: Screen[Any], panel: Panel) -> None:
    """Put the focus where it belongs in a panel that has come in sight."""
    first, looks_focused = panel.first, panel.looks_focused
    panel.looks_focused = None
    if looks_focused is not None and looks_focused is not first:
        looks_focused.post_message(events.Blur())
    if first is not None and first is looks_focused and first.focusable:
        screen.focused = first
    elif first is not None:
        screen.set_focus(first, scroll_visible=False)
