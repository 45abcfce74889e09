"""The lifecycle overview: the stops of the walk through it, and the room's remarks."""

from dataclasses import dataclass
from datetime import datetime

from copworkshop.model.base import Key
from copworkshop.model.people import Actor
from copworkshop.model.plan import LifecycleStep, Prompt
from copworkshop.model.session import RoomNote, Session
from copworkshop.model.text import Line
from copworkshop.rules.request import Refused, Request, facilitator_only


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of the walk: the whole path, a phase with its first prompts revealed, or the closing questions."""

    phase: int | None = None
    revealed: int = 0
    """How many prompts of the phase, or how many of the closing questions, are shown."""
    questions: bool = False


def stops(step: LifecycleStep) -> tuple[Stop, ...]:
    """Return every stop: the path, each phase opened and then told prompt by prompt, the closing questions."""
    walk = [Stop()]
    for index, phase in enumerate(step.phases):
        walk += [Stop(phase=index, revealed=shown) for shown in range(len(phase.prompts) + 1)]
    walk += [Stop(questions=True, revealed=shown + 1) for shown in range(len(step.questions))]
    return tuple(walk)


def stop_of_phase(step: LifecycleStep, phase: int) -> int:
    """Return the point at which this phase, counted from 0, opens."""
    return stops(step).index(Stop(phase=phase))


def current_prompt(step: LifecycleStep, point: int) -> Prompt | None:
    """Return the prompt revealed last at this point; None where none is."""
    stop = stops(step)[point]
    if stop.revealed == 0:
        return None
    prompts = step.questions if stop.phase is None else step.phases[stop.phase].prompts
    return prompts[stop.revealed - 1]


class AddNote(Request):
    """Note a remark of the room beside a prompt."""

    prompt: Key
    text: Line

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator, at any step, for a prompt that the plan has."""
        facilitator_only(actor)
        step = session.plan.lifecycle
        if step is None or self.prompt not in {prompt.id for prompt in step.prompts}:
            raise Refused("The plan has no such prompt. Choose one from the list.")
        number = max((note.number for note in session.notes), default=0) + 1
        return session.but(notes=(*session.notes, RoomNote(number=number, prompt=self.prompt, text=self.text)))


class EditNote(Request):
    """Reword a remark, or take it away and bring it back."""

    number: int
    text: Line | None = None
    withdrawn: bool | None = None

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator, at any step."""
        facilitator_only(actor)
        old = next((note for note in session.notes if note.number == self.number), None)
        if old is None:
            raise Refused("That remark is not there. Choose one from the list.")
        new = old.but(
            text=old.text if self.text is None else self.text,
            withdrawn=old.withdrawn if self.withdrawn is None else self.withdrawn,
        )
        if new == old:
            return session
        return session.but(notes=tuple(new if note is old else note for note in session.notes))
