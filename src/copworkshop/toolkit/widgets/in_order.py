"""Keys are acted on in the order in which they were pressed.

Textual sends a key that a widget is bound to up to the app, which acts on it there, while the keys pressed after it
are already taken by the widget. Keys that come in one packet, as over a slow line, are then acted on in another
order: of "ab", Backspace, "c" remains "ab".
"""

from textual import events
from textual.widget import Widget


async def act_in_order(widget: Widget, event: events.Key) -> bool:
    """Do what `event` is bound to on `widget` itself, before the next key is taken; return whether it was done.

    Called first in a widget's ``_on_key``. What a widget around it is bound to still goes the usual way.
    """
    for binding in widget._bindings.key_to_bindings.get(event.key, ()):
        # A field scrolls by Up and Down in name only: what it leaves undone is for the widgets around it.
        if not binding.priority and await widget.app.run_action(binding.action, widget):
            event.stop()
            event.prevent_default()
            return True
    return False
