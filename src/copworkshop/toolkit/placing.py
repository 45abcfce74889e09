"""Characters whose width terminals do not agree on, such as emoji, are placed so that they shift nothing.

A terminal may draw an emoji a cell wider or narrower than Rich counts, and then everything to its right would be in
another column than the rest of the screen. So each such character gets its cells emptied first, and the cursor goes to
its column after it. Where it is drawn too wide, it is cut; where it is drawn too narrow, a blank follows.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from copworkshop.toolkit.large_text import has_large_text
from copworkshop.toolkit.widgets.cells import clusters

_UNCERTAIN: Final = re.compile(
    "[^"
    "\x00-\u02ff\u0370-\u0482\u048a-\u058f\u05d0-\u05f4\u0620-\u064a\u1e00-\u1fff"  # letters of one cell
    "\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u22ff\u2500-\u25fc\u2605\u2713"  # signs, frames, bars
    "\u3001-\u3029\u3041-\u3096\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60"  # of two cells
    "\ufdd0\ufdd1"  # the marks of large text
    "]"
)
"""A character that is not known to have the same width on every terminal."""

_PICTURES: Final = "\U0001f000"  # from here on, characters are pictures, letters of flags and colours of skin
_PICTURE_CELLS: Final = 2

_GAP: Final = re.compile(r"  (?= *\S)")


def in_columns(strip: Strip, x: int) -> Strip:
    """Return a strip that begins at column `x`, counted from 0, with each uncertain character in its own cells.

    The result holds movements of the cursor and is only to be rendered, not cut.

    What stands at the end of the row, after a gap, is drawn before the words. A multiplexer such as tmux leaves out a
    movement to the column where it believes the cursor to be, so words are shifted if it counts otherwise than the
    terminal around it. Then they are shifted into the gap.
    """
    if not any(_is_uncertain(text) for text, _, _ in strip):
        return strip
    words, others = _parted(strip)
    cells = sum(segment.cell_length for segment in words)
    first = [Segment(_to_column(x + cells)), *others, Segment(_to_column(x))] if others else []
    return Strip([*first, *_placed_segments(words, x)], strip.cell_length)


def is_in_columns(strip: Strip) -> bool:
    """Return whether each character of a strip takes exactly one cell on every terminal."""
    text = strip.text
    if text.isascii():
        return True
    return len(text) == strip.cell_length and _UNCERTAIN.search(text) is None and not has_large_text(text)


def _placed_segments(segments: Iterable[Segment], x: int) -> Iterator[Segment]:
    for text, style, _ in segments:
        yield Segment(_placed(text, x) if _is_uncertain(text) else text, style)
        x += cell_len(text)


def _parted(strip: Strip) -> tuple[list[Segment], list[Segment]]:
    """Return the words up to the gap that follows the last uncertain character, and the rest, if there is more."""
    row = strip.text
    last = max(found.end() for found in _UNCERTAIN.finditer(row))
    gap = _GAP.search(row, last)
    words, others, at = list[Segment](), list[Segment](), 0
    for text, style, _ in strip:
        size = min(max((gap.start() if gap else len(row)) - at, 0), len(text))
        words += [Segment(text[:size], style)] if size else []
        others += [Segment(text[size:], style)] if size < len(text) else []
        at += len(text)
    return words, others


def most_shift(text: str) -> int:
    """Return how many cells wider than counted a text may be: some terminals draw each part of an emoji for itself."""
    if not _is_uncertain(text):
        return 0
    apart = sum(_PICTURE_CELLS if char >= _PICTURES else cell_len(char) for char in text)
    return max(0, apart - cell_len(text))


def _is_uncertain(text: str) -> bool:
    return not text.isascii() and _UNCERTAIN.search(text) is not None


@lru_cache(1024)
def _placed(text: str, x: int) -> str:
    parts = []
    for start, end, cells in clusters(text):
        cluster = text[start:end]
        if _is_uncertain(cluster):
            emptied = f"{' ' * cells}{_to_column(x)}" if cells > 1 else ""
            parts.append(f"{emptied}{cluster}{_to_column(x + cells)}")
        else:
            parts.append(cluster)
        x += cells
    return "".join(parts)


def _to_column(x: int) -> str:
    return f"\x1b[{x + 1}G"
