"""What a visitor's terminal can show, according to their client. The client's claims are hostile until clamped."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from copworkshop.model.clock import Clock
from copworkshop.toolkit.colours import Colours
from copworkshop.toolkit.stand_ins import ASCII, UTF_8, charset_of

USUAL: Final = (80, 24)
"""Columns and rows of a terminal that does not report its size."""

SMALLEST: Final = (20, 6)
LARGEST: Final = (300, 100)
"""Without this limit, a claimed size of 100,000 columns would take gigabytes and block every app of the process."""

RESIZES_A_SECOND: Final = 10

CELLS_A_SECOND: Final = 20_000
"""Cells that are laid out again because of resizes: ten usual screens a second, or two of the largest in three."""

ACCEPTED_ENVIRONMENT: Final = frozenset({"COLORTERM", "LANG", "LC_ALL", "LC_CTYPE", "NO_COLOR"})
"""The only variables that are taken from a client's environment."""

_LOCALE: Final = ("LC_ALL", "LC_CTYPE", "LANG")
"""The first of them that is set counts (POSIX)."""

LONGEST_VALUE: Final = 64
"""The most bytes of an environment value. A longer value is ignored."""

DUMB: Final = (
    "Your terminal cannot show screens: it calls itself dumb. Connect from a terminal window: on Windows, Terminal or "
    "PowerShell. If this is one, type TERM=xterm before the ssh command (macOS, Linux)."
)

_DEFAULT_TERM: Final = "xterm"
# fmt: off
_KNOWN: Final = frozenset({
    "alacritty", "ansi", "cygwin", "dumb", "foot", "ghostty", "gnome", "iterm2", "kitty", "konsole", "linux",
    "mintty", "ms-terminal", "nsterm", "putty", "rxvt", "rxvt-unicode", "screen", "st", "st-256color",
    "teraterm", "tmux", "tmux-direct", "vt100", "vt220", "vte", "wezterm", "xterm", "xterm-color",
    "xterm-direct", "xterm-ghostty", "xterm-kitty", "xterm-mono",
})
# fmt: on
_SUFFIXES: Final = ("-256color", "-16color", "-direct", "-truecolor")
_TRUE_COLOUR_TERMS: Final = frozenset({"alacritty", "foot", "ghostty", "kitty", "wezterm", "ms-terminal"})
_NO_COLOUR_TERMS: Final = frozenset({"vt100", "vt220", "xterm-mono", "dumb"})
_MULTIPLEXERS: Final = ("screen", "tmux")
"""GNU screen passes a question on to the terminal around it, which may show it."""
_STANDARD_TERMS: Final = frozenset({"ansi", "cygwin", "linux", "rxvt", "screen", "teraterm", "xterm-color"})


@dataclass(frozen=True, slots=True)
class TerminalInfo:
    """One visitor's terminal, clamped to safe and known values."""

    columns: int = USUAL[0]
    rows: int = USUAL[1]
    term: str = _DEFAULT_TERM
    colours: Colours = Colours.EIGHT_BIT
    charset: str = UTF_8
    """Python's name of the character set, one of those that `toolkit/stand_ins.py` knows."""

    @property
    def size(self) -> tuple[int, int]:
        """The size in columns and rows."""
        return self.columns, self.rows

    @property
    def may_have_more_colours(self) -> bool:
        """Whether the terminal is worth asking: its client has said nothing of true colours."""
        return self.colours is Colours.EIGHT_BIT and not self.term.startswith(_MULTIPLEXERS)

    @property
    def dumb(self) -> bool:
        """Whether no screen can be drawn on it. :data:`DUMB` is the sentence that tells the person so."""
        return self.term == "dumb"


def clamp(columns: int, rows: int) -> tuple[int, int]:
    """Return a size that is safe for Textual, between :data:`SMALLEST` and :data:`LARGEST`; 0 means the usual size."""
    width = columns or USUAL[0]
    height = rows or USUAL[1]
    return (
        min(max(width, SMALLEST[0]), LARGEST[0]),
        min(max(height, SMALLEST[1]), LARGEST[1]),
    )


def known_term(claimed: str) -> str:
    """Return the claimed TERM if it is on our list, else xterm. So no text from a client is passed on."""
    base = claimed
    for suffix in _SUFFIXES:
        base = base.removesuffix(suffix)
    return claimed if claimed in _KNOWN or base in _KNOWN else _DEFAULT_TERM


def accept(environment: Mapping[bytes, bytes]) -> dict[str, str]:
    """Return the part of a client's environment that is taken: five names, with short values in printable ASCII."""
    taken: dict[str, str] = {}
    for name in sorted(ACCEPTED_ENVIRONMENT):
        value = environment.get(name.encode())
        if value is not None and len(value) <= LONGEST_VALUE and value.isascii():
            text = value.decode("ascii")
            if text.isprintable():
                taken[name] = text
    return taken


def describe(
    claimed_term: str, columns: int, rows: int, environment: Mapping[str, str], *, iutf8: bool | None = None
) -> TerminalInfo:
    """Return the terminal that a client claims to have, made safe.

    `iutf8` is the pseudo-terminal's IUTF8 mode (RFC 8160); None if the client does not send it.
    """
    term = known_term(claimed_term)
    width, height = clamp(columns, rows)
    return TerminalInfo(width, height, term, _colours(term, environment), _charset(environment, iutf8=iutf8))


def _charset(environment: Mapping[str, str], *, iutf8: bool | None) -> str:
    """Return the character set of a terminal.

    It is UTF-8 if the mode or the locale says so: GNU screen and containers leave the mode off. If both say something
    else, it is the locale's. A client that says nothing uses UTF-8.
    """
    locale = next((value for name in _LOCALE if (value := environment.get(name))), "")
    _, dot, named = locale.partition(".")
    # The locale of macOS may be "UTF-8" alone.
    charset = charset_of(named.partition("@")[0]) if dot else UTF_8 if charset_of(locale) == UTF_8 else ""
    if iutf8 or charset == UTF_8:
        return UTF_8
    return charset or (UTF_8 if iutf8 is None else ASCII)


def _colours(term: str, environment: Mapping[str, str]) -> Colours:
    # https://no-color.org: NO_COLOR counts if it is set and not empty, whatever its value.
    if environment.get("NO_COLOR") or term in _NO_COLOUR_TERMS:
        return Colours.NONE
    if (
        environment.get("COLORTERM", "").lower() in {"truecolor", "24bit"}
        or term.endswith(("-direct", "-truecolor"))
        or term.removeprefix("xterm-").removesuffix("-256color") in _TRUE_COLOUR_TERMS
    ):
        return Colours.TRUE
    if term in _STANDARD_TERMS or term.endswith("-16color"):
        return Colours.STANDARD
    return Colours.EIGHT_BIT


class Resizes:
    """Limits how often changes of size are passed on, large sizes less often. The last of many sizes counts.

    At most :data:`RESIZES_A_SECOND` changes pass, and at most :data:`CELLS_A_SECOND` cells. A resize lays out the whole
    screen. A person who drags a window corner must not block the event loop for the room.
    """

    def __init__(self, clock: Clock) -> None:
        """Start with no size passed on. `clock` returns seconds that only grow."""
        self._clock = clock
        self._free_at = 0.0

    def wait(self) -> float:
        """Return after how many seconds the next change may be passed on; 0 if at once."""
        return max(0.0, self._free_at - self._clock())

    def passed(self, columns: int, rows: int) -> None:
        """Note that a change to this size was passed on now."""
        self._free_at = self._clock() + max(1 / RESIZES_A_SECOND, columns * rows / CELLS_A_SECOND)
