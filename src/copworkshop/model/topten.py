"""Activity 2: ideas, the candidates they are merged into, and ballots."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field, model_validator

from copworkshop.model.base import Frozen, without
from copworkshop.model.text import Line, Name

LAST_NUMBER: Final = 99_999

IdeaNumber = Annotated[int, Field(ge=1, le=LAST_NUMBER)]
"""Ideas are numbered through the whole session, so that a paper ballot can name them. No number is used twice."""

IdeaKey = Annotated[int, Field(ge=1, le=19_999_999)]
"""The public number of an idea, or above :data:`LAST_NUMBER` what it goes by while it has none."""


Rating = Annotated[int, Field(ge=1, le=5)]
"""A person's rating of an idea while ideas are sifted: 5 is best."""


class Idea(Frozen):
    """One idea as its author worded it. A withdrawn one stays in the files, and nowhere else."""

    number: IdeaKey
    text: Line
    withdrawn: bool = False
    for_someone: bool = False
    """Entered by the facilitator or a scribe for a person without a device."""


class Candidate(Frozen):
    """An entry of the list that the room ranks: one idea, or several that were merged, under one wording.

    It goes by the number of one of its ideas, its lead, so that a ballot that names any of them still
    counts after a merge.
    """

    lead: IdeaNumber
    members: Annotated[tuple[IdeaNumber, ...], Field(min_length=1)]
    """The numbers of its ideas, the lead first."""
    wording: Line
    withdrawn: bool = False

    @model_validator(mode="after")
    def _lead_is_first(self) -> "Candidate":
        if self.members[0] != self.lead or len(set(self.members)) != len(self.members):
            raise ValueError("the members of a candidate are its lead, then the others, each once")
        return self


class Edit(Frozen):
    """One step of the merge round, kept so that it can be undone: the candidates before and after it."""

    what: Line
    before: tuple[Candidate, ...]
    after: tuple[Candidate, ...]


class Ballot(Frozen):
    """A person's ordered choice, best first. Empty means: took part and chose nothing."""

    picks: tuple[IdeaNumber, ...] = ()
    done: bool = False
    for_someone: bool = False
    """Entered by the facilitator or a scribe for a person without a device."""

    @property
    def begun(self) -> bool:
        """Whether the person has chosen anything, or said that they choose nothing."""
        return self.done or bool(self.picks)

    @model_validator(mode="after")
    def _names_each_idea_once(self) -> "Ballot":
        if len(set(self.picks)) != len(self.picks):
            raise ValueError("a ballot names an idea twice")
        return self


class Vote(StrEnum):
    """The votes that a room can hold, each with ballots of its own. Most rooms hold the first alone."""

    FIRST = "first"
    SECOND = "second"
    """The same once more, after the discussion; the first is kept next to it."""
    RUN_OFF = "run-off"
    """Between those that share the place at the border of the first vote's list."""
    RUN_OFF_AGAIN = "run-off-again"
    """The same for the second vote's list."""


class RunOff(Frozen):
    """A short vote between the ideas that share the last place of the list, where it has no room for all of them."""

    tied: Annotated[tuple[IdeaNumber, ...], Field(min_length=2)]
    place: Annotated[int, Field(ge=1)]
    """The place that they share by the count."""
    seats: Annotated[int, Field(ge=1)]
    """How many of them the list has room for."""
    shown: bool = False
    """The room has seen its result."""


class TopTen(Frozen):
    """The part of Activity 2 that belongs to the room as a whole; ideas and ballots of people are on their seats."""

    question: Line | None = None
    """The question as the facilitator worded it; None means the plan's first."""
    unsigned_ideas: tuple[Idea, ...] = ()
    """Ideas of the room that belong to no seat."""
    unsigned_ballots: tuple[Ballot, ...] = ()
    """Paper ballots that belong to no seat."""
    edited: Mapping[IdeaNumber, Candidate] = Field(default_factory=dict)
    """The candidates that were merged, reworded or withdrawn, by lead. Every other idea stands for itself."""
    undo: tuple[Edit, ...] = ()
    redo: tuple[Edit, ...] = ()
    draw: Annotated[str, Field(max_length=64)] = ""
    """What the order of the public numbers is drawn from, next to the ideas' words. Nobody sees it."""
    numbers: Mapping[IdeaKey, IdeaNumber] = Field(default_factory=dict)
    """The public numbers that were given when collecting was closed, by what the ideas went by before. The file of a
    seat can be older than they are."""
    table_ballots: Mapping[Name, tuple[tuple[IdeaNumber, ...], ...]] = Field(default_factory=dict)
    """The choices of each table's members, kept when the session is closed and no ballot is anybody's any more. They
    are among the unsigned ballots, too. For a table with few ballots nothing is kept: it would tell whose they were."""
    second: bool = False
    """The room votes a second time."""
    runoffs: Mapping[Vote, RunOff] = Field(default_factory=dict)
    later_papers: Mapping[Vote, tuple[Ballot, ...]] = Field(default_factory=dict)
    """Paper ballots that belong to no seat, of the votes after the first."""
    later_tables: Mapping[Vote, Mapping[Name, tuple[tuple[IdeaNumber, ...], ...]]] = Field(default_factory=dict)
    """The choices of each table's members in the votes after the first, kept as :attr:`table_ballots` are."""
    sifting: bool = False
    """The room sifts its ideas before it ranks them."""
    sifted_out: tuple[IdeaNumber, ...] | None = None
    """The ideas that the sifting left behind; None while the room has not ranked after it."""
    ratings: Mapping[IdeaNumber, tuple[Rating, ...]] = Field(default_factory=dict)
    """How each idea was rated, lowest first, kept when the session is closed and no rating is anybody's any more."""
    apart: tuple[tuple[IdeaNumber, ...], ...] = ()
    """Ideas that are not the same, as the facilitator found: all of an entry are kept apart from each other when pairs
    to merge are suggested."""

    shown: bool = False
    """Everybody was shown the ideas. Asked only where the plan is moderated."""
    held_back: tuple[IdeaNumber, ...] = ()
    """The ideas that the facilitator holds back, in ascending order: they are on nobody's list until released."""
    held_back_at_close: int = 0
    """How many ideas were held back when the session was closed, which drops their words."""

    def papers(self, vote: Vote) -> tuple[Ballot, ...]:
        """Return the paper ballots without a name of a vote."""
        return self.unsigned_ballots if vote is Vote.FIRST else self.later_papers.get(vote, ())

    def with_papers(self, vote: Vote, papers: tuple[Ballot, ...]) -> "TopTen":
        """Return the same with these paper ballots of a vote."""
        if vote is Vote.FIRST:
            return self.replace(unsigned_ballots=papers)
        others = without(self.later_papers, vote)
        return self.replace(later_papers={**others, vote: papers} if papers else others)

    def tables(self, vote: Vote) -> Mapping[str, tuple[tuple[int, ...], ...]]:
        """Return what each table's members chose in a vote, as it was kept when the session was closed."""
        return self.table_ballots if vote is Vote.FIRST else self.later_tables.get(vote, {})

    def with_tables(self, vote: Vote, tables: Mapping[str, tuple[tuple[int, ...], ...]]) -> "TopTen":
        """Return the same with these choices of the tables' members in a vote."""
        if vote is Vote.FIRST:
            return self.replace(table_ballots=tables)
        others = without(self.later_tables, vote)
        return self.replace(later_tables={**others, vote: tables} if tables else others)
