"""The two questions of participation on a person's screen, with the levels, and the answers that they gave."""

from collections.abc import Sequence
from typing import Final

from textual.content import Content

from copworkshop.model.participation import Placement
from copworkshop.model.plan import Level, ParticipationStep
from copworkshop.rules.participation import When
from copworkshop.toolkit.taps import tappable
from copworkshop.toolkit.theme import ACCENT, BODY, DONE, QUIET
from copworkshop.toolkit.widgets.cells import width_of
from copworkshop.ui.stage.canvas import Canvas
from copworkshop.ui.stage.page import NEWEST, STRONG, hanging, measure, page, sourced, title_of

_QUESTIONS: Final[tuple[When, When]] = ("today", "later")
_INDENT: Final = " " * width_of(NEWEST)


def questions_page(canvas: Canvas, step: ParticipationStep, answers: Placement, asked: When | None) -> list[Content]:
    """Draw the questions and the levels. Where they do not fit, each level gets one row, and is explained below.

    `asked` is the question that a digit answers; None while people cannot place themselves.
    """
    room = measure(canvas)
    closed = [Content.styled("Placing is closed.", QUIET)] if canvas.sight.way_back.round_closed else []
    questions = [_question(canvas, step, answers, when, asked) for when in _QUESTIONS]
    levels = [_level(number, level, room, taps=asked is not None) for number, level in enumerate(step.levels, 1)]
    flat = [line for lines in levels for line in lines]
    whole = page(canvas, title_of(canvas), closed, *questions, flat)
    if len(whole) <= canvas.height:
        return whole
    short = [_shortened(lines, room) for lines in levels]
    return [*closed, *(line for lines in questions for line in lines), *short, Content(), *flat]


def own_answers(step: ParticipationStep, answers: Placement, width: int) -> list[Content]:
    """Return the person's own answers, to be shown below the room's picture."""
    today, later = (_numbered(step, getattr(answers, when)) or "no answer" for when in _QUESTIONS)
    if today == later == "no answer":
        return hanging("", "You did not answer.", width, BODY)
    return hanging("", f"You: today {today}, in six months {later}.", width, BODY)


def _question(
    canvas: Canvas, step: ParticipationStep, answers: Placement, when: When, asked: When | None
) -> list[Content]:
    """Return one of the questions, with its answer below it."""
    room, is_asked = measure(canvas), when == asked
    words = step.today if when == "today" else step.later
    question = sourced(canvas.sight.plan, words, STRONG if is_asked else BODY)
    lines = hanging(NEWEST if is_asked else _INDENT, question, room, mark_style=ACCENT)
    level = _numbered(step, getattr(answers, when))
    if level is not None:
        answer, style = f"✓ {level}", DONE
    elif asked is None:
        answer, style = "no answer", QUIET
    else:
        answer, style = f"1-{len(step.levels)}?", ACCENT if is_asked else QUIET
    return [*lines, *hanging(_INDENT * 2, answer, room, style)]


def _numbered(step: ParticipationStep, level_id: str | None) -> str | None:
    found = ((n, level) for n, level in enumerate(step.levels, 1) if level.id == level_id)
    return next((f"{number} {level.name.text}" for number, level in found), None)


def _level(number: int, level: Level, width: int, *, taps: bool) -> list[Content]:
    """Return a level. With `taps`, a tap on it presses its number."""
    name = Content.assemble((level.name.text, STRONG), ("  ", ""), (level.meaning.text, BODY))
    lines = hanging(f"{_INDENT}{number}  ", name, width, mark_style=ACCENT)
    return [tappable(line, str(number)) for line in lines] if taps else lines


def _shortened(lines: Sequence[Content], width: int) -> Content:
    """Return the first of several lines, with a sign that there are more."""
    return lines[0] if len(lines) == 1 else Content.assemble(lines[0].truncate(width - 2), " …")
