"""The removal of one person's words from a session, at that person's request."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime

from copworkshop.model.numbering import every_idea
from copworkshop.model.people import Actor, Fate, Seat
from copworkshop.model.session import RoomNote, Session
from copworkshop.model.topten import Ballot, Candidate, Idea, TopTen, Vote
from copworkshop.rules.candidates import all_candidates, ideas
from copworkshop.rules.request import Refused, Request, facilitator_only

_Numbers = Callable[[Iterable[int]], tuple[int, ...]]
"""Returns numbers of ideas as they are after the removal; those that are gone fall out."""


class ErasePerson(Request):
    """Remove a person and all that they said.

    That is their seat, their ideas and ballots, the room's remarks that they proposed, as far as nobody reworded them,
    and the record of who read their proposal. An idea of others that was merged with one of theirs stays, in words that
    are not theirs. Once the session is closed, ideas, ballots and noted remarks are nobody's, and stay.
    """

    seat: int
    even_when_closed = True

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator."""
        facilitator_only(actor)
        seat = session.seats.get(self.seat)
        if seat is None:
            raise Refused("There is no such seat.")
        others = {number: _unread(other, self.seat) for number, other in session.seats.items() if number != self.seat}
        left = session.replace(
            seats=others,
            notes=_not_proposed(session.notes, seat),
            on_stage=None if session.on_stage == self.seat else session.on_stage,
            spotlight=None,
            history=(),  # what could be taken back may name the seat and its ideas
        )
        return left if session.closed is not None else _without_ideas(session, left, seat)


def _unread(seat: Seat, author: int) -> Seat:
    if all(reading.author != author for reading in seat.readings):
        return seat
    return seat.replace(readings=tuple(reading for reading in seat.readings if reading.author != author))


def _not_proposed(notes: tuple[RoomNote, ...], seat: Seat) -> tuple[RoomNote, ...]:
    taken_up = {(note.prompt, note.text) for note in seat.proposed if note.fate is Fate.TAKEN_UP}
    return tuple(note for note in notes if (note.prompt, note.text) not in taken_up)


def _without_ideas(before: Session, left: Session, seat: Seat) -> Session:
    """Return the session `left` with no mention of the person's ideas; steps of the merge are not undone any more."""
    gone = {idea.number: idea for idea in seat.ideas}
    if not gone:
        return left
    stays = {idea.number for each in left.seats.values() for idea in each.ideas}
    stays |= {idea.number for idea in left.top_ten.unsigned_ideas}
    edited, moved = _edited_without(before, gone, stays)
    now = {number: number for number in stays} | moved

    def renumbered(numbers: Iterable[int]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(now[number] for number in numbers if number in now))

    held = _top_ten_without(left.top_ten, renumbered, stays)
    return left.replace(
        seats={number: _seat_without(each, renumbered) for number, each in left.seats.items()},
        top_ten=held.replace(edited=edited, undo=(), redo=()),
    )


def _edited_without(
    before: Session, gone: Mapping[int, Idea], stays: Collection[int]
) -> tuple[dict[int, Candidate], dict[int, int]]:
    """Return what was merged or reworded, by lead, without the ideas that go; and who answers for each of these.

    That is an idea of others that it was merged with.
    """
    edited: dict[int, Candidate] = {}
    moved: dict[int, int] = {}
    for candidate in (*all_candidates(before), *before.top_ten.edited.values()):
        members = tuple(member for member in candidate.members if member in stays)
        if not members:
            continue
        moved |= dict.fromkeys(set(candidate.members) & gone.keys(), members[0])
        kept = candidate.replace(
            lead=members[0], members=members, wording=_in_words_of_others(before, candidate, members, gone)
        )
        if candidate.lead in before.top_ten.edited:
            edited.setdefault(kept.lead, kept)
    return edited, moved


def _top_ten_without(held: TopTen, renumbered: _Numbers, stays: Collection[int]) -> TopTen:
    """Return the room's part of Activity 2 with papers and lists that name only ideas that stay."""
    papers = {vote: tuple(_renumbered(ballot, renumbered) for ballot in held.papers(vote)) for vote in Vote}
    for vote, cast in papers.items():
        held = held.with_papers(vote, cast)
    lists = (renumbered(numbers) for numbers in held.apart)
    return held.replace(
        apart=tuple(numbers for numbers in lists if len(numbers) > 1),
        held_back=tuple(number for number in held.held_back if number in stays),
        sifted_out=None if held.sifted_out is None else renumbered(held.sifted_out),
        runoffs={
            vote: run_off.replace(tied=tied) if len(tied := renumbered(run_off.tied)) > 1 else run_off
            for vote, run_off in held.runoffs.items()
        },
    )


def _in_words_of_others(
    session: Session, candidate: Candidate, members: tuple[int, ...], gone: Mapping[int, Idea]
) -> str:
    if candidate.wording not in {idea.text for idea in gone.values()}:
        return candidate.wording
    texts = {idea.number: idea.text for idea in every_idea(session)}
    standing = ideas(session)
    return texts[next((member for member in members if member in standing), members[0])]


def _seat_without(seat: Seat, renumbered: _Numbers) -> Seat:
    ballots = {vote: _renumbered(ballot, renumbered) for vote, ballot in seat.later_ballots.items()}
    merges = (renumbered(numbers) for numbers in seat.proposed_merges)
    new = seat.replace(
        ballot=None if seat.ballot is None else _renumbered(seat.ballot, renumbered),
        later_ballots=ballots,
        read=renumbered(seat.read),
        proposed_merges=tuple(numbers for numbers in merges if len(numbers) > 1),
        to_rate=renumbered(seat.to_rate),
        ratings={idea: rating for idea, rating in seat.ratings.items() if renumbered((idea,)) == (idea,)},
    )
    return seat if new == seat else new


def _renumbered(ballot: Ballot, renumbered: _Numbers) -> Ballot:
    return ballot.replace(picks=renumbered(ballot.picks))
