"""Member participation: the levels as bands, and the room's answers in numbers, never with names."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from textual.content import Content

from copworkshop.model.plan import Level, ParticipationStep
from copworkshop.model.plan_words import Words
from copworkshop.rules.agenda import PICTURES
from copworkshop.rules.participation import Picture
from copworkshop.toolkit.theme import ACCENT, HEADING, QUIET
from copworkshop.toolkit.widgets.bars import bar_block, progress
from copworkshop.toolkit.widgets.cells import width_of, wrap_content
from copworkshop.ui.stage.canvas import Canvas
from copworkshop.ui.stage.main_text import all_large, as_main, main_share, main_text
from copworkshop.ui.stage.page import (
    NEWEST,
    STRONG,
    Lines,
    hanging,
    height_of,
    measure,
    page,
    paragraph,
    side_by_side,
    source_lines,
    source_of,
    sourced,
    stacked,
    step_of,
    title_of,
    with_clock,
)
from copworkshop.ui.stage.pages import Block
from copworkshop.ui.widgets.bands import Band, bands

_PERSON = "▄▄"  # on a band; half a row high, so that persons above each other stay apart
_TWO_CHARTS = 64  # cells; from this width on two charts stand next to each other
_GAP = 4
_NO_LIMIT = 10_000  # rows
_LEAST_MOVES = 4  # rows of single moves that are always shown


def draw_participation(canvas: Canvas) -> list[Content]:
    """Draw the round that the room is in."""
    step = step_of(canvas, ParticipationStep)
    match canvas.sight.spot.round:
        case "levels":
            return _levels(canvas, step)
        case "place":
            return _place(canvas, step)
        case _:
            return _picture(canvas, step)


def _levels(canvas: Canvas, step: ParticipationStep) -> list[Content]:
    """Draw the bands with the meaning of every level. If that is too long, only the newest one's, below the bands."""
    width, plan, shown = measure(canvas), canvas.sight.plan, canvas.sight.spot.point
    title = title_of(canvas)
    sources = [
        *source_lines("Levels: ", [source_of(plan, words) for words in _said_of(step.levels)], width),
        *source_lines(
            "Typical shares: ", [source_of(plan, level.share) for level in step.levels if level.share], width
        ),
    ]
    highlight = len(step.levels) - shown if shown else None
    told = [_band(level) for level in reversed(step.levels)]
    room = canvas.height - height_of(title, sources) - 1
    if _rows_told(told, width) <= room:
        return page(canvas, title, as_main(bands(told, width, room, shown=shown, highlight=highlight)), sources)
    meanings = [_meaning(canvas, level, width) for level in step.levels]
    below = max(map(len, meanings))
    named = [replace(band, meaning="") for band in told]
    drawn = bands(named, width, room - below - 1, shown=shown, highlight=highlight)
    meaning = meanings[shown - 1] if shown else []
    return page(canvas, title, as_main(drawn), [*meaning, *[Content()] * (below - len(meaning))], sources)


def _said_of(levels: Sequence[Level]) -> list[Words]:
    return [words for level in levels for words in (level.name, level.meaning)]


def _band(level: Level) -> Band:
    return Band(level.name.text, level.meaning.text, level.share.text if level.share is not None else "")


def _meaning(canvas: Canvas, level: Level, width: int) -> list[Content]:
    words = Content.assemble((f"{level.name.text}: ", STRONG), level.meaning.text)
    return hanging(NEWEST, words, width, mark_style=ACCENT)


def _rows_told(told: Sequence[Band], width: int) -> int:
    """Return how many rows the bands take with all their meanings, or `_NO_LIMIT` if they are drawn as a list.

    With unlimited space each band has one empty row, so it is at least three rows high. A list has two rows for each
    level, and cuts a text that does not fit into one row.
    """
    rows = len(bands(told, width, _NO_LIMIT))
    return rows - len(told) if rows >= 3 * len(told) else _NO_LIMIT


def _place(canvas: Canvas, step: ParticipationStep) -> list[Content]:
    width, sight = measure(canvas), canvas.sight
    title = title_of(canvas)
    levels = [
        line
        for number, level in enumerate(step.levels, 1)
        for line in hanging(f"{number}  ", level.name.text, width, mark_style=ACCENT)
    ]
    placed = progress(
        f"{sight.participation.placed} of {sight.present} have placed themselves",
        sight.participation.placed,
        sight.present,
        width,
    )
    asked = canvas.height - height_of(title, levels, placed) - 2
    questions = all_large(canvas, [step.today.text, step.later.text], width, asked, STRONG)
    if not questions:
        line = wrap_content(Content("   ").join(levels), width)
        asked = canvas.height - height_of(title, line, placed) - 2
        if questions := all_large(canvas, [step.today.text, step.later.text], width, asked, STRONG):
            levels = line
    if not questions:
        texts = (step.today, step.later)
        lines = [line for words in texts for line in wrap_content(sourced(sight.plan, words, STRONG), width)]
        questions = as_main(lines, width)
    room = canvas.height - height_of(title, questions, placed) - 2
    told = as_main(with_clock(canvas, levels, width, room), width)
    return page(canvas, title, questions, told, placed)


def _picture(canvas: Canvas, step: ParticipationStep) -> list[Content]:
    width, picture = measure(canvas), canvas.sight.participation.picture
    title = title_of(canvas)
    if picture is None:
        placed = canvas.sight.participation.placed
        waiting = f"The picture appears once {step.least_answers} people have answered; {placed} so far."
        return page(canvas, title, main_share(canvas, waiting, width, canvas.height - len(title) - 1, STRONG))
    room = canvas.height - len(title) - 3
    blocks: Sequence[Lines]
    match PICTURES[canvas.sight.spot.point]:
        case "today" if drawn := _people_on_bands(canvas, step, picture.today, width, room):
            blocks = [paragraph("Today", width, HEADING), drawn]
        case "today":
            blocks = _thickest(
                room, lambda thick, air: [_chart("Today", step, picture.today, picture.answered, width, thick, air)]
            )
        case "later":
            blocks = _thickest(room, lambda thick, air: _two_charts(step, picture, width, thick, air))
        case _:
            blocks = _movement(canvas, step, picture, room)
    return page(canvas, title, *(block if isinstance(block, Block) else as_main(block, width) for block in blocks))


def _people_on_bands(
    canvas: Canvas, step: ParticipationStep, counts: Mapping[str, int], width: int, room: int
) -> list[Content]:
    """Return the bands with a mark for each person; nothing where they do not fit, or on a page read from near."""
    told = [
        Band(level.name.text, " ".join([_PERSON] * counts.get(level.id, 0)), counts=(counts.get(level.id, 0),))
        for level in reversed(step.levels)
    ]
    height = room - 2  # the heading, and an empty row
    drawn = [] if canvas.at_the_top else bands(told, width, height)
    marks = sum(line.plain.count(_PERSON) for line in drawn)
    framed = any(line.plain.lstrip().startswith("┌") for line in drawn)
    return drawn if framed and len(drawn) <= height and marks == sum(counts.values()) else []


_BARS = ((5, 2), (4, 2), (3, 2), (2, 2), (2, 1), (1, 1), (1, 0))
"""Pairs of a bar's thickness and the rows between bars, the airiest first."""


def _thickest(room: int, draw: Callable[[int, int], list[list[Content]]]) -> list[list[Content]]:
    """Return what `draw` draws with the thickest bars that fit `room` rows, or with the thinnest."""
    drawn = (draw(thick, air) for thick, air in _BARS)
    return next((blocks for blocks in drawn if height_of(*blocks) <= room), draw(*_BARS[-1]))


def _chart(
    heading: str,
    step: ParticipationStep,
    counts: Mapping[str, int],
    most: int,
    width: int,
    thick: int,
    air: int,
) -> list[Content]:
    """Return a bar for each level, from the centre outwards, on a scale that ends at `most`."""
    names = [level.name.text for level in step.levels]
    label = min(max(map(width_of, names)), width // 2)
    bars = [
        bar_block(level.name.text, counts.get(level.id, 0), most, width, label_width=label, thick=thick)
        for level in step.levels
    ]
    return [*paragraph(heading, width, HEADING), *[Content()] * air, *stacked(bars, air)]


def _two_charts(step: ParticipationStep, picture: Picture, width: int, thick: int, air: int) -> list[list[Content]]:
    """Return today and in six months, next to each other if there is space. The scale ends at all who answered."""
    wide = width >= _TWO_CHARTS
    each = (width - _GAP) // 2 if wide else width
    today = _chart("Today", step, picture.today, picture.answered, each, thick, air)
    if picture.later:
        later = _chart("In six months", step, picture.later, picture.answered, each, thick, air)
    else:
        sentence = f"This half appears once {step.least_answers} people have answered it."
        later = stacked([paragraph("In six months", each, HEADING), paragraph(sentence, each)], air)
    return [side_by_side([today, later], [each, each], _GAP)] if wide else [today, later]


def _movement(canvas: Canvas, step: ParticipationStep, picture: Picture, room: int) -> list[Lines]:
    width = measure(canvas)
    asked = [
        line
        for question in step.questions
        for line in hanging("– ", sourced(canvas.sight.plan, question), width, mark_style=QUIET)
    ]
    if not picture.moves:
        sentence = f"The movement appears once {step.least_answers} people have answered both questions."
        return [paragraph(sentence, width, STRONG), asked]
    summary = (
        f"{picture.inwards:,} would like to move inwards, {picture.same:,} would stay, "
        f"{picture.outwards:,} would like to move outwards"
    )
    moves = _moves(step, picture)
    label = max((width_of(text) for text, _ in moves), default=0)
    label = label if label <= width // 2 else 0  # then each label stands in full above its bar
    in_rows = min(len(moves), _LEAST_MOVES) * (1 if label else 2)
    told = main_text(canvas, summary, width, room - height_of(asked) - in_rows - 2, STRONG)
    rows = max(_LEAST_MOVES, room - height_of(told, asked) - 1) // (1 if label else 2)
    shown = moves if len(moves) <= rows else moves[: max(1, rows - 1)]
    most = sum(picture.moves.values())
    bars = [_move(text, count, most, width, label) for text, count in shown]
    drawn = stacked(bars, 1 if 2 * len(bars) <= rows else 0)
    if len(shown) < len(moves):
        drawn += paragraph(f"and {len(moves) - len(shown)} more", width, QUIET)
    return [told, as_main(drawn, width), asked]


def _moves(step: ParticipationStep, picture: Picture) -> list[tuple[str, int]]:
    """Return from where to where people would like to move, with how many, the most first."""
    rank = {level.id: place for place, level in enumerate(step.levels)}
    names = {level.id: level.name.text for level in step.levels}
    moves = sorted(
        ((count, now, then) for (now, then), count in picture.moves.items() if now != then),
        key=lambda move: (-move[0], rank[move[1]], rank[move[2]]),
    )
    return [(f"{names[now]} → {names[then]}", count) for count, now, then in moves]


def _move(text: str, people: int, most: int, width: int, label: int) -> Lines:
    """Return the bar of a move, with its label before it or, where that has no cells, above it."""
    if label:
        return bar_block(text, people, most, width, label_width=label, thick=1)
    return [*paragraph(text, width), *bar_block("", people, most, width, label_width=0, thick=1)]
