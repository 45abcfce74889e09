"""A slide as PNG, drawn with the fonts of this machine."""

import struct
import zlib
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from resvg_py import svg_to_bytes

from copworkshop.export.slide_svg import FONTS, slide_svg
from copworkshop.export.slides import WIDTH, slide
from copworkshop.export.tree import Report

_CELL: Final = 24
_NOBODYS: Final = "\U0010fffe"
"""No font has it: what is drawn for it is drawn for every character that is missing."""

_SHOWN: Final = 12


def slide_png(report: Report) -> bytes:
    """Return the report's slide as a PNG of 1920 by 1080 pixels; it raises as :func:`slide_svg` does."""
    return svg_to_bytes(svg_string=slide_svg(report), width=WIDTH)


def about_letters(report: Report) -> str | None:
    """Return a sentence about characters of the slide that no font of this machine has; None if it has them all."""
    drawn = slide(report)
    if drawn is None:
        return None
    texts = [each.text for each in drawn.words] + [getattr(shape, "text", "") for shape in drawn.picture]
    letters = sorted({letter for letter in "".join(texts) if not letter.isspace() and letter.isprintable()})
    lacking = missing(letters)
    if not lacking:
        return None
    if len(lacking) == len(letters):
        return "No font was found on this machine, so the PNG has no words. Take the SVG, or install a font."
    more = f" and {len(lacking) - _SHOWN} more" if len(lacking) > _SHOWN else ""
    return (
        f"No font on this machine has these characters of the PNG: {' '.join(lacking[:_SHOWN])}{more}. "
        "Take the SVG to a machine that has them, or install a font."
    )


def missing(letters: list[str]) -> list[str]:
    """Return those of the letters that no font of this machine has.

    Each is drawn on a row of its own, and the rows are compared with the one of a character that no font has.
    """
    if not letters:
        return []
    rows = [_NOBODYS, _NOBODYS, *letters]  # nothing stands above the first, so it is written in another way
    svg = Element("svg", xmlns="http://www.w3.org/2000/svg", width=f"{_CELL}", height=f"{_CELL * len(rows)}")
    svg.set("font-family", FONTS)
    for place, letter in enumerate(rows):
        SubElement(svg, "text", {"x": "4", "y": f"{_CELL * place + 16}", "font-size": "12"}).text = letter
    drawn = _scan_lines(svg_to_bytes(svg_string=tostring(svg, encoding="unicode"), background="#ffffff"))
    long = len(drawn) // len(rows)
    cells = [drawn[long * place : long * (place + 1)] for place in range(len(rows))]
    return [letter for letter, cell in zip(letters, cells[2:], strict=True) if cell == cells[1]]


def _scan_lines(png: bytes) -> bytes:
    """Return the lines of a PNG as they are filtered: the rows of two equal cells are equal, as each begins blank."""
    data, at = b"", 8
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        if png[at + 4 : at + 8] == b"IDAT":
            data += png[at + 8 : at + 8 + length]
        at += length + 12
    return zlib.decompress(data)
