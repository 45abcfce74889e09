"""Activity 2: ideas, the candidates they are merged into, and ballots."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, model_validator

from copworkshop.model.base import Frozen
from copworkshop.model.text import Line, Name

IdeaNumber = Annotated[int, Field(ge=1)]
"""Ideas are numbered through the whole session, so that a paper ballot can name them. No number is used twice."""


class Idea(Frozen):
    """One idea as its author worded it. A withdrawn one stays in the files, and nowhere else."""

    number: IdeaNumber
    text: Line
    withdrawn: bool = False
    for_someone: bool = False
    """Entered by the facilitator or a scribe for a person without a device."""


class Candidate(Frozen):
    """What the room ranks: one idea, or several that were merged, under one wording.

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

    @model_validator(mode="after")
    def _names_each_idea_once(self) -> "Ballot":
        if len(set(self.picks)) != len(self.picks):
            raise ValueError("a ballot names an idea twice")
        return self


class TopTen(Frozen):
    """What the room as a whole holds for Activity 2; ideas and ballots of persons are on their seats."""

    question: Line | None = None
    """The question as the facilitator worded it; None means the plan's first."""
    unsigned_ideas: tuple[Idea, ...] = ()
    """Ideas of the room that belong to no seat."""
    unsigned_ballots: tuple[Ballot, ...] = ()
    """Paper ballots that belong to no seat."""
    edited: Mapping[int, Candidate] = Field(default_factory=dict)
    """The candidates that were merged, reworded or withdrawn, by lead. Every other idea stands for itself."""
    undo: tuple[Edit, ...] = ()
    redo: tuple[Edit, ...] = ()
    table_ballots: Mapping[Name, tuple[tuple[IdeaNumber, ...], ...]] = Field(default_factory=dict)
    """What each table's members chose, kept when the session is closed and no ballot is anybody's any more. They are
    among the unsigned ballots, too. Of a table with few ballots nothing is kept: they would tell whose they were."""
    apart: tuple[tuple[IdeaNumber, ...], ...] = ()
    """Ideas that are not the same, as the facilitator found: all of an entry are kept apart from each other when pairs
    to merge are suggested."""
