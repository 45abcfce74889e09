"""Reading each other's proposals: who reads which, and the one strength and one question that a reader leaves."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from copworkshop.model.limits import REMARKS_BYTES, remark_bytes
from copworkshop.model.people import Actor, Seat
from copworkshop.model.proposal import Proposal, Reading, Remark
from copworkshop.model.session import Session
from copworkshop.model.text import Line
from copworkshop.rules.memo import depends_on, memoized_of
from copworkshop.rules.request import Refused, Request, require_entered, seat_for, with_seat


@dataclass(frozen=True, slots=True)
class Remarked:
    """A remark as an author sees it."""

    remark: Remark
    reader: str | None
    """The name of the person who left it, where the plan says that authors see that."""


@dataclass(frozen=True, slots=True)
class Readings:
    """The readings of all proposals, gathered once."""

    readers: Mapping[int, int]
    """How many people have read a proposal, by its author's seat."""
    remarks: Mapping[int, tuple[Remarked, ...]]
    """The remarks left with a proposal, by its author's seat: in the order of the readers' seats where they are named,
    else in the order of the words, which tells nothing of who came when."""


def is_shared(seat: Seat) -> bool:
    """Whether others may read the person's proposal: they are here, have written something, and share it."""
    return not seat.removed and seat.proposal.shared and seat.proposal.started


@memoized_of(depends_on(seats={"readings", "name"}, room={"plan"}))
def gathered(session: Session) -> Readings:
    """Return who read what, and what they left."""
    step = session.plan.proposal
    named = step is not None and step.named_remarks
    readers = Counter[int]()
    remarks: dict[int, list[Remarked]] = {}
    for seat in session.contributors:
        for reading in seat.readings:
            readers[reading.author] += 1
            if reading.remark.said:
                told = Remarked(reading.remark, seat.name if named else None)
                remarks.setdefault(reading.author, []).append(told)
    if not named:
        for left in remarks.values():
            left.sort(key=_words)
    return Readings(readers, {author: tuple(left) for author, left in remarks.items()})


@memoized_of(depends_on(seats={"proposal"}))
def shared_seats(session: Session) -> tuple[int, ...]:
    """Return the seats of those in the room whose proposals others may read."""
    return tuple(seat.number for seat in session.present if is_shared(seat))


def to_read(session: Session, reader: int, readers: Mapping[int, int], scribed: int | None = None) -> tuple[int, ...]:
    """Return the seats whose shared proposals this reader can read, in the order that is best for all.

    Proposals that they have not read come first, and of these the ones that fewest people have read. Each reader begins
    at another place among those, so that many who begin at once do not all begin with the same one. Proposals that
    they have read come last. A scribe, who gives the seat that is `scribed`, learns of those read for the person only.
    """
    shared, own = shared_seats(session), session.seats.get(reader)
    if not shared or own is None:
        return ()
    present = [seat.number for seat in session.present]
    read = {reading.author for reading in own.readings if reading.for_someone or scribed is None}
    start = present.index(reader) if reader in present else 0
    turn = {number: (place - start) % len(shared) for place, number in enumerate(shared)}
    others = [number for number in shared if number != reader]
    return tuple(sorted(others, key=lambda number: (number in read, readers.get(number, 0), turn[number])))


class OpenProposal(Request):
    """Open a shared proposal to read it: from then on its reader counts as one."""

    seat: int
    author: int

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it for what others share. Nobody reads for a person who has read something."""
        seat, for_someone = seat_for(session, actor, self.seat)
        _require_shared(session, seat, self.author)
        _require_no_own_readings(seat, for_someone=for_someone)
        if any(reading.author == self.author for reading in seat.readings):
            return session
        reading = Reading(author=self.author, for_someone=for_someone)
        return with_seat(session, seat.replace(readings=(*seat.readings, reading)))


class LeaveRemark(Request):
    """Leave one strength and one question with a shared proposal, or change what was left; None takes it back."""

    seat: int
    author: int
    strength: Line | None
    question: Line | None

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it as long as the author shares the proposal, and for somebody as :class:`OpenProposal` is."""
        seat, for_someone = seat_for(session, actor, self.seat)
        _require_shared(session, seat, self.author)
        _require_no_own_readings(seat, for_someone=for_someone)
        remark = Remark(strength=self.strength, question=self.question)
        new = Reading(author=self.author, remark=remark, for_someone=for_someone)
        old = next((reading for reading in seat.readings if reading.author == self.author), None)
        if old == new:
            return session
        _require_space(session, self.author, old.remark if old is not None else Remark(), remark)
        kept = seat.readings if old is not None else (*seat.readings, new)
        readings = tuple(new if reading is old else reading for reading in kept)
        return with_seat(session, seat.replace(readings=readings))


def unlinked_remarks(session: Session) -> Session:
    """Return the session with no trace of who left which remark, unless the plan names them: authors keep the words."""
    step = session.plan.proposal
    if step is None or step.named_remarks:
        return session
    remarks = gathered(session).remarks
    seats = {
        number: seat.replace(
            readings=(),
            proposal=seat.proposal.replace(remarks=tuple(told.remark for told in remarks.get(number, ()))),
        )
        for number, seat in session.seats.items()
    }
    return session.replace(seats=seats)


def remarks_on(seat: Seat, gathered_here: Readings) -> tuple[Remarked, ...]:
    """Return what was left with a person's proposal, before the session was closed or after."""
    kept = tuple(Remarked(remark, None) for remark in seat.proposal.remarks)
    return (*kept, *gathered_here.remarks.get(seat.number, ()))


def _require_space(session: Session, author: int, old: Remark, new: Remark) -> None:
    """Refuse what would not fit into the author's file once the session is closed."""
    left = [told.remark for told in gathered(session).remarks.get(author, ())]
    held, more = sum(map(_bytes, left)), _bytes(new) - _bytes(old)
    if more > 0 and held + more > REMARKS_BYTES:
        raise Refused("This proposal has as many remarks as it can hold. Tell its author yours in the room.")


def _bytes(remark: Remark) -> int:
    return remark_bytes(remark.strength, remark.question) if remark.said else 0


def _words(told: Remarked) -> tuple[str, str]:
    return (told.remark.strength or "", told.remark.question or "")


def _require_no_own_readings(reader: Seat, *, for_someone: bool) -> None:
    """Refuse to read for somebody who reads on their own screen: which proposals they have read is theirs."""
    require_entered(reader, for_someone=for_someone, own=any(not reading.for_someone for reading in reader.readings))


def _require_shared(session: Session, reader: Seat, author: int) -> None:
    if author == reader.number:
        raise Refused("This is your own proposal. Readers are the others.")
    seat = session.seats.get(author)
    if seat is None or not is_shared(seat):
        raise Refused("Its author does not share this proposal any more.")


def without_remarks(proposal: Proposal) -> Proposal:
    """Return a proposal without what readers left, which a closed session keeps with it: that is for its author."""
    return proposal.replace(remarks=()) if proposal.remarks else proposal
