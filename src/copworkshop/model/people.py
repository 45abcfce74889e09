"""The people of a session: the actors that ask for something, and the seats."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from copworkshop.model.base import Frozen, Key, Moment, without
from copworkshop.model.participation import Placement
from copworkshop.model.proposal import Proposal, Reading
from copworkshop.model.question import Answer
from copworkshop.model.text import Line, Name
from copworkshop.model.topten import Ballot, Idea, IdeaNumber, Rating, Vote

RejoinWord = Annotated[str, StringConstraints(pattern=r"^[a-z]{3,12}-[a-z0-9]{4}$")]
"""It brings a person back to their seat: a word, and four characters that make it hard to guess, as ``maple-k7fq``."""

KeyFingerprint = Annotated[str, StringConstraints(pattern=r"^SHA256:[A-Za-z0-9+/]{43}$")]
"""The fingerprint of a public key, as OpenSSH writes it."""

SeatNumber = Annotated[int, Field(ge=1, le=9999)]


class Role(StrEnum):
    """The capacity in which somebody asks or looks."""

    FACILITATOR = "facilitator"
    PARTICIPANT = "participant"
    STAGE = "stage"


class Actor(Frozen):
    """Somebody who asks for something or looks at something."""

    role: Role
    seat: int | None = None
    """The seat of a participant."""
    on_behalf_of: int | None = None
    """The seat that a scribe speaks for at the moment; None means their own."""


FACILITATOR = Actor(role=Role.FACILITATOR)
STAGE = Actor(role=Role.STAGE)


def participant(seat: int, on_behalf_of: int | None = None) -> Actor:
    """Return the actor that is the person in this seat, or that person as the scribe of another seat."""
    return Actor(role=Role.PARTICIPANT, seat=seat, on_behalf_of=on_behalf_of)


class Fate(StrEnum):
    """The fate of a remark that somebody proposed."""

    WAITS = "waits"
    TAKEN_UP = "taken_up"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"


class ProposedNote(Frozen):
    """A remark that a person proposes on a prompt of the lifecycle: it is the room's once it is taken up."""

    number: int = Field(ge=1, le=9_999)
    """Counted for each seat; no number is used twice."""
    prompt: Key
    text: Line
    fate: Fate = Fate.WAITS
    for_someone: bool = False
    """Entered by a scribe for a person without a device."""


class Seat(Frozen):
    """A participant's place in a session and all that the person said. It survives any number of connections."""

    number: SeatNumber
    word: RejoinWord
    name: Name
    table: Name | None = None
    joined: Moment
    removed: bool = False
    """Taken out of the room by the facilitator."""
    words_stay: bool = False
    """Of a seat that was taken out: what the person gave before still counts. If not, nothing of it shows or counts
    until the person is back."""
    placement: Placement = Placement()
    proposal: Proposal = Proposal()
    ideas: tuple[Idea, ...] = ()
    ballot: Ballot | None = None
    """The person's choice in the first vote."""
    later_ballots: Mapping[Vote, Ballot] = Field(default_factory=dict)
    """The person's choices in the votes after the first: the second, and run-offs."""
    read: tuple[IdeaNumber, ...] = ()
    """The ideas that the person has come to in the merge round."""
    proposed_merges: tuple[tuple[IdeaNumber, ...], ...] = ()
    """Ideas that say the same, as the person finds; what to merge them into stands first."""
    merges_themself: bool = False
    """They read ideas or proposed merges at a terminal of their own: no scribe goes on with that, or sees it."""
    to_rate: tuple[IdeaNumber, ...] = ()
    """The ideas that the person was dealt to sift."""
    ratings: Mapping[IdeaNumber, Rating] = Field(default_factory=dict)
    rated_for_them: bool = False
    """The ratings were entered by the facilitator or a scribe."""
    readings: tuple[Reading, ...] = ()
    """The proposals of others that the person read, and what they left with them."""
    proposed: tuple[ProposedNote, ...] = ()
    """Remarks for the lifecycle, with what became of them."""
    answer: Answer | None = None
    """To the question outside the plan that is open."""
    device: bool = False
    """The person has joined from a terminal of their own: no scribe writes for them any more."""
    scribe: bool = False
    """The person may write for those of their table who have no device."""
    reserved: bool = False
    """The facilitator made the seat, or chose its name or table: it is not given to anybody else."""
    done_in: Key | None = None
    """The round in which the person said last that they are done; a change of what they gave there takes it back."""
    keys: tuple[KeyFingerprint, ...] = ()
    """Keys that the person has proved to hold. Each brings them back to this seat without a word."""

    @property
    def counts(self) -> bool:
        """Whether what was given at the seat counts: the person is in the room, or their words stay without them."""
        return not self.removed or self.words_stay

    @property
    def live_ideas(self) -> tuple[Idea, ...]:
        """The person's ideas that are not withdrawn."""
        return tuple(idea for idea in self.ideas if not idea.withdrawn)

    def ballot_of(self, vote: Vote) -> Ballot | None:
        """Return the person's ballot in a vote, or None."""
        return self.ballot if vote is Vote.FIRST else self.later_ballots.get(vote)

    def with_ballot(self, vote: Vote, ballot: Ballot | None) -> "Seat":
        """Return the same seat with this ballot in a vote, or with None in it."""
        if vote is Vote.FIRST:
            return self.replace(ballot=ballot)
        others = without(self.later_ballots, vote)
        return self.replace(later_ballots=others if ballot is None else {**others, vote: ballot})

    def unlinked(self) -> "Seat":
        """Return the same seat as it is once the session is closed.

        Nothing of Activity 2 is on it, nor an answer to a question, nor a remark that the room noted, nor a gap where
        one was.
        """
        left = [note for note in self.proposed if note.fate is not Fate.TAKEN_UP]
        own = tuple(note.replace(number=number) for number, note in enumerate(left, start=1))
        bare = self.replace(ideas=(), ballot=None, later_ballots={}, read=(), proposed_merges=())
        kept = bare.replace(merges_themself=False, to_rate=(), ratings={}, rated_for_them=False)
        return kept.replace(proposed=own, answer=None)
