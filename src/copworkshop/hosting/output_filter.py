r"""What may go out to a terminal: text, movement, colour. Pure.

The gate in model/text.py keeps people's control characters out of the session. This is the second lock: an
ESC that reached a widget all the same would pass every widget and reach the terminal of whoever looks, as a
window title or a clipboard. So only sequences that a screen is drawn with go out; of any other, its control
characters are left out, and what remains is plain, harmless text.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Final

from copworkshop.toolkit.colours import Colours, translate

ENTER: Final = "\x1b[?1049h\x1b[?25l\x1b[?1000h\x1b[?1006h\x1b[?2004h\x1b[?7l\x1b[2J"
"""Alternate screen, no cursor, clicks and wheel (not 1003: motion floods), bracketed paste, no line wrap."""

LEAVE: Final = "\x1b[0m\x1b[?7h\x1b[?2004l\x1b[?1006l\x1b[?1000l\x1b[?1049l\x1b[?25h"
"""Everything of :data:`ENTER` undone; the terminal is as it was."""

_TOKEN: Final = re.compile(
    r"\x1b\[([0-9;]{0,80})m"  # 1: colour and weight
    r"|(\x1b\[[0-9]{0,4}(?:;[0-9]{0,4})?[A-HJK]|\x1b\[\?2026[hl])"  # 2: movement, erasing, a frame's start and end
    r"|\x1b[\]PX^_][^\x1b\x07]{0,4096}(?:\x1b\\|\x07)"  # a whole string sequence: links, clipboard, titles
    r"|[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]"  # any other control but newline and return
)


_ROW: Final = re.compile(r"(?=\x1b\[[0-9]{1,4};[0-9]{1,4}H)")
"""Before each movement, where a frame can be parted: no token reaches over it."""

_ROWS_KEPT: Final = 1024
"""For each number of colours. Most rows of a step are the same for all, or the same as a step before."""

_LONGEST_KEPT: Final = 2048  # characters


@cache
def output_filter(colours: Colours) -> Callable[[str], str]:
    """Return the function that makes what an app draws fit for a terminal with so many colours."""

    def fit(match: re.Match[str]) -> str:
        parameters = match[1]
        if parameters is None:
            return match[2] or ""
        translated = translate(parameters, colours)
        # An empty SGR would mean "all attributes off".
        return f"\x1b[{translated}m" if translated or not parameters else ""

    def clean_row(text: str) -> str:
        return _TOKEN.sub(fit, text)

    known = lru_cache(_ROWS_KEPT)(clean_row)

    def clean(text: str) -> str:
        return "".join(known(row) if len(row) <= _LONGEST_KEPT else clean_row(row) for row in _ROW.split(text))

    return clean
