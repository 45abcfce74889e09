"""The blocks that the report is told in, for formats that are read from the beginning to the end.

They hold the words and their order. Markdown and the text document write the same blocks down, each in its own way.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from copworkshop.export.figure import Row
from copworkshop.export.tree_base import Text


@dataclass(frozen=True, slots=True)
class Said:
    """Words of people or of a plan, as they were written. A format makes them harmless; all other words are ours."""

    words: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Words of ours that stand out."""

    words: str


Piece = str | Said | Strong
Line = tuple[Piece, ...]
"""Words on one line: line breaks in them become spaces."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; its level is 1 for the document's title."""

    level: int
    line: Line


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One or more lines, each ended by a line break."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a plan with their own paragraphs, and what follows the last one."""

    words: str
    after: Line = ()


@dataclass(frozen=True, slots=True)
class Quotation:
    """What a person wrote, with their own lines and paragraphs."""

    words: str


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list: a line, perhaps one more under it, and the items within it."""

    line: Line
    under: Line = ()
    within: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A list, with bullets or with numbers from 1."""

    items: tuple[Item, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts that can be drawn as bars: one or more labels, and how many."""

    heading: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """A table. A format without tables writes the list of the same facts instead."""

    heading: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    otherwise: Listing


Block = Heading | Paragraph | Passage | Quotation | Listing | Figures | Rows


def line(*pieces: Piece | Line) -> Line:
    """Return a line of pieces, and of the pieces of other lines."""
    return tuple(one for piece in pieces for one in (piece if isinstance(piece, tuple) else (piece,)))


def heading(level: int, *pieces: Piece | Line) -> Heading:
    """Return a heading of these pieces."""
    return Heading(level, line(*pieces))


def paragraph(*pieces: Piece | Line) -> Paragraph:
    """Return a paragraph of one line."""
    return Paragraph((line(*pieces),))


def bullets(items: Iterable[Line]) -> Listing:
    """Return a list of these lines."""
    return Listing(tuple(map(Item, items)))


def parted(lines: Iterable[Line], by: str, last: str | None = None) -> Line:
    """Return several lines as one, with words of ours between them; before the last one those of `last`."""
    held = [*lines]

    def pieces() -> Iterator[Piece | Line]:
        for place, each in enumerate(held):
            if place:
                yield last if last is not None and place == len(held) - 1 else by
            yield each

    return line(*pieces())


def cited(words: Text) -> Line:
    """Return a text of the plan, with its source in brackets where it is the literature's."""
    return line(Said(words.text), citation(words))


def citation(words: Text) -> Line:
    """Return the source of a text in brackets, after a space; nothing where it is not the literature's."""
    return line(" (", Said(words.source.short), ")") if words.source is not None else ()
