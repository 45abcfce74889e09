"""The report as a tree of plain values: what every format says, and nothing of how it looks.

What is not there is told by the tree, too: where a part can be missing, a sentence beside it says why, so that all
formats say the same. Texts are held as they were written; making them harmless in a format is that format's business.
"""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Annotated

from pydantic import PlainSerializer, WithJsonSchema

from copworkshop.model.plan import Mark


def _plain(score: Fraction) -> int | str:
    return score.numerator if score.denominator == 1 else str(score)


Score = Annotated[
    Fraction,
    PlainSerializer(_plain),
    WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^-?[0-9]+/[1-9][0-9]*$"}]}),
]
"""Points, exact. Written as data they are a whole number or the text "p/q", as ``copworkshop count`` has them."""


@dataclass(frozen=True, slots=True)
class Work:
    """A work of the literature."""

    short: str
    """Authors, and year where it is known."""
    authors: str
    year: int | None
    title: str
    where: str | None


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the plan, unaltered, and where it comes from."""

    text: str
    mark: Mark
    source: Work | None
    """Given for every text of the literature."""


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
class RankedIdea:
    """One place of the top ten."""

    place: int
    """From 1. A shared place counts on: 1, 2, 2, 4."""
    shared: bool
    lead: int
    """The number the idea goes by."""
    wording: str
    score: Score
    """Points by the plan's rule, exact: a whole number, or the text "p/q"."""
    chosen_by: int
    """How many people named it."""
    firsts: int
    """How many people named it first."""
    placings: tuple[int, ...]
    """How many people named it first, second and so on; empty before the list stands as a whole."""

    @property
    def label(self) -> str:
        """The place as it is read out: “9”, or “9=” where it is shared."""
        return f"{self.place}=" if self.shared else f"{self.place}"


@dataclass(frozen=True, slots=True)
class ListedIdea:
    """A candidate of the ballot, under the wording that was ranked."""

    lead: int
    wording: str
    merged: tuple[int, ...]
    """The numbers of the ideas that were merged into it, its own left out."""


@dataclass(frozen=True, slots=True)
class DividedIdea:
    """An idea that divides the room, and how in a few words."""

    wording: str
    how: str


@dataclass(frozen=True, slots=True)
class OtherRule:
    """What another counting rule would do to the list."""

    name: str
    sentence: str
    comes_in: tuple[str, ...]
    drops_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Discussion:
    """What there is to discuss about the top ten."""

    agreement: str
    """How far the room agrees, in a few words."""
    kendall_w: float | None
    """How far the room agrees, from 0 to 1 (Kendall's coefficient of concordance); None where it is not defined."""
    ties: tuple[str, ...]
    divisive: tuple[DividedIdea, ...]
    stays: tuple[str, ...]
    """The ideas of the list that are on it under every rule, by wording."""
    others: tuple[OtherRule, ...]
    """The rules that would change who is on the list."""


@dataclass(frozen=True, slots=True)
class TableIdea:
    """One idea in a table's own result."""

    place: int
    """From 1; a shared place counts on: 1, 2, 2, 4."""
    shared: bool
    lead: int
    """The number the idea goes by."""
    wording: str
    score: Score
    """Points by the plan's rule, exact: a whole number, or the text "p/q"."""
    chosen_by: int
    """How many people at the table named it."""
    in_room: str | None
    """The place that all together gave it, as it is read out: the whole room, or all rooms of a report of several;
    None where it is not on that list, or there is none."""

    @property
    def label(self) -> str:
        """The place as it is read out: “9”, or “9=” where it is shared."""
        return f"{self.place}=" if self.shared else f"{self.place}"


@dataclass(frozen=True, slots=True)
class TableTopTen:
    """A table's own result, from the ballots of its members."""

    table: str
    ballots: int
    """How many people at the table took part; 0 where they were too few to be shown."""
    places: tuple[TableIdea, ...]
    """The best first."""
    missing: str | None
    """Why there is no list."""


@dataclass(frozen=True, slots=True)
class RoomTopTen:
    """One room's own result, in a report of several."""

    room: str
    question: str
    ballots: int
    places: tuple[TableIdea, ...]
    """The best first."""
    missing: str | None
    """Why there is no list."""


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
class LiteratureList:
    """The literature's list, to read beside the room's own."""

    title: Text
    items: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class VotedIdea:
    """One idea in a vote that stands beside the result: the first of two, or a run-off."""

    label: str
    """The place as it is read out: “9”, “9=” where it is shared, or “out”."""
    lead: int
    wording: str
    score: Score
    chosen_by: int
    firsts: int


@dataclass(frozen=True, slots=True)
class RunOffPart:
    """The run-off between those that shared the last place of a list."""

    place: int
    """The place that they share by the count."""
    seats: int
    """How many of them the list had room for."""
    ballots: int
    places: tuple[VotedIdea, ...]
    """All of them, the best first."""
    outcome: str
    """What it settled, in a sentence or two."""


@dataclass(frozen=True, slots=True)
class FirstVotePart:
    """The first vote of a room that voted a second time."""

    ballots: int
    places: tuple[VotedIdea, ...]
    changed: str
    """What the second vote did to the list; nothing before its list stands as a whole."""
    run_off: RunOffPart | None
    cast: tuple[tuple[int, ...], ...]
    """Its ballots, as :attr:`TopTenPart.cast` has those of the second."""


@dataclass(frozen=True, slots=True)
class SiftedIdea:
    """An idea that the sifting left behind, with the mean of its ratings from 1 to 5."""

    lead: int
    wording: str
    mean: Score


@dataclass(frozen=True, slots=True)
class SiftingPart:
    """How a room with many ideas sifted them before it ranked."""

    told: str
    """What was done, in a sentence."""
    out: tuple[SiftedIdea, ...]


@dataclass(frozen=True, slots=True)
class TopTenPart:
    """Activity 2. Nothing in it says whose an idea or a ballot is."""

    title: Text
    question: str
    ideas: int
    """How many ideas stand, before merging."""
    authors: int
    """How many people put them in; 0 once a closed session has forgotten whose they were."""
    ballots: int
    """How many people took part in the ballot: the N of “chosen by n of N”."""
    rule: str
    """How it was counted, in one sentence."""
    places: tuple[RankedIdea, ...]
    """As far as it was revealed, the best first."""
    missing: str | None
    """Why there is no list, or not the whole of it."""
    tables: tuple[TableTopTen, ...]
    """Each table's own result beside the room's; none before the room's list stands as a whole."""
    rooms: tuple[RoomTopTen, ...]
    """In a report of several rooms, each room's own result."""
    how: str | None
    """In a report of several rooms, whether their ballots were counted together, and why."""
    discussion: Discussion | None
    comparison: LiteratureList | None
    listed: tuple[ListedIdea, ...]
    """All ideas that could be ranked, by number."""
    unlisted: str | None
    """Why no ideas are listed."""
    cast: tuple[tuple[int, ...], ...]
    """In the facilitator's report every ballot by the numbers of its ideas, the best first, in the order of what they
    hold; none before the list stands as a whole."""
    uncast: str | None
    """Why no ballots are shown."""
    run_off: RunOffPart | None
    """The run-off on this result."""
    first_vote: FirstVotePart | None
    """The first vote, where all of the above is of a second."""
    sifting: SiftingPart | None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that one viewer may take home of a session. A part that the plan does not have is None."""

    title: str
    session: str
    heading: str | None
    plan: Text
    """The plan's title."""
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
    sources: tuple[Work, ...]
    """The works that this report quotes, in the order in which it does."""
