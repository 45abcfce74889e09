"""The report in blocks: what it says, in which order and in which words."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Final, TypeVar

from copworkshop.export.blocks import (
    Block,
    Figures,
    Item,
    Line,
    Listing,
    Paragraph,
    Passage,
    Quotation,
    Rows,
    Said,
    Strong,
    bullets,
    citation,
    cited,
    heading,
    line,
    paragraph,
    parted,
)
from copworkshop.export.figure import Row
from copworkshop.export.glance import Glance, glance
from copworkshop.export.report_blocks_topten import top_ten
from copworkshop.export.tree import (
    Answer,
    LeftRemark,
    LevelCount,
    LifecyclePart,
    Move,
    Movement,
    NotedPrompt,
    ParkedRemark,
    ParticipationPart,
    ProposalPart,
    QuestionsPart,
    Report,
    RoomFacts,
    ToldPhase,
    WrittenProposal,
)
from copworkshop.export.tree_base import Work
from copworkshop.export.wording import ASKED_ALOUD, PARKED, QUESTIONS, many, moment, moved, people

_TODAY: Final = "today"
_LATER: Final = "in six months"
_STAYS: Final = "stays"

P = TypeVar("P")


def report_blocks(report: Report) -> Iterator[Block]:
    """Yield the blocks of the report from the first to the last."""
    return chain(
        _head(report),
        _section(glance(report), _glance),
        _section(report.lifecycle, _lifecycle),
        _section(report.participation, _participation),
        _section(report.proposal, _proposals),
        _section(report.top_ten, top_ten),
        _section(report.questions, _questions),
        _parked(report.parked),
        _sources(report.sources),
    )


def _section(part: P | None, blocks: Callable[[P], Iterator[Block]]) -> Iterator[Block]:
    return iter(()) if part is None else blocks(part)


def _head(report: Report) -> Iterator[Block]:
    yield heading(1, Said(report.title))
    yield Passage(report.plan.text)
    facts = [line("Sessions: " if report.rooms else "Session: ", Said(report.session))]
    if report.heading is not None:
        facts.append(line("For: ", Said(report.heading)))
    if report.organisation is not None:
        facts.append(line("Organisation: ", Said(report.organisation)))
    if report.facilitator is not None:
        facts.append(line("Facilitator: ", Said(report.facilitator)))
    if report.purpose is not None:
        facts.append(line("Purpose: ", cited(report.purpose)))
    facts.append(line(f"Begun: {moment(report.begun)}"))
    if report.closed is not None:
        facts.append(line(f"Closed: {moment(report.closed)}"))
    else:
        facts.append(line(f"Still running: this is how it stood after {many(report.revision, 'change')}"))
    facts.append(line(f"In the room: {people(report.present)}"))
    yield bullets(facts)
    if report.rooms:
        yield heading(2, "The rooms")
        yield bullets(_room(room) for room in report.rooms)


def _glance(answers: Glance) -> Iterator[Block]:
    yield heading(2, "At a glance")
    if answers.question is not None:
        yield paragraph(Said(answers.question))
        yield bullets(line(Strong(idea.label), " ", Said(idea.wording)) for idea in answers.places)
    if answers.missing is not None:
        yield paragraph(answers.missing)
    for own in answers.rooms:
        yield heading(3, Said(own.room))
        yield paragraph(Said(own.question))
        yield bullets(line(Strong(idea.label), " ", Said(idea.wording)) for idea in own.places)
    if answers.firm is not None:
        yield paragraph(answers.firm)
    if answers.movement is not None:
        yield paragraph(answers.movement)
    if answers.close is not None:
        yield heading(3, Said(answers.close.title.text))
        yield bullets(cited(each) for each in answers.close.lines)


def _room(room: RoomFacts) -> Line:
    closed = f"closed {moment(room.closed)}" if room.closed is not None else "still running"
    return line(Said(room.room), f": {people(room.present)}, begun {moment(room.begun)}, {closed}")


def _lifecycle(part: LifecyclePart) -> Iterator[Block]:
    yield heading(2, Said(part.title.text))
    if part.missing is not None:
        yield paragraph(part.missing)
    for phase in part.phases:
        yield from _phase(phase)
    if part.questions:
        yield heading(3, "Questions to the room")
        yield _prompts(part.questions)
    if part.models:
        yield heading(3, "What the literature says")
        yield bullets(
            line(cited(model.name), ": ", parted((line(Said(stage)) for stage in model.stages), ", "))
            for model in part.models
        )


def _phase(phase: ToldPhase) -> Iterator[Block]:
    called = [phase.label] if phase.name is None else [phase.label, phase.name]
    yield heading(3, parted((line(Said(words.text)) for words in called), ": "))
    if phase.intro is not None:
        yield Passage(phase.intro.text, citation(phase.intro))
    for part in phase.parts:
        yield heading(4, Said(part.heading.text))
        yield _prompts(part.prompts)


def _prompts(prompts: Iterable[NotedPrompt]) -> Listing:
    return Listing(
        tuple(
            Item(cited(noted.prompt), within=tuple(line("Noted: ", Said(note)) for note in noted.notes))
            for noted in prompts
        )
    )


def _parked(remarks: Sequence[ParkedRemark]) -> Iterator[Block]:
    if remarks:
        yield heading(2, PARKED)
        yield bullets(
            line(Said(each.text), line(" (about: ", cited(each.prompt), ")") if each.prompt is not None else ())
            for each in remarks
        )


def _participation(part: ParticipationPart) -> Iterator[Block]:
    yield heading(2, Said(part.title.text))
    yield bullets(_level(level) for level in part.levels)
    yield heading(3, "The room's own picture")
    yield paragraph("The room was asked:")
    yield bullets([cited(part.today), cited(part.later)])
    have = "has" if part.answered == 1 else "have"
    yield paragraph(f"{people(part.answered)} {have} placed themselves for today.")
    if part.missing is not None:
        yield paragraph(part.missing)
    rows = tuple(row for level in part.levels for row in _counts(level))
    if rows:
        yield Figures(("Level", "When", "People"), rows)
    if part.movement is not None:
        yield from _movement(part.movement)


def _level(level: LevelCount) -> Line:
    share = line(" Typical share: ", cited(level.share), ".") if level.share is not None else ()
    return line(Said(level.name.text), ": ", cited(level.meaning), share)


def _counts(level: LevelCount) -> Iterator[Row]:
    name = " ".join(level.name.text.split())
    if level.today is not None:
        yield Row((name, _TODAY), level.today)
    if level.later is not None:
        yield Row(("", _LATER), level.later)


def _movement(movement: Movement) -> Iterator[Block]:
    yield paragraph(f"{moved(movement).removesuffix('.')}:")
    yield Rows(
        ("From", "To", "People"),
        tuple(
            (
                line(Said(move.start.text)),
                line(_STAYS if _stays(move) else Said(move.end.text)),
                line(f"{move.people:,}"),
            )
            for move in movement.moves
        ),
        bullets(
            line(Said(move.start.text), f", staying: {move.people:,}")
            if _stays(move)
            else line(Said(move.start.text), " to ", Said(move.end.text), f": {move.people:,}")
            for move in movement.moves
        ),
    )


def _stays(move: Move) -> bool:
    return move.start == move.end


def _proposals(part: ProposalPart) -> Iterator[Block]:
    yield heading(2, Said(part.title.text))
    if part.to_read is not None:
        yield paragraph(part.to_read)
    if part.missing is not None:
        yield paragraph(part.missing)
    for proposal in part.proposals:
        yield from _proposal(proposal)


def _proposal(proposal: WrittenProposal) -> Iterator[Block]:
    yield heading(3, Said(proposal.author))
    facts = [line("Table: ", Said(proposal.table), ".")] if proposal.table is not None else []
    if proposal.for_someone:
        facts.append(line("Entered for them."))
    facts.append(line("Shared with the room." if proposal.shared else "Not shared with the room."))
    yield paragraph(parted(facts, " "))
    for answer in proposal.answers:
        if answer.text is not None:
            yield heading(4, Said(answer.group), ": ", _label(answer))
            yield Paragraph(tuple(cited(question) for question in answer.questions))
            yield Quotation(answer.text)
    still_open = [_label(answer) for answer in proposal.answers if answer.text is None]
    if still_open:
        yield paragraph("Left open: ", parted(still_open, "; "), ".")
    if proposal.remarks:
        yield heading(4, "What readers left with it")
        yield bullets(each for remark in proposal.remarks for each in _left(remark))


def _left(remark: LeftRemark) -> Iterator[Line]:
    by = line(" (", Said(remark.reader), ")") if remark.reader is not None else ()
    if remark.strength is not None:
        yield line("A strength: ", Said(remark.strength), by)
    if remark.question is not None:
        yield line("A question: ", Said(remark.question), by)


def _label(answer: Answer) -> Line:
    return line(Said(answer.label.text), " (core)" if answer.core else "")


def _questions(part: QuestionsPart) -> Iterator[Block]:
    yield heading(2, QUESTIONS)
    for asked in part.asked:
        yield heading(3, Said(asked.question) if asked.question is not None else ASKED_ALOUD)
        room = line(Said(asked.room), ". ") if asked.room is not None else ()
        yield paragraph(room, f"Answered with {asked.answered_with}. {asked.told}")
        if asked.counts:
            rows = tuple(Row((" ".join(each.answer.split()),), each.times) for each in asked.counts)
            yield Figures(("Answer", "People"), rows)


def _sources(sources: tuple[Work, ...]) -> Iterator[Block]:
    if sources:
        yield heading(2, "Sources")
        yield bullets(_source(work) for work in sources)


def _source(work: Work) -> Line:
    year = f" ({work.year})" if work.year is not None else ""
    where = line(" ", Said(work.where), ".") if work.where is not None else ()
    return line(Said(work.authors), f"{year}: ", Said(work.title), ".", where)
