"""What a terminal shows, cell by cell, so that a frame sends only the cells that look different.

A dialog that opens or closes, a step that begins and a key in a field repaint whole widgets. Most of their cells stay
as they are, and on a line of one kilobyte a second each unchanged row costs a tenth of a second.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Final, NamedTuple

from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from copworkshop.toolkit.colours import Colours, translate
from copworkshop.toolkit.placing import in_columns, is_in_columns

_UNKNOWN: Final = "\x00"
"""In the place of a character: what the terminal shows there is not known."""

_GAP: Final = 4
"""As many unchanged cells between two changed ones are sent again, because a movement is not shorter."""


_NO_BREAK: Final = "\u00a0"
_BLANK: Final = frozenset({" ", _NO_BREAK})

_WEIGHT: Final = frozenset({"1", "2"})
"""The SGR parameters for bold and dim letters."""

_NO_WEIGHT: Final = "22"
"""Ends both."""

_SEEN_ON_BLANKS: Final = frozenset({"4", "7", "9", "21", "53"})
"""The SGR parameters for underline, reverse, strike, double underline and overline."""

_COLOUR: Final = "(?:5;[0-9]+|2;[0-9]+;[0-9]+;[0-9]+)"
_PART: Final = re.compile(
    f"(?<![0-9])(?:(?P<letters>38;{_COLOUR}|3[0-79]|9[0-7])"
    f"|(?P<ground>48;{_COLOUR}|4[0-79]|10[0-7])"
    "|(?P<attribute>[0-9]+))(?![0-9])"
)
"""One colour or attribute of SGR parameters."""


class _Cells(NamedTuple):
    """Cells next to each other: one character for each, and the SGR parameters of each."""

    text: str
    codes: tuple[str, ...]


class SentCells:
    """The cells that a terminal shows. They are unknown at first, and after :meth:`forget`."""

    def __init__(self, colours: Colours = Colours.TRUE) -> None:
        """Begin without knowledge of a terminal that can show these colours."""
        self._rows: dict[int, _Cells | None] = {}
        self._colours = colours
        self._size: tuple[int, int] | None = None

    def fit(self, size: tuple[int, int]) -> None:
        """Note the size of the screen that the next frames are drawn for.

        A frame for the old size may reach a terminal that has a new one already. What is beyond its last column and
        its last row then lands in them. So nothing that was sent for another size counts.
        """
        if size != self._size:
            self._size = size
            self.forget()

    def forget(self) -> None:
        """Note that the terminal may show anything, for example because output was lost or its size has changed."""
        self._rows.clear()

    def render(self, parts: Iterable[tuple[int, int, Strip]]) -> str:
        """Return what to send so that the terminal shows these parts, and note that it shows them.

        Each part is a row, a column and the cells from there on. They are in the order of rows and columns.
        """
        out = _Output(self._colours)
        for y, row in groupby(parts, itemgetter(0)):
            placed = [(x, strip, _cells(tuple(strip), self._colours)) for _, x, strip in row]
            drawn = tuple([(x, cells) for x, _, cells in placed if cells is not None])
            if len(drawn) == len(placed):
                change = _change(self._rows.get(y), drawn)
                for x, text, codes in change.sent:
                    out.write(y, x, text, codes)
                self._rows[y] = change.after
            else:
                self._place(out, y, placed)
        return out.ended()

    def _place(self, out: "_Output", y: int, placed: Iterable[tuple[int, Strip, _Cells | None]]) -> None:
        """Write a row that has characters whose width is uncertain: they are sent each time."""
        shown = self._rows.get(y)
        for x, strip, cells in placed:
            if cells is None:
                out.place(y, x, in_columns(strip, x))
                spilt = strip.cell_length + 1  # a terminal may draw the last sign wider than it is counted
                shown = _with(shown, x, _Cells(_UNKNOWN * spilt, ("",) * spilt))
                continue
            for start, end in _changed(_shown(shown, x, len(cells.text)), cells):
                out.write(y, x + start, cells.text[start:end], cells.codes[start:end])
            shown = _with(shown, x, cells)
        self._rows[y] = shown


class _Output:
    """What is sent for one frame. Colours stay until they change, and end with the frame."""

    def __init__(self, colours: Colours) -> None:
        self._colours = colours
        self._written: list[str] = []
        self._codes = ""
        self._at = (-1, -1)

    def write(self, y: int, x: int, text: str, codes: tuple[str, ...]) -> None:
        """Write cells from this row and column on."""
        self._move(y, x)
        begin, now = 0, self._codes
        for at, code in enumerate(codes):
            if code != now and not (text[at] == " " and code == _blank_of(now)):
                self._written.append(text[begin:at])
                self._colour(code)
                begin, now = at, code
        self._written.append(text[begin:])
        self._at = (y, x + len(text))

    def place(self, y: int, x: int, strip: Strip) -> None:
        """Write cells that hold movements of their own."""
        self._move(y, x)
        for text, style, _ in strip:
            self._colour(_codes_of(style, self._colours))
            self._written.append(text)
        self._at = (-1, -1)  # the end of the row may be written before its words

    def ended(self) -> str:
        """Return all that was written, with the colours ended."""
        self._colour("")
        return "".join(self._written)

    def _move(self, y: int, x: int) -> None:
        row, column = self._at
        if row == y and column < x:
            self._written.append(f"\x1b[{x - column}C")
        elif (row, column) != (y, x):
            self._written.append(f"\x1b[{y + 1};{x + 1}H")

    def _colour(self, codes: str) -> None:
        if codes != self._codes:
            self._written.append(_from_to(self._codes, codes))
            self._codes = codes


class _Change(NamedTuple):
    """What a row showed, what is drawn on it, what is sent for that, and what the row shows then."""

    before: _Cells | None
    drawn: tuple[_Cells, ...]
    sent: tuple[tuple[int, str, tuple[str, ...]], ...]
    """Columns, each with the cells that are written from there on and their SGR parameters."""
    after: _Cells | None


_changes: Final[dict[tuple[int, ...], _Change]] = {}
"""The changes of rows by the identity of what was there and of what is drawn: most screens of a room show the same."""

_MOST_CHANGES: Final = 4096


def _change(before: _Cells | None, drawn: tuple[tuple[int, _Cells], ...]) -> _Change:
    """Return what to send for a row. Rows that look the same on several terminals are compared once."""
    key = (id(before), *[each for x, cells in drawn for each in (x, id(cells))])
    if (known := _changes.get(key)) is not None:
        return known  # it holds what it was made of, so no other object has the same identity
    row, sent = before, list[tuple[int, str, tuple[str, ...]]]()
    for x, new in drawn:
        groups = _changed(_shown(row, x, len(new.text)), new)
        sent += [(x + start, new.text[start:end], new.codes[start:end]) for start, end in groups]
        row = _with(row, x, new)
    if len(_changes) >= _MOST_CHANGES:
        _changes.clear()
    found = _Change(before, tuple(cells for _, cells in drawn), tuple(sent), None if row is None else _the_one(row))
    _changes[key] = found
    return found


@lru_cache(4096)
def _the_one(row: _Cells) -> _Cells:
    """Return the one object for rows that look the same."""
    return row


def _shown(row: _Cells | None, x: int, cells: int) -> _Cells | None:
    """Return the cells that a row shows from column `x` on; None if that is not known."""
    if row is None or len(row.text) < x + cells:
        return None
    return _Cells(row.text[x : x + cells], row.codes[x : x + cells])


def _with(row: _Cells | None, x: int, new: _Cells) -> _Cells:
    """Return a row that shows other cells from column `x` on."""
    if x == 0 and (row is None or len(row.text) <= len(new.text)):
        return new  # the same object for everybody whose row is the same
    text, codes = row if row is not None else ("", ())
    if (missing := x - len(text)) > 0:
        text, codes = text + _UNKNOWN * missing, (*codes, *[""] * missing)
    end = x + len(new.text)
    return _Cells(text[:x] + new.text + text[end:], (*codes[:x], *new.codes, *codes[end:]))


def _changed(shown: _Cells | None, new: _Cells) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of each group of cells that look different."""
    if shown is None:
        if new.text:
            yield 0, len(new.text)
        return
    if shown == new:
        return
    start, end = -1, -1
    for at, (a, b, c, d) in enumerate(zip(shown.text, new.text, shown.codes, new.codes, strict=True)):
        if a == b and (c is d or c == d):
            continue
        if start >= 0 and at - end > _GAP:
            yield start, end
            start = -1
        start, end = at if start < 0 else start, at + 1
    if start >= 0:
        yield start, end


@lru_cache(4096)
def _cells(segments: tuple[Segment, ...], colours: Colours) -> _Cells | None:
    """Return the cells of a strip; None where one of its characters may have another width on the terminal."""
    if not is_in_columns(Strip(segments)):
        return None
    codes: list[str] = []
    for text, style, _ in segments:
        code = _codes_of(style, colours)
        blank = _blank_of(code)
        if blank == code:
            codes += [code] * len(text)
        else:
            codes += [blank if char in _BLANK else code for char in text]
    return _Cells("".join([segment.text for segment in segments]).replace(_NO_BREAK, " "), tuple(codes))


@lru_cache(4096)
def _codes_of(style: Style | None, colours: Colours) -> str:
    """Return the SGR parameters of a style, without links: no terminal is sent any."""
    if style is None:
        return ""
    rendered = style.clear_meta_and_links().render("x", color_system=ColorSystem.TRUECOLOR)
    return translate(rendered[len("\x1b[") :].partition("m")[0], colours) if rendered != "x" else ""


@lru_cache(4096)
def _blank_of(codes: str) -> str:
    """Return the SGR parameters of a blank cell for those of a letter, whose own colour a blank does not show.

    They are taken from what the terminal can show: there, the ground may depend on the colour of the letters.
    """
    parts = _parts_of(codes)
    return codes if parts.attributes & _SEEN_ON_BLANKS else parts.ground


class _Sgr(NamedTuple):
    """The parts of SGR parameters; a colour is empty where it is the terminal's own."""

    attributes: frozenset[str]
    letters: str
    ground: str


@lru_cache(4096)
def _from_to(before: str, after: str) -> str:
    """Return the shortest sequence that changes what letters look like."""
    if not after:
        return "\x1b[0m"
    whole = f"0;{after}" if before else after
    old, new = _parts_of(before), _parts_of(after)
    gone = old.attributes - new.attributes
    needs_reset = bool(gone - _WEIGHT) or (gone and new.attributes & _WEIGHT)
    if needs_reset or (old.letters and not new.letters) or (old.ground and not new.ground):
        return f"\x1b[{whole}m"
    changes = [_NO_WEIGHT] if gone else []
    changes += sorted(new.attributes - old.attributes)
    changes += [colour for was, colour in ((old.letters, new.letters), (old.ground, new.ground)) if was != colour]
    return f"\x1b[{min(';'.join(changes), whole, key=len)}m" if changes else ""


def _parts_of(codes: str) -> _Sgr:
    attributes, letters, ground = set[str](), "", ""
    for found in _PART.finditer(codes):
        if found["letters"]:
            letters = found["letters"]
        elif found["ground"]:
            ground = found["ground"]
        else:
            attributes.add(found["attribute"])
    return _Sgr(frozenset(attributes), letters, ground)
