"""The lifecycle overview: the stops of the walk through it, and the room's remarks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from typing_extensions import override

from copworkshop.model.base import Key
from copworkshop.model.limits import MOST_IDEAS, MOST_REMARKS
from copworkshop.model.people import Actor, Fate, ProposedNote
from copworkshop.model.plan import LifecycleStep
from copworkshop.model.plan_words import Prompt
from copworkshop.model.session import NoteBefore, RoomNote, Session, Undoable
from copworkshop.model.text import Line
from copworkshop.rules.history import noted
from copworkshop.rules.request import Refused, Request, facilitator_only, seat_for, seat_of, with_seat

NOT_THERE: Final = "That remark is not there. Choose one from the list."

MOST_WAITING = 5
"""How many remarks of one person wait at most; more would bury the others'."""


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
    """Note a remark of the room on a prompt."""

    prompt: Key
    text: Line

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator, at any step, for a prompt that the plan has."""
        facilitator_only(actor)
        _require_prompt(session, self.prompt)
        return with_new_note(session, self.prompt, self.text)


class EditNote(Request):
    """Reword a remark, or take it away and bring it back."""

    number: int
    text: Line | None = None
    withdrawn: bool | None = None

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator, at any step."""
        facilitator_only(actor)
        old = note_of(session, self.number)
        new = old.replace(
            text=old.text if self.text is None else self.text,
            withdrawn=old.withdrawn if self.withdrawn is None else self.withdrawn,
        )
        return with_note(session, new)

    @override
    def taken_back(self, before: Session, after: Session) -> Undoable | None:
        old = note_of(before, self.number)
        if self.withdrawn is None or self.withdrawn is old.withdrawn:
            return None
        was = NoteBefore(kind="note", number=old.number, parked=old.parked, withdrawn=old.withdrawn)
        return noted(f"a remark was {'taken away' if self.withdrawn else 'brought back'}", before, was)


class ProposeNote(Request):
    """Propose a remark on a prompt: the facilitator takes it up, or declines it."""

    seat: int
    prompt: Key
    text: Line

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it at any step, a few at a time for each person."""
        seat, for_someone = seat_for(session, actor, self.seat)
        _require_prompt(session, self.prompt)
        if sum(note.fate is Fate.WAITS for note in seat.proposed) >= MOST_WAITING:
            raise Refused(f"{MOST_WAITING} remarks of yours still wait. Take one back, or wait until one is taken up.")
        if len(seat.proposed) >= MOST_REMARKS:
            raise Refused(f"Everybody can propose {MOST_REMARKS} remarks, and all are used. Say this one in the room.")
        number = max((note.number for note in seat.proposed), default=0) + 1
        note = ProposedNote(number=number, prompt=self.prompt, text=self.text, for_someone=for_someone)
        return with_seat(session, seat.replace(proposed=(*seat.proposed, note)))


class TakeBackNote(Request):
    """Take back a remark that the person proposed and that still waits."""

    seat: int
    number: int

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the person, and to those who may enter remarks for them for what was entered."""
        seat, for_someone = seat_for(session, actor, self.seat)
        if for_someone and not proposed_note(session, seat.number, self.number).for_someone:
            raise Refused(NOT_THERE)
        return decided(session, seat.number, self.number, Fate.TAKEN_BACK, {Fate.WAITS}, own=not for_someone)


class TakeUpNote(Request):
    """Take up a remark that somebody proposed: from now on it is the room's, without a name."""

    seat: int
    number: int

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator."""
        facilitator_only(actor)
        return taken_up(session, self.seat, self.number)


class DeclineNote(Request):
    """Decline a remark that somebody proposed, or let it wait again."""

    seat: int
    number: int
    declined: bool = True

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator."""
        facilitator_only(actor)
        old, new = (Fate.WAITS, Fate.DECLINED) if self.declined else (Fate.DECLINED, Fate.WAITS)
        return decided(session, self.seat, self.number, new, {old})


def _require_prompt(session: Session, prompt: str) -> None:
    step = session.plan.lifecycle
    if step is None or prompt not in {each.id for each in step.prompts}:
        raise Refused("The plan has no such prompt. Choose one from the list.")


def note_of(session: Session, number: int) -> RoomNote:
    """Return the remark of the room with this number.

    Raises:
        Refused: there is none.

    """
    found = next((note for note in session.notes if note.number == number), None)
    if found is None:
        raise Refused(NOT_THERE)
    return found


def with_note(session: Session, new: RoomNote) -> Session:
    """Return the session with this remark in the place of the one with its number."""
    old = note_of(session, new.number)
    if new == old:
        return session
    return session.replace(notes=tuple(new if note is old else note for note in session.notes))


def with_new_note(session: Session, prompt: str | None, text: str, *, parked: bool = False) -> Session:
    """Return the session with one more remark of the room, which comes last."""
    number = max((note.number for note in session.notes), default=0) + 1
    if number > MOST_IDEAS:
        raise Refused(f"A session holds at most {MOST_IDEAS:,} remarks. Change the words of one instead.")
    return session.replace(notes=(*session.notes, RoomNote(number=number, prompt=prompt, text=text, parked=parked)))


def proposed_note(session: Session, seat: int, number: int) -> ProposedNote:
    """Return a remark that a person proposed.

    Raises:
        Refused: there is none with this number.

    """
    found = next((note for note in seat_of(session, seat).proposed if note.number == number), None)
    if found is None:
        raise Refused(NOT_THERE)
    return found


def decided(
    session: Session, seat: int, number: int, fate: Fate, before: Collection[Fate], *, own: bool = False
) -> Session:
    """Return the session with this fate of a remark. One that its person decides on is theirs, if entered or not."""
    note, person = proposed_note(session, seat, number), seat_of(session, seat)
    if note.fate not in before:
        raise Refused("That remark does not wait any more.")
    new = note.replace(fate=fate, for_someone=note.for_someone and not own)
    return with_seat(session, person.replace(proposed=tuple(new if each is note else each for each in person.proposed)))


def taken_up(session: Session, seat: int, number: int, *, parked: bool = False) -> Session:
    """Return the session with a remark that a person proposed as one of the room's, without a name.

    Raises:
        Refused: it does not wait, and was not declined.

    """
    note = proposed_note(session, seat, number)
    session = decided(session, seat, number, Fate.TAKEN_UP, {Fate.WAITS, Fate.DECLINED})
    return with_new_note(session, note.prompt, note.text, parked=parked)
