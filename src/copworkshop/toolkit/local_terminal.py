"""The facilitator's own terminal: the one that the program was started in.

Every app of the process renders true colour, since Rich caches the codes of styles that all apps share. So this
terminal's driver, like the line of every visitor, translates on the way out to what it can show.
"""

import os
import re
from contextlib import suppress
from functools import lru_cache
from typing import IO, Any, Final

from rich.console import Console
from textual.app import App
from textual.driver import Driver

from copworkshop.toolkit.colours import Colours, render_true, translate
from copworkshop.toolkit.large_text import LargeTextDriver, with_large_text

_SYSTEMS: Final = {
    "truecolor": Colours.TRUE,
    "256": Colours.EIGHT_BIT,
    "standard": Colours.STANDARD,
    "windows": Colours.STANDARD,
    None: Colours.NONE,
}

_SGR: Final = re.compile(r"\x1b\[([0-9;]*)m")


def colours_of(console: Console) -> Colours:
    """Return how many colours the terminal of a console shows, by what its environment says."""
    return _SYSTEMS.get(console.color_system, Colours.TRUE)


def take_over(app: App[Any]) -> Colours:
    """Make an app draw on the terminal that it was started in, with what that can show; return how many colours.

    With NO_COLOR (https://no-color.org) it is sent none; what stands on a lighter ground is then reversed, so that a
    cursor is always seen. To be called before the app runs.

    Where COLUMNS and LINES are exported, Textual would believe them for good. The terminal itself knows better, and
    says when it has changed.
    """
    for name in ("COLUMNS", "LINES"):
        os.environ.pop(name, None)
    colours = Colours.NONE if os.environ.get("NO_COLOR") else colours_of(app.console)
    render_true(app)
    app.driver_class = _own(app.driver_class, colours)
    return colours


@lru_cache
def _own(kind: type[Driver], colours: Colours) -> type[Driver]:
    class OwnDriver(LargeTextDriver, kind):  # type: ignore[valid-type, misc]
        """The driver of this system, with the colours and the letters of this terminal."""

        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            self._file: Any = SafeFile(self._file)

        def start_application_mode(self) -> None:
            super().start_application_mode()  # type: ignore[safe-super]
            self.ask_for_large_text(super().write)  # type: ignore[safe-super]

        def write(self, data: str) -> None:
            super().write(with_large_text(in_colours(data, colours), able=self.has_large_text))  # type: ignore[safe-super]

    return OwnDriver


class SafeFile:
    """A terminal to write to that may be gone: what is written to it then goes nowhere.

    Textual writes in a thread of its own. Were that to end at a terminal that was closed, the app would wait for it
    for ever once it has written some more, such as its last screen, and hold on to the session.
    """

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, text: str) -> int:
        """Write, if there still is a terminal."""
        with suppress(OSError, ValueError):
            return self._file.write(text)
        return len(text)

    def flush(self) -> None:
        """Send what was written, if there still is a terminal."""
        with suppress(OSError, ValueError):
            self._file.flush()


def in_colours(data: str, colours: Colours) -> str:
    """Return what an app draws in true colour as it is drawn on a terminal with so many colours."""
    if colours is Colours.TRUE:
        return data

    def fit(match: re.Match[str]) -> str:
        translated = translate(match[1], colours)
        # An empty sequence would mean "all attributes off".
        return f"\x1b[{translated}m" if translated or not match[1] else ""

    return _SGR.sub(fit, data)
