"""The report, made from what a viewer may see."""

from collections.abc import Sequence
from typing import Final

from copworkshop.export.plan_text import told_text, works
from copworkshop.export.report_topten import top_ten_part
from copworkshop.export.tree import (
    Answer,
    AnswerCount,
    AskedQuestion,
    ClosePart,
    LeftRemark,
    LevelCount,
    LifecyclePart,
    ModelBeside,
    Move,
    Movement,
    NotedPrompt,
    ParkedRemark,
    ParticipationPart,
    PhasePart,
    ProposalPart,
    QuestionsPart,
    Report,
    ToldPhase,
    WrittenProposal,
)
from copworkshop.export.wording import in_words, many
from copworkshop.model.plan import LifecycleStep, ParticipationStep, Phase, Plan, ProposalStep
from copworkshop.model.plan_words import Prompt
from copworkshop.model.proposal import Proposal
from copworkshop.model.question import KIND_NAMES
from copworkshop.model.session import RoomNote
from copworkshop.rules.participation import Picture
from copworkshop.rules.person_sight import Person
from copworkshop.rules.question_sight import ClosedQuestion, QuestionSight
from copworkshop.rules.sight import Sight

_NOTHING_WRITTEN: Final = "Nobody has begun a proposal."
_NOTHING_NOTED: Final = "The room noted no remarks."
_ALL_PARKED: Final = "All remarks on these prompts were parked for later."


def report(sight: Sight) -> Report:
    """Return the report of a session for the viewer who has this sight of it.

    The sight alone decides what may be told, so a participant's report is made the same way as the facilitator's.
    """
    plan = sight.plan
    lifecycle = _lifecycle(sight, plan.lifecycle) if plan.lifecycle is not None else None
    participation = _participation(sight, plan.participation) if plan.participation is not None else None
    proposal = _proposal(sight, plan.proposal) if plan.proposal is not None else None
    top_ten = top_ten_part(sight, plan.top_ten, sight.top_ten) if plan.top_ten and sight.top_ten else None
    parked = tuple(_parked(sight, note) for note in sight.parked)
    title, purpose, close = told_text(plan, plan.title), told_text(plan, plan.purpose), _close(plan)
    quoted = (title, purpose, lifecycle, participation, proposal, top_ten, parked, close)
    return Report(
        title=f"Workshop report: {sight.heading or sight.session}",
        session=sight.session,
        heading=sight.heading,
        plan=title,
        organisation=plan.organisation,
        facilitator=plan.facilitator,
        purpose=purpose,
        begun=sight.created,
        closed=sight.closed,
        revision=sight.revision,
        present=sight.present,
        rooms=(),
        lifecycle=lifecycle,
        participation=participation,
        proposal=proposal,
        top_ten=top_ten,
        questions=questions_part([(None, sight.question)]),
        parked=parked,
        close=close,
        sources=tuple(dict.fromkeys(works(quoted))),
    )


def questions_part(rooms: Sequence[tuple[str | None, QuestionSight]]) -> QuestionsPart | None:
    """Return the questions that were asked in these rooms, by their names; None where there are none."""
    asked = tuple(_question(room, each, seen.least) for room, seen in rooms for each in seen.closed)
    return QuestionsPart(asked) if asked else None


def _question(room: str | None, asked: ClosedQuestion, least: int) -> AskedQuestion:
    shown = asked.bars if asked.counts else ()
    return AskedQuestion(
        question=asked.text,
        answered_with=KIND_NAMES[asked.kind],
        room=room,
        given=asked.given,
        counts=tuple(AnswerCount(answer, times) for answer, times in shown),
        told=" ".join(asked.told(least)),
    )


def _nothing_here(sight: Sight) -> str:
    return _ALL_PARKED if any(note.prompt is not None for note in sight.parked) else _NOTHING_NOTED


def _close(plan: Plan) -> ClosePart | None:
    step = plan.close
    if step is None or not step.lines:
        return None
    return ClosePart(told_text(plan, step.title), tuple(told_text(plan, line) for line in step.lines))


def _lifecycle(sight: Sight, step: LifecycleStep) -> LifecyclePart:
    plan = sight.plan
    return LifecyclePart(
        title=told_text(plan, step.title),
        phases=tuple(_phase(sight, phase) for phase in step.phases),
        questions=tuple(_noted(sight, prompt) for prompt in step.questions),
        models=tuple(ModelBeside(name=told_text(plan, model.name), stages=model.stages) for model in step.models),
        missing=None if any(sight.notes_on(prompt.id) for prompt in step.prompts) else _nothing_here(sight),
    )


def _parked(sight: Sight, note: RoomNote) -> ParkedRemark:
    step = sight.plan.lifecycle
    about = next((prompt for prompt in step.prompts if prompt.id == note.prompt), None) if step is not None else None
    return ParkedRemark(note.text, told_text(sight.plan, about) if about is not None else None)


def _phase(sight: Sight, phase: Phase) -> ToldPhase:
    parts = (
        PhasePart(
            heading=told_text(sight.plan, part.heading),
            prompts=tuple(_noted(sight, prompt) for prompt in part.prompts),
        )
        for part in phase.parts
    )
    return ToldPhase(
        label=told_text(sight.plan, phase.label),
        name=told_text(sight.plan, phase.name),
        intro=told_text(sight.plan, phase.intro),
        parts=tuple(parts),
    )


def _noted(sight: Sight, prompt: Prompt) -> NotedPrompt:
    notes = tuple(note.text for note in sight.notes_on(prompt.id))
    return NotedPrompt(prompt=told_text(sight.plan, prompt), notes=notes)


def _participation(sight: Sight, step: ParticipationStep) -> ParticipationPart:
    plan, picture = sight.plan, sight.participation.picture
    levels = (
        LevelCount(
            name=told_text(plan, level.name),
            meaning=told_text(plan, level.meaning),
            share=told_text(plan, level.share),
            today=picture.today[level.id] if picture is not None else None,
            later=picture.later[level.id] if picture is not None and picture.later else None,
        )
        for level in step.levels
    )
    return ParticipationPart(
        title=told_text(plan, step.title),
        today=told_text(plan, step.today),
        later=told_text(plan, step.later),
        levels=tuple(levels),
        answered=sight.participation.placed,
        movement=_movement(plan, step, picture) if picture is not None and picture.moves else None,
        missing=_not_pictured(picture, sight.participation.placed, step.least_answers),
    )


def _movement(plan: Plan, step: ParticipationStep, picture: Picture) -> Movement:
    name = {level.id: told_text(plan, level.name) for level in step.levels}
    moves = (
        Move(start=name[start], end=name[end], people=picture.moves[start, end])
        for start in name
        for end in name
        if (start, end) in picture.moves
    )
    return Movement(inwards=picture.inwards, same=picture.same, outwards=picture.outwards, moves=tuple(moves))


def _not_pictured(picture: Picture | None, answered: int, least: int) -> str | None:
    """Say what of the picture is not shown, and why: a few answers would tell who gave them."""
    few = f"Fewer than {in_words(least)} people" if least > 1 else "Nobody"
    have = "have" if least > 1 else "has"
    if picture is None and answered >= least:
        return "People still place themselves, so there is no picture of the room yet."
    if picture is None:
        return f"{few} {have} placed themselves, so there is no picture of the room."
    if not picture.later:
        return f"{few} {have} said where they would like to be in six months, so only today is shown."
    if not picture.moves:
        return f"{few} {have} answered both questions, so no movement is shown."
    return None


def _proposal(sight: Sight, step: ProposalStep) -> ProposalPart:
    written = tuple(
        _written(sight.plan, step, person, proposal)
        for person in sight.people
        if (proposal := person.to_take_home) is not None and proposal.started
    )
    others = max(0, sight.proposals.started - len(written))
    return ProposalPart(
        title=told_text(sight.plan, step.title),
        proposals=written,
        to_read=f"{many(len(written), 'proposal')} to read here." if written else None,
        others=others,
        missing=_not_shared(len(written), others),
    )


def _written(plan: Plan, step: ProposalStep, person: Person, proposal: Proposal) -> WrittenProposal:
    answers = (
        Answer(
            label=told_text(plan, field.label),
            group=field.group,
            core=field.core,
            questions=tuple(told_text(plan, question) for question in field.questions),
            text=proposal.answers[field.id] if proposal.filled(field.id) else None,
        )
        for field in step.fields
    )
    return WrittenProposal(
        author=person.name or f"Seat {person.number}",
        table=person.table,
        own=person.own,
        shared=proposal.shared,
        for_someone=proposal.for_someone,
        answers=tuple(answers),
        remarks=tuple(
            LeftRemark(strength=told.remark.strength, question=told.remark.question, reader=told.reader)
            for told in (person.feedback.remarks or ())
        )
        if person.own
        else (),
    )


def _not_shared(written: int, others: int) -> str | None:
    if not others:
        return None if written else _NOTHING_WRITTEN
    begun = many(others, "more proposal" if written else "proposal")
    if others == 1:
        return f"{begun} has been begun and not shared; only its author takes it home."
    return f"{begun} have been begun and not shared; only their authors take them home."
