"""Characters whose width terminals do not agree on, such as emoji, are placed so that they shift nothing.

A terminal may draw an emoji a cell wider or narrower than Rich counts, and then everything to its right would be in
another column than the rest of the screen. So each such character gets its cells emptied first, and the cursor goes to
its column after it. Where it is drawn too wide, it is cut; where it is drawn too narrow, a blank follows.
"""

import re
from functools import lru_cache
from typing import Final

from rich.segment import Segment
from textual.strip import Strip

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


def in_columns(strip: Strip, x: int) -> Strip:
    """Return a strip that begins at column `x`, counted from 0, with each uncertain character in its own cells.

    The result holds movements of the cursor and is only to be rendered, not cut.
    """
    if not any(_is_uncertain(text) for text, _, _ in strip):
        return strip
    segments = []
    for segment in strip:
        segments.append(Segment(_placed(segment.text, x), segment.style) if _is_uncertain(segment.text) else segment)
        x += segment.cell_length
    return Strip(segments, strip.cell_length)


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
