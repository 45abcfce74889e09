"""Large letters for a text that the back row must read, drawn with half blocks and broken only between words."""

import unicodedata
from functools import lru_cache
from typing import Final

from copworkshop.toolkit.widgets.letter_shapes import ABOVE, BELOW, DEEP, LIKE, LOW, TALL, WHOLE

ROWS: Final = 5
"""The rows of a line in the smallest size. Each size is that many rows higher than the one before it."""

_PIXELS: Final = 9
_TALL: Final = 7
_BASE: Final = 7  # rows of pixels down to the base line
_SIZES: Final = ((6, 6), (5, 5), (4, 5), (4, 4), (3, 4), (3, 3), (2, 3), (2, 2), (1, 2), (1, 1))
"""Pairs, the largest first: the cells that a pixel is wide, and the half rows that it is high."""
_SPACE: Final = 4  # pixels: that of a space, and the gaps before and after it
_HALVES: Final = {"..": " ", "#.": "▀", ".#": "▄", "##": "█"}
_DOTLESS: Final = {"i": "ı", "j": "ȷ"}
_KEPT: Final = 1024


@lru_cache(_KEPT)
def large_letters(text: str, width: int, height: int) -> tuple[str, ...]:
    """Return a text in the largest letters with which it fits `width` cells and `height` rows.

    It is empty if the text fits in no size, or has a character without a shape. Newlines count as spaces.
    """
    words = _measured(text)
    for wide, high in _SIZES if words else ():
        lines = _wrapped(words, width // wide)
        if not lines or ROWS * (len(lines) - 1) * high + -(-_BASE * high // 2) > height:
            continue
        drawn = [row for line in lines for row in _drawn(line, wide, high)]
        while drawn and not drawn[-1]:
            drawn.pop()
        if len(drawn) <= height:
            return tuple(drawn)
    return ()


@lru_cache(_KEPT)
def _measured(text: str) -> tuple[tuple[str, int], ...]:
    """Return the words of a text with their widths in pixels; none if a character has no shape."""
    words = []
    for word in text.split():
        shapes = [_shape(char) for char in _clusters(word)]
        if None in shapes:
            return ()
        words.append((word, sum(len(shape[0]) for shape in shapes if shape) + len(shapes) - 1))
    return tuple(words)


def _wrapped(words: tuple[tuple[str, int], ...], pixels: int) -> list[str]:
    """Return lines of whole words, each at most `pixels` wide; none if a word is wider."""
    lines: list[list[str]] = []
    used = 0
    for word, wide in words:
        if wide > pixels:
            return []
        if lines and used + _SPACE + wide <= pixels:
            lines[-1].append(word)
            used += _SPACE + wide
        else:
            lines.append([word])
            used = wide
    return [" ".join(line) for line in lines]


def _drawn(text: str, wide: int, high: int) -> list[str]:
    """Draw one line. Each pixel is `wide` cells wide and `high` half rows high."""
    shapes = [_shape(char) or () for char in _clusters(text)]
    pixels = [".".join(shape[y] for shape in shapes) for y in range(_PIXELS)]
    pixels.append("." * len(pixels[0]))  # between two lines
    rows = []
    for row in range(ROWS * high):
        above, below = pixels[2 * row // high], pixels[(2 * row + 1) // high]
        cells = (_HALVES[upper + lower] * wide for upper, lower in zip(above, below, strict=True))
        rows.append("".join(cells).rstrip())
    return rows


def _clusters(text: str) -> list[str]:
    """Return letters with their marks."""
    found: list[str] = []
    for char in unicodedata.normalize("NFC", text):
        if found and unicodedata.combining(char):
            found[-1] += char
        else:
            found.append(char)
    return found


@lru_cache(1024)
def _shape(char: str) -> tuple[str, ...] | None:
    """Return nine rows of pixels; None for a character that has no shape."""
    char = LIKE.get(char, char)
    for shapes, above in ((TALL, 0), (LOW, 2), (DEEP, 2), (WHOLE, 0)):
        if char in shapes:
            rows = shapes[char].split() if char != " " else [".."] * _TALL
            blank = "." * len(rows[0])
            return (*[blank] * above, *rows, *[blank] * (_PIXELS - above - len(rows)))
    decomposed = unicodedata.normalize("NFD", char)
    letter, marks = decomposed[0], decomposed[1:]
    shape = _shape(_DOTLESS.get(letter, letter)) if marks else None
    for mark in marks:
        shape = None if shape is None else _marked(shape, mark, tall=letter in TALL and letter not in _DOTLESS)
    return shape


def _marked(shape: tuple[str, ...], mark: str, *, tall: bool) -> tuple[str, ...] | None:
    width = len(shape[0])
    if width < 3:
        shape = tuple(row.center(3, ".") for row in shape)
        width = 3
    if mark in ABOVE:
        if tall:  # make room by a letter that is as low as a small one
            shape = ("." * width, "." * width, shape[0], *shape[2:5], *shape[6:])
        over = [row.center(width, ".") for row in ABOVE[mark].split()]
        return (*over, *shape[2:])
    if mark in BELOW:
        return (*shape[:7], *(row.center(width, ".") for row in BELOW[mark].split()))
    return None
