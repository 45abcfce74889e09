"""Activity 2: what people may ask for while ballots are cast."""

from datetime import datetime
from hashlib import sha256
from typing import Annotated

from pydantic import Field
from typing_extensions import override

from copworkshop.model.limits import MOST_PAPERS
from copworkshop.model.people import Actor, Seat
from copworkshop.model.plan import Kind
from copworkshop.model.session import PapersBefore, Session, Undoable
from copworkshop.model.topten import Ballot, Vote
from copworkshop.rules.candidates import leads, resolved, topten_step
from copworkshop.rules.history import noted
from copworkshop.rules.request import (
    Refused,
    Request,
    facilitator_only,
    require_entered,
    require_open,
    seat_for,
    with_seat,
)
from copworkshop.rules.voting import cast_in, ranking_round, skipped

_RANKING_CLOSED = "The ballot is closed. The facilitator can open it again."


class CastBallot(Request):
    """Hand in a person's ordered choice, best first; it can be changed until the round is closed."""

    seat: int
    picks: tuple[int, ...]
    done: bool = False
    vote: Vote = Vote.FIRST

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it while the room ranks. Fewer picks than there is room for are fine."""
        _require_ranking(session, self.vote, now)
        seat, for_someone = _seat_for(session, actor, self.seat, self.vote)
        picks = checked_picks(session, self.picks, self.vote)
        ballot = Ballot(picks=picks, done=self.done, for_someone=for_someone)
        if ballot == seat.ballot_of(self.vote):
            return session
        return with_seat(session, seat.with_ballot(self.vote, ballot))


class TakeBackBallot(Request):
    """Take a person's ballot back, as if it had not been cast."""

    seat: int
    vote: Vote = Vote.FIRST

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it while the room ranks."""
        _require_ranking(session, self.vote, now)
        seat, _ = _seat_for(session, actor, self.seat, self.vote)
        if seat.ballot_of(self.vote) is None:
            return session
        return with_seat(session, seat.with_ballot(self.vote, None))


class PutPaperBallot(Request):
    """Enter a paper ballot that bears no name, change one, or with no picks take it back."""

    picks: tuple[int, ...]
    instead_of: int | None = None
    """Which of the paper ballots entered so far to change, counted from 0; None adds one."""
    vote: Vote = Vote.FIRST

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator while the room ranks."""
        facilitator_only(actor)
        _require_ranking(session, self.vote, now)
        papers = session.top_ten.papers(self.vote)
        index = len(papers) if self.instead_of is None else self.instead_of
        if self.instead_of is not None and not 0 <= index < len(papers):
            raise Refused("There is no such paper ballot. Choose one from the list.")
        if self.instead_of is None and len(papers) >= MOST_PAPERS:
            raise Refused(f"A vote takes at most {MOST_PAPERS:,} paper ballots. Change one that is entered.")
        picks = checked_picks(session, self.picks, self.vote)
        new = (Ballot(picks=picks, done=True, for_someone=True),) if picks else ()
        papers = (*papers[:index], *new, *papers[index + 1 :])
        return session.replace(top_ten=session.top_ten.with_papers(self.vote, papers))


class PutPaperBallots(Request):
    """Enter several paper ballots that bear no name, all or none."""

    ballots: Annotated[tuple[tuple[int, ...], ...], Field(max_length=MOST_PAPERS)]
    vote: Vote = Vote.FIRST

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it where each of them would be granted."""
        facilitator_only(actor)
        _require_ranking(session, self.vote, now)
        papers = session.top_ten.papers(self.vote)
        if len(papers) + len(self.ballots) > MOST_PAPERS:
            raise Refused(f"A vote takes at most {MOST_PAPERS:,} paper ballots, and {len(papers):,} are entered.")
        checked = (checked_picks(session, picks, self.vote) for picks in self.ballots)
        new = tuple(Ballot(picks=picks, done=True, for_someone=True) for picks in checked if picks)
        return session.replace(top_ten=session.top_ten.with_papers(self.vote, (*papers, *new))) if new else session

    @override
    def taken_back(self, before: Session, after: Session) -> Undoable:
        first = len(before.top_ten.papers(self.vote))
        new = after.top_ten.papers(self.vote)[first:]
        what = "a paper ballot was entered" if len(new) == 1 else f"{len(new):,} paper ballots were entered"
        digest = papers_digest(new)
        return noted(
            what, before, PapersBefore(kind="papers", vote=self.vote, first=first, count=len(new), digest=digest)
        )


def papers_digest(papers: tuple[Ballot, ...]) -> str:
    """Return a short text that is another one when one of these ballots has changed."""
    return sha256(repr([paper.picks for paper in papers]).encode()).hexdigest()[:16]


def checked_picks(session: Session, picks: tuple[int, ...], vote: Vote = Vote.FIRST) -> tuple[int, ...]:
    """Return the picks of a ballot if they can stand.

    Raises:
        Refused: too many, an idea that is not on the list, or one idea twice.

    """
    most, lead_of = topten_step(session).picks, leads(session)
    run_off = session.top_ten.runoffs.get(vote)
    if run_off is not None:
        tied = resolved(run_off.tied, lead_of)
        most, lead_of = run_off.seats, {member: lead for member, lead in lead_of.items() if lead in tied}
    if len(picks) > most:
        places = f"{most} places" if most > 1 else "one place"
        raise Refused(f"A ballot has at most {places}, and these are {len(picks)}. Leave some out.")
    seen: dict[int, int] = {}
    for pick in picks:
        if pick not in lead_of:
            raise Refused(f"There is no idea {pick} on the list. Look at the numbers next to the ideas.")
        if pick in seen.values():
            raise Refused(f"Idea {pick} is on this ballot twice. Each idea can have one place.")
        if lead_of[pick] in seen:
            other = seen[lead_of[pick]]
            raise Refused(f"Ideas {other} and {pick} were merged into one. It can have one place.")
        seen[lead_of[pick]] = pick
    return picks


def _seat_for(session: Session, actor: Actor, number: int, vote: Vote) -> tuple[Seat, bool]:
    """Return the seat that an actor speaks for, as `seat_for` does. Only the person changes a ballot of their own."""
    seat, for_someone = seat_for(session, actor, number)
    ballot = seat.ballot_of(vote)
    own = ballot is not None and ballot.begun and not ballot.for_someone
    require_entered(seat, for_someone=for_someone, own=own)
    return seat, for_someone


def _require_ranking(session: Session, vote: Vote, now: datetime) -> None:
    round_name = ranking_round(vote)
    require_open(session, Kind.TOP_TEN, (round_name,), _RANKING_CLOSED)
    if cast_in(session, round_name) is not vote or round_name in skipped(session):
        raise Refused("There is no such vote now. Look again at what the room votes on.")
