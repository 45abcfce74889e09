"""The facilitator's own terminal: the one that the program was started in.

Every app of the process renders true colour, because all apps share styles whose codes Rich caches. So this
terminal's driver translates the output to what the terminal can show, as the driver of every visitor does.
"""

import codecs
import os
import re
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache, partial
from typing import IO, Any, Final

from rich.console import Console
from textual.app import App
from textual.driver import Driver
from typing_extensions import override

from copworkshop.toolkit.clicks import ClicksDriver
from copworkshop.toolkit.colours import Colours, render_true, translate
from copworkshop.toolkit.large_text import LargeTextDriver, with_large_text
from copworkshop.toolkit.stand_ins import ASCII, UTF_8, charset_of, with_stand_ins

_SYSTEMS: Final = {
    "truecolor": Colours.TRUE,
    "256": Colours.EIGHT_BIT,
    "standard": Colours.STANDARD,
    "windows": Colours.STANDARD,
    None: Colours.NONE,
}

_REPORTS_ON: Final = "\x1b[?1000h\x1b[?1003h\x1b[?1015h\x1b[?1006h"
_REPORTS_OFF: Final = "\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l"
"""As Textual has them: clicks, the wheel and motion."""

_BY_PYTHON: Final = ("C.UTF-8", "C.utf8", "UTF-8")
_IUTF8: Final = 0o40000  # of the input modes, on Linux and macOS

_SGR: Final = re.compile(r"\x1b\[([0-9;]*)m")


def colours_of(console: Console) -> Colours:
    """Return how many colours the terminal of a console shows, according to its environment."""
    return _SYSTEMS.get(console.color_system, Colours.TRUE)


def own_charset() -> str:
    """Return the character set of the terminal that the program was started in.

    It is that of Python's streams. But in the locale "C" Python writes UTF-8 to every terminal. Then the terminal's
    mode decides, if the system has one.
    """
    charset = charset_of(getattr(sys.__stderr__, "encoding", None) or UTF_8)
    return charset if charset != UTF_8 or _is_chosen(os.environ) or _mode_is_utf8() else ASCII


def _is_chosen(environ: Mapping[str, str]) -> bool:
    """Whether somebody chose UTF-8. In the locale "C", Python itself sets LC_CTYPE (PEP 538)."""
    if environ.get("PYTHONUTF8") or environ.get("PYTHONIOENCODING"):
        return True
    by_python = environ.get("LC_CTYPE") in _BY_PYTHON
    names = ("LC_ALL", "LANG") if by_python else ("LC_ALL", "LC_CTYPE", "LANG")
    locale = next((value for name in names if (value := environ.get(name))), "")
    return "utf" in locale.lower()


def _mode_is_utf8() -> bool:
    """Whether the terminal's mode says UTF-8; also true without such a mode, or without a terminal."""
    if sys.platform == "win32":
        return True
    import termios

    try:
        return bool(termios.tcgetattr(sys.__stdin__ or 0)[0] & _IUTF8)
    except (OSError, ValueError, termios.error):
        return True


def read_own_charset() -> None:
    """Let the driver of the terminal that this process was started in read its character set, and no error end it."""
    if sys.platform != "win32":
        from textual.drivers import linux_driver

        linux_driver.getincrementaldecoder = _own_decoder  # type: ignore[assignment, attr-defined]


def _own_decoder(_utf8: str) -> Callable[[], codecs.IncrementalDecoder]:
    return partial(codecs.getincrementaldecoder(own_charset()), errors="replace")


def take_over(app: App[Any]) -> Colours:
    """Make an app draw on the terminal that it was started in, in that terminal's colours; return how many it has.

    With NO_COLOR (https://no-color.org) no colours are sent. Text on a lighter background is then reversed, so that the
    cursor is always visible. Call this before the app runs.

    It removes COLUMNS and LINES from the environment. If they are set, Textual keeps that size and ignores the size
    that the terminal reports.
    """
    for name in ("COLUMNS", "LINES"):
        os.environ.pop(name, None)
    colours = Colours.NONE if os.environ.get("NO_COLOR") else colours_of(app.console)
    render_true(app)
    app.driver_class = _own(app.driver_class, colours, own_charset())
    return colours


@lru_cache
def _own(kind: type[Driver], colours: Colours, charset: str) -> type[Driver]:
    class OwnDriver(LargeTextDriver, ClicksDriver, kind):  # type: ignore[valid-type, misc]
        """The driver of this system, with the colours and the large letters of this terminal."""

        def __init__(self, *arguments: Any, **options: Any) -> None:
            # Textual would have everything reported from the start to the end.
            super().__init__(*arguments, **{**options, "mouse": False})
            self._file: Any = SafeFile(self._file)
            self.charset = charset

        @override
        def report_clicks(self, *, wanted: bool) -> None:
            if wanted is not self.reports_clicks:
                self.reports_clicks = wanted
                super().write(_REPORTS_ON if wanted else _REPORTS_OFF)  # type: ignore[safe-super]

        @override
        def disable_input(self) -> None:
            self.report_clicks(wanted=False)
            super().disable_input()  # type: ignore[safe-super]

        @override
        def start_application_mode(self) -> None:
            super().start_application_mode()  # type: ignore[safe-super]
            self.ask_for_large_text(super().write)  # type: ignore[safe-super]

        @override
        def write(self, data: str) -> None:
            drawn = with_large_text(in_colours(data, colours), able=self.has_large_text)
            super().write(with_stand_ins(drawn, charset))  # type: ignore[safe-super]

    return OwnDriver


class SafeFile:
    """A terminal to write to that may have been closed. What is written to a closed terminal is dropped.

    Textual writes in a thread of its own. If an error from a closed terminal ended that thread, the next writes of the
    app, such as its last screen, would wait for ever, and the app would hold on to the session.
    """

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, text: str) -> int:
        """Write text, if the terminal still exists; return its length in characters."""
        with suppress(OSError, ValueError):
            return self._file.write(text)
        return len(text)

    def flush(self) -> None:
        """Send what was written, if the terminal still exists."""
        with suppress(OSError, ValueError):
            self._file.flush()


def in_colours(data: str, colours: Colours) -> str:
    """Translate an app's true-colour output for a terminal with this many colours."""
    if colours is Colours.TRUE:
        return data

    def fit(match: re.Match[str]) -> str:
        translated = translate(match[1], colours)
        # An empty sequence would mean "all attributes off".
        return f"\x1b[{translated}m" if translated or not match[1] else ""

    return _SGR.sub(fit, data)
