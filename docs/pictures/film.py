"""Pictures and films of terminals as SVG.

Each different row is drawn once, and the frames of a film are shown one after another.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby
from typing import Any, Final

from rich.segment import Segment
from rich.style import Style
from textual.app import App

CELL: Final = 8.4
"""Pixels of a column. A character is stretched to it, whatever the font."""
ROW: Final = 18.0
FONT: Final = "ui-monospace,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace"
BACK: Final = "#0f1419"
EDGE: Final = "#3b4754"
BAR: Final = 26.0
"""Pixels of a terminal's title."""
GAP: Final = 12.0

# Which part of its cell a block character fills: left, top, width and height, in eighths.
_BLOCKS: Final = {
    "█": (0, 0, 8, 8), "▀": (0, 0, 8, 4), "▄": (0, 4, 8, 4), "▌": (0, 0, 4, 8), "▐": (4, 0, 4, 8),
    "▁": (0, 7, 8, 1), "▂": (0, 6, 8, 2), "▃": (0, 5, 8, 3), "▅": (0, 3, 8, 5), "▆": (0, 2, 8, 6), "▇": (0, 1, 8, 7),
    "▉": (0, 0, 7, 8), "▊": (0, 0, 6, 8), "▋": (0, 0, 5, 8), "▍": (0, 0, 3, 8), "▎": (0, 0, 2, 8), "▏": (0, 0, 1, 8),
    "▔": (0, 0, 8, 1), "▕": (7, 0, 1, 8),
}  # fmt: skip

Row = Sequence[Segment]


@dataclass(frozen=True)
class Terminal:
    """A terminal of the film: its title, its place, and its size in cells."""

    title: str
    left: float
    columns: int
    rows: int

    @property
    def width(self) -> float:
        """Pixels."""
        return self.columns * CELL + 2 * GAP


def rows_of(app: App[Any]) -> list[Row]:
    """Return what an app shows, as the segments of its rows."""
    return [list(strip) for strip in app.screen._compositor.render_strips()]


def picture(app: App[Any], title: str) -> str:
    """Return what an app shows as a picture."""
    return one_frame(Terminal(title, 0, *app.size), title, rows_of(app))


def one_frame(terminal: Terminal, title: str, rows: Sequence[Row]) -> str:
    """Return the rows of a terminal as a picture."""
    film = Film((replace(terminal, title=title),), captions=False)
    film.show("", (rows,), 1)
    return film.svg()


class Film:
    """Collects frames and writes them as one SVG."""

    def __init__(self, terminals: Sequence[Terminal], *, captions: bool = True) -> None:
        self._terminals = terminals
        self._rows: dict[str, str] = {}
        self._colours: dict[str, str] = {}
        self._frames: list[tuple[str, float]] = []
        self.width = max(each.left + each.width for each in terminals)
        self.height = max(each.rows for each in terminals) * ROW + BAR + GAP + 4 + (GAP + 36 if captions else 4)
        self.still = 0
        """The number of the frame that is shown where nothing may move."""

    @property
    def seconds(self) -> float:
        """How long the film is."""
        return sum(seconds for _, seconds in self._frames)

    def show(self, caption: str, screens: Sequence[Sequence[Row]], seconds: float) -> None:
        """Add a frame: the rows of each terminal, and a line below."""
        parts: list[str] = []
        for terminal, rows in zip(self._terminals, screens, strict=True):
            top = BAR + GAP
            for number, row in enumerate(rows[: terminal.rows]):
                drawn = self._drawn(row)
                if drawn:
                    name = self._rows.setdefault(drawn, f"r{len(self._rows)}")
                    parts.append(f'<use href="#{name}" x="{terminal.left + GAP:g}" y="{top + number * ROW:g}"/>')
        if caption:
            parts.append(f'<text class="t" x="{self.width / 2:g}" y="{self.height - 15:g}">{escape(caption)}</text>')
        frame = "".join(parts)
        if not seconds:
            return
        if self._frames and self._frames[-1][0] == frame:
            self._frames[-1] = (frame, self._frames[-1][1] + seconds)
        else:
            self._frames.append((frame, seconds))

    def mark_still(self) -> None:
        """Show the last frame where nothing may move."""
        self.still = len(self._frames) - 1

    def svg(self) -> str:
        """Return the film."""
        width, height = f"{self.width:g}", f"{self.height:g}"
        begun, keys = 0.0, []
        for number, (_, seconds) in enumerate(self._frames):
            keys.append(f"{100 * begun / self.seconds:.3f}%{{transform:translateX({-number * self.width:g}px)}}")
            begun += seconds
        frames = "".join(
            f'<g transform="translate({number * self.width:g})">{frame}</g>' if number else f"<g>{frame}</g>"
            for number, (frame, _) in enumerate(self._frames)
        )
        colours = "".join(f".{name}{{{rule}}}" for rule, name in self._colours.items())
        rows = "".join(f'<g id="{name}">{drawn}</g>' for drawn, name in self._rows.items())
        still = f"transform:translateX({-self.still * self.width:g}px)"
        moves = (
            f"#film{{animation:film {self.seconds:g}s step-end infinite}}@keyframes film{{{''.join(keys)}}}"
            f"@media (prefers-reduced-motion:reduce),print{{#film{{animation:none;{still}}}}}"
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
            f"<style>text{{font:14px {FONT};white-space:pre}}{colours}"
            f".t{{font:600 19px system-ui,sans-serif;fill:#f2c55c;text-anchor:middle}}.h{{fill:#9aa7b4;font-size:12px}}"
            f"{moves if len(self._frames) > 1 else ''}</style>"
            f'<defs>{rows}</defs><rect width="{width}" height="{height}" rx="10" fill="#161c24"/>'
            f'{self._boxes()}<g id="film" shape-rendering="crispEdges">{frames}</g></svg>\n'
        )

    def _boxes(self) -> str:
        drawn = ""
        for each in self._terminals:
            size = f'width="{each.width - 8:g}" height="{BAR + each.rows * ROW + GAP:g}"'
            drawn += f'<rect x="{each.left + 4:g}" y="4" {size} rx="7" fill="{BACK}" stroke="{EDGE}"/>'
            drawn += f'<text class="h" x="{each.left + GAP + 4:g}" y="22">{escape(each.title)}</text>'
        return drawn

    def _drawn(self, row: Row) -> str:
        """Return a row as SVG: what is behind the characters, then blocks, then text."""
        behind: list[str] = []
        above: list[str] = []
        column = 0
        for text, style, _ in Segment.simplify(row):
            columns = Segment(text).cell_length
            front, back = _colours(style)
            if back is not None and back != BACK:
                behind.append(_rect(column * CELL, 0, columns * CELL, ROW, back))
            above += self._pieces(text, column, front, style)
            column += columns
        return "".join([*behind, *above])

    def _pieces(self, text: str, column: int, front: str, style: Style | None) -> Iterable[str]:
        """Yield the blocks and the words of a run of one style."""
        for same, found in groupby(text, lambda letter: letter if letter in _BLOCKS else ""):
            part = "".join(found)
            columns = Segment(part).cell_length
            if not same:
                if part.strip():
                    yield self._word(part, column, front, style)
            else:
                left, top, width, height = _BLOCKS[same]
                for place in (column,) if width == 8 else range(column, column + columns):
                    wide = columns if width == 8 else width / 8
                    yield _rect((place + left / 8) * CELL, top / 8 * ROW, wide * CELL, height / 8 * ROW, front)
            column += columns

    def _word(self, text: str, column: int, front: str, style: Style | None) -> str:
        bare = text.strip()
        column += Segment(text[: len(text) - len(text.lstrip())]).cell_length
        rule = f"fill:{front}"
        rule += ";font-weight:700" if style is not None and style.bold else ""
        rule += ";text-decoration:underline" if style is not None and style.underline else ""
        name = self._colours.setdefault(rule, f"c{len(self._colours)}")
        long = Segment(bare).cell_length * CELL
        stretched = f' textLength="{long:g}" lengthAdjust="spacingAndGlyphs"' if len(bare) > 1 else ""
        return f'<text class="{name}" x="{column * CELL:g}" y="13.5"{stretched}>{escape(bare)}</text>'


def _rect(left: float, top: float, width: float, height: float, colour: str) -> str:
    # A little too large, so that no line shows between two of them.
    return f'<rect x="{left:g}" y="{top:g}" width="{width + 0.4:g}" height="{height + 0.4:g}" fill="{colour}"/>'


def _colours(style: Style | None) -> tuple[str, str | None]:
    """Return the colour of the characters and the one behind them."""
    if style is None:
        return "#d7dde4", None
    front = style.color.get_truecolor().hex if style.color is not None else "#d7dde4"
    back = style.bgcolor.get_truecolor().hex if style.bgcolor is not None else None
    if style.reverse:
        return back or BACK, front
    return front, back
