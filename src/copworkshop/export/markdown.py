"""The report as Markdown: CommonMark that reads well as plain text, too.

Each part of the report becomes blocks, which an empty line parts. Words of people and of plans only ever pass through
:mod:`copworkshop.export.plain`; all else on the page is ours.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Final, TypeVar

from copworkshop.export.figure import Row, bars
from copworkshop.export.plain import HARD_BREAK, one_line, paragraphs, quoted
from copworkshop.export.tree import (
    Answer,
    Discussion,
    FirstVotePart,
    LeftRemark,
    LevelCount,
    LifecyclePart,
    ListedIdea,
    LiteratureList,
    Movement,
    NotedPrompt,
    ParticipationPart,
    ProposalPart,
    RankedIdea,
    Report,
    RunOffPart,
    SiftingPart,
    TableIdea,
    TableTopTen,
    Text,
    ToldPhase,
    TopTenPart,
    VotedIdea,
    Work,
    WrittenProposal,
)
from copworkshop.export.wording import figure, joined, many, moment

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
        _section(report.top_ten, _top_ten),
        _sources(report.sources),
    )
    return "\n\n".join(blocks) + "\n"


def _section(part: P | None, blocks: Callable[[P], Iterator[str]]) -> Iterator[str]:
    return iter(()) if part is None else blocks(part)


def _head(report: Report) -> Iterator[str]:
    yield _heading(1, one_line(report.title))
    yield paragraphs(report.plan.text)
    facts = [f"Session: {one_line(report.session)}"]
    if report.heading is not None:
        facts.append(f"For: {one_line(report.heading)}")
    facts.append(f"Begun: {moment(report.begun)}")
    if report.closed is not None:
        facts.append(f"Closed: {moment(report.closed)}")
    else:
        facts.append(f"Still running: this is how it stood after {many(report.revision, 'change')}")
    facts.append(f"In the room: {report.present:,} {'person' if report.present == 1 else 'people'}")
    yield _bullets(facts)


def _lifecycle(part: LifecyclePart) -> Iterator[str]:
    yield _heading(2, one_line(part.title.text))
    if part.missing is not None:
        yield part.missing
    for phase in part.phases:
        yield from _phase(phase)
    if part.questions:
        yield _heading(3, "Questions to the room")
        yield _prompts(part.questions)
    if part.models:
        yield _heading(3, "What the literature says")
        yield _bullets(f"{_cited(model.name)}: {', '.join(map(one_line, model.stages))}" for model in part.models)


def _phase(phase: ToldPhase) -> Iterator[str]:
    called = [phase.label] if phase.name is None else [phase.label, phase.name]
    yield _heading(3, ": ".join(one_line(words.text) for words in called))
    if phase.intro is not None:
        yield _cited_paragraphs(phase.intro)
    for part in phase.parts:
        yield _heading(4, one_line(part.heading.text))
        yield _prompts(part.prompts)


def _prompts(prompts: Iterable[NotedPrompt]) -> str:
    lines: list[str] = []
    for noted in prompts:
        lines.append(f"- {_cited(noted.prompt)}")
        lines += [f"  - Noted: {one_line(note)}" for note in noted.notes]
    return "\n".join(lines)


def _participation(part: ParticipationPart) -> Iterator[str]:
    yield _heading(2, one_line(part.title.text))
    yield _bullets(_level(level) for level in part.levels)
    yield _heading(3, "The room's own picture")
    yield "The room was asked:"
    yield _bullets([_cited(part.today), _cited(part.later)])
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
    share = f" Typical share: {_cited(level.share)}." if level.share is not None else ""
    return f"{one_line(level.name.text)}: {_cited(level.meaning)}{share}"


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
    yield _bullets(
        f"{one_line(move.start.text)}, staying: {move.people:,}"
        if move.start == move.end
        else f"{one_line(move.start.text)} to {one_line(move.end.text)}: {move.people:,}"
        for move in movement.moves
    )


def _proposals(part: ProposalPart) -> Iterator[str]:
    yield _heading(2, one_line(part.title.text))
    if part.to_read is not None:
        yield part.to_read
    if part.missing is not None:
        yield part.missing
    for proposal in part.proposals:
        yield from _proposal(proposal)


def _proposal(proposal: WrittenProposal) -> Iterator[str]:
    yield _heading(3, one_line(proposal.author))
    facts = [f"Table: {one_line(proposal.table)}."] if proposal.table is not None else []
    if proposal.for_someone:
        facts.append("Entered for them.")
    facts.append("Shared with the room." if proposal.shared else "Not shared with the room.")
    yield " ".join(facts)
    for answer in proposal.answers:
        if answer.text is not None:
            yield _heading(4, f"{one_line(answer.group)}: {_label(answer)}")
            yield HARD_BREAK.join(_cited(question) for question in answer.questions)
            yield quoted(answer.text)
    still_open = [_label(answer) for answer in proposal.answers if answer.text is None]
    if still_open:
        yield f"Left open: {'; '.join(still_open)}."
    if proposal.remarks:
        yield _heading(4, "What readers left with it")
        yield _bullets(line for remark in proposal.remarks for line in _left(remark))


def _left(remark: LeftRemark) -> Iterator[str]:
    by = f" ({one_line(remark.reader)})" if remark.reader is not None else ""
    if remark.strength is not None:
        yield f"A strength: {one_line(remark.strength)}{by}"
    if remark.question is not None:
        yield f"A question: {one_line(remark.question)}{by}"


def _label(answer: Answer) -> str:
    return one_line(answer.label.text) + (" (core)" if answer.core else "")


def _top_ten(part: TopTenPart) -> Iterator[str]:
    yield _heading(2, one_line(part.title.text))
    yield f"The question: {one_line(part.question)}"
    by = f" by {part.authors:,} {'person' if part.authors == 1 else 'people'}" if part.authors else ""
    yield f"{many(part.ideas, 'idea')}{by}, {many(part.ballots, 'ballot')}."
    yield _heading(3, "The room's result")
    if part.missing is not None:
        yield part.missing
    if part.places:
        yield f"How it was counted: {one_line(part.rule)}"
        if part.first_vote is not None:
            yield "It is that of the second vote; the first stands below."
        yield _bullets(_voted(place, part.ballots) for place in part.places)
    if part.run_off is not None:
        yield from _run_off(part.run_off)
    if part.first_vote is not None:
        yield from _first_vote(part.first_vote)
    if part.tables:
        yield _heading(3, "Each table's own result")
    for own in part.tables:
        yield from _table(own)
    if part.discussion is not None:
        yield from _discussion(part.discussion)
    if part.comparison is not None:
        yield from _comparison(part.comparison)
    yield _heading(3, "All ideas")
    if part.unlisted is not None:
        yield part.unlisted
    if part.listed:
        yield _bullets(_listed(idea) for idea in part.listed)
    if part.sifting is not None:
        yield from _sifting(part.sifting)


def _run_off(part: RunOffPart) -> Iterator[str]:
    yield _heading(3, f"Run-off for place {part.place}")
    yield f"{len(part.places)} ideas shared place {part.place} by the count, and the list had room for {part.seats}."
    yield _bullets(_voted(place, part.ballots) for place in part.places)
    yield part.outcome


def _first_vote(part: FirstVotePart) -> Iterator[str]:
    yield _heading(3, "The first vote")
    yield f"From {many(part.ballots, 'ballot')}, counted in the same way."
    if part.places:
        yield _bullets(_voted(place, part.ballots) for place in part.places)
    if part.changed:
        yield part.changed
    if part.run_off is not None:
        yield from _run_off(part.run_off)


def _voted(place: RankedIdea | VotedIdea, ballots: int) -> str:
    points = "1 point" if place.score == 1 else f"{figure(place.score)} points"
    told = f"idea {place.lead}: {points}, chosen by {place.chosen_by:,} of {ballots:,}"
    return f"**{place.label}** {one_line(place.wording)}{HARD_BREAK}  {told}"


def _sifting(part: SiftingPart) -> Iterator[str]:
    yield _heading(3, "Left behind by the sifting")
    yield part.told
    if part.out:
        yield _bullets(f"Idea {idea.lead}: {one_line(idea.wording)}, {figure(idea.mean)} of 5" for idea in part.out)
    else:
        yield "Nothing was left behind."


def _table(own: TableTopTen) -> Iterator[str]:
    yield _heading(4, one_line(own.table))
    if own.missing is not None:
        yield own.missing
        return
    yield f"From {many(own.ballots, 'ballot')}, counted as the room's are:"
    yield _bullets(_table_place(place, own.ballots) for place in own.places)


def _table_place(place: TableIdea, ballots: int) -> str:
    points = "1 point" if place.score == 1 else f"{figure(place.score)} points"
    room = f"the room's place {place.in_room}" if place.in_room is not None else "not on the room's list"
    told = f"idea {place.lead}: {points}, chosen by {place.chosen_by:,} of {ballots:,}; {room}"
    return f"**{place.label}** {one_line(place.wording)}{HARD_BREAK}  {told}"


def _listed(idea: ListedIdea) -> str:
    merged = f" (merged with {joined([str(number) for number in idea.merged])})" if idea.merged else ""
    return f"Idea {idea.lead}: {one_line(idea.wording)}{merged}"


def _discussion(told: Discussion) -> Iterator[str]:
    yield _heading(3, "How firm it is")
    yield f"Agreement in the room: {one_line(told.agreement)}."
    if told.ties:
        yield "Equal points:"
        yield _bullets(one_line(tie) for tie in told.ties)
    if told.divisive:
        yield "Ideas that divide the room:"
        yield _bullets(f"“{one_line(idea.wording)}”: {one_line(idea.how)}" for idea in told.divisive)
    if not told.others:
        yield "Every other counting rule would put the same ideas on the list."
        return
    yield f"Under every counting rule these are on the list: {_named(told.stays)}."
    yield "The list would change under other rules:"
    yield _bullets(
        f"{one_line(other.name)} ({one_line(other.sentence)}): in comes {_named(other.comes_in)}; "
        f"out goes {_named(other.drops_out)}"
        for other in told.others
    )


def _comparison(beside: LiteratureList) -> Iterator[str]:
    yield _heading(3, f"Beside it: {_cited(beside.title)}")
    # What the title cites need not be said again at every item.
    items = (one_line(item.text) if item.source == beside.title.source else _cited(item) for item in beside.items)
    yield "\n".join(f"{number}. {item}" for number, item in enumerate(items, start=1))


def _named(wordings: tuple[str, ...]) -> str:
    return joined([f"“{one_line(wording)}”" for wording in wordings]) if wordings else "none"


def _sources(sources: tuple[Work, ...]) -> Iterator[str]:
    if sources:
        yield _heading(2, "Sources")
        yield _bullets(_source(work) for work in sources)


def _source(work: Work) -> str:
    year = f" ({work.year})" if work.year is not None else ""
    where = f" {one_line(work.where)}." if work.where is not None else ""
    return f"{one_line(work.authors)}{year}: {one_line(work.title)}.{where}"


def _cited(words: Text) -> str:
    """Return a text of the plan on one line, with its source in brackets where it is the literature's."""
    return one_line(words.text) + _citation(words)


def _cited_paragraphs(words: Text) -> str:
    return paragraphs(words.text) + _citation(words)


def _citation(words: Text) -> str:
    return f" ({one_line(words.source.short)})" if words.source is not None else ""


def _heading(level: int, words: str) -> str:
    return f"{'#' * level} {words}"


def _bullets(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)
