"""Remarks that are parked: the room comes back to them at the close, and the report has a list of them."""

from datetime import datetime
from typing import Final

from typing_extensions import override

from copworkshop.model.people import Actor
from copworkshop.model.session import NoteBefore, Session, Undoable
from copworkshop.model.text import Line
from copworkshop.rules.history import noted
from copworkshop.rules.lifecycle import note_of, proposed_note, taken_up, with_new_note, with_note
from copworkshop.rules.request import Refused, Request, facilitator_only, with_seat

_NO_PROMPT: Final = "This remark belongs to no prompt, so it stays parked. x takes it away."
_TAKEN_AWAY: Final = "This remark was taken away. Bring it back first."
_PARKED: Final = "a remark was parked"


class Park(Request):
    """Park a remark of the room, or put a parked one back next to its prompt."""

    number: int
    parked: bool = True

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator, at any step."""
        facilitator_only(actor)
        note = note_of(session, self.number)
        if note.withdrawn:
            raise Refused(_TAKEN_AWAY)
        if not self.parked and note.prompt is None:
            raise Refused(_NO_PROMPT)
        return with_note(session, note.replace(parked=self.parked))

    @override
    def taken_back(self, before: Session, after: Session) -> Undoable:
        was = NoteBefore(kind="note", number=self.number, parked=not self.parked)
        return noted(_PARKED if self.parked else "a remark was put back next to its prompt", before, was)


class ParkNew(Request):
    """Park something that was said, at any step."""

    text: Line

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator."""
        facilitator_only(actor)
        return with_new_note(session, prompt=None, text=self.text, parked=True)

    @override
    def taken_back(self, before: Session, after: Session) -> Undoable:
        new = after.notes[-1].number
        return noted(_PARKED, before, NoteBefore(kind="note", number=new, parked=True, withdrawn=True))


class ParkProposed(Request):
    """Take up a remark that somebody proposed, and park it: from now on it is the room's, without a name."""

    seat: int
    number: int

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator."""
        facilitator_only(actor)
        return taken_up(session, self.seat, self.number, parked=True)

    @override
    def taken_back(self, before: Session, after: Session) -> Undoable:
        was = NoteBefore(
            kind="note",
            number=after.notes[-1].number,
            parked=True,
            withdrawn=True,
            seat=self.seat,
            proposed=self.number,
            fate=proposed_note(before, self.seat, self.number).fate,
        )
        return noted(_PARKED, before, was)


def note_as_before(session: Session, was: NoteBefore) -> Session:
    """Return the session with a remark as it was. One that was proposed is decided on again as before."""
    note = note_of(session, was.number)
    session = with_note(session, note.replace(parked=was.parked, withdrawn=was.withdrawn))
    person = session.seats.get(was.seat) if was.seat is not None else None
    if person is None or was.fate is None:
        return session
    proposed = [each.replace(fate=was.fate) if each.number == was.proposed else each for each in person.proposed]
    return with_seat(session, person.replace(proposed=tuple(proposed)))
