"""Big characters for texts that must be readable from the back row: clocks, join codes, rejoin words, places.

They are drawn with full and half blocks only. Every terminal font has these, including the one of the Linux console.
"""

from typing import Final

from copworkshop.toolkit.widgets.cells import fit, width_of

_HIGH: Final = 5  # pixels

# All digits have the same width, so a clock does not move. Digits have square corners and letters have round ones, so
# that 0 and O, 5 and S, 8 and B, 2 and Z, 1 and I look different.
_PIXELS: Final[dict[str, str]] = {
    "0": "#### #..# #..# #..# ####",
    "1": "..#. .##. ..#. ..#. .###",
    "2": "#### ...# #### #... ####",
    "3": "#### ...# .### ...# ####",
    "4": "#..# #..# #### ...# ...#",
    "5": "#### #... #### ...# ####",
    "6": "#### #... #### #..# ####",
    "7": "#### ...# ...# ...# ...#",
    "8": "#### #..# #### #..# ####",
    "9": "#### #..# #### ...# ####",
    "A": ".##. #..# #### #..# #..#",
    "B": "###. #..# ###. #..# ###.",
    "C": ".### #... #... #... .###",
    "D": "###. #..# #..# #..# ###.",
    "E": "#### #... ###. #... ####",
    "F": "#### #... ###. #... #...",
    "G": ".### #... #.## #..# .###",
    "H": "#..# #..# #### #..# #..#",
    "I": "### .#. .#. .#. ###",
    "J": "..## ...# ...# #..# .##.",
    "K": "#..# #.#. ##.. #.#. #..#",
    "L": "#... #... #... #... ####",
    "M": "#...# ##.## #.#.# #...# #...#",
    "N": "#...# ##..# #.#.# #..## #...#",
    "O": ".##. #..# #..# #..# .##.",
    "P": "###. #..# ###. #... #...",
    "Q": ".##. #..# #..# #.## .###",
    "R": "###. #..# ###. #.#. #..#",
    "S": ".### #... .##. ...# ###.",
    "T": "##### ..#.. ..#.. ..#.. ..#..",
    "U": "#..# #..# #..# #..# .##.",
    "V": "#...# #...# .#.#. .#.#. ..#..",
    "W": "#...# #...# #.#.# ##.## #...#",
    "X": "#...# .#.#. ..#.. .#.#. #...#",
    "Y": "#...# .#.#. ..#.. ..#.. ..#..",
    "Z": "##### ...#. ..#.. .#... #####",
    ":": ". # . # .",
    "+": "... .#. ### .#. ...",
    "-": "... ... ### ... ...",
    "=": "... ### ... ### ...",
    "/": "..# ..# .#. #.. #..",
    ".": ". . . . #",
    " ": ".. .. .. .. ..",
}

_HALVES: Final = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}

HEIGHTS: Final = (15, 10, 5, 3, 1)
"""The heights, in rows, that :func:`big` can draw, largest first."""


def big(text: str, rows: int = 3) -> list[str]:
    """Return `text` drawn as `rows` lines (15, 10, 5, 3 or 1) of equal width. Letters are drawn as capitals.

    The text itself is returned as one line if `rows` is 1, or if a character has no drawing.
    """
    drawable = text.upper()
    if rows < min(HEIGHTS[:-1]) or not text or any(char not in _PIXELS for char in drawable):
        return [text]
    glyphs = [_PIXELS[char].split() for char in drawable]
    pixels = [".".join(glyph[y] for glyph in glyphs) for y in range(_HIGH)]
    return _enlarged(pixels, rows // _HIGH) if rows >= _HIGH else _halved(pixels)


def biggest(text: str, width: int, height: int) -> list[str]:
    """Return `text` drawn as large as `width` cells and `height` rows allow. The smallest form is one line, cut."""
    for rows in HEIGHTS[:-1]:
        lines = big(text, rows)
        if len(lines) <= height and all(width_of(line) <= width for line in lines):
            return lines
    return [fit(text, width)]


def _enlarged(pixels: list[str], times: int) -> list[str]:
    """Draw each pixel `times` rows high and twice as many cells wide, which is about square."""
    lines = ["".join(("█" if pixel == "#" else " ") * 2 * times for pixel in row) for row in pixels]
    return [line for line in lines for _ in range(times)]


def _halved(pixels: list[str]) -> list[str]:
    """Draw each pixel one cell wide and half a row high, which is about square."""
    rows = [*pixels, "." * len(pixels[0])]
    return [
        "".join(_HALVES[upper == "#", lower == "#"] for upper, lower in zip(above, below, strict=True))
        for above, below in zip(rows[::2], rows[1::2], strict=True)
    ]
