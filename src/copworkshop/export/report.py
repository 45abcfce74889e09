"""From what a viewer may see to what the report says."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final, overload

from copworkshop.export.tree import (
    Answer,
    Discussion,
    DividedIdea,
    LevelCount,
    LifecyclePart,
    ListedIdea,
    LiteratureList,
    ModelBeside,
    Move,
    Movement,
    NotedPrompt,
    OtherRule,
    ParticipationPart,
    PhasePart,
    ProposalPart,
    RankedIdea,
    Report,
    TableIdea,
    TableTopTen,
    Text,
    ToldPhase,
    TopTenPart,
    Work,
    WrittenProposal,
)
from copworkshop.export.wording import in_words, many
from copworkshop.model.plan import (
    LifecycleStep,
    ParticipationStep,
    Phase,
    Plan,
    Prompt,
    ProposalStep,
    TopTenStep,
    Words,
)
from copworkshop.ranking.agreement import kendall_w
from copworkshop.ranking.registry import rule_named
from copworkshop.ranking.tally import Placed
from copworkshop.ranking.votes import Votes
from copworkshop.rules.participation import Picture
from copworkshop.rules.result import TableList, Topic
from copworkshop.rules.sight import Person, Sight, TopTenSight

_NOTHING_WRITTEN: Final = "Nobody has begun a proposal."
_NOTHING_NOTED: Final = "The room noted no remarks."


def report(sight: Sight) -> Report:
    """Return the report of a session for whoever has this sight of it.

    The sight alone decides what may be told, so a participant's report is made the same way as the facilitator's.
    """
    plan = sight.plan
    lifecycle = _lifecycle(sight, plan.lifecycle) if plan.lifecycle is not None else None
    participation = _participation(sight, plan.participation) if plan.participation is not None else None
    proposal = _proposal(sight, plan.proposal) if plan.proposal is not None else None
    top_ten = _top_ten(sight, plan.top_ten, sight.top_ten) if plan.top_ten and sight.top_ten else None
    title = _text(plan, plan.title)
    return Report(
        title=f"Workshop report: {sight.heading or sight.session}",
        session=sight.session,
        heading=sight.heading,
        plan=title,
        begun=sight.created,
        closed=sight.closed,
        revision=sight.revision,
        present=sight.present,
        lifecycle=lifecycle,
        participation=participation,
        proposal=proposal,
        top_ten=top_ten,
        sources=tuple(dict.fromkeys(_works((title, lifecycle, participation, proposal, top_ten)))),
    )


def _lifecycle(sight: Sight, step: LifecycleStep) -> LifecyclePart:
    plan = sight.plan
    return LifecyclePart(
        title=_text(plan, step.title),
        phases=tuple(_phase(sight, phase) for phase in step.phases),
        questions=tuple(_noted(sight, prompt) for prompt in step.questions),
        models=tuple(ModelBeside(name=_text(plan, model.name), stages=model.stages) for model in step.models),
        missing=None if any(sight.notes_on(prompt.id) for prompt in step.prompts) else _NOTHING_NOTED,
    )


def _phase(sight: Sight, phase: Phase) -> ToldPhase:
    parts = (
        PhasePart(
            heading=_text(sight.plan, part.heading),
            prompts=tuple(_noted(sight, prompt) for prompt in part.prompts),
        )
        for part in phase.parts
    )
    return ToldPhase(
        label=_text(sight.plan, phase.label),
        name=_text(sight.plan, phase.name),
        intro=_text(sight.plan, phase.intro),
        parts=tuple(parts),
    )


def _noted(sight: Sight, prompt: Prompt) -> NotedPrompt:
    notes = tuple(note.text for note in sight.notes_on(prompt.id))
    return NotedPrompt(prompt=_text(sight.plan, prompt), notes=notes)


def _participation(sight: Sight, step: ParticipationStep) -> ParticipationPart:
    plan, picture = sight.plan, sight.picture
    levels = (
        LevelCount(
            name=_text(plan, level.name),
            meaning=_text(plan, level.meaning),
            share=_text(plan, level.share),
            today=picture.today[level.id] if picture is not None else None,
            later=picture.later[level.id] if picture is not None and picture.later else None,
        )
        for level in step.levels
    )
    return ParticipationPart(
        title=_text(plan, step.title),
        today=_text(plan, step.today),
        later=_text(plan, step.later),
        levels=tuple(levels),
        answered=sight.placed,
        movement=_movement(plan, step, picture) if picture is not None and picture.moves else None,
        missing=_not_pictured(picture, step.least_answers),
    )


def _movement(plan: Plan, step: ParticipationStep, picture: Picture) -> Movement:
    name = {level.id: _text(plan, level.name) for level in step.levels}
    moves = (
        Move(start=name[start], end=name[end], people=picture.moves[start, end])
        for start in name
        for end in name
        if (start, end) in picture.moves
    )
    return Movement(inwards=picture.inwards, same=picture.same, outwards=picture.outwards, moves=tuple(moves))


def _not_pictured(picture: Picture | None, least: int) -> str | None:
    """Say what of the picture is not shown, and why: a few answers would tell who gave them."""
    few = f"Fewer than {in_words(least)} people" if least > 1 else "Nobody"
    have = "have" if least > 1 else "has"
    if picture is None:
        return f"{few} {have} placed themselves, so there is no picture of the room."
    if not picture.later:
        return f"{few} {have} said where they would like to be in six months, so only today is shown."
    if not picture.moves:
        return f"{few} {have} answered both questions, so no movement is shown."
    return None


def _proposal(sight: Sight, step: ProposalStep) -> ProposalPart:
    written = tuple(
        _written(sight.plan, step, person)
        for person in sight.people
        if person.proposal is not None and person.proposal.started
    )
    others = max(0, sight.started - len(written))
    return ProposalPart(
        title=_text(sight.plan, step.title),
        proposals=written,
        others=others,
        missing=_not_shared(len(written), others),
    )


def _written(plan: Plan, step: ProposalStep, person: Person) -> WrittenProposal:
    proposal = person.proposal
    assert proposal is not None, "asked for only where it may be read"  # noqa: S101
    answers = (
        Answer(
            label=_text(plan, field.label),
            group=field.group,
            core=field.core,
            questions=tuple(_text(plan, question) for question in field.questions),
            text=proposal.answers[field.id] if proposal.filled(field.id) else None,
        )
        for field in step.fields
    )
    return WrittenProposal(
        author=person.name or f"Seat {person.number}",
        table=person.table,
        shared=proposal.shared,
        for_someone=proposal.for_someone,
        answers=tuple(answers),
    )


def _not_shared(written: int, others: int) -> str | None:
    if not others:
        return None if written else _NOTHING_WRITTEN
    begun = many(others, "more proposal" if written else "proposal")
    if others == 1:
        return f"{begun} has been begun and not shared; only its author reads it."
    return f"{begun} have been begun and not shared; only their authors read them."


def _top_ten(sight: Sight, step: TopTenStep, seen: TopTenSight) -> TopTenPart:
    plan, wording = sight.plan, {candidate.lead: candidate.wording for candidate in seen.candidates}
    places = (
        RankedIdea(
            place=placed.place,
            shared=placed.shared,
            lead=placed.idea,
            wording=wording[placed.idea],
            score=placed.score,
            chosen_by=placed.chosen_by,
            firsts=placed.firsts,
            placings=_placings(seen, placed.idea),
        )
        for group in seen.revealed
        for placed in group
    )
    listed = (
        ListedIdea(lead=candidate.lead, wording=candidate.wording, merged=candidate.members[1:])
        for candidate in seen.candidates
    )
    comparison = step.comparison if seen.topics else None
    return TopTenPart(
        title=_text(plan, step.title),
        question=seen.question,
        ideas=seen.ideas_in,
        authors=seen.authors,
        ballots=seen.ballots_in,
        rule=seen.rule,
        places=tuple(places),
        missing=_not_revealed(seen, closed=sight.closed is not None),
        tables=tuple(_table(seen, own, wording) for own in seen.tables),
        discussion=_discussion(step, seen, wording) if Topic.AGREEMENT in seen.topics else None,
        comparison=LiteratureList(
            title=_text(plan, comparison.title), items=tuple(_text(plan, item) for item in comparison.items)
        )
        if comparison is not None
        else None,
        listed=tuple(listed),
        unlisted=_not_listed(seen),
        cast=seen.cast,
        uncast=_not_cast(seen),
    )


def _table(seen: TopTenSight, own: TableList, wording: Mapping[int, str]) -> TableTopTen:
    in_room = {placed.idea: _read_out(placed) for group in seen.revealed for placed in group}
    places = (
        TableIdea(
            place=placed.place,
            shared=placed.shared,
            lead=placed.idea,
            wording=wording[placed.idea],
            score=placed.score,
            chosen_by=placed.chosen_by,
            in_room=in_room.get(placed.idea),
        )
        for group in own.groups
        for placed in group
    )
    return TableTopTen(
        table=own.table,
        ballots=own.ballots,
        places=tuple(places),
        missing=own.missing,
    )


def _read_out(placed: Placed[int]) -> str:
    return f"{placed.place}=" if placed.shared else f"{placed.place}"


def _placings(seen: TopTenSight, lead: int) -> tuple[int, ...]:
    places = Counter(ballot.index(lead) for ballot in seen.cast if lead in ballot)
    return tuple(places[place] for place in range(max(map(len, seen.cast), default=0)))


def _discussion(step: TopTenStep, seen: TopTenSight, wording: Mapping[int, str]) -> Discussion:
    others = (
        OtherRule(
            name=rule,
            sentence=rule_named(rule).explain(step.picks),
            comes_in=tuple(wording[lead] for lead in comes_in),
            drops_out=tuple(wording[lead] for lead in drops_out),
        )
        for rule, comes_in, drops_out in seen.swaps
    )
    agreement = kendall_w(Votes.gather(wording, seen.cast))
    return Discussion(
        agreement=seen.agreement,
        kendall_w=float(agreement) if agreement is not None else None,
        ties=seen.ties,
        divisive=tuple(DividedIdea(wording=wording[lead], how=how) for lead, how in seen.divisive),
        stays=tuple(wording[lead] for lead in seen.stays),
        others=tuple(others),
    )


def _not_revealed(seen: TopTenSight, *, closed: bool) -> str | None:
    """Say why there is no list, or not all of it."""
    if seen.whole:
        if seen.revealed:
            return None
        return "Nobody chose an idea, so there is no list." if seen.ideas_in else "There are no ideas, so no list."
    if seen.revealed:
        ended = "The session was closed during the reveal" if closed else "The reveal is not over"
        return f"{ended}: {len(seen.revealed)} of {many(seen.places, 'place')} are shown, from the last one up."
    if closed:
        return "The session was closed before the top ten was revealed, so there is no result."
    return "The top ten has not been revealed yet, so there is no result."


def _not_listed(seen: TopTenSight) -> str | None:
    """Say why no ideas are listed: while they are collected, nobody sees another's."""
    if seen.candidates:
        return None
    if seen.ideas_in:
        return "The ideas are listed once the room merges them."
    return "There are no ideas."


def _not_cast(seen: TopTenSight) -> str | None:
    """Say why no ballots are shown: before the whole list is, they would tell it."""
    if seen.cast:
        return None
    if seen.ballots_in:
        return "The ballots, without names, can be shown once the whole list is."
    return "There are no ballots."


@overload
def _text(plan: Plan, words: Words) -> Text: ...
@overload
def _text(plan: Plan, words: Words | None) -> Text | None: ...
def _text(plan: Plan, words: Words | None) -> Text | None:
    if words is None:
        return None
    source = plan.sources[words.source] if words.source is not None else None
    work = (
        Work(short=source.short, authors=source.authors, year=source.year, title=source.title, where=source.where)
        if source is not None
        else None
    )
    return Text(text=words.text, mark=words.mark, source=work)


def _works(part: Any) -> Iterator[Work]:
    """Yield every work that a part of the tree quotes, as often as it does."""
    if isinstance(part, Work):
        yield part
    elif isinstance(part, tuple):
        for item in part:
            yield from _works(item)
    elif is_dataclass(part):
        for field in fields(part):
            yield from _works(getattr(part, field.name))
