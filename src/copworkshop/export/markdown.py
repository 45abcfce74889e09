"""The report as Markdown: CommonMark that reads well as plain text, too.

Each part of the report becomes blocks, which an empty line parts. Words of people and of plans only ever pass through
:mod:`copworkshop.export.plain`; all else on the page is ours.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Final, TypeVar

from copworkshop.export.figure import Row, bars
from copworkshop.export.markdown_pieces import bullets, cited, cited_paragraphs, heading
from copworkshop.export.markdown_topten import top_ten
from copworkshop.export.plain import HARD_BREAK, one_line, paragraphs, quoted
from copworkshop.export.tree import (
    Answer,
    LeftRemark,
    LevelCount,
    LifecyclePart,
    Movement,
    NotedPrompt,
    ParticipationPart,
    ProposalPart,
    Report,
    RoomFacts,
    ToldPhase,
    WrittenProposal,
)
from copworkshop.export.tree_base import Work
from copworkshop.export.wording import many, moment

_TODAY: Final = "today"
_LATER: Final = "in six months"

P = TypeVar("P")


def markdown(report: Report) -> str:
    """Return the report as one Markdown document, ending in a newline."""
    blocks = chain(
        _head(report),
        _section(report.lifecycle, _lifecycle),
        _section(report.participation, _participation),
        _section(report.proposal, _proposals),
        _section(report.top_ten, top_ten),
        _sources(report.sources),
    )
    return "\n\n".join(blocks) + "\n"


def _section(part: P | None, blocks: Callable[[P], Iterator[str]]) -> Iterator[str]:
    return iter(()) if part is None else blocks(part)


def _head(report: Report) -> Iterator[str]:
    yield heading(1, one_line(report.title))
    yield paragraphs(report.plan.text)
    facts = [f"{'Sessions' if report.rooms else 'Session'}: {one_line(report.session)}"]
    if report.heading is not None:
        facts.append(f"For: {one_line(report.heading)}")
    facts.append(f"Begun: {moment(report.begun)}")
    if report.closed is not None:
        facts.append(f"Closed: {moment(report.closed)}")
    else:
        facts.append(f"Still running: this is how it stood after {many(report.revision, 'change')}")
    facts.append(f"In the room: {report.present:,} {'person' if report.present == 1 else 'people'}")
    yield bullets(facts)
    if report.rooms:
        yield heading(2, "The rooms")
        yield bullets(_room(room) for room in report.rooms)


def _room(room: RoomFacts) -> str:
    closed = f"closed {moment(room.closed)}" if room.closed is not None else "still running"
    people = f"{room.present:,} {'person' if room.present == 1 else 'people'}"
    return f"{one_line(room.room)}: {people}, begun {moment(room.begun)}, {closed}"


def _lifecycle(part: LifecyclePart) -> Iterator[str]:
    yield heading(2, one_line(part.title.text))
    if part.missing is not None:
        yield part.missing
    for phase in part.phases:
        yield from _phase(phase)
    if part.questions:
        yield heading(3, "Questions to the room")
        yield _prompts(part.questions)
    if part.models:
        yield heading(3, "What the literature says")
        yield bullets(f"{cited(model.name)}: {', '.join(map(one_line, model.stages))}" for model in part.models)


def _phase(phase: ToldPhase) -> Iterator[str]:
    called = [phase.label] if phase.name is None else [phase.label, phase.name]
    yield heading(3, ": ".join(one_line(words.text) for words in called))
    if phase.intro is not None:
        yield cited_paragraphs(phase.intro)
    for part in phase.parts:
        yield heading(4, one_line(part.heading.text))
        yield _prompts(part.prompts)


def _prompts(prompts: Iterable[NotedPrompt]) -> str:
    lines: list[str] = []
    for noted in prompts:
        lines.append(f"- {cited(noted.prompt)}")
        lines += [f"  - Noted: {one_line(note)}" for note in noted.notes]
    return "\n".join(lines)


def _participation(part: ParticipationPart) -> Iterator[str]:
    yield heading(2, one_line(part.title.text))
    yield bullets(_level(level) for level in part.levels)
    yield heading(3, "The room's own picture")
    yield "The room was asked:"
    yield bullets([cited(part.today), cited(part.later)])
    yield f"{part.answered:,} {'person has' if part.answered == 1 else 'people have'} placed themselves for today."
    if part.missing is not None:
        yield part.missing
    rows = [row for level in part.levels for row in _counts(level)]
    if rows:
        # Indented, not fenced: no name of a level can end it.
        yield "\n".join(f"    {line}" for line in bars(rows))
    if part.movement is not None:
        yield from _movement(part.movement)


def _level(level: LevelCount) -> str:
    share = f" Typical share: {cited(level.share)}." if level.share is not None else ""
    return f"{one_line(level.name.text)}: {cited(level.meaning)}{share}"


def _counts(level: LevelCount) -> Iterator[Row]:
    name = " ".join(level.name.text.split())
    if level.today is not None:
        yield Row((name, _TODAY), level.today)
    if level.later is not None:
        yield Row(("", _LATER), level.later)


def _movement(movement: Movement) -> Iterator[str]:
    yield (
        f"From today to six months from now, {movement.inwards:,} would move nearer to the centre, "
        f"{movement.same:,} would stay and {movement.outwards:,} would move outwards:"
    )
    yield bullets(
        f"{one_line(move.start.text)}, staying: {move.people:,}"
        if move.start == move.end
        else f"{one_line(move.start.text)} to {one_line(move.end.text)}: {move.people:,}"
        for move in movement.moves
    )


def _proposals(part: ProposalPart) -> Iterator[str]:
    yield heading(2, one_line(part.title.text))
    if part.to_read is not None:
        yield part.to_read
    if part.missing is not None:
        yield part.missing
    for proposal in part.proposals:
        yield from _proposal(proposal)


def _proposal(proposal: WrittenProposal) -> Iterator[str]:
    yield heading(3, one_line(proposal.author))
    facts = [f"Table: {one_line(proposal.table)}."] if proposal.table is not None else []
    if proposal.for_someone:
        facts.append("Entered for them.")
    facts.append("Shared with the room." if proposal.shared else "Not shared with the room.")
    yield " ".join(facts)
    for answer in proposal.answers:
        if answer.text is not None:
            yield heading(4, f"{one_line(answer.group)}: {_label(answer)}")
            yield HARD_BREAK.join(cited(question) for question in answer.questions)
            yield quoted(answer.text)
    still_open = [_label(answer) for answer in proposal.answers if answer.text is None]
    if still_open:
        yield f"Left open: {'; '.join(still_open)}."
    if proposal.remarks:
        yield heading(4, "What readers left with it")
        yield bullets(line for remark in proposal.remarks for line in _left(remark))


def _left(remark: LeftRemark) -> Iterator[str]:
    by = f" ({one_line(remark.reader)})" if remark.reader is not None else ""
    if remark.strength is not None:
        yield f"A strength: {one_line(remark.strength)}{by}"
    if remark.question is not None:
        yield f"A question: {one_line(remark.question)}{by}"


def _label(answer: Answer) -> str:
    return one_line(answer.label.text) + (" (core)" if answer.core else "")


def _sources(sources: tuple[Work, ...]) -> Iterator[str]:
    if sources:
        yield heading(2, "Sources")
        yield bullets(_source(work) for work in sources)


def _source(work: Work) -> str:
    year = f" ({work.year})" if work.year is not None else ""
    where = f" {one_line(work.where)}." if work.where is not None else ""
    return f"{one_line(work.authors)}{year}: {one_line(work.title)}.{where}"
