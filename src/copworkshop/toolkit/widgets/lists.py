"""Lists that people type or paste: one entry on each line, perhaps with bullets or numbers; or names with commas."""

import re
from collections.abc import Iterator
from typing import Final

from copworkshop.model.text import clean_line, visible

_LINES: Final = re.compile("[\r\n\v\f\x85\u2028\u2029]+")
_COMMAS: Final = ",\uff0c\u3001"
_SEMICOLONS: Final = ";\uff1b"
_BULLET: Final = re.compile(
    r"(?:[-*+•·‣◦▪▫●○■□–—\u2043\u2212\uf0b7]|\(?[0-9]{1,3}[.)]|[0-9]{1,3}\ufe0f?\u20e3)(?:\s+|$)|[•‣◦▪●■\uf0b7]\s*"
)
"""A bullet, or a number with a full stop or a bracket, and the blank after it. “3.5 hours” begins with neither."""
_QUOTES: Final = {'"': '"', "“": "”", "„": "“", "«": "»"}


def without_bullet(text: str) -> str:
    """Return a line without the bullet or number that it begins with."""
    line = clean_line(text)
    found = _BULLET.match(line)
    return line[found.end() :] if found else line


def lines_of(text: str) -> list[str]:
    """Return the entries of a list with one entry on each line: clean, without bullets and numbers, none empty."""
    return [line for part in _LINES.split(text) if visible(line := without_bullet(part))]


def names_of(text: str) -> list[str]:
    """Return the names in `text`, clean and none empty.

    Each line is a name. Semicolons separate names within a line. Without semicolons, commas do, but in a text of
    several lines only if a line has more than one comma: a line with one comma is “Surname, Given name”. Nothing
    separates a name in quotation marks, which are left out. Numbers and bullets at the start of a line are, too.
    """
    lines = lines_of(text)
    return [name for line in lines for name in _names(line, several=len(lines) > 1)]


def joined_names(names: list[str]) -> str:
    """Return names as one line that :func:`names_of` separates into the same names."""
    return ", ".join(f'"{name}"' if any(mark in name for mark in _COMMAS + _SEMICOLONS) else name for name in names)


def _names(line: str, *, several: bool) -> list[str]:
    marks = _SEMICOLONS if len(_parts(line, _SEMICOLONS)) > 1 else _COMMAS
    parts = _parts(line, marks)
    if marks == _COMMAS and several and len(parts) == 2 and all(parts):
        parts = [_unquoted(line)]
    return [name for part in parts if visible(name := clean_line(part))]


def _parts(line: str, marks: str) -> list[str]:
    return [_unquoted(part) for part in _split(line, marks)]


def _split(line: str, marks: str) -> Iterator[str]:
    """Yield the parts of a line between marks. A mark within quotation marks that are both there is none."""
    start, at = 0, 0
    while at < len(line):
        closing = _QUOTES.get(line[at]) if not line[start:at].strip() else None
        end = line.find(closing, at + 1) if closing else -1
        if end > at:
            at = end
        elif line[at] in marks:
            yield line[start:at]
            start = at + 1
        at += 1
    yield line[start:]


def _unquoted(part: str) -> str:
    part = part.strip()
    if len(part) > 1 and _QUOTES.get(part[0]) == part[-1]:
        return part[1:-1].strip()
    return part
