"""The parts of the HTML report's pictures: a few shapes, and words that are broken into lines.

A picture is as wide as a telephone's screen and grows downwards, so that its words can be read there. Lengths are in
units of its own, in which running text is 14 high. The length of a text can only be estimated, and is rather estimated
too long than too short.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from copworkshop.ranking.table import width

PICTURE_WIDTH: Final = 480
LINE: Final = 20
"""From one line of words to the next."""

_LETTER: Final = 7.6
_MORE_FOR_A_CAPITAL: Final = 2.2
_MORE_FOR_A_BROAD_LETTER: Final = 4.0
_BROAD: Final = "MWmw@%"
_MORE: Final = "…"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    style: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Curve:
    """A path, in the words of SVG."""

    style: str
    d: str


@dataclass(frozen=True, slots=True)
class Label:
    """One line of words; `y` is the line that it stands on."""

    style: str
    x: float
    y: float
    text: str
    anchor: str = "start"
    """Which end of the words is at `x`: start, middle or end."""


Shape = Box | Curve | Label


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing, its name, and a description for people who do not see it."""

    name: str
    """Its key within the page."""
    title: str
    told: str
    height: float
    shapes: tuple[Shape, ...]


def wrapped(text: str, room: float, most: int) -> list[str]:
    """Break `text` into at most `most` lines that fit `room` units; a longer text ends in an ellipsis."""
    lines = list(_lines(text, room))
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], _cut(lines[most - 1], room - _extent(_MORE)) + _MORE]


def labels(style: str, x: float, y: float, lines: list[str], anchor: str = "start") -> list[Shape]:
    """Return a label for each line, one under the other; `y` is where the first one stands."""
    return [Label(style, x, y + LINE * number, line, anchor) for number, line in enumerate(lines)]


def _lines(text: str, room: float) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if _extent(longer) <= room:
            line = longer
            continue
        if line:
            yield line
        line = word
        while _extent(line) > room and len(line) > 1:
            head = _cut(line, room)
            yield head
            line = line[len(head) :]
    if line:
        yield line


def _cut(line: str, room: float) -> str:
    """Return as much of the beginning as fits, and something of it in any case."""
    end = len(line)
    while end > 1 and _extent(line[:end]) > room:
        end -= 1
    return line[:end]


def _extent(text: str) -> float:
    """Return how long a text is at most, in units; no two machines have the same letters."""
    capitals = sum(map(str.isupper, text))
    broad = sum(map(_BROAD.__contains__, text))
    return _LETTER * width(text) + _MORE_FOR_A_CAPITAL * capitals + _MORE_FOR_A_BROAD_LETTER * broad
