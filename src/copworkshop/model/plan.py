"""A plan: what a session says and asks. Written by people as a TOML file, never rewritten by the program."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, ClassVar, Final, Literal, Self

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from copworkshop.model.base import Frozen, Key
from copworkshop.model.plan_faults import refuse, second_ones, stands_twice, twins, unlisted
from copworkshop.model.plan_words import Prompt, Source, Words, words_at
from copworkshop.model.text import PARAGRAPH_LIMIT, Line, folded

PLAN_SCHEMA = 1
"""The number of the plan format that this version reads."""

Minutes = Annotated[float, Field(ge=0, le=600, multiple_of=0.5)]
"""A time in a plan, in whole or half minutes."""

RuleName = Literal["points", "borda", "dowdall", "approval", "copeland", "schulze"]
"""The counting rules by name; the ranking room has one file for each."""

_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


def _language(code: str) -> str:
    if not _LANGUAGE.fullmatch(code):
        raise PydanticCustomError("words", "must be the code of a language, such as en, de or pt-BR")
    return code


Language = Annotated[str, AfterValidator(_language)]
"""A language as web pages name it (BCP 47), such as ``de`` or ``pt-BR``."""


class Kind(StrEnum):
    """The kinds of step. A plan has at most one step of each, so a kind also names its step."""

    WELCOME = "welcome"
    LIFECYCLE = "lifecycle"
    PARTICIPATION = "participation"
    PROPOSAL = "proposal"
    TOP_TEN = "top_ten"
    CLOSE = "close"


class StepBase(Frozen):
    """Everything that every step has: a title, the time planned for it, and notes that only the facilitator sees."""

    rounds: ClassVar[tuple[str, ...]]
    usual_minutes: ClassVar[Mapping[str, float]] = {}
    """The minutes of rounds that have a clock of their own although the plan names none."""

    title: Words
    short: Line
    """The title in a few words, for lists of steps."""
    minutes: Minutes = 0
    round_minutes: Mapping[str, Minutes] = Field(default_factory=dict)
    """Time on the clock for single rounds; a round that is not named shares the step's own clock."""
    starts_clock: tuple[str, ...] = ()
    """The rounds whose clock starts by itself when the room first comes to them."""
    notes: tuple[Words, ...] = ()

    @property
    def clocks(self) -> Mapping[str, float]:
        """The minutes of every round that has a clock of its own."""
        return {**self.usual_minutes, **self.round_minutes}

    @field_validator("round_minutes")
    @classmethod
    def _rounds_with_minutes_exist(cls, value: Mapping[str, float]) -> Mapping[str, float]:
        refuse(((name,), cls._no_round(name)) for name in value if name not in cls.rounds)
        return value

    @field_validator("starts_clock")
    @classmethod
    def _rounds_that_start_exist(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        refuse(((i,), cls._no_round(name)) for i, name in enumerate(value) if name not in cls.rounds)
        return value

    @classmethod
    def _no_round(cls, name: str) -> str:
        return f"there is no round “{name}”; the rounds are: {', '.join(cls.rounds)}"


class WelcomeStep(StepBase):
    """The address to join at, and the people who have come."""

    rounds: ClassVar = ("welcome",)
    kind: Literal[Kind.WELCOME]
    lines: tuple[Words, ...] = ()


class Part(Frozen):
    """A heading within a phase and what is said or asked under it."""

    heading: Words
    prompts: Annotated[tuple[Prompt, ...], Field(min_length=1)]


class Phase(Frozen):
    """One phase of the lifecycle."""

    id: Key
    label: Words
    name: Words | None = None
    intro: Words | None = None
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]

    @property
    def called(self) -> str:
        """The phase's name; where the deck gives none, its own headings stand in."""
        if self.name is not None:
            return self.name.text
        return " · ".join(part.heading.text.rstrip(":") for part in self.parts)

    @property
    def prompts(self) -> tuple[Prompt, ...]:
        """All prompts of the phase, in order."""
        return tuple(prompt for part in self.parts for prompt in part.prompts)


class LifecycleModel(Frozen):
    """A lifecycle model of the literature, to lay next to the plan's phases."""

    name: Words
    stages: Annotated[tuple[Line, ...], Field(min_length=1)]


class LifecycleStep(StepBase):
    """The phases as a path, told point by point."""

    rounds: ClassVar = ("overview",)
    kind: Literal[Kind.LIFECYCLE]
    phases: Annotated[tuple[Phase, ...], Field(min_length=1)]
    questions: tuple[Prompt, ...] = ()
    """Questions to the room after the last phase."""
    models: tuple[LifecycleModel, ...] = ()

    @field_validator("phases")
    @classmethod
    def _each_phase_and_prompt_stands_once(cls, value: tuple[Phase, ...]) -> tuple[Phase, ...]:
        phases = (((i, "id"), phase.id) for i, phase in enumerate(value))
        prompts = (
            ((i, "parts", j, "prompts", k, "id"), prompt.id)
            for i, phase in enumerate(value)
            for j, part in enumerate(phase.parts)
            for k, prompt in enumerate(part.prompts)
        )
        refuse([*twins("phase", phases), *twins("prompt", prompts)])
        return value

    @field_validator("questions")
    @classmethod
    def _each_question_stands_once(cls, value: tuple[Prompt, ...], info: ValidationInfo) -> tuple[Prompt, ...]:
        before = (((), prompt.id) for phase in info.data.get("phases", ()) for prompt in phase.prompts)
        refuse(twins("prompt", [*before, *(((i, "id"), question.id) for i, question in enumerate(value))]))
        return value

    @property
    def prompts(self) -> tuple[Prompt, ...]:
        """Every prompt that can carry remarks, in the order in which the room meets them."""
        return tuple(prompt for phase in self.phases for prompt in phase.prompts) + self.questions


class Level(Frozen):
    """A level of member participation, from the centre outwards."""

    id: Key
    name: Words
    meaning: Words
    share: Words | None = None
    """What share of the members is typical, where the literature says so."""


class ParticipationStep(StepBase):
    """The levels of participation, then the room's own picture."""

    rounds: ClassVar = ("levels", "place", "picture")
    kind: Literal[Kind.PARTICIPATION]
    levels: Annotated[tuple[Level, ...], Field(min_length=2, max_length=9)]
    today: Words
    later: Words
    questions: tuple[Words, ...] = ()
    least_answers: Annotated[int, Field(ge=1)] = 5
    """No count is shown before this many people have answered."""

    @field_validator("levels")
    @classmethod
    def _each_stands_once(cls, value: tuple[Level, ...]) -> tuple[Level, ...]:
        refuse(twins("level", (((i, "id"), level.id) for i, level in enumerate(value))))
        return value


class ProposalField(Frozen):
    """One field of the proposal and the questions it answers."""

    id: Key
    label: Words
    group: Line
    questions: Annotated[tuple[Words, ...], Field(min_length=1)]
    core: bool = False
    most: Annotated[int, Field(ge=1, le=PARAGRAPH_LIMIT)] | None = None
    """The most characters that it takes, where that is not the step's number."""
    aloud: Annotated[int, Field(ge=1, le=600)] | None = None
    """Where the field is meant to be read aloud: for how many seconds. A timer is offered for it."""


class ProposalStep(StepBase):
    """Activity 1: each person writes a proposal."""

    rounds: ClassVar = ("write", "share")
    kind: Literal[Kind.PROPOSAL]
    hint: Words
    fields: Annotated[tuple[ProposalField, ...], Field(min_length=1)]
    most: Annotated[int, Field(ge=1, le=PARAGRAPH_LIMIT)] = PARAGRAPH_LIMIT
    """The most characters that a field takes. It refuses more; what is there is never cut."""
    named_remarks: bool = False
    """Authors see who left a strength or a question with their proposal."""

    @field_validator("fields")
    @classmethod
    def _each_stands_once(cls, value: tuple[ProposalField, ...]) -> tuple[ProposalField, ...]:
        refuse(twins("field", (((i, "id"), field.id) for i, field in enumerate(value))))
        return value

    def field(self, field_id: str) -> ProposalField | None:
        """Return the field with this id, or None."""
        return next((field for field in self.fields if field.id == field_id), None)

    def most_of(self, field: ProposalField) -> int:
        """Return how many characters this field takes at most."""
        return self.most if field.most is None else field.most

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups that the fields stand in, each once, in order."""
        return tuple(dict.fromkeys(field.group for field in self.fields))


class Comparison(Frozen):
    """A list of the literature to lay next to the room's own, after the reveal."""

    title: Words
    items: Annotated[tuple[Words, ...], Field(min_length=1)]


class TopTenStep(StepBase):
    """Activity 2: the group makes and ranks its top ten."""

    rounds: ClassVar = (
        *("collect", "merge", "sift", "rank", "reveal", "discuss"),
        *("rank-again", "reveal-again", "discuss-again", "run-off", "settled"),
    )
    """Some are gone through only where the facilitator wants them: sifting, the second vote, the run-off."""
    usual_minutes: ClassVar = {
        "sift": 5,
        "rank-again": 5,
        "reveal-again": 5,
        "discuss-again": 5,
        "run-off": 1,
        "settled": 0,
    }
    kind: Literal[Kind.TOP_TEN]
    questions: Annotated[tuple[Words, ...], Field(min_length=1)]
    """Presets for the question; the first is the default."""
    ideas: Annotated[tuple[Line, ...], Field(max_length=500)] = ()
    """Ideas that the session begins with. They are the room's, not a person's."""
    ideas_each: Annotated[int, Field(ge=1, le=20)] = 3
    picks: Annotated[int, Field(ge=1, le=20)] = 5
    size: Annotated[int, Field(ge=1, le=50)] = 10
    sift_over: Annotated[int, Field(ge=25, le=500)] = 40
    """With more ideas than this, the facilitator can have the room sift them before it ranks."""
    rule: RuleName = "points"
    moderated: bool = False
    """The facilitator looks through the ideas before others see them, and can hold ideas back."""
    comparison: Comparison | None = None

    @field_validator("ideas")
    @classmethod
    def _each_stands_once(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        places = second_ones(((i,), folded(idea)) for i, idea in enumerate(value))
        refuse((place, stands_twice("idea", value[int(place[0])])) for place, _ in places)
        return value


class CloseStep(StepBase):
    """The last step: everybody leaves with something."""

    rounds: ClassVar = ("close",)
    kind: Literal[Kind.CLOSE]
    lines: tuple[Words, ...] = ()


Step = Annotated[
    WelcomeStep | LifecycleStep | ParticipationStep | ProposalStep | TopTenStep | CloseStep,
    Field(discriminator="kind"),
]


class Plan(Frozen):
    """What a session says and asks: an agenda of steps, and the sources it draws on."""

    schema_number: Literal[1] = Field(alias="schema")
    title: Words
    organisation: Line | None = None
    """Who the workshop is for."""
    facilitator: Line | None = None
    """Who leads it."""
    purpose: Words | None = None
    """What it is to bring about."""
    language: Language = "en"
    """The language that its texts are in."""
    sources: Mapping[Key, Source] = Field(default_factory=dict)
    grace: Annotated[int, Field(ge=0, le=300)] = 20
    """“Finish your sentence”: seconds in which a round that was closed still takes what is being typed."""
    bell: bool = False
    """The facilitator's terminal rings once when a clock runs out."""
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        kinds = ((("steps", i, "kind"), step.kind) for i, step in enumerate(self.steps))
        sources = (
            ((*place, "source"), unlisted(words.source))
            for place, words in words_at(self)
            if words.source is not None and words.source not in self.sources
        )
        refuse([*twins("step of kind", kinds), *sources])
        return self

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The agenda as kinds, in order."""
        return tuple(step.kind for step in self.steps)

    def step(self, kind: Kind) -> Step | None:
        """Return the step of this kind, or None where the plan has none."""
        return next((step for step in self.steps if step.kind is kind), None)

    @property
    def lifecycle(self) -> LifecycleStep | None:
        """The lifecycle step, if the plan has one."""
        step = self.step(Kind.LIFECYCLE)
        return step if isinstance(step, LifecycleStep) else None

    @property
    def participation(self) -> ParticipationStep | None:
        """The participation step, if the plan has one."""
        step = self.step(Kind.PARTICIPATION)
        return step if isinstance(step, ParticipationStep) else None

    @property
    def proposal(self) -> ProposalStep | None:
        """Activity 1, if the plan has it."""
        step = self.step(Kind.PROPOSAL)
        return step if isinstance(step, ProposalStep) else None

    @property
    def top_ten(self) -> TopTenStep | None:
        """Activity 2, if the plan has it."""
        step = self.step(Kind.TOP_TEN)
        return step if isinstance(step, TopTenStep) else None

    @property
    def close(self) -> CloseStep | None:
        """The last step, if the plan has it."""
        step = self.step(Kind.CLOSE)
        return step if isinstance(step, CloseStep) else None
