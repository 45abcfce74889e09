"""Makes keys take effect in the order in which they were pressed.

Textual passes a key that a widget binds up to the app, and the app runs the action. Meanwhile the widget already
handles the keys after it. Keys that arrive in one packet, as over a slow connection, then take effect in another order:
"ab", Backspace, "c" results in "ab".
"""

from textual import events
from textual.widget import Widget


async def act_in_order(widget: Widget, event: events.Key) -> bool:
    """Run the action that `widget` itself binds to `event`, before the next key is handled; return whether it ran.

    Call this first in the widget's ``_on_key``. The bindings of widgets around it still work the usual way.
    """
    for binding in widget._bindings.key_to_bindings.get(event.key, ()):
        # A field binds Up and Down to scrolling, but does not scroll. Such a key is left to the widgets around it.
        if not binding.priority and await widget.app.run_action(binding.action, widget):
            event.stop()
            event.prevent_default()
            return True
    return False
