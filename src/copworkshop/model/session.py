"""A session: one running of a plan with one room."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Final, Literal

from pydantic import Field, model_validator

from copworkshop.model.base import Frozen, Key, Moment
from copworkshop.model.closed_rounds import ClosedRounds
from copworkshop.model.people import Fate, Seat
from copworkshop.model.plan import Kind, Minutes, Plan, Step
from copworkshop.model.question import Question, QuestionNumber
from copworkshop.model.text import Line, Name
from copworkshop.model.topten import Idea, IdeaNumber, RunOff, TopTen, Vote

SESSION_SCHEMA = 4
"""The number of the session format that this version writes."""


class Timer(Frozen):
    """A count-down. It holds a deadline while it runs and what is left while it does not; nothing counts ticks."""

    deadline: Moment | None = None
    left: float = 0.0
    """Seconds left while the timer stands still; below zero in overtime."""
    begun_with: float | None = None
    """Seconds that it had when it was started first; None until then."""

    @property
    def running(self) -> bool:
        """Whether the clock is going."""
        return self.deadline is not None

    @property
    def begun(self) -> bool:
        """Whether the clock was ever started, whether or not it is going now."""
        return self.running or self.begun_with is not None

    def remaining(self, now: datetime) -> float:
        """Return the seconds left at that moment; below zero in overtime."""
        return self.left if self.deadline is None else (self.deadline - now).total_seconds()

    def started(self, now: datetime) -> "Timer":
        """Return the timer running from that moment."""
        if self.running:
            return self
        whole = self.left if self.begun_with is None else self.begun_with
        return Timer(deadline=now + timedelta(seconds=self.left), begun_with=whole)

    def paused(self, now: datetime) -> "Timer":
        """Return the timer standing still from that moment."""
        return Timer(left=self.remaining(now), begun_with=self.begun_with) if self.running else self

    def moved(self, seconds: float, now: datetime) -> "Timer":
        """Return the timer with `seconds` added. Seconds below zero are taken away, as far as there is time left."""
        seconds = max(seconds, -max(0.0, self.remaining(now)))
        if self.deadline is not None:
            return self.replace(deadline=self.deadline + timedelta(seconds=seconds))
        return self.replace(left=self.left + seconds)


BEATS: Final = 3
"""The keys that reveal one place of the top ten: its number, then the idea, then how many points it has."""


class Progress(Frozen):
    """How far the room is within one step. Kept for every step visited, so that a look back loses no place."""

    round: str
    point: int = Field(default=0, ge=0)
    beat: int = Field(default=0, ge=0, lt=BEATS)
    entered: Moment | None = None
    """When the room first came to this step."""
    timers: Mapping[str, Timer] = Field(default_factory=dict)
    """The clock of each round that has been touched."""
    spent: float = Field(default=0.0, ge=0)
    """Seconds that the room has spent at this step, but for the present stay."""

    @property
    def shown(self) -> tuple[int, int]:
        """How much of the round was shown: its points, and the beats of the next one."""
        return self.point, self.beat


class Spot(Frozen):
    """A place in the agenda: step, round and point. A key press applies to the spot that its view showed."""

    kind: Kind
    round: str
    point: int
    beat: int = Field(default=0, ge=0, lt=BEATS)
    """While places are revealed, how much is shown of the place after `point` places: nothing, its number, its idea."""

    @property
    def shown(self) -> tuple[int, int]:
        """How much of the round is shown: its points, and the beats of the next one."""
        return self.point, self.beat


class Closing(Frozen):
    """The countdown after which the room's round is closed. Formats before 4 kept here a round that was left."""

    kind: Kind
    round: str
    until: Moment
    then: Spot | None = None
    """Where the room goes then; None for the next round."""


class Fewer(Frozen):
    """The minutes of a step from which the facilitator has taken some, because the room was behind the plan."""

    step: Minutes
    rounds: Mapping[str, Minutes] = Field(default_factory=dict)
    """Of the rounds that have fewer minutes than in the plan."""


class RoomNote(Frozen):
    """A remark of the room."""

    number: int = Field(ge=1, le=99_999)
    prompt: Key | None = None
    """The prompt of the lifecycle that it is about; None for one that was parked at any step."""
    text: Line
    withdrawn: bool = False
    parked: bool = False
    """It was put off: it returns at the close, and does not stand next to its prompt."""


class Spotlight(Frozen):
    """An idea or a remark that the stage shows large, by its number."""

    kind: Literal["idea", "remark"]
    number: int = Field(ge=1, le=99_999)


class Standing(Frozen):
    """Where the room was and what was closed before the facilitator moved it."""

    kind: Literal["step"]
    at: Kind
    progress: Mapping[Kind, Progress] = Field(default_factory=dict)
    """Of the steps whose progress was changed."""
    new: tuple[Kind, ...] = ()
    """The steps that the room had not been at before."""
    closed_rounds: ClosedRounds = Field(default_factory=dict)
    on_stage: int | None = None
    blank: bool = False
    beside: bool = False
    address: bool = False
    spotlight: Spotlight | None = None
    second: bool = False
    runoffs: Mapping[Vote, RunOff] = Field(default_factory=dict)


class ClockBefore(Frozen):
    """A clock as it was before the facilitator changed it."""

    kind: Literal["clock"]
    at: Kind
    name: str
    timer: Timer | None = None
    """None for a clock that nobody had touched."""


class LastEdit(Frozen):
    """The last change of the list of ideas, which is kept in :attr:`TopTen.undo`."""

    kind: Literal["edit"]


class PapersBefore(Frozen):
    """Paper ballots that were entered together: which of all they are, and how to tell whether they still are."""

    kind: Literal["papers"]
    vote: Vote
    first: int = Field(ge=0)
    count: int = Field(ge=1)
    digest: str


class HeldBefore(Frozen):
    """Ideas that were held back or released together."""

    kind: Literal["held"]
    ideas: Annotated[tuple[IdeaNumber, ...], Field(min_length=1)]
    held: bool
    """Whether they were held back before."""


class NoteBefore(Frozen):
    """A remark of the room as it was before it was parked, put back, taken away or brought back."""

    kind: Literal["note"]
    number: int
    parked: bool = False
    withdrawn: bool = False
    seat: int | None = None
    """The person who had proposed it, if the facilitator took it up and parked it at once."""
    proposed: int | None = None
    """Its number among what that person proposed."""
    fate: Fate | None = None
    """What had become of the proposal."""


class MinutesBefore(Frozen):
    """The steps with fewer minutes than in the plan, as they were before more were taken."""

    kind: Literal["minutes"]
    fewer: Mapping[Kind, Fewer] = Field(default_factory=dict)


class QuestionBefore(Frozen):
    """What was changed of a question outside the plan. If nothing is named, it had not been asked."""

    kind: Literal["question"]
    number: QuestionNumber
    shown: bool | None = None
    withdrawn: bool | None = None
    word: Name | None = None
    """A word of the result that was held back or shown again."""
    held: bool = False
    """Whether it was held back before."""
    blank: bool = False
    """Whether the stage was blank before the question was asked."""
    result_shown: QuestionNumber | None = None
    """The question whose result the stage showed before; None if it showed none."""


Inverse = Annotated[
    Standing | ClockBefore | LastEdit | PapersBefore | HeldBefore | NoteBefore | MinutesBefore | QuestionBefore,
    Field(discriminator="kind"),
]
"""What takes an action back. A new kind also needs its function in :mod:`copworkshop.rules.undo`."""


class Undoable(Frozen):
    """An action of the facilitator that can be taken back."""

    number: int = Field(ge=0)
    """Tells it from all others, so that a key that is pressed on two terminals takes one back."""
    what: Line
    """What it did, as in “u takes back: the room moved to the close”."""
    inverse: Inverse


class Session(Frozen):
    """The place of the room, the people in it, and their words. Only the rules change it, a revision at a time."""

    name: str
    plan: Plan
    revision: int = Field(default=0, ge=0)
    created: Moment
    closed: Moment | None = None
    at: Kind
    progress: Mapping[Kind, Progress]
    since: Moment | None = None
    """Since when the present stay at the step counts; None while nobody runs the session."""
    closing: Closing | None = None
    closed_rounds: ClosedRounds = Field(default_factory=dict)
    """The rounds that were closed. A closed round stays closed, also while the room looks back at it."""
    fewer_minutes: Mapping[Kind, Fewer] = Field(default_factory=dict)
    """The steps with fewer minutes than in the plan."""
    history: tuple[Undoable, ...] = ()
    """The last actions of the facilitator that can be taken back, the oldest first."""
    blank: bool = False
    """The stage shows nothing."""
    look_up: bool = False
    """Every participant's screen asks them to look up."""
    beside: bool = False
    """The stage shows what the literature says next to what the room sees."""
    spotlight: Spotlight | None = None
    """What the stage shows large instead of the step; None for nothing."""
    on_stage: int | None = None
    """The seat whose shared proposal the facilitator has put on the stage."""
    address: bool = False
    """The stage shows how to join, whatever step the room is at."""
    door_closed: bool = False
    """Nobody new may come in; a person who has a seat comes and goes as before."""
    tables: tuple[Name, ...] = ()
    seats: Mapping[int, Seat] = Field(default_factory=dict)
    notes: tuple[RoomNote, ...] = ()
    questions: tuple[Question, ...] = ()
    """The questions that were asked outside the plan, in the order in which they were asked."""
    top_ten: TopTen = TopTen()
    heading: Line | None = None
    """The facilitator's name for this session on the stage, such as the name of the organisation."""

    @model_validator(mode="after")
    def _stands_on_the_agenda(self) -> "Session":
        for kind, progress in self.progress.items():
            step = self.plan.step(kind)
            if step is None:
                raise ValueError(f"the plan has no step of kind “{kind}”")
            if progress.round not in step.rounds:
                raise ValueError(f"the step “{kind}” has no round “{progress.round}”")
        for kind, closed in self.closed_rounds.items():
            step = self.plan.step(kind)
            for name in closed:
                if step is None or name not in step.rounds:
                    raise ValueError(f"there is no round “{name}” of a step “{kind}” that could be closed")
        if self.at not in self.progress:
            raise ValueError(f"there is no progress for the step “{self.at}” that the room is at")
        return self

    @property
    def step(self) -> Step:
        """The step that the room is at."""
        step = self.plan.step(self.at)
        assert step is not None, "validated: the room stands on the agenda"  # noqa: S101
        return step

    @property
    def spot(self) -> Spot:
        """Where in the agenda the room is."""
        here = self.progress[self.at]
        return Spot(kind=self.at, round=here.round, point=here.point, beat=here.beat)

    def has_closed(self, kind: Kind, round_name: str) -> bool:
        """Whether a round was closed; nothing is given or changed in it any more until it is opened again."""
        return round_name in self.closed_rounds.get(kind, ())

    @property
    def last_question(self) -> Question | None:
        """The question outside the plan that was asked last, of those that were not withdrawn."""
        return next((each for each in reversed(self.questions) if not each.withdrawn), None)

    @property
    def open_question(self) -> Question | None:
        """The question that people answer now; None where none is open."""
        last = self.last_question
        return last if last is not None and last.open else None

    @property
    def present(self) -> tuple[Seat, ...]:
        """The seats that were not removed, in order of their numbers."""
        return self._seats[0]

    @property
    def contributors(self) -> tuple[Seat, ...]:
        """The seats at which what was given counts, in order of their numbers.

        They are those present, and those of people who were taken out and whose words stay.
        """
        return self._seats[1]

    @property
    def _seats(self) -> tuple[tuple[Seat, ...], tuple[Seat, ...]]:
        seats, found = _listed[0]
        if seats is not self.seats:
            seats = self.seats
            in_order = [seats[number] for number in sorted(seats)]
            present = tuple([seat for seat in in_order if not seat.removed])
            found = (present, tuple([seat for seat in in_order if seat.counts]))
            _listed[0] = (seats, found)
        return found


# Each view asks a dozen times who is present. Seats are never changed in place, so the answer stays the same.
_listed: list[tuple[Mapping[int, Seat], tuple[tuple[Seat, ...], tuple[Seat, ...]]]] = [({}, ((), ()))]


def begin(name: str, plan: Plan, now: datetime, heading: str | None = None, *, draw: str = "") -> Session:
    """Return a new session of this plan, with nobody in it and the plan's ideas, at the plan's first step.

    `draw` is something that nobody can guess: the order of the ideas' public numbers is drawn from it.
    """
    first, top_ten = plan.steps[0], plan.top_ten
    given = top_ten.ideas if top_ten is not None else ()
    return Session(
        name=name,
        plan=plan,
        created=now,
        at=first.kind,
        progress={first.kind: Progress(round=first.rounds[0], entered=now)},
        top_ten=TopTen(
            unsigned_ideas=tuple(Idea(number=n, text=text, for_someone=True) for n, text in enumerate(given, start=1)),
            draw=draw,
        ),
        heading=heading,
    )
