"""The lifecycle overview: the path, then each phase prompt by prompt."""

from dataclasses import dataclass
from typing import Final

from textual.content import Content

from copworkshop.model.plan import LifecycleStep, Part, Phase
from copworkshop.model.plan_words import Prompt
from copworkshop.rules.lifecycle import current_prompt, stops
from copworkshop.toolkit.theme import ACCENT, BODY, FRAME, HEADING, QUIET
from copworkshop.toolkit.widgets.cells import width_of, wrap_content
from copworkshop.ui.stage.canvas import Canvas
from copworkshop.ui.stage.page import (
    NEWEST,
    STRONG,
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
)
from copworkshop.ui.widgets.path import Stop, path

_LEAST_COLUMN: Final = 22  # cells; where columns would be narrower, the models stand below the phases
_INDENT: Final = " " * width_of(NEWEST)  # before every line that is not the newest
_NOTE: Final = "– "


def draw_lifecycle(canvas: Canvas) -> list[Content]:
    """Draw the stop that the room is at, or the literature's models next to the phases."""
    step, sight = step_of(canvas, LifecycleStep), canvas.sight
    if sight.beside and step.models:
        return _models(canvas, step)
    stop = stops(step)[sight.spot.point]
    if stop.questions:
        return _questions(canvas, step, stop.revealed)
    if stop.phase is None:
        return _whole_path(canvas, step)
    return _phase(canvas, step, stop.phase, stop.revealed)


def _path_stops(step: LifecycleStep) -> list[Stop]:
    return [Stop(phase.label.text, phase.called) for phase in step.phases]


def _whole_path(canvas: Canvas, step: LifecycleStep) -> list[Content]:
    """Draw the path. Each box holds the headings of its phase if there is space for all of them."""
    title = title_of(canvas)
    width, room = measure(canvas), canvas.height - len(title) - 1
    headed = [
        Stop(phase.label.text, phase.name.text if phase.name is not None else "", tuple(map(_bare, phase.parts)))
        for phase in step.phases
    ]
    told = path(headed, width, room)
    return page(canvas, title, told if len(told) <= room else path(_path_stops(step), width, room))


def _phase(canvas: Canvas, step: LifecycleStep, index: int, revealed: int) -> list[Content]:
    layout, rows = _layout(canvas, step)
    newest = current_prompt(step, canvas.sight.spot.point)
    blocks = _phase_blocks(canvas, step, index, revealed, newest, layout)
    return page(canvas, title_of(canvas), *blocks, gap=layout.gap, steady=rows)


@dataclass(frozen=True, slots=True)
class _Layout:
    """How much space a phase gets."""

    boxes: bool
    """Whether the path is drawn as boxes. If not, it is one line."""
    air: int
    """Empty rows between prompts."""
    gap: int
    """Empty rows between blocks."""


_LAYOUTS: Final = (
    _Layout(boxes=True, air=1, gap=1),
    _Layout(boxes=True, air=0, gap=1),
    _Layout(boxes=False, air=0, gap=1),
    _Layout(boxes=False, air=0, gap=0),
)
"""The airiest first."""


def _layout(canvas: Canvas, step: LifecycleStep) -> tuple[_Layout, int]:
    """Return the airiest layout in which every phase fits once all of it is revealed, and its number of rows.

    If none fits, the tightest layout is returned. All phases and prompts share one layout, so that nothing moves as
    prompts are revealed.
    """
    title = title_of(canvas)

    def rows(layout: _Layout) -> int:
        return max(
            height_of(*_phase_blocks(canvas, step, index, len(phase.prompts), None, layout), gap=layout.gap)
            for index, phase in enumerate(step.phases)
        )

    layouts = ((layout, rows(layout)) for layout in _LAYOUTS)
    fitting = (each for each in layouts if len(title) + each[0].gap + each[1] <= canvas.height)
    return next(fitting, (_LAYOUTS[-1], rows(_LAYOUTS[-1])))


def _phase_blocks(
    canvas: Canvas, step: LifecycleStep, index: int, revealed: int, newest: Prompt | None, layout: _Layout
) -> list[list[Content]]:
    """Return the path, the head of a phase, and its revealed parts."""
    phase, width = step.phases[index], measure(canvas)
    boxes = path(_path_stops(step), width, canvas.height, current=index)
    blocks = [boxes if layout.boxes else _crumbs(step, index, width), _phase_head(canvas, phase, width)]
    for part in phase.parts:
        shown = part.prompts[:revealed]
        revealed -= len(shown)
        prompts = [_prompt(canvas, part, prompt, newest, width) for prompt in shown]
        if len(part.prompts) > 1 and shown:
            heading = hanging(_INDENT, f"{_bare(part)}:", width, HEADING)
            blocks.append([*heading, *stacked(prompts, layout.air)])
        else:
            blocks += prompts
    return blocks


def _crumbs(step: LifecycleStep, current: int, width: int) -> list[Content]:
    """Return the path in one line, with the current phase marked."""
    line = Content()
    for index, phase in enumerate(step.phases):
        joint = (" ──> ", FRAME) if index else ("", "")
        chosen = index == current
        label = (NEWEST + phase.label.text, ACCENT) if chosen else (phase.label.text, QUIET)
        line = Content.assemble(line, joint, label)
    return wrap_content(line, width)


def _phase_head(canvas: Canvas, phase: Phase, width: int) -> list[Content]:
    label = Content.assemble((phase.label.text, HEADING), ("  ", ""), (phase.called, STRONG))
    lines = wrap_content(label, width)
    if phase.intro is not None:
        lines += wrap_content(sourced(canvas.sight.plan, phase.intro), width)
    return lines


def _prompt(canvas: Canvas, part: Part, prompt: Prompt, newest: Prompt | None, width: int) -> list[Content]:
    is_new = newest is not None and prompt.id == newest.id
    words = sourced(canvas.sight.plan, prompt, STRONG if is_new else BODY)
    if len(part.prompts) == 1:  # the slides write these in one line: “Grow: increasing cycle …”
        words = Content.assemble((f"{_bare(part)}: ", HEADING), words)
    lines = hanging(NEWEST if is_new else _INDENT, words, width, mark_style=ACCENT)
    return [*lines, *_notes(canvas, prompt, width)]


def _notes(canvas: Canvas, prompt: Prompt, width: int) -> list[Content]:
    return [
        line
        for note in canvas.sight.notes_on(prompt.id)
        for line in hanging(_INDENT * 2 + _NOTE, note.text, width, QUIET)
    ]


def _bare(part: Part) -> str:
    return part.heading.text.rstrip(": ")


def _questions(canvas: Canvas, step: LifecycleStep, revealed: int) -> list[Content]:
    """Draw the closing questions below the whole path."""
    width = measure(canvas)
    title = title_of(canvas)
    newest = step.questions[revealed - 1]
    asked: list[list[Content]] = []
    for question in step.questions:
        is_new = question is newest
        words = sourced(canvas.sight.plan, question, STRONG if is_new else BODY)
        lines = hanging(NEWEST if is_new else _INDENT, words, width, mark_style=ACCENT)
        asked.append([*lines, *_notes(canvas, question, width)])
    room = canvas.height - height_of(title, *asked) - 1
    drawn = path(_path_stops(step), width, room)
    return page(canvas, title, drawn, *asked[:revealed], steady=height_of(drawn, *asked))


def _models(canvas: Canvas, step: LifecycleStep) -> list[Content]:
    """Draw the literature's models next to the phases: in columns, or below each other where columns are too narrow."""
    width, plan = measure(canvas), canvas.sight.plan
    gap = 3
    count = 1 + len(step.models)
    column = (width - gap * (count - 1)) // count
    narrow = column < _LEAST_COLUMN
    each = width if narrow else column
    ours = paragraph("This session", each, HEADING)
    for phase in step.phases:
        ours += hanging("", Content.assemble((phase.label.text, STRONG), ("  ", ""), (phase.called, BODY)), each)
    laid = [ours]
    for model in step.models:
        lines = paragraph(model.name.text, each, HEADING)
        if narrow:
            lines += paragraph(" · ".join(model.stages), each)
        else:
            lines += [
                line for number, stage in enumerate(model.stages, 1) for line in hanging(f"{number} ", stage, each)
            ]
        laid.append([*lines, *source_lines("", [source_of(plan, model.name)], each)])
    blocks = laid if narrow else [side_by_side(laid, [each] * count, gap)]
    return page(canvas, title_of(canvas), *blocks)
