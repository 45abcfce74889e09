"""Activity 2 in the report's tree: the list, what there is to discuss about it, and the votes and ideas behind it."""

from dataclasses import dataclass

from copworkshop.export.tree_base import Score, Text


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
    """Kendall's coefficient of concordance W, from 0 to 1; None where nothing is said about agreement."""
    mean_correlation: float | None
    """The mean rank correlation between two of m ballots, (mW - 1)/(m - 1): 1 if all orders are the same, 0 on average
    by chance, below 0 if they are opposed. None where nothing is said about agreement."""
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
class LiteratureList:
    """The literature's list, to read next to the room's own."""

    title: Text
    items: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class VotedIdea:
    """One idea in a vote that stands next to the result: the first of two, or a run-off."""

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
    """Each table's own result next to the room's; none before the room's list stands as a whole."""
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
    held_back: int
    """In the facilitator's report, how many ideas were held back. Their words are in no document."""
    sifting: SiftingPart | None
