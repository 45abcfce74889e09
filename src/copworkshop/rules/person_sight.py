"""The part of a sight that is about the people in the room. :mod:`copworkshop.rules.sight` says by which rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from copworkshop.model.numbering import are_numbered
from copworkshop.model.participation import Placement
from copworkshop.model.people import FACILITATOR, STAGE, Actor, ProposedNote, Role, Seat
from copworkshop.model.plan import Kind
from copworkshop.model.proposal import Proposal, Reading
from copworkshop.model.session import Session
from copworkshop.model.topten import Ballot, Candidate, Idea, Rating, Vote
from copworkshop.rules.candidates import IDEAS
from copworkshop.rules.memo import at_each_seat, depends_on
from copworkshop.rules.merging import merges_of, unread
from copworkshop.rules.readings import Remarked, gathered, remarks_on, without_remarks
from copworkshop.rules.sifting import to_rate
from copworkshop.rules.topten_sight import read_now
from copworkshop.rules.voting import cast_in, reached


@dataclass(frozen=True, slots=True)
class Done:
    """The progress of a person in numbers: it decides who is ready."""

    placed: bool
    """Both answers of the placement are given."""
    placing: bool
    """At least one of them is."""
    core: int
    """Core fields of the proposal that are filled."""
    starred: tuple[bool, ...]
    """For each core field, in the plan's order, whether it is filled."""
    fields: int
    ideas: int | None
    """Ideas of the person that stand. None for others once all ideas are shown: one that comes or goes then would tell
    whose it is."""
    unread: int
    """Ideas not come to yet, their own included, while ideas are merged. For others, read ones that were withdrawn are
    taken off, too: what is left would tell who had read one."""
    reading: bool
    """They have come to at least one idea."""
    rated: int
    """Ideas that the person has rated, of those dealt to them."""
    to_rate: int
    voted: bool
    """In the vote that the present round is about."""
    taken: bool
    """The person has taken their proposal home as it is now."""
    said: bool
    """They said that they are done with the present round."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What people left with each other's proposals: the part of it about one person. What may not be seen is None."""

    readings: tuple[Reading, ...] | None
    """The proposals of others that the person read, with what they left."""
    remarks: tuple[Remarked, ...] | None
    """What readers left with the person's proposal."""
    readers: int | None
    """How many have read the person's proposal."""


@dataclass(frozen=True, slots=True)
class OwnTopTen:
    """What one person gave in Activity 2, as far as a viewer may see it. What may not be seen is None or empty."""

    ideas: tuple[Idea, ...] | None
    read: frozenset[int]
    """The ideas that the person has come to, by number: for that person."""
    merges: tuple[tuple[tuple[int, ...], str], ...]
    """The merges that the person proposed, each with what has become of it: for that person."""
    to_rate: tuple[Candidate, ...]
    """The ideas that the person was dealt to sift."""
    ratings: Mapping[int, Rating] | None
    ballots: Mapping[Vote, Ballot]
    """The ballots that the viewer may see, by vote."""
    ballot: Ballot | None
    """The ballot in the vote that the present round is about."""


@dataclass(frozen=True, slots=True)
class Person:
    """The part of somebody in the room that a viewer may see. A field that they may not see is None."""

    number: int
    name: str | None
    table: str | None
    word: str | None
    done: Done | None
    placement: Placement | None
    proposal: Proposal | None
    feedback: Feedback
    top_ten: OwnTopTen
    proposed: tuple[ProposedNote, ...] | None
    """Remarks that the person proposes for the lifecycle."""
    scribe: bool
    device: bool
    """The person has a terminal of their own."""
    own: bool
    """The viewer's own seat, or the one that a scribe speaks for."""

    @property
    def to_take_home(self) -> Proposal | None:
        """The proposal, where the viewer may take it home."""
        return self.proposal if self.proposal is not None and (self.own or self.proposal.shared) else None


def was_entered_for(own: Person) -> bool:
    """Whether something of a person's own was entered for them by somebody else."""
    proposal, placement = own.proposal, own.placement
    return (
        (proposal is not None and proposal.for_someone and proposal.started)
        or (placement is not None and placement.for_someone and placement.begun)
        or any(idea.for_someone for idea in own.top_ten.ideas or ())
        or any(ballot.for_someone for ballot in own.top_ten.ballots.values())
    )


_OF_PEOPLE: Final = IDEAS | depends_on(seats={"name", "readings"}, room={"plan", "at", "progress"})
"""The parts of a session that a person's part of a sight is made of, apart from their own seat."""


@at_each_seat(_OF_PEOPLE)
def _led(session: Session, seat: Seat) -> Person | None:
    return _person(session, seat, FACILITATOR, None)


@at_each_seat(_OF_PEOPLE)
def _on_stage(session: Session, seat: Seat) -> Person | None:
    return _person(session, seat, STAGE, None)


@at_each_seat(_OF_PEOPLE)
def _among_others(session: Session, seat: Seat) -> Person | None:
    return _person(session, seat, Actor(role=Role.PARTICIPANT), None)


def people_sight(session: Session, viewer: Actor, acting: int | None) -> tuple[Person, ...]:
    """Return everybody whom a viewer may know of. To all participants the others look the same."""
    if viewer.role is not Role.PARTICIPANT:
        seen = (_led if viewer.role is Role.FACILITATOR else _on_stage)(session)
        return tuple(person for person in seen.values() if person is not None)
    own = None
    others = _among_others(session)
    if acting is not None and acting in others:
        own = _person(session, session.seats[acting], viewer, acting)
    found = [own if number == acting else person for number, person in others.items()]
    return tuple([person for person in found if person is not None])


def _person(session: Session, seat: Seat, viewer: Actor, acting: int | None) -> Person | None:
    leads = viewer.role is Role.FACILITATOR
    own = seat.number == acting
    shared = seat.proposal.shared
    may = _Entered(own=own, leads=leads, scribing=own and viewer.on_behalf_of is not None)
    welcomed = viewer.role is Role.STAGE and session.at is Kind.WELCOME
    if not (may.concerns or shared or welcomed):
        return None
    theirs = may.see(for_someone=seat.proposal.for_someone)
    return Person(
        number=seat.number,
        name=seat.name,
        table=seat.table,
        word=seat.word if leads or may.is_person else None,
        done=_done(session, seat, own=own) if may.concerns else None,
        placement=seat.placement if may.see(for_someone=seat.placement.for_someone) else None,
        proposal=without_remarks(seat.proposal) if shared or theirs else None,
        feedback=_feedback(session, seat, may),
        top_ten=_own_top_ten(session, seat, may),
        proposed=_proposed(seat, may),
        scribe=seat.scribe,
        device=seat.device,
        own=own,
    )


@dataclass(frozen=True, slots=True)
class _Entered:
    """What a viewer may see of what a person entered, or somebody entered for them."""

    own: bool
    """The viewer's own seat, or the one that a scribe speaks for."""
    leads: bool
    scribing: bool

    @property
    def concerns(self) -> bool:
        """Whether the viewer sees more of the person than everybody does."""
        return self.leads or self.own

    @property
    def is_person(self) -> bool:
        """Whether the viewer is the person."""
        return self.own and not self.scribing

    def see(self, *, for_someone: bool) -> bool:
        """Whether the viewer sees what was entered by the person, or for them."""
        return self.is_person or ((self.leads or self.scribing) and for_someone)


def _proposed(seat: Seat, may: _Entered) -> tuple[ProposedNote, ...] | None:
    if not may.concerns:
        return None
    return tuple(each for each in seat.proposed if may.leads or may.see(for_someone=each.for_someone))


def _feedback(session: Session, seat: Seat, may: _Entered) -> Feedback:
    read, theirs = gathered(session), may.see(for_someone=seat.proposal.for_someone)
    seen = tuple(each for each in seat.readings if may.see(for_someone=each.for_someone))
    return Feedback(
        readings=seen if may.concerns else None,
        remarks=remarks_on(seat, read) if theirs else None,
        readers=read.readers.get(seat.number, 0) if seat.proposal.shared or theirs else None,
    )


def _own_top_ten(session: Session, seat: Seat, may: _Entered) -> OwnTopTen:
    cast = {
        vote: ballot for vote in Vote if (ballot := seat.ballot_of(vote)) and may.see(for_someone=ballot.for_someone)
    }
    reads = may.own and may.see(for_someone=not seat.merges_themself)
    rates = may.own or (may.leads and (seat.rated_for_them or not seat.device))
    mine = tuple(idea for idea in seat.ideas if may.see(for_someone=idea.for_someone))
    return OwnTopTen(
        ideas=mine if may.concerns else None,
        read=frozenset(seat.read) if reads else frozenset(),
        merges=merges_of(session, seat) if reads else (),
        to_rate=to_rate(session, seat) if rates else (),
        ratings=seat.ratings if may.see(for_someone=seat.rated_for_them) else None,
        ballots=cast,
        ballot=cast.get(cast_in(session, reached(session))),
    )


def _done(session: Session, seat: Seat, *, own: bool) -> Done:
    listed = read_now(session)
    step = session.plan.proposal
    filled = [(field.core, seat.proposal.filled(field.id)) for field in step.fields] if step is not None else []
    starred = tuple(full for core, full in filled if core)
    ballot = seat.ballot_of(cast_in(session, reached(session)))
    return Done(
        placed=seat.placement.complete,
        placing=seat.placement.begun,
        core=sum(starred),
        starred=starred,
        fields=sum(full for _, full in filled),
        ideas=len(seat.live_ideas) if own or not are_numbered(session) else None,
        unread=len(unread(seat, listed)) if own else max(0, len(listed) - len(seat.read)),
        reading=bool(seat.read),
        rated=sum(lead in seat.ratings for lead in seat.to_rate),
        to_rate=len(seat.to_rate),
        voted=ballot is not None and ballot.begun,
        taken=seat.proposal.taken is not None,
        said=seat.done_in == session.spot.round,
    )
