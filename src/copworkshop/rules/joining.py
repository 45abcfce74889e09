"""How a person gets a seat that is there already: by its rejoin word, by its name, or from the facilitator's hand.

A name proves nothing, because the stage shows it. So a name alone takes only a seat at which nothing was entered yet.
Where something was, the facilitator hands the seat over. Law: no request of a participant gets it otherwise.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from copworkshop.model.people import Actor, RejoinWord, Role, Seat
from copworkshop.model.session import Session
from copworkshop.model.text import Name, folded
from copworkshop.rules.request import Refused, Request, facilitator_only, seat_of, with_seat

HOLDS_TEXT: Final = "The facilitator must confirm first that this seat is yours."
TAKEN: Final = "Somebody is at this seat already. If it is yours, type its rejoin word; the facilitator can look it up."

_NO_WORDS: Final = frozenset(
    {"number", "word", "name", "table", "joined", "removed", "words_stay", "to_rate", "device", "reserved", "keys"}
)
"""Fields of a seat in which nobody has said anything. Every other field, also one that is added later, is guarded."""

_GUARDED: Final = tuple(
    (name, field.get_default(call_default_factory=True))
    for name, field in Seat.model_fields.items()
    if name not in _NO_WORDS
)


def waiting_for(session: Session, name: str) -> Seat | None:
    """Return the seat that was made for somebody of this name who had no device, and that nobody has come to yet.

    A seat at which its person has written something is never given away by a name: that takes the rejoin word.
    """
    return next((seat for seat in _called(session, name) if _waits(seat)), None)


def alike(session: Session, name: str) -> Seat | None:
    """Return the seat of somebody in the room whose name reads like this one."""
    return next(_called(session, name), None)


def holds_words(seat: Seat) -> bool:
    """Whether anything was ever entered at a seat, or the person there may read what was entered for others."""
    return any(getattr(seat, name) != default for name, default in _GUARDED)


def may_be_handed_over(session: Session, number: int) -> bool:
    """Whether the facilitator can still hand this seat to somebody who came by its name."""
    seat = session.seats.get(number)
    return session.closed is None and seat is not None and not seat.removed and _waits(seat)


class TakeSeat(Request):
    """Join at one's seat from a terminal: from then on the person goes on with what a scribe has written there."""

    seat: int

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the person."""
        if actor.role is not Role.PARTICIPANT or actor.seat != self.seat or actor.on_behalf_of is not None:
            raise Refused("Only the person can take their seat.")
        seat = seat_of(session, self.seat)
        return session if seat.device else with_seat(session, seat.replace(device=True))


class TakeSeatByName(Request):
    """Join at a seat that was made in advance and at which nothing was entered yet, by the name that it has."""

    seat: int
    name: Name

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to somebody who has no seat."""
        if actor.role is not Role.PARTICIPANT or actor.seat is not None:
            raise Refused("You have a seat already.")
        seat = seat_of(session, self.seat)
        if folded(self.name) != folded(seat.name):
            raise Refused("That seat has another name now. Type the name again.")
        if not _waits(seat):
            raise Refused(TAKEN)
        if holds_words(seat):
            raise Refused(HOLDS_TEXT)
        return with_seat(session, seat.replace(device=True))


class HandOver(Request):
    """Hand a seat, with all that was entered at it, to the person who came by its name."""

    seat: int

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator."""
        facilitator_only(actor)
        seat = seat_of(session, self.seat)
        if not _waits(seat):
            raise Refused(f"{seat.name} has come in at another terminal already.")
        return with_seat(session, seat.replace(device=True))


class GiveNewWord(Request):
    """Give a seat a new rejoin word. The old word and the remembered keys open it no longer, and nobody is at it."""

    seat: int
    word: RejoinWord
    """It keeps the first half, which names the seat's file."""

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator."""
        facilitator_only(actor)
        seat = seat_of(session, self.seat)
        require_new_word(session, seat, self.word)
        return with_seat(session, seat.replace(word=self.word, keys=(), device=False, scribe=False, reserved=True))


def require_new_word(session: Session, seat: Seat, word: str) -> None:
    """Refuse a word that cannot replace the one of this seat."""
    if word.partition("-")[0] != seat.word.partition("-")[0]:
        raise Refused("A new rejoin word begins like the old one.")
    if any(other.word == word for other in session.seats.values()):
        raise Refused("That rejoin word is taken. Try again.")


def _called(session: Session, name: str) -> Iterator[Seat]:
    wanted = folded(name)
    return (seat for seat in session.present if folded(seat.name) == wanted)


def _waits(seat: Seat) -> bool:
    own_words = [
        seat.placement.begun and not seat.placement.for_someone,
        seat.proposal.started and not seat.proposal.for_someone,
        any(not idea.for_someone for idea in seat.ideas),
        seat.ballot is not None and not seat.ballot.for_someone,
    ]
    return not seat.device and not seat.keys and not any(own_words)
