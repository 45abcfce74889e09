"""QR codes for the screen: from half blocks, two modules a cell.

The *light* modules are drawn, and the dark ones left as they are. So a code is dark on light where there are colours,
and also where there are none and the terminal itself is dark, which no style could bring about: a code that is light
on dark is one that many phones do not read.
"""

from functools import lru_cache
from typing import Final

_QUIET_ZONE: Final = 2  # modules; ISO/IEC 18004 asks for 4, phones are content with 2, and a terminal has few rows
_HALVES: Final = {(0, 0): "█", (0, 1): "▀", (1, 0): "▄", (1, 1): " "}  # 1: a dark module


@lru_cache(maxsize=8)
def qr_code(text: str) -> tuple[str, ...]:
    """Return a QR code as lines of equal width, to be shown bright on black.

    It is as small as it can be, at the least level of error correction: a screen has no scratches.
    """
    import segno  # no screen before the one that shows a code waits for it

    rows = [list(row) for row in segno.make(text, error="l", micro=False).matrix_iter(border=_QUIET_ZONE)]
    rows += [[0] * len(rows[0])] * (len(rows) % 2)
    return tuple(
        "".join(_HALVES[bool(upper), bool(lower)] for upper, lower in zip(rows[y], rows[y + 1], strict=True))
        for y in range(0, len(rows), 2)
    )
