"""The phases and prompts of the lifecycle with the room's remarks, as the facilitator sees them."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from copworkshop.model.people import Fate, ProposedNote
from copworkshop.model.plan import Kind, LifecycleStep, Phase
from copworkshop.model.plan_words import Prompt
from copworkshop.model.session import RoomNote
from copworkshop.rules.lifecycle import current_prompt, stops
from copworkshop.rules.sight import Sight

Key = tuple[str, str | int]
"""The key of what is listed: its kind, and what identifies it.

That is the place of a phase, the id of a prompt, the number of a remark, or the seat and number of a proposed remark.
"""


@dataclass(frozen=True, slots=True)
class PhaseAt:
    """A phase of the lifecycle, and its place from 0."""

    index: int
    phase: Phase


@dataclass(frozen=True, slots=True)
class Proposed:
    """A remark that somebody proposes, which the facilitator has not taken up."""

    seat: int
    note: ProposedNote

    @property
    def key(self) -> Key:
        """The key of its entry."""
        return ("proposed", f"{self.seat} {self.note.number}")

    @property
    def is_declined(self) -> bool:
        """Whether the facilitator declined it."""
        return self.note.fate is Fate.DECLINED


Listed = PhaseAt | Prompt | RoomNote | Proposed


class LifecycleRemarks:
    """What is listed: each phase with its prompts, each prompt with its remarks, and at the end remarks on no prompt.

    A remark that was taken away here stays on the list, so that it can be brought back.
    """

    step: LifecycleStep | None
    """The lifecycle, if the plan has one."""
    is_open: bool
    """Whether remarks can be changed."""
    place: Key | None
    """What the room is at: the newest prompt, or the phase just opened; None at any other point."""
    waiting: tuple[Proposed, ...]
    """The remarks that people propose and that were not declined."""
    listed: dict[Hashable, Listed]
    """Everything in the order of the list, by its key."""

    def __init__(self, sight: Sight) -> None:
        self._away: dict[int, RoomNote] = {}
        self.take_in(sight)

    def take_in(self, sight: Sight) -> None:
        """Take in the session as it is now."""
        self.step = sight.plan.lifecycle
        self.is_open = sight.closed is None and self.step is not None
        self.place = _place_of_room(sight)
        standing = {note.number: note for note in sight.notes}
        self._away = {number: note for number, note in self._away.items() if number not in standing}
        proposed = [Proposed(person.number, note) for person in sight.people for note in person.proposed or ()]
        self.waiting = tuple(each for each in proposed if each.note.fate is Fate.WAITS)
        known = standing | self._away
        remarks = [known[number] for number in sorted(known)]
        shown = [each for each in proposed if each.note.fate in {Fate.WAITS, Fate.DECLINED}]
        self.listed = dict(_in_order(self.step, remarks, shown)) if self.step is not None else {}

    def take_away(self, note: RoomNote) -> None:
        """Note that a remark was taken away here."""
        self._away[note.number] = note

    def is_away(self, note: RoomNote) -> bool:
        """Whether a remark was taken away here."""
        return note.number in self._away

    def at(self, key: Hashable) -> Listed | None:
        """Return what is listed under a key; None if nothing is."""
        return self.listed.get(key)

    def prompt_of(self, listed: Listed | None) -> Prompt | None:
        """Return the prompt itself, or the prompt of a remark; None for a phase and for a remark on no prompt."""
        match listed:
            case Prompt():
                return listed
            case RoomNote(prompt=str(prompt)) | Proposed(note=ProposedNote(prompt=prompt)):
                found = self.at(("prompt", prompt))
                return found if isinstance(found, Prompt) else None
        return None


def _in_order(step: LifecycleStep, remarks: list[RoomNote], proposed: list[Proposed]) -> Iterator[tuple[Key, Listed]]:
    def on(prompt: str | None) -> Iterator[tuple[Key, Listed]]:
        yield from ((("note", note.number), note) for note in remarks if note.prompt == prompt)

    def with_remarks(prompts: tuple[Prompt, ...]) -> Iterator[tuple[Key, Listed]]:
        for prompt in prompts:
            yield ("prompt", prompt.id), prompt
            yield from on(prompt.id)
            yield from ((each.key, each) for each in proposed if each.note.prompt == prompt.id)

    for index, phase in enumerate(step.phases):
        yield ("phase", index), PhaseAt(index, phase)
        yield from with_remarks(phase.prompts)
    yield from with_remarks(step.questions)
    yield from on(None)


def _place_of_room(seen: Sight) -> Key | None:
    """Return the entry that the room is at: the newest prompt, or the phase just opened; None at any other point."""
    step = seen.plan.lifecycle
    if step is None or seen.spot.kind is not Kind.LIFECYCLE:
        return None
    prompt = current_prompt(step, seen.spot.point)
    if prompt is not None:
        return ("prompt", prompt.id)
    phase = stops(step)[seen.spot.point].phase
    return ("phase", phase) if phase is not None else None
