"""Checks whether this terminal can show the workshop."""

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from copworkshop.doctor.finding import Finding, fine, look, wrong
from copworkshop.doctor.terminal_probe import own_widths
from copworkshop.toolkit.widgets.cells import width_of
from copworkshop.ui.least_size import LEAST_HEIGHT, LEAST_WIDTH, too_small

_GOOD: Final = (80, 24)

SAMPLES: Final = ("é", "█", "×", "★", "✓", "…", "语", "e\u0301")
"""A letter outside ASCII; the characters that our screens are drawn with; a wide letter; a letter with a mark."""

_LETTER: Final = slice(0, 1)
_DRAWN: Final = slice(1, 6)
_OTHERS: Final = slice(6, 8)

_TO_UTF_8: Final = (
    "Set the terminal to UTF-8 (PuTTY: Window > Translation; Linux: a locale that ends in UTF-8; Windows: use Windows "
    "Terminal)."
)


@dataclass(frozen=True, slots=True)
class Screen:
    """What is known about a terminal."""

    columns: int
    rows: int
    colours: int
    """The number of colours; 0 without colours."""
    term: str
    """The value of TERM."""
    widths: tuple[int, ...] | None
    """The width in cells of each of :data:`SAMPLES`; None if the terminal did not answer."""
    charset: str = "utf-8"
    """Python's name of its character set."""


def screen() -> Iterator[Finding]:
    """Check the terminal in which the program runs."""
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout)):
        yield look("Terminal", "Not looked at: there is none here.", "Start doctor where the workshop will be shown.")
        return
    yield from findings(own_screen(os.environ))


def own_screen(environ: Mapping[str, str]) -> Screen:
    """Return what is known about the terminal in which the program runs."""
    from rich.console import Console  # imported late, because it imports what only the screens need

    from copworkshop.toolkit.local_terminal import colours_of, own_charset

    columns, rows = os.get_terminal_size()
    colours = 0 if environ.get("NO_COLOR") is not None else colours_of(Console(force_terminal=True))
    term = environ.get("TERM", "")
    charset = own_charset()
    widths = own_widths(SAMPLES) if term != "dumb" and charset == "utf-8" else None
    return Screen(columns, rows, colours, term, widths, charset)


def findings(seen: Screen) -> Iterator[Finding]:
    """Judge a terminal."""
    if seen.term == "dumb":
        yield wrong("Terminal", "This terminal says that it can only write line by line.", "Use another one.")
        return
    yield _size(seen.columns, seen.rows)
    yield _colours(seen.colours)
    yield _letters(seen.widths) if seen.charset == "utf-8" else _stand_ins(seen.charset)


def _size(columns: int, rows: int) -> Finding:
    size = f"{columns}×{rows}"
    enlarge = "Enlarge the window, or make its letters smaller."
    if too_small(columns, rows):
        return wrong("Size", f"{size} is too small: at least {LEAST_WIDTH}×{LEAST_HEIGHT} is needed.", enlarge)
    if columns < _GOOD[0] or rows < _GOOD[1]:
        return look("Size", f"{size} works; the stage has more on it at {_GOOD[0]}×{_GOOD[1]}.", enlarge)
    if columns > 2 * _GOOD[0] and rows > 2 * _GOOD[1]:
        return look("Size", f"{size}: such small letters are not read from the back.", "Turn them up (Ctrl and +).")
    return fine("Size", f"{size} columns and rows.")


def _colours(colours: int) -> Finding:
    if colours == 0:
        return fine("Colours", "None, as the environment asks; nothing is told by colour alone.")
    if colours <= 16:
        return fine("Colours", "The terminal's own 16.")
    return fine("Colours", "256." if colours == 256 else "All, dark or light by the key d.")


def _stand_ins(charset: str) -> Finding:
    return look(
        "Letters",
        f"The terminal is not set to UTF-8, but to {charset}: there is no QR code, frames and bars are made of "
        "+-| and #, and many letters are shown as “?”.",
        _TO_UTF_8,
    )


def _letters(widths: tuple[int, ...] | None) -> Finding:
    about, expected = "Letters", tuple(map(width_of, SAMPLES))
    if widths is None:
        shown = " ".join(SAMPLES)
        return look(about, f"The terminal did not say how wide it draws them; these should be eight: {shown}")
    if widths[_LETTER] != expected[_LETTER]:
        return wrong(about, "The terminal is not set to UTF-8: it takes “é” for two letters.", _TO_UTF_8)
    if widths[_DRAWN] != expected[_DRAWN]:
        amiss = " ".join(SAMPLES[index] for index in range(1, 6) if widths[index] != expected[index])
        return wrong(
            about,
            f"The terminal draws {amiss} twice as wide as a letter: frames and bars would be broken.",
            "Set characters of ambiguous width to narrow, in the terminal's settings.",
        )
    if widths[_OTHERS] != expected[_OTHERS]:
        amiss = " and ".join(SAMPLES[index] for index in (6, 7) if widths[index] != expected[index])
        return look(about, f"UTF-8, but {amiss} is drawn in another width than usual; lines with it may be shifted.")
    return fine(about, "UTF-8, each as wide as it should be; the terminal was asked.")
