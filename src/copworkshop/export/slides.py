"""The top ten and the picture of participation as drawings for slides: wide, with large letters and few words.

A drawing says nothing that the report does not say. Lengths are in the pixels of a slide of 1920 by 1080.
"""

from dataclasses import dataclass
from typing import Final

from copworkshop.export.html_pictures import participation_flow
from copworkshop.export.html_shapes import PICTURE_WIDTH, Box, Label, Shape, wrapped
from copworkshop.export.tree import ParticipationPart, Report
from copworkshop.export.tree_topten import TopTenPart
from copworkshop.export.wording import many, moved
from copworkshop.ranking.rule import score_text

WIDTH: Final = 1920
HEIGHT: Final = 1080

_MARGIN: Final = 80
_TITLE: Final = 54
_UNDER_TITLE: Final = 32
_FOOT: Final = 1040
_PICTURE_TEXT: Final = 14  # how high running text is in a picture of the page
_SIZES: Final = (46, 42, 38, 34, 30, 26, 22, 18)
"""How high the letters of the list may be. The largest is taken in which every idea has room."""

_SMALLEST_WHOLE: Final = 26
"""Below this nobody can read a slide. Longer ideas are then cut."""

_LEADING: Final = 1.18
_WORDS_FROM: Final = 200
_WORDS_TO: Final = 1290
_BAR_FROM: Final = 1330
_BAR_TO: Final = 1590


@dataclass(frozen=True, slots=True)
class Words:
    """One line of words on a slide; `y` is the line that it stands on, `size` how high it is."""

    style: str
    x: float
    y: float
    size: float
    text: str
    anchor: str = "start"
    """Which end of the words is at `x`: start, middle or end."""


@dataclass(frozen=True, slots=True)
class Slide:
    """A drawing, and a description for people who do not see it."""

    title: str
    told: str
    words: tuple[Words, ...]
    boxes: tuple[Box, ...]
    picture: tuple[Shape, ...] = ()
    """Shapes of a picture of the page, to be moved and enlarged."""
    left: float = 0
    top: float = 0
    scale: float = 1


def slide(report: Report) -> Slide | None:
    """Return the slide of the top ten; without a list, that of participation; None where there is neither."""
    if report.top_ten is not None and report.top_ten.places:
        return _top_ten(report, report.top_ten)
    return _participation(report, report.participation) if report.participation is not None else None


def _head(report: Report, title: str, under: str) -> list[Words]:
    lines = wrapped(title, _room(WIDTH - 2 * _MARGIN, _TITLE), 2)
    words = [Words("strong", _MARGIN, 90 + 62 * row, _TITLE, line) for row, line in enumerate(lines)]
    beneath = 90 + 62 * (len(lines) - 1) + 50
    more = wrapped(under, _room(WIDTH - 2 * _MARGIN, _UNDER_TITLE), 2)
    words += [Words("quiet", _MARGIN, beneath + 40 * row, _UNDER_TITLE, line) for row, line in enumerate(more)]
    foot = wrapped(report.heading or report.session, _room(WIDTH - 2 * _MARGIN, 22), 1)
    return [*words, *(Words("quiet", WIDTH - _MARGIN, HEIGHT - 18, 22, line, "end") for line in foot)]


def _room(pixels: float, size: float) -> float:
    """Return how much room `pixels` are for letters of this size, in the units of :func:`wrapped`."""
    return pixels * _PICTURE_TEXT / size


def _top_ten(report: Report, part: TopTenPart) -> Slide:
    under = part.missing or f"{many(part.ideas, 'idea')}, {many(part.ballots, 'ballot')}"
    words = _head(report, part.question, under)
    top = max(each.y for each in words if each.x == _MARGIN) + 60
    words += [
        Words("quiet", _BAR_TO + 84, top - 6, 24, "points", "end"),
        Words("quiet", WIDTH - _MARGIN, top - 6, 24, "chosen by", "end"),
    ]
    high = min(120.0, (_FOOT - top) / len(part.places))
    size, lines = _largest([idea.wording for idea in part.places], high)
    most = max(float(idea.score) for idea in part.places) or 1
    boxes = []
    for row, (idea, wording) in enumerate(zip(part.places, lines, strict=True)):
        middle = top + high * (row + 0.5)
        first = middle + size * 0.36 - size * _LEADING * (len(wording) - 1) / 2
        words.append(Words("place", _WORDS_FROM - 30, middle + size * 0.36, size, idea.label, "end"))
        words += [
            Words("words", _WORDS_FROM, first + size * _LEADING * place, size, line)
            for place, line in enumerate(wording)
        ]
        length = max(4.0, float(idea.score) / most * (_BAR_TO - _BAR_FROM))
        thick = min(40.0, high * 0.5)
        boxes.append(Box("bar", _BAR_FROM, middle - thick / 2, length, thick))
        figures = min(size, 34)
        words += [
            Words("strong", _BAR_TO + 84, middle + figures * 0.36, figures, score_text(idea.score), "end"),
            Words(
                "quiet",
                WIDTH - _MARGIN,
                middle + figures * 0.36,
                figures * 0.8,
                f"{idea.chosen_by:,} of {part.ballots:,}",
                "end",
            ),
        ]
    told = "; ".join(f"{idea.label}: {idea.wording}, {score_text(idea.score)} points" for idea in part.places)
    return Slide(part.question, f"{told}.", tuple(words), tuple(boxes))


def _largest(wordings: list[str], high: float) -> tuple[float, list[list[str]]]:
    """Return the largest size in which each wording has room on a row so high, and its lines."""
    lines: list[list[str]] = []
    for size in _SIZES:
        rows = max(1, int(high * 0.96 / (size * _LEADING)))
        if size * _LEADING > high:
            continue
        room = _room(_WORDS_TO - _WORDS_FROM, size)
        lines = [wrapped(wording, room, rows) for wording in wordings]
        whole = all(len(wrapped(wording, room, rows + 1)) <= rows for wording in wordings)
        if whole or size <= _SMALLEST_WHOLE:
            return size, lines
    least = high / _LEADING
    return least, [wrapped(wording, _room(_WORDS_TO - _WORDS_FROM, least), 1) for wording in wordings]


def _participation(report: Report, part: ParticipationPart) -> Slide | None:
    flow = participation_flow(part)
    if flow is None:
        return None
    under = moved(part.movement) if part.movement is not None else (part.missing or "")
    words = _head(report, flow.title, under)
    top = max(each.y for each in words if each.x == _MARGIN) + 30
    scale = min((WIDTH - 2 * _MARGIN) / PICTURE_WIDTH, (_FOOT - top) / flow.height)
    width = _width(flow.shapes)
    return Slide(
        flow.title,
        flow.told,
        tuple(words),
        (),
        flow.shapes,
        left=max(_MARGIN, (WIDTH - width * scale) / 2),
        top=top,
        scale=scale,
    )


def _width(shapes: tuple[Shape, ...]) -> float:
    """Return how wide a picture of the page is: half as wide where only today is drawn."""
    return PICTURE_WIDTH if any(isinstance(shape, Label) and shape.x > PICTURE_WIDTH / 2 for shape in shapes) else 220
