"""The heading of a session, and its end."""

from datetime import datetime

from copworkshop.model.numbering import with_all_numbered
from copworkshop.model.people import Actor
from copworkshop.model.session import Session
from copworkshop.model.text import Line
from copworkshop.model.topten import Vote
from copworkshop.rules.candidates import ballots, ballots_of
from copworkshop.rules.lifecycle import unlinked_notes
from copworkshop.rules.readings import unlinked_remarks
from copworkshop.rules.request import Request, facilitator_only
from copworkshop.rules.sifting import kept_ratings
from copworkshop.rules.voting import ROUNDS


class SetHeading(Request):
    """Set the heading of the session on the stage; None takes it away."""

    heading: Line | None

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator."""
        facilitator_only(actor)
        return session if session.heading == self.heading else session.replace(heading=self.heading)


class CloseSession(Request):
    """End the session for good: nothing changes any more, and nobody's name is left on any idea or ballot.

    Nor is it on what readers left with a proposal, unless the plan names them, or on a remark that the room noted.
    """

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator."""
        facilitator_only(actor)
        return unlinked_notes(unlinked_remarks(_unlinked_top_ten(session))).replace(closed=now, closing=None)


def _unlinked_top_ten(session: Session) -> Session:
    """Return the session with nobody's name on any idea or ballot: they become the room's own.

    Ideas are in the order of their public numbers, and what these were drawn from is forgotten. Ballots are
    put in an order of their content, so that their order tells nothing of whose they were. What each table's members
    chose is kept, too, where the table has ballots enough.
    """
    session = with_all_numbered(session)
    held = session.top_ten
    own_ideas = [
        idea.replace(withdrawn=True) if seat.removed else idea for seat in session.seats.values() for idea in seat.ideas
    ]
    all_ideas = sorted((*held.unsigned_ideas, *own_ideas), key=lambda idea: idea.number)
    papers = {vote: cast for vote in Vote if vote is not Vote.FIRST and (cast := ballots(session, vote))}
    tables = {vote: kept for vote in ROUNDS if (kept := _of_tables(session, vote))}
    bare = {number: seat.without_top_ten() for number, seat in session.seats.items()}
    return session.replace(
        seats=bare,
        top_ten=held.replace(
            unsigned_ideas=tuple(all_ideas),
            draw="",
            numbers={},
            unsigned_ballots=ballots(session),
            table_ballots=tables.pop(Vote.FIRST, {}),
            later_papers=papers,
            later_tables=tables,
            ratings=kept_ratings(session),
        ),
    )


def _of_tables(session: Session, vote: Vote) -> dict[str, tuple[tuple[int, ...], ...]]:
    return {table: cast for table in session.tables if (cast := ballots_of(session, table, vote))}
