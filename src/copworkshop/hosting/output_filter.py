r"""What may be sent to a terminal: text, movement, colour. The module is pure.

The gate in model/text.py keeps people's control characters out of the session. This module is the second guard. If an
ESC reached a widget, it would pass through every widget to the terminals of all viewers, where it could set the window
title or the clipboard. So only the sequences that draw a screen are sent. The control characters of any other sequence
are removed, and the rest is plain, harmless text.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Final

from copworkshop.toolkit.clicks import CLICKS_OFF
from copworkshop.toolkit.colours import Colours, translate

ENTER: Final = "\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[?7l\x1b[2J"
"""Alternate screen, no cursor, bracketed paste, no line wrap."""

LEAVE: Final = f"\x1b[0m\x1b[?7h\x1b[?2004l{CLICKS_OFF}\x1b[?1049l\x1b[?25h"
"""Undoes everything of :data:`ENTER`, and the reports of clicks, so that the terminal is as it was."""

_TOKEN: Final = re.compile(
    r"\x1b\[([0-9;]{0,80})m"  # 1: colour and weight
    r"|(\x1b\[[0-9]{0,4}(?:;[0-9]{0,4})?[A-HJK]|\x1b\[\?2026[hl])"  # 2: movement, erasing, a frame's start and end
    r"|\x1b[\]PX^_][^\x1b\x07]{0,4096}(?:\x1b\\|\x07)"  # a whole string sequence: links, clipboard, titles
    r"|[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]"  # any other control but newline and return
)


_ROW: Final = re.compile(r"(?=\x1b\[[0-9]{1,4};[0-9]{1,4}H)")
"""Matches before each movement. A frame can be split there, because no token crosses it."""

_ROWS_KEPT: Final = 1024
"""The size of the cache for each number of colours. Most rows are the same for all visitors or in several steps."""

_LONGEST_KEPT: Final = 2048  # characters


@cache
def output_filter(colours: Colours) -> Callable[[str], str]:
    """Return the function that filters an app's output for a terminal with this many colours."""

    def fit(match: re.Match[str]) -> str:
        parameters = match[1]
        if parameters is None:
            return match[2] or ""
        translated = translate(parameters, colours)
        # An empty SGR sequence would mean "all attributes off".
        return f"\x1b[{translated}m" if translated or not parameters else ""

    def clean_row(text: str) -> str:
        return _TOKEN.sub(fit, text)

    known = lru_cache(_ROWS_KEPT)(clean_row)

    def clean(text: str) -> str:
        return "".join(known(row) if len(row) <= _LONGEST_KEPT else clean_row(row) for row in _ROW.split(text))

    return clean
