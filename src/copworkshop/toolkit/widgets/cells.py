"""Text measured in terminal cells. It is cut, wrapped and padded between grapheme clusters only.

All widths are Rich's, because Rich paints the screen. A width of our own, however correct, would put borders in other
places than Rich does.
"""

from itertools import pairwise
from typing import Final, Literal

from rich.cells import cell_len, split_graphemes
from textual.content import Content

ELLIPSIS: Final = "…"

NARROWEST: Final = 2
"""The narrowest line, in cells, that can hold every character: some are two cells wide."""

# Characters that must not begin a line in Chinese and Japanese (a short form of the list in JIS X 4051), and
# characters that must not end one.
_NOT_FIRST: Final = frozenset("、。，．・：；？！゛゜ヽヾゝゞ々ー’”）〕］｝〉》」』】％")
_NOT_LAST: Final = frozenset("‘“（〔［｛〈《「『【")

_CLINGING: Final = frozenset(" ·")  # a dot between names may end a line, but not begin one

_REGIONAL: Final = range(0x1F1E6, 0x1F200)  # two of these letters make a flag
_SKIN: Final = range(0x1F3FB, 0x1F400)  # skin tones: each one colours the emoji before it

Align = Literal["left", "right", "centre"]


def width_of(text: str) -> int:
    """Return how many cells wide `text` is painted. Newlines and control characters count as zero."""
    return cell_len(text)


def clusters(text: str) -> list[tuple[int, int, int]]:
    """Return the grapheme clusters of `text` in order, each as (start, end, cells). They cover all of `text`.

    Base letters keep their marks and joined emoji stay together. Flags and skin tones stay together too, although
    Rich splits them. The width of a cluster is the sum of Rich's widths.
    """
    joined: list[tuple[int, int, int]] = []
    open_flag = False
    for start, end, cells in split_graphemes(text)[0]:
        first = ord(text[start])
        regional = first in _REGIONAL
        if joined and (first in _SKIN or (regional and open_flag)):
            before, _, cells_before = joined[-1]
            joined[-1] = (before, end, cells_before + cells)
            open_flag = False
        else:
            joined.append((start, end, cells))
            open_flag = regional
    return joined


def fit(text: str, width: int) -> str:
    """Return `text` as one line of at most `width` cells. It ends with an ellipsis if something was cut.

    The cut never goes through a character, so the result may be one cell shorter than `width`.
    """
    text = _one_line(text)
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return text
    end = room = 0
    for _, stop, cells in clusters(text):
        room += cells
        if room > width - 1:
            break
        end = stop
    return text[:end].rstrip() + ELLIPSIS


def pad(text: str, width: int, align: Align = "left") -> str:
    """Return `text` in exactly `width` cells. It is cut as by :func:`fit`, then padded with spaces."""
    text = fit(text, width)
    spare = max(0, width) - cell_len(text)
    if align == "right":
        return " " * spare + text
    if align == "centre":
        return " " * (spare // 2) + text + " " * (spare - spare // 2)
    return text + " " * spare


def wrap(text: str, width: int) -> list[str]:
    """Return `text` as lines of at most `width` cells, broken between words where that is possible.

    Newlines are kept. A word wider than the line is broken between characters. Scripts without spaces are broken
    between wide characters. An empty text is one empty line. A width below :data:`NARROWEST` is treated as
    :data:`NARROWEST`.
    """
    text = text.expandtabs(4)
    return [text[start:end] for start, end in _breaks(text, max(width, NARROWEST))]


def wrap_content(content: Content, width: int) -> list[Content]:
    """Wrap `content` as :func:`wrap` wraps text. Each line keeps its part of the styles."""
    if "\t" in content.plain:
        content = content.expand_tabs(4)
    return [content[start:end] for start, end in _breaks(content.plain, max(width, NARROWEST))]


def _breaks(text: str, width: int) -> list[tuple[int, int]]:
    """Return where each line of `text` begins and ends. The spaces at a break belong to neither line."""
    lines: list[tuple[int, int]] = []
    start = 0
    for paragraph in text.split("\n"):
        stop = start + len(paragraph)
        if cell_len(paragraph) <= width:
            lines.append((start, stop))
        else:
            lines += [(start + a, start + b) for a, b in _break_paragraph(paragraph, width)]
        start = stop + 1
    return lines


def _break_paragraph(text: str, width: int) -> list[tuple[int, int]]:
    lines: list[tuple[int, int]] = []
    start = end = cells = 0  # the current line begins at start; its last visible character is before end
    for piece_start, piece_end in pairwise(_opportunities(text)):
        piece = text[piece_start:piece_end]
        seen = len(piece.rstrip(" "))
        seen_cells = cell_len(piece[:seen])
        if cells + seen_cells > width and end > start:
            lines.append((start, end))
            start, cells = piece_start, 0
        if cells + seen_cells > width:  # wider than a whole line: break it anywhere
            for cluster_start, cluster_end, size in clusters(piece[:seen]):
                if cells + size > width and piece_start + cluster_start > start:
                    if end > start:  # otherwise only spaces are before it, and they are dropped at a break
                        lines.append((start, end))
                    start, cells = piece_start + cluster_start, 0
                cells += size
                end = piece_start + cluster_end
            cells += len(piece) - seen
        else:
            end = piece_start + seen if seen else end
            cells += seen_cells + len(piece) - seen
    lines.append((start, end))
    return lines


def _opportunities(text: str) -> list[int]:
    """Return the offsets where a line may be broken, including both ends of the text."""
    places = [0]
    parts = clusters(text)
    for (start, _, cells), (after, _, cells_after) in pairwise(parts):
        left, right = text[start], text[after]
        spaced = left == " " and right not in _CLINGING
        hyphened = left == "-" and right.isalnum() and start > 0 and text[start - 1].isalnum()
        wide = (cells == 2 and right != " ") or (cells_after == 2 and left != " ")
        if spaced or hyphened or (wide and right not in _NOT_FIRST and left not in _NOT_LAST):
            places.append(after)
    places.append(len(text))
    return places


def _one_line(text: str) -> str:
    return " ".join(text.split()) if any(char in text for char in "\n\t\r") else text
