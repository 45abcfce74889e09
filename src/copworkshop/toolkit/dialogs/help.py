"""F1: every key that works now, and what it does."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from textual import on
from textual.app import App, ComposeResult
from textual.binding import ActiveBinding, Binding
from textual.content import Content
from textual.keys import key_to_character
from textual.screen import Screen
from textual.widget import Widget
from typing_extensions import override

from copworkshop.toolkit import theme
from copworkshop.toolkit.commands import Command, Commands, key_name, pressed_by
from copworkshop.toolkit.dialogs.scrolling import ScrollingDialog
from copworkshop.toolkit.taps import Tapped, tappable
from copworkshop.toolkit.widgets.cells import pad
from copworkshop.toolkit.widgets.drawing import Drawing
from copworkshop.toolkit.widgets.lines import hanging, paragraph
from copworkshop.toolkit.widgets.words import Words

Lines = list[tuple[str, str]]
"""Pairs of keys and what they do."""

HERE, EVERYWHERE = "Here", "At every step"


def key_groups(active: Iterable[ActiveBinding], focused: Widget | None = None) -> list[tuple[str, Lines]]:
    """Return the keys and what they do. The keys of the panel and those of the whole screen are separate groups.

    Each action has one line, with the keys that run it. Keys that `focused` consumes are left out, such as letters in
    a text field. The keys that move the cursor are left out for a text; for a list they come last.
    """
    groups: dict[str, dict[str, list[str]]] = {HERE: {}, EVERYWHERE: {}}
    for each in sorted(active, key=lambda each: not each.binding.show):
        binding = each.binding
        if not each.enabled or not binding.description or binding.system or _moves_a_cursor(each):
            continue
        # A key that the focused widget binds, or a priority binding, works even if the widget consumes the key.
        first = binding.priority or each.node is focused
        if not first and focused is not None and focused.check_consume_key(binding.key, key_to_character(binding.key)):
            continue
        whole = isinstance(each.node, App | Screen)
        keys = groups[EVERYWHERE if whole else HERE]
        keys.setdefault(binding.description, []).append(key_name(binding.key))
    told = {
        heading: [("  ".join(dict.fromkeys(names)), what) for what, names in keys.items()]
        for heading, keys in groups.items()
    }
    return [(heading, lines) for heading, lines in told.items() if lines]


def _moves_a_cursor(each: ActiveBinding) -> bool:
    """Return whether a key is a hidden binding of one of Textual's own widgets, such as the arrows."""
    theirs = (kind.__dict__.get("BINDINGS", ()) for kind in type(each.node).__mro__ if _is_textuals(kind))
    hidden = {binding.action for bindings in theirs for binding in bindings if isinstance(binding, Binding)}
    return not isinstance(each.node, App) and not each.binding.show and each.binding.action in hidden


def _is_textuals(kind: type) -> bool:
    return kind.__module__.partition(".")[0] == "textual"


_MOST_COLUMN = 23  # cells for the keys


class HelpScreen(ScrollingDialog):
    """The keys that work on the screen below."""

    DEFAULT_CSS = """
    HelpScreen #keys {
        min-height: 0;
    }
    """

    KEYS: ClassVar[Commands[Any]] = (
        Command("escape,f1,enter,q,question_mark", "dismiss", "Back to the screen", "goes back"),
    )

    def __init__(self, title: str, groups: list[tuple[str, Lines]]) -> None:
        super().__init__()
        self._title = title
        self._groups = groups
        self._drawing: Drawing = Drawing(self._draw, id="keys")

    @override
    def compose(self) -> ComposeResult:
        yield from self.frame(self._heading, self._drawing)

    def show(self, title: str, groups: list[tuple[str, Lines]]) -> None:
        """Show the keys of the screen below as they are now."""
        if (title, groups) != (self._title, self._groups):
            self._title, self._groups = title, groups
            if self.query(Words):  # otherwise it is being composed, and shows them when it is mounted
                self._show_heading()
                self._drawing.refresh_drawing()

    def on_mount(self) -> None:
        """Show the title that was set while the list was composed."""
        self._show_heading()

    def _show_heading(self) -> None:
        self.query(Words).first().update(Content.styled(self._heading, theme.HEADING))

    @property
    def _heading(self) -> str:
        return f"Keys that work now: {self._title}" if self._title else "Keys that work now"

    @on(Tapped, "#keys")
    def _tapped(self, message: Tapped) -> None:
        """Have the key of the tapped line pressed on the screen below."""
        self.dismiss()

    def _draw(self, width: int, height: int) -> Sequence[Content]:
        longest = max((len(keys) for _, lines in self._groups for keys, _ in lines), default=0)
        column = min(_MOST_COLUMN, width // 3, longest) + 2
        drawn: list[Content] = []
        for heading, lines in self._groups:
            if len(self._groups) > 1:
                drawn += [*([Content("")] if drawn else []), Content.styled(heading, theme.HEADING)]
            for keys, what in lines:
                drawn += _key_line(keys, what, column, width)
        return drawn


def _key_line(keys: str, what: str, column: int, width: int) -> list[Content]:
    """Return the keys with what they do next to them, or below them if the keys are wider than their column."""
    fits = len(keys) + 2 <= column
    told = hanging(pad(keys if fits else "", column), what, width, theme.BODY, theme.KEY)
    pressed = pressed_by(keys.split("  ")[0])[0][2]
    return [tappable(line, pressed) for line in (told if fits else [*paragraph(keys, width, theme.KEY), *told])]
