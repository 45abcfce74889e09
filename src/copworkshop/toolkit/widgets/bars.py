"""Bars for counts. The number always stands next to its bar, so nobody has to judge a length."""

from collections.abc import Iterable
from typing import Final

from textual.content import Content

from copworkshop.toolkit.theme import BAR, BODY, FRAME
from copworkshop.toolkit.widgets.cells import pad, width_of, wrap

_FULL: Final = "█"
_EIGHTHS: Final = " ▏▎▍▌▋▊▉"
_PLAIN: Final = "#"
_LOW: Final = "▄"
_EMPTY: Final = "░"

_LEAST_BAR: Final = 5  # cells; a shorter bar says less than its number


def bar(count: float, most: float, width: int, *, plain: bool = False) -> str:
    """Return a bar for `count`, on a scale where `most` fills `width` cells.

    Any count above zero shows something. Only a count of `most` or more fills the width. A `plain` bar is made of
    ``#`` in whole cells, for terminals whose font lacks the eighth blocks.
    """
    if count <= 0 or most <= 0 or width <= 0:
        return ""
    steps = 1 if plain else len(_EIGHTHS)
    filled = width * steps if count >= most else min(max(1, int(count / most * width * steps)), width * steps - 1)
    whole, part = divmod(max(1, filled), steps)
    return (_PLAIN if plain else _FULL) * whole + (_EIGHTHS[part] if part else "")


def low_bar(count: float, most: float, width: int) -> str:
    """Return a bar half a row high, in whole cells. Such bars stay separate on adjacent rows."""
    return _LOW * len(bar(count, most, width, plain=True))


def progress(sentence: str, count: int, most: int, width: int) -> list[Content]:
    """Return `sentence` in bold, with a bar of `count` out of `most` after it.

    The bar is below the sentence where the width is too small for both on one line. The missing part of the bar is
    drawn in another colour. If `most` is 0, there is no bar.
    """
    words = wrap(sentence, width)
    room = width - width_of(words[-1]) - 2
    in_line = len(words) == 1 and room >= width // 3
    across = min(width // 2, room) if in_line else width
    if most <= 0:
        return [Content.styled(line, f"bold {BODY}") for line in words]
    drawn = meter(count, most, across)
    *others, last = [Content.styled(line, f"bold {BODY}") for line in words]
    if not in_line:
        return [*others, last, drawn]
    return [Content.assemble(last, " " * (width - last.cell_length - across), drawn)]


def meter(count: int, most: int, width: int) -> Content:
    """Return a bar of `count` out of `most`. The missing part is drawn in another colour and with other characters."""
    filled = bar(count, most, width, plain=True).replace(_PLAIN, _FULL)
    return Content.assemble((filled, BAR), (_EMPTY * (width - len(filled)), FRAME))


def bar_line(
    label: str, count: int, most: int, width: int, *, label_width: int | None = None, plain: bool = False
) -> Content:
    """Return one line of at most `width` cells: the label, the bar and the number.

    Give all lines of one chart the same `label_width` in cells, or draw them with :func:`bar_lines`. If there is no
    room for a bar, only the label and the number are shown.
    """
    number = f"{count:>{len(str(most))}}"
    if label_width is None:
        label_width = _label_width([label], width)
    label_width = max(0, min(label_width, width - len(number) - 1))
    room = width - label_width - len(number) - 2
    parts = [(pad(label, label_width), BODY), (" ", ""), (number, f"bold {BODY}")]
    if room >= _LEAST_BAR:
        parts += [(" ", ""), (bar(count, most, room, plain=plain), BAR)]
    return Content.assemble(*parts)


def bar_block(label: str, count: int, most: int, width: int, *, label_width: int, thick: int) -> list[Content]:
    """Return the line of :func:`bar_line` with a bar of `thick` rows. The label is on the middle row."""
    line = bar_line(label, count, most, width, label_width=label_width)
    start = len(line.plain.rstrip(_FULL + _EIGHTHS))
    end = len(line.plain.rstrip())
    bare = (
        Content.assemble(" " * Content(line.plain[:start]).cell_length, line[start:end]) if end > start else Content()
    )
    return [line if row == (thick - 1) // 2 else bare for row in range(thick)]


def bar_lines(rows: Iterable[tuple[str, int]], width: int, *, plain: bool = False) -> list[Content]:
    """Return a chart with one line for each label and count. All bars have one scale and begin in one column."""
    rows = list(rows)
    most = max((count for _, count in rows), default=0)
    label_width = _label_width([label for label, _ in rows], width)
    return [bar_line(label, count, most, width, label_width=label_width, plain=plain) for label, count in rows]


def _label_width(labels: list[str], width: int) -> int:
    """Return the cells for the labels: the width of the widest label, but at most half of the line."""
    return min(max((width_of(label) for label in labels), default=0), width // 2)
