"""The report as a tree of plain values: what every format says, and nothing of how it looks.

What is not there is told by the tree, too: where a part can be missing, a sentence next to it says why, so that all
formats say the same. Texts are held as they were written; making them harmless in a format is that format's business.
"""

from dataclasses import dataclass
from datetime import datetime

from copworkshop.export.tree_base import Text, Work
from copworkshop.export.tree_topten import TopTenPart


@dataclass(frozen=True, slots=True)
class NotedPrompt:
    """A prompt of the lifecycle and what the room remarked on it."""

    prompt: Text
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PhasePart:
    """A heading within a phase and the prompts under it."""

    heading: Text
    prompts: tuple[NotedPrompt, ...]


@dataclass(frozen=True, slots=True)
class ToldPhase:
    """One phase of the lifecycle."""

    label: Text
    name: Text | None
    intro: Text | None
    parts: tuple[PhasePart, ...]


@dataclass(frozen=True, slots=True)
class ModelBeside:
    """A lifecycle model of the literature and the names of its stages."""

    name: Text
    stages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LifecyclePart:
    """The lifecycle overview with the room's remarks."""

    title: Text
    phases: tuple[ToldPhase, ...]
    questions: tuple[NotedPrompt, ...]
    models: tuple[ModelBeside, ...]
    missing: str | None
    """Says that the room noted nothing."""


@dataclass(frozen=True, slots=True)
class ParkedRemark:
    """A remark that the room parked for later."""

    text: str
    prompt: Text | None
    """The prompt of the lifecycle that it is about; None where it is about none."""


@dataclass(frozen=True, slots=True)
class LevelCount:
    """A level of participation and how many people are on it; None where that is not shown."""

    name: Text
    meaning: Text
    share: Text | None
    today: int | None
    later: int | None


@dataclass(frozen=True, slots=True)
class Move:
    """How many people go from one level to another, or stay where they are."""

    start: Text
    end: Text
    people: int


@dataclass(frozen=True, slots=True)
class Movement:
    """How the room moves, seen from the centre."""

    inwards: int
    same: int
    outwards: int
    moves: tuple[Move, ...]
    """From the innermost level outwards."""


@dataclass(frozen=True, slots=True)
class ParticipationPart:
    """The levels of participation and the room's own picture."""

    title: Text
    today: Text
    """The question about today."""
    later: Text
    """The question about six months from now."""
    levels: tuple[LevelCount, ...]
    """The innermost first."""
    answered: int
    """How many people have placed themselves for today."""
    movement: Movement | None
    missing: str | None
    """Why the picture, or half of it, is not there."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One field of a proposal."""

    label: Text
    group: str
    core: bool
    questions: tuple[Text, ...]
    text: str | None
    """What the author wrote, or None where the field was left open."""


@dataclass(frozen=True, slots=True)
class LeftRemark:
    """What one reader left with a proposal; one of the two may be missing."""

    strength: str | None
    question: str | None
    reader: str | None
    """Who left it, where the plan says that authors learn it."""


@dataclass(frozen=True, slots=True)
class WrittenProposal:
    """A proposal that the viewer may read."""

    author: str
    table: str | None
    own: bool
    """The viewer's own."""
    shared: bool
    for_someone: bool
    """Entered by the facilitator or a scribe."""
    answers: tuple[Answer, ...]
    """Every field, in the plan's order."""
    remarks: tuple[LeftRemark, ...]
    """What readers left with it, for its author alone."""


@dataclass(frozen=True, slots=True)
class ProposalPart:
    """Activity 1."""

    title: Text
    proposals: tuple[WrittenProposal, ...]
    to_read: str | None
    """Says how many there are to read, where the report is of the whole session."""
    others: int
    """How many more have been begun, which the viewer may not read."""
    missing: str | None
    """Says why there is none to read, or how many more there are."""


@dataclass(frozen=True, slots=True)
class AnswerCount:
    """An answer to a question outside the plan, and how often it was given."""

    answer: str
    times: int


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question that was asked outside the plan."""

    question: str | None
    """None for one that was only asked aloud."""
    answered_with: str
    """What an answer was: 1 to 5, yes or no, or one word."""
    room: str | None
    """Where it was asked, in a report of several rooms."""
    given: int
    """How many answers were given."""
    counts: tuple[AnswerCount, ...]
    """Choices in their order, or words by how often they were given."""
    told: str
    """Says how many answers there are, and why some are not among the counts."""


@dataclass(frozen=True, slots=True)
class QuestionsPart:
    """The questions that were asked outside the plan, in the order in which they were asked."""

    asked: tuple[AskedQuestion, ...]


@dataclass(frozen=True, slots=True)
class ClosePart:
    """What was said at the end: what people take home, and what comes next."""

    title: Text
    lines: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class RoomFacts:
    """One of the rooms that a report of several is of."""

    room: str
    """What it is called in this report."""
    session: str
    begun: datetime
    closed: datetime | None
    """None while the session is running."""
    present: int


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that one viewer may take home of a session. A part that the plan does not have is None."""

    title: str
    session: str
    heading: str | None
    plan: Text
    """The plan's title."""
    organisation: str | None
    """Who the workshop was for, as the plan says."""
    facilitator: str | None
    """Who led it, as the plan says."""
    purpose: Text | None
    """What it was to bring about, as the plan says."""
    begun: datetime
    closed: datetime | None
    """None while the session is running."""
    revision: int
    """How many changes the session had seen when the report was made."""
    present: int
    rooms: tuple[RoomFacts, ...]
    """The rooms that it is of, where there are several."""
    lifecycle: LifecyclePart | None
    participation: ParticipationPart | None
    proposal: ProposalPart | None
    top_ten: TopTenPart | None
    questions: QuestionsPart | None
    """None where nothing was asked outside the plan."""
    parked: tuple[ParkedRemark, ...]
    """The remarks that were parked for later, without names."""
    close: ClosePart | None
    """None where the plan says nothing at the end."""
    sources: tuple[Work, ...]
    """The works that this report quotes, in the order in which it does."""
