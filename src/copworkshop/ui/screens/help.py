"""F1: every key that works now, with what it does."""

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.app import App, ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.keys import key_to_character
from textual.screen import ModalScreen
from textual.widget import Widget

from copworkshop.ui import theme
from copworkshop.ui.widgets.cells import pad
from copworkshop.ui.widgets.words import Words

KEY_NAMES = {
    "pagedown": "Page Down",
    "pageup": "Page Up",
    "right": "Right",
    "left": "Left",
    "up": "Up",
    "down": "Down",
    "space": "Space",
    "enter": "Enter",
    "escape": "Esc",
    "backspace": "Backspace",
    "delete": "Delete",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "home": "Home",
    "end": "End",
    "full_stop": ".",
    "plus": "+",
    "minus": "-",
    "equals_sign": "=",
    "slash": "/",
    "question_mark": "?",
}


def key_name(key: str) -> str:
    """Return a key as it is printed on keyboards."""
    if key in KEY_NAMES:
        return KEY_NAMES[key]
    *held, last = key.split("+")
    names = [name.capitalize() for name in held]
    return "+".join([*names, KEY_NAMES.get(last) or (last.upper() if held or len(last) > 1 else last)])


def key_lines(active: Iterable[ActiveBinding], focused: Widget | None = None) -> list[tuple[str, str]]:
    """Return the keys and what they do, a line for each thing that can be done, keys for the same put together.

    What `focused` takes for itself, as a text field takes letters, is no key; how a cursor moves is left out.
    """
    keys: dict[str, list[str]] = {}
    for each in active:
        binding = each.binding
        if not each.enabled or not binding.description or binding.system or _moves_a_cursor(each):
            continue
        # A key of the focused widget itself, or one that goes before it, works whatever the widget takes.
        first = binding.priority or each.node is focused
        if not first and focused is not None and focused.check_consume_key(binding.key, key_to_character(binding.key)):
            continue
        keys.setdefault(binding.description, []).append(key_name(binding.key))
    return [("  ".join(dict.fromkeys(names)), what) for what, names in keys.items()]


def _moves_a_cursor(each: ActiveBinding) -> bool:
    """Tell whether a key is one of those that Textual's own widgets take and do not show, such as the arrows."""
    theirs = (kind.__dict__.get("BINDINGS", ()) for kind in type(each.node).__mro__ if _is_textuals(kind))
    hidden = {binding.action for bindings in theirs for binding in bindings if isinstance(binding, Binding)}
    return not isinstance(each.node, App) and not each.binding.show and each.binding.action in hidden


def _is_textuals(kind: type) -> bool:
    return kind.__module__.partition(".")[0] == "textual"


AROUND = 5
"""How many rows stand around the list of keys where the terminal is narrow."""


class HelpScreen(ModalScreen[None]):
    """The keys that work on the screen below."""

    DEFAULT_CSS = """
    HelpScreen {
        align: center middle;
        & > Vertical {
            width: 76;
            max-width: 100%;
            height: auto;
            max-height: 100%;
            border: solid $border;
            padding: 0 2;
        }
        VerticalScroll {
            height: auto;
        }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,enter,q,question_mark", "dismiss", "Back to the screen"),
        Binding("up", "scroll(-1)", "Scroll up", show=False),
        Binding("down", "scroll(1)", "Scroll down", show=False),
        Binding("pageup", "scroll(-10)", "Scroll up", show=False),
        Binding("pagedown,space", "scroll(10)", "Scroll down", show=False),
    ]

    def __init__(self, title: str, lines: list[tuple[str, str]]) -> None:
        super().__init__()
        self._title = title
        self._key_lines = lines

    def compose(self) -> ComposeResult:
        """Show the title, then the keys."""
        column = min(24, self.app.size.width // 4, max((len(keys) for keys, _ in self._key_lines), default=0)) + 2
        told = [
            Content.assemble((pad(keys, column) if len(keys) < column else f"{keys}  ", theme.KEY), (what, theme.BODY))
            for keys, what in self._key_lines
        ]
        with Vertical():
            yield Words(Content.styled(f"Keys that work now: {self._title}", theme.HEADING))
            with VerticalScroll(can_focus=False):
                yield Words(told)
            yield Words(Content.styled("Esc goes back", theme.QUIET))

    def on_resize(self, event: events.Resize) -> None:
        """Leave the title and the way back on a low terminal: frame, title and last line are the rest."""
        self.query_one(VerticalScroll).styles.max_height = max(1, event.size.height - AROUND)

    def action_scroll(self, rows: int) -> None:
        """Scroll the list of keys."""
        self.query_one(VerticalScroll).scroll_relative(y=rows, animate=False)
