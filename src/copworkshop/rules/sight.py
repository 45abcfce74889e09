"""Who sees whose words, and when: the one place where it is decided.

A screen, an export and an SSH command are all handed a :class:`Sight`, never the session, so that none of them can
show what its viewer may not see:

* an idea in words is seen by its author, and by whoever entered it for someone, until the room merges; from then on
  by all, without a name;
* a ballot is seen by the person whose it is, and by whoever entered it; others get the count, and only as far as it
  has been revealed; once it is revealed as a whole, all get how often each idea stood at each place, and the
  facilitator the ballots, without a name and in an order that tells nothing: in a small room somebody may know one by
  what it holds; a table's own list comes with the room's whole one, from enough ballots on;
* a place on the bands is seen by the person, and by whoever entered it; others get the picture, from enough answers on;
* a proposal is seen by its author, by whoever entered it for someone, and by all once the author shares it; who
  only entered it does not take it home: that is for its author, and for all once it is shared; what readers leave
  with it is seen by who left it and by its author, with names only where the plan says so;
* a remark proposed for the lifecycle is seen by who proposed it and by the facilitator; once it is taken up it is the
  room's, without a name;
* what was entered for a person without a device is seen by the scribe who speaks for them, as the person would see it;
* names, rejoin words and who has done what are for the facilitator; the stage has the names on the welcome step only;
* who is connected is for the facilitator; the stage has how many, and a participant learns nothing of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from copworkshop.model.attendance import NOBODY, Attendance
from copworkshop.model.participation import Placement
from copworkshop.model.people import Actor, ProposedNote, Role, Seat
from copworkshop.model.plan import Kind, Plan, Step
from copworkshop.model.proposal import Proposal, Reading
from copworkshop.model.session import Closing, RoomNote, Session, Spot, Timer
from copworkshop.model.topten import Ballot, Candidate, Idea
from copworkshop.ranking.agreement import divisive, in_words, kendall_w
from copworkshop.ranking.registry import RULES
from copworkshop.ranking.tally import Placed
from copworkshop.rules.agenda import following, literature_here, points, standing
from copworkshop.rules.candidates import all_candidates, ballots, candidates, ideas, leads, question, resolved
from copworkshop.rules.clock import clock
from copworkshop.rules.participation import Picture, answered, picture
from copworkshop.rules.proposal import on_stage
from copworkshop.rules.readings import Readings, Remarked, gathered, is_shared, remarks_on, to_read
from copworkshop.rules.request import speaks_for
from copworkshop.rules.result import (
    TableList,
    Topic,
    discussion,
    place_groups,
    robust,
    spread,
    table_lists,
    ties,
    votes,
)
from copworkshop.rules.suggestions import Suggestion, suggestions
from copworkshop.rules.topten import MERGING


@dataclass(frozen=True, slots=True)
class Done:
    """How far a person is, in numbers: what readiness is told by."""

    placed: bool
    """Both answers of the placement are given."""
    placing: bool
    """At least one of them is."""
    core: int
    """Core fields of the proposal that are filled."""
    starred: tuple[bool, ...]
    """For each core field, in the plan's order, whether it is filled."""
    fields: int
    ideas: int
    voted: bool
    taken: bool
    """The person has taken their proposal home as it is now."""


@dataclass(frozen=True, slots=True)
class Person:
    """What a viewer may see of somebody in the room. What they may not see is None."""

    number: int
    name: str | None
    table: str | None
    word: str | None
    done: Done | None
    placement: Placement | None
    proposal: Proposal | None
    ideas: tuple[Idea, ...] | None
    ballot: Ballot | None
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
class TopTenSight:
    """What a viewer may see of Activity 2."""

    question: str
    ideas_in: int
    authors: int
    """How many people have put in an idea."""
    room_ideas: tuple[Idea, ...]
    """Ideas of the room that belong to no seat: for who entered them, until all are seen."""
    candidates: tuple[Candidate, ...]
    own_words: Mapping[int, str]
    """The ideas of these candidates in their authors' words, by number."""
    withdrawn: tuple[Candidate, ...]
    """Candidates taken off the list, for the facilitator."""
    suggestions: tuple[Suggestion, ...]
    """Pairs of candidates that may be the same, the likeliest first, for the facilitator while ideas can be merged."""
    can_undo: str | None
    can_redo: str | None
    ballots_in: int
    papers: tuple[Ballot, ...]
    """Paper ballots without a name, for who entered them."""
    places: int
    """How many different places the top ten has; a shared place is one."""
    revealed: tuple[tuple[Placed[int], ...], ...]
    """The places revealed so far, the best first; those that share a place stand together."""
    whole: bool
    """All places are revealed, and the list stands as a whole."""
    spread: Mapping[int, tuple[int, ...]]
    """How many people named each candidate, by its lead, first, second and so on; nothing before the list stands as a
    whole."""
    cast: tuple[tuple[int, ...], ...]
    """For the facilitator, every ballot as it was counted, by the leads of the candidates, in the order of what they
    hold. Nobody's name is on them, and there are none before the list stands as a whole."""
    rule: str
    """How it was counted, in one sentence."""
    topics: tuple[Topic, ...]
    """What there is to discuss, once the room is there."""
    agreement: str
    """How far the room agrees, in a few words."""
    kendall_w: float | None
    """The same from 0 to 1; None where it is not defined, or not told yet."""
    divisive: tuple[tuple[int, str], ...]
    """The ideas that divide the room, by lead, each with how in a few words."""
    stays: tuple[int, ...]
    """Those of the list that are on it under every rule."""
    swaps: tuple[tuple[str, tuple[int, ...], tuple[int, ...]], ...]
    """For each rule that would change the list: its name, what comes in, what drops out."""
    ties: tuple[str, ...]
    tables: tuple[TableList, ...]
    """Each table's own list, once the room's stands as a whole; none where no table has ballots enough."""

    def wording(self, lead: int) -> str:
        """Return the words of a candidate that the viewer may see."""
        return next(candidate.wording for candidate in self.candidates if candidate.lead == lead)


@dataclass(frozen=True, slots=True)
class Sight:
    """What one viewer sees of a session at one moment."""

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
    next: Spot | None
    """Where one key press forward leads, for who leads the room."""
    blank: bool
    beside: bool
    address: bool
    door_closed: bool
    literature: bool
    """There is something of the literature to lay beside what the room sees."""
    clock: Timer
    closing: Closing | None
    """The round that was closed last, while it may still take what is being typed."""
    people: tuple[Person, ...]
    """Everybody whom the viewer may know of; the number of all is in :attr:`present`."""
    removed: tuple[tuple[int, str], ...]
    """Seats taken out of the room, by number and name, for the facilitator."""
    present: int
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
    """Whom the viewer may write for as a scribe, by number and name."""
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
        return tuple(
            person
            for person in self.people
            if not person.own and (held := person.proposal) is not None and held.for_someone and held.started
        )

    def person(self, number: int) -> Person | None:
        """Return the person with this seat number, if the viewer may know of them."""
        return next((person for person in self.people if person.number == number), None)

    def notes_on(self, prompt: str) -> tuple[RoomNote, ...]:
        """Return the room's remarks beside a prompt, in the order in which they were made."""
        return tuple(note for note in self.notes if note.prompt == prompt)


def sight(session: Session, viewer: Actor) -> Sight:
    """Return what this viewer may see of the session."""
    leads = viewer.role is Role.FACILITATOR
    read, voice = gathered(session), _voice(session, viewer)
    people = tuple(
        person for seat in session.present if (person := _person(session, seat, viewer, voice, read)) is not None
    )
    step = session.plan.proposal
    done = [_done(session, seat) for seat in session.present]
    core = sum(field.core for field in step.fields) if step is not None else 0
    return Sight(
        viewer=viewer,
        session=session.name,
        heading=session.heading,
        revision=session.revision,
        created=session.created,
        closed=session.closed,
        plan=session.plan,
        spot=standing(session),
        points=points(session, session.step, session.spot.round),
        next=following(session) if leads else None,
        blank=session.blank,
        beside=session.beside,
        address=session.address,
        door_closed=session.door_closed,
        literature=literature_here(session),
        clock=clock(session),
        closing=session.closing,
        people=people,
        removed=tuple((seat.number, seat.name) for seat in session.seats.values() if seat.removed) if leads else (),
        present=len(session.present),
        tables=session.tables,
        notes=tuple(note for note in session.notes if not note.withdrawn),
        placed=answered(session),
        picture=picture(session),
        started=sum(seat.proposal.started for seat in session.present),
        core_done=sum(each.core == core for each in done) if core else 0,
        shared=sum(is_shared(seat) for seat in session.present),
        on_stage=author.number if (author := on_stage(session)) is not None else None,
        to_read=to_read(session, voice, read.readers) if voice is not None else (),
        without_device=_without_device(session, viewer),
        top_ten=_top_ten(session, viewer) if session.plan.top_ten is not None else None,
    )


def attendance(present: Attendance, session: Session, viewer: Actor) -> Attendance:
    """Return what this viewer may see of who is connected: all of it, the number of people, or nothing."""
    if viewer.role is Role.PARTICIPANT:
        return NOBODY
    people = sum(seat.number in present.seats for seat in session.present)
    return replace(present, connected=people) if viewer.role is Role.FACILITATOR else Attendance(connected=people)


def _voice(session: Session, viewer: Actor) -> int | None:
    """Return the seat that a participant speaks for: their own, or as a scribe another's, as long as they may."""
    if viewer.role is not Role.PARTICIPANT or viewer.seat is None or viewer.behalf is None:
        return viewer.seat if viewer.role is Role.PARTICIPANT else None
    return viewer.behalf if speaks_for(session, viewer.seat, viewer.behalf) else None


def _without_device(session: Session, viewer: Actor) -> tuple[tuple[int, str], ...]:
    scribe = viewer.seat
    if viewer.role is not Role.PARTICIPANT or scribe is None or scribe not in session.seats:
        return ()
    if not session.seats[scribe].scribe:
        return ()
    return tuple((seat.number, seat.name) for seat in session.present if speaks_for(session, scribe, seat.number))


def _person(session: Session, seat: Seat, viewer: Actor, voice: int | None, read: Readings) -> Person | None:
    leads = viewer.role is Role.FACILITATOR
    own = seat.number == voice
    scribing = own and viewer.behalf is not None
    shared = seat.proposal.shared
    named = leads or own or shared or (viewer.role is Role.STAGE and session.at is Kind.WELCOME)
    if not named:
        return None

    def entered(for_someone: bool) -> bool:  # noqa: FBT001 - the one thing asked
        return (own and not scribing) or ((leads or scribing) and for_someone)

    theirs = entered(seat.proposal.for_someone)
    mine = tuple(idea for idea in seat.ideas if entered(idea.for_someone))
    ballot = seat.ballot if seat.ballot is not None and entered(seat.ballot.for_someone) else None
    return Person(
        number=seat.number,
        name=seat.name,
        table=seat.table,
        word=seat.word if leads or (own and not scribing) else None,
        done=_done(session, seat) if leads or own else None,
        placement=seat.placement if entered(seat.placement.for_someone) else None,
        proposal=seat.proposal if shared or theirs else None,
        ideas=mine if leads or own else None,
        ballot=ballot,
        readings=tuple(each for each in seat.readings if entered(each.for_someone)) if leads or own else None,
        remarks=remarks_on(seat, read) if theirs else None,
        readers=read.readers.get(seat.number, 0) if shared or theirs else None,
        proposed=tuple(each for each in seat.proposed if leads or entered(each.for_someone)) if leads or own else None,
        scribe=seat.scribe,
        device=seat.device,
        own=own,
    )


def _done(session: Session, seat: Seat) -> Done:
    step = session.plan.proposal
    filled = [(field.core, seat.proposal.filled(field.id)) for field in step.fields] if step is not None else []
    starred = tuple(full for core, full in filled if core)
    return Done(
        placed=seat.placement.complete,
        placing=seat.placement.begun,
        core=sum(starred),
        starred=starred,
        fields=sum(full for _, full in filled),
        ideas=len(seat.live_ideas),
        voted=seat.ballot is not None and (seat.ballot.done or bool(seat.ballot.picks)),
        taken=seat.proposal.taken is not None,
    )


def _top_ten(session: Session, viewer: Actor) -> TopTenSight:
    step = session.plan.top_ten
    assert step is not None, "asked for only where the plan has it"  # noqa: S101
    leading = viewer.role is Role.FACILITATOR
    progress = session.progress.get(Kind.TOP_TEN)
    reached = step.rounds.index(progress.round) if progress is not None else 0
    point = progress.point if progress is not None else 0
    merging, revealing, discussing = (step.rounds.index(name) for name in ("merge", "reveal", "discuss"))
    open_to_all = reached >= merging
    groups = place_groups(session) if reached >= revealing else ()
    whole = reached >= discussing or (reached == revealing and point > len(groups))
    topics = discussion(session) if reached >= discussing else ()
    standing = candidates(session) if open_to_all else ()
    withdrawn = tuple(c for c in all_candidates(session) if c.withdrawn) if leading and open_to_all else ()
    shown = groups if whole else groups[len(groups) - point :] if reached == revealing and point else ()
    divided = divisive(votes(session)) if topics else ()
    agreement = kendall_w(votes(session)) if topics else None
    steady = robust(session) if topics else None
    held = session.top_ten
    return TopTenSight(
        question=question(session),
        ideas_in=len(ideas(session)),
        authors=sum(bool(seat.live_ideas) for seat in session.present),
        room_ideas=tuple(held.unsigned_ideas) if leading and session.closed is None else (),
        candidates=standing,
        own_words=_own_words(session, (*standing, *withdrawn)),
        withdrawn=withdrawn,
        suggestions=suggestions(standing, held.apart) if leading and _merging(session) else (),
        can_undo=held.undo[-1].what if leading and held.undo else None,
        can_redo=held.redo[-1].what if leading and held.redo else None,
        ballots_in=len(ballots(session)),
        papers=held.unsigned_ballots if leading and session.closed is None else (),
        places=len(groups),
        revealed=shown,
        whole=whole,
        spread=spread(session) if whole else {},
        cast=_cast(session) if leading and whole else (),
        rule=RULES[step.rule].explain(step.picks),
        topics=topics,
        agreement=in_words(agreement) if topics else "",
        kendall_w=None if agreement is None else float(agreement),
        divisive=tuple(
            (each.idea, f"its places vary by {each.spread:.1f}; chosen by {each.chosen_by}, best place {each.best}")
            for each in divided
        ),
        stays=steady.stays if steady is not None else (),
        swaps=tuple((swap.rule, swap.comes_in, swap.drops_out) for swap in steady.swaps) if steady is not None else (),
        ties=ties(session) if topics else (),
        tables=table_lists(session) if whole else (),
    )


def _merging(session: Session) -> bool:
    return session.closed is None and session.at is Kind.TOP_TEN and session.spot.round in MERGING


def _own_words(session: Session, seen: tuple[Candidate, ...]) -> dict[int, str]:
    standing = ideas(session)
    members = (member for candidate in seen for member in candidate.members)
    return {member: standing[member].text for member in members if member in standing}


def _cast(session: Session) -> tuple[tuple[int, ...], ...]:
    # Sorted by what is left of each after merging: the order of the ballots as they were given would tell more.
    lead_of = leads(session)
    return tuple(sorted(resolved(ballot.picks, lead_of) for ballot in ballots(session)))
