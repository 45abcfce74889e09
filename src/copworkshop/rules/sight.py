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
* what was entered for somebody, and they then changed, is theirs: whoever entered it sees it no longer;
* an answer to a question outside the plan is seen by that person until the question is closed, and by the scribe who
  entered it; then all get how often each answer was given, from enough answers on, and nobody whose it was;
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

from copworkshop.model.attendance import NOBODY, Attendance
from copworkshop.model.people import Actor, Role
from copworkshop.model.plan import Kind, Plan, Step
from copworkshop.model.session import Closing, RoomNote, Session, Spot, Timer
from copworkshop.rules.agenda import current_spot, following, literature_here, points
from copworkshop.rules.candidates import is_aloud
from copworkshop.rules.clock import clock
from copworkshop.rules.finished import countdown, finished
from copworkshop.rules.minutes import step_minutes
from copworkshop.rules.pace import Pace, pace
from copworkshop.rules.participation import Picture, answered, closed_picture
from copworkshop.rules.people import taken_out
from copworkshop.rules.person_sight import Person, people_sight
from copworkshop.rules.places import unused_seats
from copworkshop.rules.proposal import on_stage, written
from copworkshop.rules.question_sight import QuestionSight, question_sight
from copworkshop.rules.readings import gathered, shared_seats, to_read
from copworkshop.rules.request import speaks_for
from copworkshop.rules.spotlight import Spotlit, spotlit
from copworkshop.rules.topten_sight import TopTenSight, top_ten_sight
from copworkshop.rules.voting import skipped
from copworkshop.rules.way_back import WayBack, way_back


@dataclass(frozen=True, slots=True)
class StageSight:
    """What the stage shows around a step's own words."""

    blank: bool
    look_up: bool
    """Every participant's screen asks them to look up."""
    address: bool
    has_literature: bool
    """There is something of the literature to show next to what the room sees."""
    literature_shown: bool
    spotlit: Spotlit | None
    """An idea or a remark that it shows large, which everybody may see."""


@dataclass(frozen=True, slots=True)
class LeadingSight:
    """What only the person who leads the room sees of where it stands; empty for everybody else."""

    next: Spot | None = None
    """The spot to which one key press forward leads."""
    finished: frozenset[int] = frozenset()
    """The seats of the people who have finished the round."""
    pace: Pace | None = None
    """How the room stands in time."""
    removed: tuple[tuple[int, str, bool], ...] = ()
    """The people who were taken out, by number and name, and whether what they gave stays."""
    unused: tuple[int, ...] = ()
    """Seats of people who came in by a terminal and have entered nothing."""


@dataclass(frozen=True, slots=True)
class ParticipationSight:
    """How the room places itself."""

    placed: int
    """How many have placed themselves for today."""
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class ProposalsSight:
    """Where the room is with its proposals."""

    started: int
    """How many have begun one."""
    core_done: int
    """How many have filled all core fields of theirs."""
    shared: int
    on_stage: int | None
    """The seat whose shared proposal is told on the stage."""
    to_read: tuple[int, ...]
    """The seats whose shared proposals the viewer can read, in the order that gives each about as many readers."""


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
    door_closed: bool
    clock: Timer
    closing: Closing | None
    """The countdown before the round is closed; None while there is none."""
    way_back: WayBack
    minutes: Mapping[Kind, float]
    """The minutes of each step in this session: those of the plan, or fewer."""
    people: tuple[Person, ...]
    """Everybody whom the viewer may know of; the number of all is in :attr:`present`."""
    present: int
    aloud: bool
    """Nobody in the room has a terminal of their own, so people say aloud what is entered. Not for participants."""
    tables: tuple[str, ...]
    notes: tuple[RoomNote, ...]
    without_device: tuple[tuple[int, str], ...]
    """The people for whom the viewer may write as a scribe, by number and name."""
    stage: StageSight
    leading: LeadingSight
    participation: ParticipationSight
    proposals: ProposalsSight
    top_ten: TopTenSight | None
    question: QuestionSight

    @property
    def step(self) -> Step:
        """The step that the room is at."""
        step = self.plan.step(self.spot.kind)
        assert step is not None, "a session stands on its plan's agenda"  # noqa: S101
        return step

    @property
    def round_is_open(self) -> bool:
        """Whether neither the session nor the round that the room looks at is closed."""
        return self.closed is None and not self.way_back.round_closed

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
        """Return the room's remarks on a prompt that are not parked, in the order in which they were made."""
        return tuple(note for note in self.notes if note.prompt == prompt and not note.parked)

    @property
    def parked(self) -> tuple[RoomNote, ...]:
        """The remarks that are parked, in the order in which they were made."""
        return tuple(note for note in self.notes if note.parked)


def sight(session: Session, viewer: Actor) -> Sight:
    """Return what this viewer may see of the session."""
    leads = viewer.role is Role.FACILITATOR
    acting = _acting_seat(session, viewer)
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
        door_closed=session.door_closed,
        clock=clock(session),
        closing=countdown(session),
        way_back=way_back(session, leads=leads),
        minutes={step.kind: step_minutes(session, step) for step in session.plan.steps},
        people=people_sight(session, viewer, acting),
        present=len(session.present),
        aloud=viewer.role is not Role.PARTICIPANT and is_aloud(session),
        tables=session.tables,
        notes=tuple(note for note in session.notes if not note.withdrawn),
        without_device=_without_device(session, viewer),
        stage=StageSight(
            blank=session.blank,
            look_up=session.look_up and session.closed is None,
            address=session.address,
            has_literature=literature_here(session),
            literature_shown=session.beside,
            spotlit=spotlit(session),
        ),
        leading=_leading(session) if leads else LeadingSight(),
        participation=ParticipationSight(placed=answered(session), picture=closed_picture(session)),
        proposals=_proposals(session, viewer, acting),
        top_ten=top_ten_sight(session, viewer, acting) if session.plan.top_ten is not None else None,
        question=question_sight(session, viewer, acting),
    )


def _leading(session: Session) -> LeadingSight:
    return LeadingSight(
        next=following(session),
        finished=finished(session),
        pace=pace(session),
        removed=taken_out(session),
        unused=unused_seats(session),
    )


def _proposals(session: Session, viewer: Actor, acting: int | None) -> ProposalsSight:
    begun = written(session).values()
    author = on_stage(session)
    readers = gathered(session).readers
    return ProposalsSight(
        started=sum(started for started, _ in begun),
        core_done=sum(core_done for _, core_done in begun),
        shared=len(shared_seats(session)),
        on_stage=author.number if author is not None else None,
        to_read=to_read(session, acting, readers, viewer.on_behalf_of) if acting is not None else (),
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
