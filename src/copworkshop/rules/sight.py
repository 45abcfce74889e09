"""The one place where it is decided who sees whose words, and when.

A screen, an export and an SSH command are all handed a :class:`Sight`, never the session, so that none of them can
show what its viewer may not see:

* an idea in words is seen by its author, and by whoever entered it for someone, until the room merges; from then on
  by all, without a name, and only then has it a public number, in an order that tells nothing of who gave it and when
  (:mod:`copworkshop.model.numbering`); where nobody has a terminal, the stage shows what was called out at once;
* where the plan is moderated, the facilitator sees all ideas first; one that is held back is seen by its author and,
  without a name, by the facilitator; others get how many there are;
* a ballot is seen by its person, and by whoever entered it; others get the count, and only as far as it
  has been revealed; once it is revealed as a whole, all get how often each idea stood at each place, and the
  facilitator the ballots, without a name and in an order that tells nothing: in a small room somebody may know one by
  what it holds; a table's own list comes with the room's whole one, from enough ballots on;
* a place on the bands is seen by the person, and by whoever entered it; others get the picture, once it is
  closed, from enough answers on;
* a proposal is seen by its author, by whoever entered it for someone, and by all once the author shares it; a person
  who only entered it does not take it home: that is for its author, and for all once it is shared; what a reader
  leaves with it is seen by that reader and by its author, with names only where the plan says so; it is not in what
  others see of a shared proposal, nor in the facilitator's report, also after the close;
* a remark proposed for the lifecycle is seen by the person who proposed it and by the facilitator; once it is taken up
  it is the room's, without a name;
* what was entered for a person without a device is seen by the scribe who speaks for them, as the person would see it;
* how many ideas somebody has in is for the facilitator while they are collected; later no number depends on an author;
* what was entered for somebody and they changed themself is theirs: whoever entered it sees it no longer;
* what somebody rates, reads or proposes to merge is seen by that person, and ratings by whoever entered them; the
  facilitator gets the proposals without a name, and how far everybody is; others get counts;
* the result of a run-off is seen once the room has come to it; the first vote's list can be seen next to a second;
* what a person gave who was taken out stays as it was, unless the facilitator leaves it out;
* names, rejoin words and what each person has done are for the facilitator; the stage has the names at the welcome;
* who is connected is for the facilitator; the stage has how many, and a participant learns nothing of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from copworkshop.model.attendance import NOBODY, Attendance
from copworkshop.model.numbering import are_numbered
from copworkshop.model.participation import Placement
from copworkshop.model.people import FACILITATOR, STAGE, Actor, ProposedNote, Role, Seat
from copworkshop.model.plan import Kind, Plan, Step
from copworkshop.model.proposal import Proposal, Reading
from copworkshop.model.session import Closing, RoomNote, Session, Spot, Timer
from copworkshop.model.topten import Ballot, Candidate, Idea, Rating, Vote
from copworkshop.rules.agenda import current_spot, following, literature_here, points
from copworkshop.rules.candidates import IDEAS, is_aloud
from copworkshop.rules.clock import clock
from copworkshop.rules.finished import countdown, finished
from copworkshop.rules.memo import at_each_seat, depends_on
from copworkshop.rules.merging import merges_of, unread
from copworkshop.rules.minutes import step_minutes
from copworkshop.rules.pace import Pace, pace
from copworkshop.rules.participation import Picture, answered, closed_picture
from copworkshop.rules.people import taken_out
from copworkshop.rules.places import unused_seats
from copworkshop.rules.proposal import on_stage, written
from copworkshop.rules.readings import Remarked, gathered, remarks_on, shared_seats, to_read, without_remarks
from copworkshop.rules.request import speaks_for
from copworkshop.rules.sifting import to_rate
from copworkshop.rules.topten_sight import TopTenSight, read_now, top_ten_sight
from copworkshop.rules.voting import cast_in, reached, skipped
from copworkshop.rules.way_back import WayBack, way_back


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
class Person:
    """The part of somebody in the room that a viewer may see. A field that they may not see is None."""

    number: int
    name: str | None
    table: str | None
    word: str | None
    done: Done | None
    placement: Placement | None
    proposal: Proposal | None
    ideas: tuple[Idea, ...] | None
    ballots: Mapping[Vote, Ballot]
    """The ballots that the viewer may see, by vote."""
    ballot: Ballot | None
    """The ballot in the vote that the present round is about."""
    read: frozenset[int]
    """The ideas that the person has come to, by number: for that person."""
    merges: tuple[tuple[tuple[int, ...], str], ...]
    """The merges that the person proposed, each with what has become of it: for that person."""
    to_rate: tuple[Candidate, ...]
    """The ideas that the person was dealt to sift."""
    ratings: Mapping[int, Rating] | None
    readings: tuple[Reading, ...] | None
    """The proposals of others that the person read, with what they left."""
    remarks: tuple[Remarked, ...] | None
    """What readers left with the person's proposal."""
    readers: int | None
    """How many have read the person's proposal."""
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


@dataclass(frozen=True, slots=True)
class Sight:
    """The part of a session that one viewer sees at one moment."""

    viewer: Actor
    session: str
    """The session's name."""
    heading: str | None
    revision: int
    created: datetime
    closed: datetime | None
    plan: Plan
    spot: Spot
    points: int
    """How many points the present round has."""
    skipped: frozenset[str]
    """Rounds of Activity 2 that nobody has asked for, and that are not gone through."""
    next: Spot | None
    """The spot to which one key press forward leads, for the person who leads the room."""
    blank: bool
    look_up: bool
    """Every participant's screen asks them to look up."""
    beside: bool
    address: bool
    door_closed: bool
    literature: bool
    """There is something of the literature to show next to what the room sees."""
    clock: Timer
    closing: Closing | None
    """The countdown before the round is closed; None while there is none."""
    finished: frozenset[int]
    """The seats of the people who have finished the round, for the facilitator."""
    way_back: WayBack
    minutes: Mapping[Kind, float]
    """The minutes of each step in this session: those of the plan, or fewer."""
    pace: Pace | None
    """How the room stands in time, for the facilitator."""
    people: tuple[Person, ...]
    """Everybody whom the viewer may know of; the number of all is in :attr:`present`."""
    removed: tuple[tuple[int, str, bool], ...]
    """The people who were taken out, by number and name, and whether what they gave stays, for the facilitator."""
    unused: tuple[int, ...]
    """Seats of people who came in by a terminal and have entered nothing, for the facilitator."""
    present: int
    aloud: bool
    """Nobody in the room has a terminal of their own, so people say aloud what is entered. Not for participants."""
    tables: tuple[str, ...]
    notes: tuple[RoomNote, ...]
    placed: int
    """How many have placed themselves for today."""
    picture: Picture | None
    started: int
    """How many have begun a proposal."""
    core_done: int
    """How many have filled all core fields of theirs."""
    shared: int
    on_stage: int | None
    """The seat whose shared proposal is told on the stage."""
    to_read: tuple[int, ...]
    """The seats whose shared proposals the viewer can read, in the order that gives each about as many readers."""
    without_device: tuple[tuple[int, str], ...]
    """The people for whom the viewer may write as a scribe, by number and name."""
    top_ten: TopTenSight | None

    @property
    def step(self) -> Step:
        """The step that the room is at."""
        step = self.plan.step(self.spot.kind)
        assert step is not None, "a session stands on its plan's agenda"  # noqa: S101
        return step

    @property
    def own(self) -> Person | None:
        """The viewer's own seat."""
        return next((person for person in self.people if person.own), None)

    @property
    def to_hand_out(self) -> tuple[Person, ...]:
        """The people whose proposals the viewer entered for them, and can hand to them."""
        others = ((person, person.proposal) for person in self.people if not person.own)
        return tuple(person for person, held in others if held is not None and held.for_someone and held.started)

    def person(self, number: int) -> Person | None:
        """Return the person with this seat number, if the viewer may know of them."""
        return next((person for person in self.people if person.number == number), None)

    def notes_on(self, prompt: str) -> tuple[RoomNote, ...]:
        """Return the room's remarks on a prompt, in the order in which they were made."""
        return tuple(note for note in self.notes if note.prompt == prompt)


def was_entered_for(own: Person) -> bool:
    """Whether something of a person's own was entered for them by somebody else."""
    proposal, placement = own.proposal, own.placement
    return (
        (proposal is not None and proposal.for_someone and proposal.started)
        or (placement is not None and placement.for_someone and placement.begun)
        or any(idea.for_someone for idea in own.ideas or ())
        or any(ballot.for_someone for ballot in own.ballots.values())
    )


def sight(session: Session, viewer: Actor) -> Sight:
    """Return what this viewer may see of the session."""
    leads = viewer.role is Role.FACILITATOR
    read, acting, back = gathered(session), _acting_seat(session, viewer), way_back(session, leads=leads)
    proposals = written(session).values()
    return Sight(
        viewer=viewer,
        session=session.name,
        heading=session.heading,
        revision=session.revision,
        created=session.created,
        closed=session.closed,
        plan=session.plan,
        spot=current_spot(session),
        points=points(session, session.step, session.spot.round),
        skipped=skipped(session),
        next=following(session) if leads else None,
        blank=session.blank,
        look_up=session.look_up and session.closed is None,
        beside=session.beside,
        address=session.address,
        door_closed=session.door_closed,
        literature=literature_here(session),
        clock=clock(session),
        closing=countdown(session),
        finished=finished(session) if leads else frozenset(),
        way_back=back,
        minutes={step.kind: step_minutes(session, step) for step in session.plan.steps},
        pace=pace(session) if leads else None,
        people=_people(session, viewer, acting),
        removed=taken_out(session) if leads else (),
        unused=unused_seats(session) if leads else (),
        present=len(session.present),
        aloud=viewer.role is not Role.PARTICIPANT and is_aloud(session),
        tables=session.tables,
        notes=tuple(note for note in session.notes if not note.withdrawn),
        placed=answered(session),
        picture=closed_picture(session),
        started=sum(started for started, _ in proposals),
        core_done=sum(core_done for _, core_done in proposals),
        shared=len(shared_seats(session)),
        on_stage=author.number if (author := on_stage(session)) is not None else None,
        to_read=to_read(session, acting, read.readers, viewer.on_behalf_of) if acting is not None else (),
        without_device=_without_device(session, viewer),
        top_ten=top_ten_sight(session, viewer, acting) if session.plan.top_ten is not None else None,
    )


def attendance(present: Attendance, session: Session, viewer: Actor) -> Attendance:
    """Return what this viewer may see of who is connected: all of it, the number of people, or nothing."""
    if viewer.role is Role.PARTICIPANT:
        return NOBODY
    people = sum(seat.number in present.seats for seat in session.present)
    return replace(present, connected=people) if viewer.role is Role.FACILITATOR else Attendance(connected=people)


def _acting_seat(session: Session, viewer: Actor) -> int | None:
    """Return the seat that a participant speaks for: their own, or as a scribe another's, as long as they may."""
    if viewer.role is not Role.PARTICIPANT or viewer.seat is None or viewer.on_behalf_of is None:
        return viewer.seat if viewer.role is Role.PARTICIPANT else None
    return viewer.on_behalf_of if speaks_for(session, viewer.seat, viewer.on_behalf_of) else None


def _without_device(session: Session, viewer: Actor) -> tuple[tuple[int, str], ...]:
    scribe = viewer.seat
    if viewer.role is not Role.PARTICIPANT or scribe is None or scribe not in session.seats:
        return ()
    if not session.seats[scribe].scribe:
        return ()
    return tuple((seat.number, seat.name) for seat in session.present if speaks_for(session, scribe, seat.number))


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


def _people(session: Session, viewer: Actor, acting: int | None) -> tuple[Person, ...]:
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
    scribing = own and viewer.on_behalf_of is not None
    shared = seat.proposal.shared
    named = leads or own or shared or (viewer.role is Role.STAGE and session.at is Kind.WELCOME)
    if not named:
        return None
    read = gathered(session)
    listed = read_now(session) if leads or own else frozenset[int]()

    def entered(for_someone: bool) -> bool:  # noqa: FBT001 - the one thing asked
        return (own and not scribing) or ((leads or scribing) and for_someone)

    theirs = entered(seat.proposal.for_someone)
    mine = tuple(idea for idea in seat.ideas if entered(idea.for_someone))
    cast = {vote: ballot for vote in Vote if (ballot := seat.ballot_of(vote)) and entered(ballot.for_someone)}
    return Person(
        number=seat.number,
        name=seat.name,
        table=seat.table,
        word=seat.word if leads or (own and not scribing) else None,
        done=_done(session, seat, listed, own=own) if leads or own else None,
        placement=seat.placement if entered(seat.placement.for_someone) else None,
        proposal=without_remarks(seat.proposal) if shared or theirs else None,
        ideas=mine if leads or own else None,
        ballots=cast,
        ballot=cast.get(cast_in(session, reached(session))),
        read=frozenset(seat.read) if own and entered(not seat.merges_themself) else frozenset(),
        merges=merges_of(session, seat) if own and entered(not seat.merges_themself) else (),
        to_rate=to_rate(session, seat) if own or (leads and (seat.rated_for_them or not seat.device)) else (),
        ratings=seat.ratings if entered(seat.rated_for_them) else None,
        readings=tuple(each for each in seat.readings if entered(each.for_someone)) if leads or own else None,
        remarks=remarks_on(seat, read) if theirs else None,
        readers=read.readers.get(seat.number, 0) if shared or theirs else None,
        proposed=tuple(each for each in seat.proposed if leads or entered(each.for_someone)) if leads or own else None,
        scribe=seat.scribe,
        device=seat.device,
        own=own,
    )


def _done(session: Session, seat: Seat, listed: frozenset[int], *, own: bool) -> Done:
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
