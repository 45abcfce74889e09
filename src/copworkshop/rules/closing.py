"""The heading of a session, and its end."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from copworkshop.model.numbering import with_all_numbered
from copworkshop.model.people import Actor
from copworkshop.model.session import Session
from copworkshop.model.text import Line
from copworkshop.model.topten import Ballot, Candidate, Vote
from copworkshop.rules.candidates import all_candidates, ballots, ballots_of, held_ideas, ideas
from copworkshop.rules.question import with_question_closed
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
        return unlinked_remarks(_unlinked_top_ten(with_question_closed(session))).replace(
            closed=now, closing=None, history=(), blank=False, spotlight=None
        )


def _unlinked_top_ten(session: Session) -> Session:
    """Return the session with nobody's name on any idea or ballot: they become the room's own.

    Ideas are in the order of their public numbers, and what these were drawn from is forgotten.

    No mark is kept of which there may be few: who entered an idea or a ballot, whether a ballot was called done, which
    ideas were withdrawn, held back or are those of a person who was taken out. Of ideas that are held back only their
    number is kept. Ballots are put in an order of their content, so
    that their order tells nothing of whose they were. What each table's members chose is kept, too, where it tells
    nothing of a person.
    """
    session = with_all_numbered(session)
    held, standing, number_of = session.top_ten, ideas(session), _kept_numbers(session)
    kept_ideas = (idea.replace(number=number_of[number], for_someone=False) for number, idea in standing.items())
    papers = {vote: cast for vote in Vote if (cast := _kept_ballots(session, vote, number_of))}
    tables = {vote: kept for vote in ROUNDS if (kept := _of_tables(session, vote, number_of))}
    bare = {number: seat.unlinked() for number, seat in session.seats.items()}
    return session.replace(
        seats=bare,
        top_ten=held.replace(
            unsigned_ideas=tuple(sorted(kept_ideas, key=lambda idea: idea.number)),
            draw="",
            held_back=(),
            held_back_at_close=len(held_ideas(session)),
            numbers={},
            edited=_kept_candidates(session, number_of),
            undo=(),
            redo=(),
            apart=(),
            unsigned_ballots=papers.pop(Vote.FIRST, ()),
            table_ballots=tables.pop(Vote.FIRST, {}),
            later_papers=papers,
            later_tables=tables,
            sifted_out=None if held.sifted_out is None else _renumbered(held.sifted_out, number_of),
            ratings=_of_kept_ideas(kept_ratings(session), number_of),
        ),
    )


def _kept_numbers(session: Session) -> dict[int, int]:
    """Return the number that each idea has from the close on; one of which nothing is left is missing.

    Every candidate keeps the number that the room knows it by. Where it goes by an idea that no longer stands, the
    first of its ideas that does gets that number.
    """
    standing = ideas(session)
    numbers = {number: number for number in standing}
    for candidate in all_candidates(session):
        first = next(member for member in candidate.members if member in standing)
        heir = first if candidate.lead not in standing else candidate.lead
        for member in candidate.members:
            numbers[member] = candidate.lead if member == heir or member not in standing else member
    return numbers


def _kept_candidates(session: Session, number_of: Mapping[int, int]) -> dict[int, Candidate]:
    """Return the candidates that are not what their one idea says, made of the ideas that are kept."""
    standing = ideas(session)
    found: dict[int, Candidate] = {}
    for candidate in all_candidates(session):
        members = tuple(dict.fromkeys((candidate.lead, *_renumbered(candidate.members, number_of))))
        told = standing.get(candidate.lead)
        if members == (candidate.lead,) and not candidate.withdrawn and told and told.text == candidate.wording:
            continue
        found[candidate.lead] = candidate.replace(members=members)
    return found


def _kept_ballots(session: Session, vote: Vote, number_of: Mapping[int, int]) -> tuple[Ballot, ...]:
    cast = (Ballot(picks=_renumbered(ballot.picks, number_of), done=True) for ballot in ballots(session, vote))
    return tuple(sorted(cast, key=lambda ballot: ballot.picks))


def _of_tables(session: Session, vote: Vote, number_of: Mapping[int, int]) -> dict[str, tuple[tuple[int, ...], ...]]:
    held = {table: ballots_of(session, table, vote) for table in session.tables}
    return {
        table: tuple(sorted(_renumbered(picks, number_of) for picks in cast)) for table, cast in held.items() if cast
    }


def _of_kept_ideas(ratings: Mapping[int, tuple[int, ...]], number_of: Mapping[int, int]) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for idea, given in ratings.items():
        if idea in number_of:
            kept = number_of[idea]
            found[kept] = tuple(sorted((*found.get(kept, ()), *given)))
    return dict(sorted(found.items()))


def _renumbered(numbers: Iterable[int], number_of: Mapping[int, int]) -> tuple[int, ...]:
    """Return these numbers of ideas as they are from the close on, each once; those that are not kept fall out."""
    return tuple(dict.fromkeys(number_of[number] for number in numbers if number in number_of))
