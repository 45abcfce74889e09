"""What the drawings of the stage share: the page, styled text, sources, and the clock."""

from collections.abc import Iterable, Sequence
from typing import Final, TypeVar

from textual.content import Content

from copworkshop.model.plan import Plan, StepBase
from copworkshop.model.plan_words import Words
from copworkshop.toolkit.large_text import enlarged
from copworkshop.toolkit.theme import BODY, HEADING, QUIET
from copworkshop.toolkit.widgets.cells import fit, wrap
from copworkshop.toolkit.widgets.digits import biggest
from copworkshop.toolkit.widgets.lines import hanging as hanging
from copworkshop.toolkit.widgets.lines import paragraph as paragraph
from copworkshop.ui.clock import clock_style, clock_time, clock_words
from copworkshop.ui.stage.canvas import Canvas
from copworkshop.ui.stage.pages import Block

S = TypeVar("S", bound=StepBase)

Lines = Sequence[Content]

STRONG: Final = f"bold {BODY}"
"""The style of important words: a question, a name, the wording of an idea."""

NEWEST: Final = "> "
"""Marks the line that was revealed last, so that people see it without colour."""

_ROOM_FOR_LARGE: Final = 20  # rows; in fewer, larger letters take too much space
_ROOMY: Final = 60  # cells; from this width on the clock stands next to other words
_MEASURE: Final = 116  # cells; in longer lines the eye loses its place
_WIDEST: Final = 160  # cells; the longest line on a very wide screen, where letters are small
_MOST_GAP: Final = ((46, 3), (0, 2))  # pairs: least rows of the page, empty rows between blocks
_AIR: Final = 5  # rows that stay free on a page whose blocks stand more than one row apart

_NUMBERS: Final = (
    "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip

_CLOCK_GAP: Final = 3  # cells between words and the clock next to them


def step_of(canvas: Canvas, kind: type[S]) -> S:
    """Return the step that the room is at.

    Raises:
        TypeError: the step is of another kind than `kind`.

    """
    step = canvas.sight.step
    if not isinstance(step, kind):
        raise TypeError(f"the room is at the step “{step.kind}”, which another drawing shows")
    return step


def measure(canvas: Canvas) -> int:
    """Return the width of the text on the page, in cells."""
    return min(canvas.width, max(_MEASURE, min(canvas.width * 4 // 5, _WIDEST)))


def title_of(canvas: Canvas) -> list[Content]:
    """Return the step's title. Every page begins with it."""
    return large(canvas, canvas.sight.step.title.text, measure(canvas), HEADING)


def large(canvas: Canvas, text: str, width: int, style: str) -> list[Content]:
    """Return the text as lines of at most `width` cells, in larger letters if the terminal has them and they fit."""
    lines = paragraph(text, width, style)
    if not canvas.sized or len(lines) > 1 or canvas.height < _ROOM_FOR_LARGE:
        return lines
    return enlarged(lines[0], width)


def page(canvas: Canvas, title: Lines, *blocks: Lines, gap: int | None = None, steady: int | None = None) -> Block:
    """Put a title at the top, and blocks of lines below each other in the middle of the rest.

    No line is wider than :func:`measure`. The blocks are `gap` rows apart. By default the gap leaves some rows free;
    it is 0 on a full page. Empty blocks take no space. `steady` is the number of rows that the blocks take once all
    of them are revealed; with it nothing moves as they are revealed. A block that is one page of several makes the
    result one.
    """
    filled = [block for block in blocks if block]
    if gap is None:
        gap = _gap(canvas, title, filled, steady)
    rows = max(height_of(*filled, gap=gap), steady or 0)
    spare = 0 if canvas.at_the_top else canvas.height - len(title) - rows - max(gap, 1)
    above = min(canvas.height // 20, max(0, spare))
    lowered = max(0, spare - above) // 3  # the eye sees the middle above the real one
    lines = [*[Content()] * above, *title, *[Content()] * ((max(gap, 1) if spare >= 0 else gap) + lowered)]
    lines += stacked(filled, gap)
    if not filled:
        lines = [*[Content()] * above, *title]
    left = (canvas.width - measure(canvas)) // 2
    drawn = Block(line.pad_left(left) if line.plain and left else line for line in lines)
    _take_over(drawn, [block for block in blocks if isinstance(block, Block)])
    return drawn


def _take_over(drawn: Block, parts: Sequence[Block]) -> None:
    """Give a page what is known of its parts: their pages, and what stands in them in large letters."""
    drawn.pages = max((part.pages for part in parts), default=1)
    drawn.said = tuple(text for part in parts for text in part.said)
    drawn.cells = sum(part.cells for part in parts)


def _gap(canvas: Canvas, title: Lines, blocks: Sequence[Lines], steady: int | None) -> int:
    """Return how many empty rows stand between blocks. It grows with the space."""
    most = next(gap for least, gap in _MOST_GAP if canvas.height >= least)
    for gap in range(1 if canvas.at_the_top else most, 0, -1):
        rows = len(title) + gap + max(height_of(*blocks, gap=gap), steady or 0)
        if rows + (_AIR if gap > 1 else 0) <= canvas.height:
            return gap
    return 0


def height_of(*blocks: Lines, gap: int = 1) -> int:
    """Return how many rows these blocks take on a page."""
    filled = [block for block in blocks if block]
    return sum(map(len, filled)) + gap * max(0, len(filled) - 1)


def stacked(blocks: Iterable[Lines], gap: int) -> list[Content]:
    """Return blocks of lines below each other, `gap` empty rows apart."""
    lines: list[Content] = []
    for index, block in enumerate(blocks):
        lines += [Content()] * (gap if index else 0)
        lines += block
    return lines


def shortened(text: str, width: int, rows: int) -> list[str]:
    """Return a text as at most `rows` lines. The last one ends in an ellipsis if something was cut."""
    lines = wrap(text, width)
    if len(lines) <= rows:
        return lines
    return [*lines[: rows - 1], fit(" ".join(lines[rows - 1 :]), width)]


def sourced(plan: Plan, words: Words, style: str = BODY) -> Content:
    """Return a text of the plan, followed by its source if it is from the literature."""
    short = source_of(plan, words)
    return Content.assemble((words.text, style), (f"  {short}", QUIET)) if short else Content.styled(words.text, style)


def source_of(plan: Plan, words: Words) -> str:
    """Return the short source of a text; empty for a text of the slides or of our own."""
    return plan.sources[words.source].short if words.source is not None else ""


def source_lines(label: str, sources: Iterable[str], width: int) -> list[Content]:
    """Return a quiet line that names each source once; nothing if there are no sources."""
    named = " · ".join(dict.fromkeys(source for source in sources if source))
    return paragraph(f"{label}{named}", width, QUIET) if named else []


def side_by_side(columns: Sequence[Lines], widths: Sequence[int], gap: int) -> list[Content]:
    """Return columns of lines next to each other, `gap` cells apart, each of its width in `widths`."""
    rows: list[Content] = []
    for y in range(max(map(len, columns), default=0)):
        row = Content()
        for index, (column, width) in enumerate(zip(columns, widths, strict=True)):
            cell = column[y] if y < len(column) else Content()
            space = width - cell.cell_length + gap if index < len(columns) - 1 else 0
            row = Content.assemble(row, cell, " " * space)
        rows.append(row.rstrip())
    return rows


def count_of(number: int, one: str, many: str) -> str:
    """Say a number. `one` or `many` follows it, such as “idea is in” or “ideas are in”."""
    return f"{number} {one if number == 1 else many}"


def in_words(number: int) -> str:
    """Return a number in words up to twelve, and in digits above."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else str(number)


def clock_lines(canvas: Canvas, width: int, height: int) -> list[Content]:
    """Draw the clock as large as the space allows, with its words below it; nothing where no time was planned.

    Nor until it is started: in large digits a clock that stands looks broken, and the bottom line has the minutes.
    """
    timer = canvas.sight.clock
    time = clock_time(timer, canvas.now)
    if not time or not timer.begun:
        return []
    style, words = clock_style(timer, canvas.now), clock_words(timer, canvas.now)
    rows = min(height - bool(words), canvas.height // 3)  # large enough to read, small enough not to distract
    drawn = [Content.styled(line, style) for line in biggest(time, width, max(1, rows))]
    return [*drawn, *paragraph(words, width, style)] if words else drawn


def with_clock(canvas: Canvas, lines: Lines, width: int, height: int) -> list[Content]:
    """Return lines with the clock to the right of them or below them, where the clock can be larger.

    Both together take at most `height` rows, unless the lines alone take more.
    """
    across = max((line.cell_length for line in lines), default=0)
    at_right = clock_lines(canvas, width - across - _CLOCK_GAP, height)
    room = height - len(lines) - 1
    below = clock_lines(canvas, width, room) if room > 0 else []
    if not at_right or (len(below) > len(at_right) and len(below) > 1):
        return [*lines, Content(), *below] if below else [*lines, *clock_lines(canvas, width, 1)]
    if width < _ROOMY or len(at_right) == 1:
        return [*lines, *clock_lines(canvas, width, 1)]
    wide = max(line.cell_length for line in at_right)
    apart = max(0, len(lines) - len(at_right)) // 2
    return side_by_side([lines, [*[Content()] * apart, *at_right]], [width - wide, wide], 0)
