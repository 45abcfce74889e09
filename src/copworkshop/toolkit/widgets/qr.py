"""QR codes for the screen, drawn with half blocks: one cell shows two modules.

The *light* modules are drawn, and the dark ones are left empty. So a code is dark on light with colours, and also
without colours on a dark terminal, where no style could do that. Many phones cannot read a code that is light on dark.
"""

from functools import lru_cache
from typing import Final

_QUIET_ZONE: Final = 2  # modules; ISO/IEC 18004 asks for 4, but phones read codes with 2, and a terminal has few rows
_HALVES: Final = {(0, 0): "█", (0, 1): "▀", (1, 0): "▄", (1, 1): " "}  # 1: a dark module


@lru_cache(maxsize=8)
def qr_code(text: str) -> tuple[str, ...]:
    """Return a QR code as lines of equal width. Show them bright on black.

    The code is as small as possible. It has the lowest level of error correction, because a screen has no scratches.
    """
    import segno  # imported late, so that only the screen that shows a code waits for it

    # Left out, the encoding of other letters would be ISO 8859-1 or Shift JIS. Names of a Wi-Fi are UTF-8.
    code = segno.make(text, error="l", micro=False, encoding=None if text.isascii() else "utf-8")
    rows = [list(row) for row in code.matrix_iter(border=_QUIET_ZONE)]
    rows += [[0] * len(rows[0])] * (len(rows) % 2)
    return tuple(
        "".join(_HALVES[bool(upper), bool(lower)] for upper, lower in zip(rows[y], rows[y + 1], strict=True))
        for y in range(0, len(rows), 2)
    )
