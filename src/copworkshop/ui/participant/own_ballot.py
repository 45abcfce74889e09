"""A person's own ballot in each vote, as it is at one moment, and the picks after each change of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from copworkshop.model.topten import Ballot, Candidate, Vote
from copworkshop.rules.candidates import resolved
from copworkshop.rules.sight import Sight
from copworkshop.rules.voting import RUN_OFF_OF
from copworkshop.ui.participant.own_ideas import own_choice


@dataclass(frozen=True, slots=True)
class OwnBallot:
    """A person's ballot in one vote."""

    vote: Vote = Vote.FIRST
    submitted: Ballot = field(default_factory=Ballot)
    """The ballot as it was submitted last; an empty one before that."""
    candidates: Mapping[int, Candidate] = field(default_factory=dict)
    """What can be chosen, by lead."""
    picks: tuple[int, ...] = ()
    """The candidates on the ballot, the best first. An idea that was merged since stands for what it is in now."""
    most: int = 0
    """How many candidates a ballot can have."""
    before: tuple[int, ...] = ()
    """The candidates on the person's ballot in the vote before this one, the best first."""
    called: str = ""
    """What a vote after the first is called, to stand before what it asks; empty for the first."""

    @property
    def is_full(self) -> bool:
        """Whether no place is free."""
        return len(self.picks) >= self.most


def first_ballot(sight: Sight) -> OwnBallot:
    """Return the viewer's ballot in the first vote."""
    return _ballot(sight, Vote.FIRST, _candidates(sight), _places(sight))


def second_ballot(sight: Sight) -> OwnBallot:
    """Return the viewer's ballot in the second vote."""
    before = own_choice(sight, Vote.FIRST)
    called = "Second vote: your first ballot is kept, see “Before”. " if before else "Second vote. "
    return _ballot(sight, Vote.SECOND, _candidates(sight), _places(sight), before, called)


def run_off_ballot(sight: Sight) -> OwnBallot:
    """Return the viewer's ballot in the run-off: only the tied candidates, for the places that the list has free."""
    held = sight.top_ten
    if held is None:
        return OwnBallot(Vote.RUN_OFF)
    before, vote, run_off = own_choice(sight, held.ballot.vote), RUN_OFF_OF[held.ballot.vote], held.result.run_off
    if run_off is None:
        return _ballot(sight, vote, (), 0, before)
    tied = [candidate for candidate in held.candidates if candidate.lead in run_off.tied]
    return _ballot(sight, vote, tied, run_off.seats, before, f"Run-off for place {run_off.place}: ")


def with_place(picks: Sequence[int], lead: int, place: int, most: int) -> tuple[int, ...]:
    """Return the picks with this candidate at `place`, counted from 1. The others move to make room.

    A place beyond the next free one means the next free one. A full ballot (`most` picks) loses its last pick.
    """
    others = [pick for pick in picks if pick != lead]
    others.insert(min(place, most) - 1, lead)
    return tuple(others[:most])


def with_next_place(picks: Sequence[int], lead: int, most: int) -> tuple[int, ...]:
    """Return the picks with this candidate at the next free place; unchanged if it has a place or none is free."""
    return tuple(picks) if lead in picks or len(picks) >= most else (*picks, lead)


def with_pick_moved(picks: Sequence[int], lead: int, by: int) -> tuple[int, ...]:
    """Return the picks with this candidate `by` places lower, or higher if `by` is negative. It stops at the ends."""
    if lead not in picks:
        return tuple(picks)
    place = min(max(picks.index(lead) + 1 + by, 1), len(picks))
    return with_place(picks, lead, place, len(picks))


def without_pick(picks: Sequence[int], lead: int) -> tuple[int, ...]:
    """Return the picks without this candidate. The picks after it move up."""
    return tuple(pick for pick in picks if pick != lead)


def _ballot(
    sight: Sight,
    vote: Vote,
    candidates: Iterable[Candidate],
    places: int,
    before: tuple[int, ...] = (),
    called: str = "",
) -> OwnBallot:
    own, by_lead = sight.own, {candidate.lead: candidate for candidate in candidates}
    submitted = (own.top_ten.ballots.get(vote) if own is not None else None) or Ballot()
    lead_of = {member: lead for lead, candidate in by_lead.items() for member in candidate.members}
    picks = resolved(submitted.picks, lead_of)
    return OwnBallot(vote, submitted, by_lead, picks, min(places, len(by_lead)), before, called)


def _candidates(sight: Sight) -> tuple[Candidate, ...]:
    return sight.top_ten.candidates if sight.top_ten is not None else ()


def _places(sight: Sight) -> int:
    step = sight.plan.top_ten
    return step.picks if step is not None else 0
