"""Activity 1: what to write, how far the room is, who shared a proposal, and a shared proposal field by field."""

from functools import lru_cache

from textual.content import Content

from copworkshop.model.plan import ProposalStep
from copworkshop.model.proposal import Proposal
from copworkshop.model.text import visible
from copworkshop.rules.person_sight import Person
from copworkshop.rules.sight import Sight
from copworkshop.toolkit.theme import ACCENT, BODY, HEADING, QUIET
from copworkshop.toolkit.widgets.bars import progress
from copworkshop.toolkit.widgets.cells import width_of, wrap, wrap_content
from copworkshop.toolkit.widgets.letters import ROWS
from copworkshop.ui.stage.canvas import Canvas
from copworkshop.ui.stage.main_text import LEAST_CLOCK, as_main, main_text, together
from copworkshop.ui.stage.page import (
    STRONG,
    count_of,
    hanging,
    height_of,
    in_words,
    measure,
    page,
    paragraph,
    shortened,
    sourced,
    step_of,
    title_of,
    with_clock,
)
from copworkshop.ui.stage.pages import paged

_STAR = "* "
_ROOM_FOR_AIR = 20  # rows
_LEAST_ROWS = 3  # of an answer, even if that is too much: the screen then scrolls
_INDENT = "  "
_MOST_ROWS = 3  # of one proposal's first line
_LONGEST_LARGE = 400  # characters; nobody reads more in large letters
_LONGEST = 8 * _MOST_ROWS  # characters read for each cell of the width; a letter with its marks rarely has more


def draw_proposal(canvas: Canvas) -> list[Content]:
    """Draw the round that the room is in."""
    step, sight = step_of(canvas, ProposalStep), canvas.sight
    if sight.spot.round == "write":
        return _write(canvas, step)
    author = sight.person(sight.proposals.on_stage) if sight.proposals.on_stage is not None else None
    if author is not None and sight.spot.point > 0:
        return _told(canvas, step, author)
    return _share(canvas, step)


def _write(canvas: Canvas, step: ProposalStep) -> list[Content]:
    width, sight = measure(canvas), canvas.sight
    title = title_of(canvas)
    core = [field for field in step.fields if field.core]
    fields = [line for field in core for line in hanging(_STAR, field.label.text, width, STRONG, ACCENT)]
    held, present = sight.proposals, sight.present
    far = progress(f"{held.started} of {present} have started", held.started, present, width)
    if core:
        every = f"all {in_words(len(core))} core fields" if len(core) > 1 else "the core field"
        ready = f"{held.core_done} of {present} {'has' if held.core_done == 1 else 'have'} {every}"
        far += [
            *[Content()] * (canvas.height >= _ROOM_FOR_AIR),
            *progress(ready, held.core_done, present, width),
        ]
    least = len(fields) + (LEAST_CLOCK + 1 if sight.clock.begun else 0)
    hint = main_text(canvas, step.hint.text, width, canvas.height - height_of(title, far) - least - 2, BODY)
    if not hint.said:
        hint = as_main(wrap_content(sourced(sight.plan, step.hint), width), width)
    room = canvas.height - height_of(title, hint, far) - 2
    return page(canvas, title, hint, as_main(with_clock(canvas, fields, width, room), width), far)


def _share(canvas: Canvas, step: ProposalStep) -> list[Content]:
    """Draw who shared a proposal, with the first line of its first field. They agreed to it, so names are shown."""
    width, sight = measure(canvas), canvas.sight
    title = title_of(canvas)
    many = paragraph(count_of(sight.proposals.shared, "proposal is shared", "proposals are shared"), width, STRONG)
    if not sight.proposals.shared:
        many = [
            *paragraph("No proposal is shared yet.", width, STRONG),
            *paragraph("A proposal is read by others only if its author shares it.", width, BODY),
        ]
    shared = _authors(sight, step, width)
    invitation = (
        paragraph("Readers leave one strength and one question.", width, QUIET) if sight.proposals.shared else []
    )
    room = canvas.height - height_of(title, many, invitation) - 2
    each = (room - sum(len(first) + 1 for _, first in shared)) // max(1, len(shared))
    names = [main_text(canvas, name, width, min(each, 2 * ROWS), ACCENT) for name, _ in shared]
    if shared and all(name.said for name in names):
        blocks = [together(name, first) for name, (_, first) in zip(names, shared, strict=True)]
        return page(canvas, title, many, as_main(together(*blocks, gap=1), width), invitation)
    entries = [[*hanging("", name, width, ACCENT), *first] for name, first in shared]
    listed = paged(canvas, entries, room, gap=int(height_of(*entries) <= room))
    return page(canvas, title, many, as_main(listed, width), invitation)


def _authors(sight: Sight, step: ProposalStep, width: int) -> list[tuple[str, list[Content]]]:
    """Return who shared a proposal, each with the beginning of its first field."""
    found: list[tuple[str, list[Content]]] = []
    for person in sight.people:
        if person.proposal is not None and person.proposal.shared and person.name is not None:
            first = _first_line(person.proposal.answers.get(step.fields[0].id, ""))
            rows = shortened(first[: _LONGEST * width], width - 2, _MOST_ROWS) if first else []
            found.append((person.name, [Content.styled(f"  {row}", BODY) for row in rows]))
    return found


def _told(canvas: Canvas, step: ProposalStep, author: Person) -> list[Content]:
    """Draw one field of a shared proposal: its questions, and the answer, on as many pages as it needs."""
    width, proposal = measure(canvas), author.proposal or Proposal()
    told = [field for field in step.fields if proposal.filled(field.id)]
    point = min(canvas.sight.spot.point, len(told))
    field = told[point - 1]
    head = Content.assemble((author.name or "", ACCENT), (f"   {point} of {len(told)}", QUIET))
    star = f" {_STAR.strip()}" if field.core else ""
    asked = Content.assemble((f"{field.group}   ", QUIET), (field.label.text, HEADING), (star, ACCENT))
    questions = [line for each in field.questions for line in wrap_content(sourced(canvas.sight.plan, each), width)]
    title, heading = title_of(canvas), [*wrap_content(asked, width), *questions]
    rows = max(_LEAST_ROWS, canvas.height - height_of(title, [head], heading) - 2)
    answer = proposal.answers[field.id].strip("\n")
    if len(answer) < _LONGEST_LARGE:
        said = main_text(canvas, answer, width, rows, STRONG)
        if said.said:
            return page(canvas, title, [head], heading, said)
    lines = [[Content.styled(f"{_INDENT}{line}", STRONG)] for line in _wrapped(proposal.answers[field.id], width)]
    return page(canvas, title, [head], heading, as_main(paged(canvas, lines, rows, counted=False), width))


@lru_cache(maxsize=8)  # the clock redraws the page every second, and wrapping a very long text takes long
def _wrapped(text: str, width: int) -> list[str]:
    return wrap(text.strip("\n"), width - width_of(_INDENT))


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.split("\n") if visible(line)), "")
