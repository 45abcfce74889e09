"""The candidates that the ideas of Activity 2 become and that the room ranks, and the ballots on them."""

from collections.abc import Iterable, Mapping
from typing import Final

from copworkshop.model.numbering import every_idea, is_public
from copworkshop.model.plan import TopTenStep
from copworkshop.model.session import Session
from copworkshop.model.topten import Ballot, Candidate, Idea, Vote
from copworkshop.rules.memo import depends_on, memoized, memoized_of
from copworkshop.rules.request import Refused

IDEAS: Final = depends_on(seats={"ideas"}, room={"top_ten"})
"""The parts of a session that ideas and candidates are made of."""

BALLOTS: Final = depends_on(seats={"ballot", "later_ballots"}, room={"top_ten"})

LEAST_OF_TABLE: Final = 3
"""A table has a top ten of its own from this many ballots on, and while all others together have as many or none: fewer
would tell who chose what."""


def topten_step(session: Session) -> TopTenStep:
    """Return the plan's Activity 2.

    Raises:
        Refused: the plan has none.

    """
    step = session.plan.top_ten
    if step is None:
        raise Refused("This plan has no top ten.")
    return step


def question(session: Session) -> str:
    """Return the question that the room answers with its ideas."""
    return session.top_ten.question or topten_step(session).questions[0].text


@memoized_of(IDEAS)
def ideas(session: Session) -> dict[int, Idea]:
    """Return every idea that stands, by what it goes by: those of people whose words count, and the room's own.

    An idea that is held back does not stand.
    """
    found, held = _put_in(session), session.top_ten.held_back
    return {number: idea for number, idea in found.items() if number not in held} if held else found


@memoized_of(IDEAS)
def held_ideas(session: Session) -> dict[int, Idea]:
    """Return the ideas that would stand if the facilitator did not hold them back, by number."""
    held = session.top_ten.held_back
    return {number: idea for number, idea in _put_in(session).items() if number in held} if held else {}


def _put_in(session: Session) -> dict[int, Idea]:
    found = {idea.number: idea for seat in session.contributors for idea in seat.live_ideas}
    found.update({idea.number: idea for idea in session.top_ten.unsigned_ideas if not idea.withdrawn})
    return dict(sorted(found.items()))


@memoized_of(IDEAS)
def authors(session: Session) -> int:
    """Return how many people in the room have put in an idea that stands."""
    return sum(bool(seat.ideas and seat.live_ideas) for seat in session.present)


@memoized_of(depends_on(seats={"device"}))
def is_aloud(session: Session) -> bool:
    """Whether nobody in the room has a terminal of their own, so that people say aloud what is entered for them."""
    return not any(seat.device for seat in session.present)


def called_out(session: Session) -> tuple[Idea, ...]:
    """Return the ideas that were entered for people who say them aloud, without those that the plan brought."""
    given = len(topten_step(session).ideas)
    own = {idea.number: idea for idea in session.top_ten.unsigned_ideas[:given]}
    standing = sorted(ideas(session).items())
    entered = session.closed is not None  # then no idea is marked as entered, and all were
    return tuple(idea for number, idea in standing if (entered or idea.for_someone) and number not in own)


@memoized_of(IDEAS)
def all_candidates(session: Session) -> tuple[Candidate, ...]:
    """Return what the ideas were merged into, withdrawn candidates included, in order of their leads.

    A merged candidate that goes by the words of an idea which no longer stands takes those of one that does.
    """
    standing = ideas(session)
    # An idea that stands for itself needs no second look at its words: they passed the gate when it was put in.
    merged = {member: candidate for candidate in session.top_ten.edited.values() for member in candidate.members}
    found: dict[int, Candidate] = {}
    for number, idea in standing.items():
        candidate = merged.get(number) or Candidate.model_construct(
            lead=number, members=(number,), wording=idea.text, withdrawn=False
        )
        if candidate.lead not in found:
            found[candidate.lead] = _in_standing_words(session, candidate, standing)
    return tuple(candidate for _, candidate in sorted(found.items()))


def _in_standing_words(session: Session, candidate: Candidate, standing: Mapping[int, Idea]) -> Candidate:
    gone = [member for member in candidate.members if member not in standing]
    if not gone:
        return candidate
    texts = {idea.number: idea.text for idea in every_idea(session)}
    left = [standing[member].text for member in candidate.members if member in standing]
    if candidate.wording in left or candidate.wording not in [texts.get(member) for member in gone]:
        return candidate
    return candidate.replace(wording=left[0])


@memoized_of(IDEAS)
def candidates(session: Session) -> tuple[Candidate, ...]:
    """Return what the room ranks, in order of their leads: neither withdrawn nor sifted out."""
    out = frozenset(session.top_ten.sifted_out or ())
    return tuple(each for each in all_candidates(session) if not each.withdrawn and not out.issuperset(each.members))


@memoized_of(IDEAS)
def sifted_out(session: Session) -> tuple[Candidate, ...]:
    """Return what the sifting left behind, in order of their leads."""
    out = frozenset(session.top_ten.sifted_out or ())
    return tuple(each for each in all_candidates(session) if not each.withdrawn and out.issuperset(each.members))


@memoized_of(IDEAS)
def leads(session: Session) -> dict[int, int]:
    """Return the candidate, by its lead, that each idea now stands in.

    What was withdrawn is missing, and what has no number yet: nobody can name it, also while a ballot that was begun
    may still come in and the room has gone back to collecting.
    """
    standing = (candidate for candidate in candidates(session) if is_public(candidate.lead))
    return {member: candidate.lead for candidate in standing for member in candidate.members}


def resolved(picks: Iterable[int], lead_of: Mapping[int, int]) -> tuple[int, ...]:
    """Return a ballot's picks as candidates: merged ideas keep the best of their places, withdrawn ones fall out."""
    return tuple(dict.fromkeys(lead_of[pick] for pick in picks if pick in lead_of))


@memoized_of(BALLOTS)
def ballots(session: Session, vote: Vote = Vote.FIRST) -> tuple[Ballot, ...]:
    """Return every ballot that was cast in a vote, in no order that tells whose it is."""
    own = [ballot for seat in session.contributors if (ballot := seat.ballot_of(vote)) is not None]
    cast = [ballot for ballot in (*own, *session.top_ten.papers(vote)) if ballot.begun]
    return tuple(sorted(cast, key=lambda ballot: (ballot.picks, ballot.done, ballot.for_someone)))


@memoized
def ballots_of(session: Session, table: str, vote: Vote = Vote.FIRST) -> tuple[tuple[int, ...], ...]:
    """Return what the members of a table chose, in no order that tells whose it is; nothing where it would tell.

    That is so where there are too few ballots, and where all others, which are the room's without those of the tables
    that have a list, are too few.
    """
    if session.closed is not None:
        return session.top_ten.tables(vote).get(table, ())
    return _of_tables(session, vote).get(table, ())


def _of_tables(session: Session, vote: Vote) -> dict[str, tuple[tuple[int, ...], ...]]:
    held: dict[str | None, list[tuple[int, ...]]] = {}
    for seat in session.contributors:
        ballot = seat.ballot_of(vote)
        if ballot is not None and ballot.begun:
            held.setdefault(seat.table, []).append(ballot.picks)
    order = sorted(session.tables, key=lambda table: len(held.get(table, ())), reverse=True)
    told = [table for table in order if len(held.get(table, ())) >= LEAST_OF_TABLE]
    while told and 0 < sum(map(len, held.values())) - sum(len(held[table]) for table in told) < LEAST_OF_TABLE:
        told.pop()
    return {table: tuple(sorted(held[table])) for table in told}
