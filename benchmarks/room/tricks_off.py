"""The tricks that make the toolkit fast, each with a way to switch it off in this process.

Switched off, a trick is replaced by what Textual does, or by nothing. This must happen before the first app is made,
and it cannot be undone: use a process of its own for each trick.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from textual._compositor import Compositor
from textual._styles_cache import StylesCache
from textual.css.stylesheet import Stylesheet
from textual.screen import Screen
from textual.widget import Widget

from copworkshop.toolkit import app, panel_stack, screen
from copworkshop.toolkit.keyed_app import KeyedApp
from copworkshop.toolkit.panel_stack import PanelStack, StackPanel
from copworkshop.toolkit.row_cache import release_border_backgrounds
from copworkshop.toolkit.screen import LeanScreen
from copworkshop.toolkit.strips import lazy_strip_caches
from copworkshop.toolkit.widgets import drawing, paragraph_area
from copworkshop.toolkit.widgets.paragraph_area import ParagraphArea
from copworkshop.ui.participant import panels
from copworkshop.ui.participant.panels import Panels

BASE: Final = "nothing"
EVERYTHING: Final = "everything"

_LAZY_CACHES: Final = "strips without empty caches"
_BACKGROUNDS: Final = "border backgrounds released"
_INSTALLED: Final = MappingProxyType({_LAZY_CACHES: lazy_strip_caches, _BACKGROUNDS: release_border_backgrounds})
"""What `toolkit.install` does to Textual's classes. These tricks are switched off by not doing it."""


class _StockRows(StylesCache):
    """Textual's cache of rows, with the attribute that our widgets reset."""

    borders = None


def replace(owner: Any, **values: Any) -> None:
    """Give a module or a class other values for names that it has.

    Raises:
        AttributeError: it has no such name.

    """
    for name, value in values.items():
        if not hasattr(owner, name):
            raise AttributeError(f"{owner!r} has no {name!r} any more: the benchmark switches nothing off")
        setattr(owner, name, value)


def _remove(owner: type, *names: str) -> None:
    for name in names:
        delattr(owner, name)  # what is inherited from Textual takes its place


def _do_nothing(*_arguments: object) -> None:
    pass


async def _do_nothing_async(*_arguments: object) -> None:
    pass


def _stock_row_cache() -> None:
    replace(drawing, BorderCache=_StockRows)
    replace(paragraph_area, BorderCache=_StockRows)


def _stock_focus() -> None:
    def take(screen: Screen[Any], _panel: StackPanel | None) -> None:
        screen.set_focus(None)

    def give(screen: Screen[Any], panel: StackPanel) -> None:
        first: Widget | None = panel.first
        if first is not None:
            screen.set_focus(first, scroll_visible=False)

    replace(panels, look_focused=_do_nothing, put_focus_aside=take, give_focus=give)


def _nothing_prepared() -> None:
    replace(Panels, prepare=_do_nothing_async, is_prepared=lambda *_arguments: True)


def _stock_edits() -> None:
    _remove(ParagraphArea, "selection", "edit", "_watch_selection", "scroll_cursor_visible", "_refresh_size")


_SWITCHES: Final[Mapping[str, Callable[[], None]]] = MappingProxyType(
    {
        "compositor of changed cells": lambda: replace(screen, LeanCompositor=Compositor),
        "cache of borders": _stock_row_cache,
        "panels look focused": _stock_focus,
        "panels drawn ahead": lambda: replace(PanelStack, render_ahead=_do_nothing),
        "equal rows shared": lambda: replace(panel_stack, share_rows=_do_nothing),
        "style sheets parsed once": lambda: replace(app, SharedStylesheet=Stylesheet),
        "lines painted once for all": lambda: replace(drawing, _painted=vars(drawing)["_painted"].__wrapped__),
        _LAZY_CACHES: _do_nothing,
        _BACKGROUNDS: _do_nothing,
        "short check of bindings": lambda: _remove(KeyedApp, "_check_bindings"),
        "one line filter for all": lambda: _remove(app.BaseApp, "get_line_filters"),
        "one paint for an exchange": lambda: replace(LeanScreen, hold_paint=_do_nothing, release_paint=_do_nothing),
        "panels prepared ahead": _nothing_prepared,
        "text area paints its rows": lambda: _remove(ParagraphArea, "render_line", "render_lines", "_render_line"),
        "text area repaints its edits": _stock_edits,
    }
)

NAMES: Final = tuple(_SWITCHES)
"""The names of the tricks."""


def switch_off(what: str) -> None:
    """Install all tricks but one: `what` is its name, :data:`BASE` for none, :data:`EVERYTHING` for all."""
    off = {BASE: (), EVERYTHING: NAMES}.get(what, (what,))
    for name, install in _INSTALLED.items():
        if name not in off:
            install()
    for name in off:
        _SWITCHES[name]()
