"""What the text fields do with keys that Textual's own fields handle otherwise."""

from typing import Final

from textual import events
from textual.widget import Widget

# Textual's fields take only what Python calls printable. These two are not printable, and Persian, the scripts of
# India and joined emoji cannot be written without them.
_JOINERS: Final = frozenset("\u200c\u200d")


def joiner(event: events.Key) -> str | None:
    """Return the joiner that a key types, or None for every other key."""
    return event.character if event.character in _JOINERS else None


async def act_in_order(widget: Widget, event: events.Key) -> bool:
    """Do what `event` is bound to on `widget` itself, before the next key is taken; return whether it was done.

    Textual 8.2.8 sends a key that a widget is bound to up to the app, which acts on it there, while the widget already
    takes the keys pressed after it. Keys that come in one packet, as over a slow connection, are then acted on in
    another order: "ab", Backspace, "c" leaves "ab" (Textual issue 6605).

    Called first in a widget's `_on_key`. What a widget around it is bound to still goes the usual way.
    """
    for binding in widget._bindings.key_to_bindings.get(event.key, ()):
        # A field scrolls by Up and Down in name only: what it leaves undone is for the widgets around it.
        if not binding.priority and await widget.app.run_action(binding.action, widget):
            event.stop()
            event.prevent_default()
            return True
    return False
