"""The merge round at a person's own seat: reading every idea once, and proposing what to merge."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from copworkshop.model.people import Actor, Role, Seat
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.candidate_edits import MERGING
from copworkshop.rules.candidates import IDEAS, ideas, leads, resolved
from copworkshop.rules.memo import depends_on, memoized_of
from copworkshop.rules.moderation import require_shown
from copworkshop.rules.request import Refused, Request, require_entered, require_open, seat_for, with_seat

MOST_PROPOSED: Final = 10
"""Merges that one person may have proposed at a time."""

PROPOSED: Final = "proposed"
KEPT_APART: Final = "kept apart"
MERGED: Final = "merged"
OFF_THE_LIST: Final = "off the list"
"""The state of a proposal: until the facilitator decides, and after; the last where its ideas are gone."""

Proposed = tuple[tuple[int, ...], int]
"""Candidates by their leads that people find to be the same, and how many people do."""


class MarkRead(Request):
    """Note that a person has come to these ideas."""

    seat: int
    ideas: tuple[int, ...]

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the person, from when all ideas are shown."""
        seat, own = _own_seat(session, actor, self.seat)
        require_shown(session)
        standing = ideas(session)
        new = [number for number in dict.fromkeys(self.ideas) if number in standing and number not in seat.read]
        return with_seat(session, own.replace(read=(*seat.read, *new))) if new else session


class ProposeMerge(Request):
    """Propose that some ideas say the same and be merged; what to merge them into stands first."""

    seat: int
    leads: tuple[int, ...]

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the person while ideas are merged. The facilitator merges them, or keeps them apart."""
        seat, own = _own_seat(session, actor, self.seat)
        require_open(session, Kind.TOP_TEN, MERGING, "Merging is closed. The facilitator can open it again.")
        require_shown(session)
        lead_of = leads(session)
        missing = [lead for lead in self.leads if lead not in lead_of]
        if missing:
            raise Refused(f"There is no idea {missing[0]} on the list. Choose from the list.")
        chosen = resolved(self.leads, lead_of)
        if len(chosen) < 2:
            raise Refused("Mark another idea first: a merge takes at least two.")
        if _kept_apart(session, chosen, lead_of):
            raise Refused("The facilitator has looked at these and keeps them apart. Say in the room why they belong.")
        still_open = [each for each in seat.proposed_merges if set(resolved(each, lead_of)) != set(chosen)]
        if sum(_is_open(session, each, lead_of) for each in still_open) >= MOST_PROPOSED:
            raise Refused(f"You have proposed {MOST_PROPOSED} merges. Wait until the facilitator has looked at them.")
        return with_seat(session, own.replace(proposed_merges=(*still_open, chosen)))


class TakeBackProposal(Request):
    """Take back what a person proposed to merge."""

    seat: int
    leads: tuple[int, ...]

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the person, at any time; what is merged by then stays merged."""
        seat, own = _own_seat(session, actor, self.seat)
        left = tuple(each for each in seat.proposed_merges if each != self.leads)
        return session if left == seat.proposed_merges else with_seat(session, own.replace(proposed_merges=left))


def unread(seat: Seat, standing: frozenset[int]) -> frozenset[int]:
    """Return those of the ideas that stand, by number, which a person has not come to.

    People come to their own like to all others. If their own were left out, an idea taken off the list would lower
    everybody's number but its author's.
    """
    return standing.difference(seat.read)


@memoized_of(IDEAS | depends_on(seats={"proposed_merges"}))
def proposals(session: Session) -> tuple[Proposed, ...]:
    """Return the merges that people propose and nobody has decided on, what most people propose first.

    One is decided once the ideas are one, or the facilitator keeps them apart. Nobody's name is on them.
    """
    lead_of = leads(session)
    found: dict[frozenset[int], Counter[tuple[int, ...]]] = {}
    for seat in session.contributors:
        for each in seat.proposed_merges:
            if _is_open(session, each, lead_of):
                chosen = resolved(each, lead_of)
                found.setdefault(frozenset(chosen), Counter())[chosen] += 1
    told = ((min(orders, key=lambda order: (-orders[order], order)), orders.total()) for orders in found.values())
    return tuple(sorted(told, key=lambda each: (-each[1], each[0])))


def merges_of(session: Session, seat: Seat) -> tuple[tuple[tuple[int, ...], str], ...]:
    """Return the merges that a person proposed, each with what has become of it in a word or two."""
    if not seat.proposed_merges:
        return ()
    lead_of = leads(session)
    return tuple((each, _fate(session, each, lead_of)) for each in seat.proposed_merges)


def _fate(session: Session, proposed: tuple[int, ...], lead_of: Mapping[int, int]) -> str:
    chosen = resolved(proposed, lead_of)
    if len(chosen) < 2:
        return MERGED if chosen else OFF_THE_LIST
    return KEPT_APART if _kept_apart(session, chosen, lead_of) else PROPOSED


def _own_seat(session: Session, actor: Actor, number: int) -> tuple[Seat, Seat]:
    """Return a person's seat, and what to make the next one of, with the mark of who reads and proposes there."""
    if actor.role is not Role.PARTICIPANT:
        raise Refused("That is for people at their own seats.")
    seat, for_someone = seat_for(session, actor, number)
    require_entered(seat, for_someone=for_someone, own=seat.merges_themself)
    return seat, seat.replace(merges_themself=not for_someone)


def _is_open(session: Session, proposed: Iterable[int], lead_of: Mapping[int, int]) -> bool:
    chosen = resolved(proposed, lead_of)
    return len(chosen) > 1 and not _kept_apart(session, chosen, lead_of)


def _kept_apart(session: Session, chosen: tuple[int, ...], lead_of: Mapping[int, int]) -> bool:
    """Whether the facilitator has said of all of these that they are not the same."""
    apart = ({lead_of[number] for number in numbers if number in lead_of} for numbers in session.top_ten.apart)
    return any(together.issuperset(chosen) for together in apart)
