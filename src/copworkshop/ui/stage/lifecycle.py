"""The lifecycle overview: the path, then each phase prompt by prompt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from textual.content import Content

from copworkshop.model.plan import LifecycleStep, Part, Phase
from copworkshop.model.plan_words import Prompt
from copworkshop.rules.lifecycle import current_prompt, stops
from copworkshop.toolkit.theme import ACCENT, BODY, FRAME, HEADING, QUIET
from copworkshop.toolkit.widgets.cells import width_of, wrap_content
from copworkshop.ui.stage.canvas import Canvas
from copworkshop.ui.stage.main_text import as_main, fits_large, main_share
from copworkshop.ui.stage.page import (
    NEWEST,
    STRONG,
    Lines,
    count_of,
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
    if sight.stage.literature_shown and step.models:
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
    drawn = told if len(told) <= room else path(_path_stops(step), width, room)
    return page(canvas, title, as_main(drawn, width))


def _phase(canvas: Canvas, step: LifecycleStep, index: int, revealed: int) -> list[Content]:
    newest = current_prompt(step, canvas.sight.spot.point)
    if not canvas.at_the_top:
        drawn = _beginning(canvas, step, index) if newest is None else _current(canvas, step, index, revealed, newest)
        if drawn:
            return drawn
    layout, rows = _layout(canvas, step)
    blocks = _phase_blocks(canvas, step, index, revealed, newest, layout)
    return page(canvas, title_of(canvas), *blocks, gap=layout.gap, steady=rows)


def _beginning(canvas: Canvas, step: LifecycleStep, index: int) -> list[Content]:
    """Draw the name of a phase, in large letters if they fit."""
    width, phase = measure(canvas), step.phases[index]
    head = _crumbs(step, index, width)
    intro = wrap_content(sourced(canvas.sight.plan, phase.intro), width) if phase.intro is not None else []
    return _told(canvas, head, phase.called, intro, [])


def _current(canvas: Canvas, step: LifecycleStep, index: int, revealed: int, newest: Prompt) -> list[Content]:
    """Draw the current prompt, in large letters if they fit, and below it the remarks on it and the prompts before it.

    The result is empty if the phase does not have the prompt.
    """
    width, phase = measure(canvas), step.phases[index]
    label = Content.styled(phase.called, STRONG)
    shown = [(part, prompt) for part in phase.parts for prompt in part.prompts][:revealed]
    part = next((part for part, prompt in shown if prompt.id == newest.id), None)
    if part is None:
        return []
    if len(part.prompts) > 1:
        named = _bare(part) in phase.called  # a phase without a name of its own is called by its parts
        label = Content.assemble("" if named else label.append("   "), (f"{_bare(part)}:", HEADING))
    head = [*_crumbs(step, index, width), *wrap_content(label, width)]
    before = [_said_before(canvas, at, prompt, width) for at, prompt in shown if prompt.id != newest.id]
    said = newest.text if len(part.prompts) > 1 else f"{_bare(part)}: {newest.text}"
    source = source_lines("", [source_of(canvas.sight.plan, newest)], width)
    below = [*source, *_notes(canvas, newest, width)]
    if len(part.prompts) > 1 or _fits(canvas, head, said, below):
        return _told(canvas, head, said, below, before)
    headed = [*head, *paragraph(f"{_bare(part)}:", width, HEADING)]
    if _fits(canvas, headed, newest.text, below):
        return _told(canvas, headed, newest.text, below, before)
    return _told(canvas, head, said, below, before)


def _fits(canvas: Canvas, head: Lines, said: str, below: Lines) -> bool:
    """Whether a text fits in large letters."""
    return fits_large(canvas, said, measure(canvas), canvas.height - height_of(title_of(canvas), head, below) - 1)


def _told(canvas: Canvas, head: Lines, said: str, below: Lines, before: Sequence[Lines]) -> list[Content]:
    """Draw a text as large as it fits, then the lines `below` it, then what was said `before` it, the newest first.

    What does not fit is left out and counted; the remarks on the text come first. The text always stands at one place.
    """
    width, title = measure(canvas), title_of(canvas)
    gap = 1
    room = canvas.height - height_of(title, head, below) - 1
    main = main_share(canvas, said, width, room, ACCENT)
    if not main.said:
        main = as_main(hanging(NEWEST, said, width, ACCENT, ACCENT), width)
        gap = int(height_of(title, head, main, below) <= canvas.height)
        room = canvas.height - height_of(title, head, below, gap=gap) - gap
    left = room - len(main) - gap
    listed: list[Content] = []
    for at, each in enumerate(reversed(before)):
        more = len(before) - at
        if len(listed) + len(each) + (more > 1) > left:
            if left > len(listed):
                listed += paragraph(f"{_INDENT}and {count_of(more, 'prompt', 'prompts')} before", width, QUIET)
            break
        listed += each
    return page(canvas, title, head, main, below, listed, gap=gap, steady=canvas.height - len(title) - gap)


def _said_before(canvas: Canvas, part: Part, prompt: Prompt, width: int) -> list[Content]:
    words = prompt.text if len(part.prompts) > 1 else f"{_bare(part)}: {prompt.text}"
    remarks = len(canvas.sight.notes_on(prompt.id))
    counted = f"  ({count_of(remarks, 'remark', 'remarks')})" if remarks else ""
    return hanging(_INDENT, words + counted, width, QUIET)


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


def _crumbs(step: LifecycleStep, current: int | None, width: int) -> list[Content]:
    """Return the path in one line, with the current phase marked."""
    line = Content()
    for index, phase in enumerate(step.phases):
        joint = (" ──> ", FRAME) if index else ("", "")
        chosen = index == current
        label = (NEWEST + phase.label.text, ACCENT) if chosen else (phase.label.text, QUIET)
        line = Content.assemble(line, joint, label)
    if current is not None and line.cell_length > width:
        line = Content.assemble(
            (NEWEST + step.phases[current].label.text, ACCENT), (f"   {current + 1} of {len(step.phases)}", QUIET)
        )
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
    earlier = [hanging(_INDENT, question.text, width, QUIET) for question in step.questions[: revealed - 1]]
    crumbs = _crumbs(step, None, width)
    notes = _notes(canvas, newest, width)
    if not canvas.at_the_top:
        return _told(canvas, crumbs, newest.text, notes, earlier)
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
    title = title_of(canvas)
    ours: list[Lines] = [
        hanging(f"{number} ", Content.assemble((phase.label.text, STRONG), ("  ", ""), (phase.called, BODY)), each)
        for number, phase in enumerate(step.phases, 1)
    ]
    laid: list[tuple[Lines, list[Lines], Lines]] = [(paragraph("This session", each, HEADING), ours, [])]
    for model in step.models:
        stages: list[Lines] = [hanging(f"{number} ", stage, each) for number, stage in enumerate(model.stages, 1)]
        if narrow:
            stages = [paragraph(" · ".join(model.stages), each)]
        sources = source_lines("", [source_of(plan, model.name)], each)
        laid.append((paragraph(model.name.text, each, HEADING), stages, sources))
    if narrow:
        blocks = [[*head, *stacked(stages, 0), *sources] for head, stages, sources in laid]
        return page(canvas, title, *blocks)
    most = max(len(head) for head, _, _ in laid)  # so that the stages of all columns begin in one row
    for air in (2, 1, 0):
        columns = [
            [
                *head,
                *[Content()] * (most - len(head) + bool(air)),
                *stacked(stages, air),
                *[Content()] * bool(sources),
                *sources,
            ]
            for head, stages, sources in laid
        ]
        if max(map(len, columns)) + len(title) + 2 <= canvas.height:
            break
    return page(canvas, title, as_main(side_by_side(columns, [each] * count, gap), width))
