"""Sifting: where there are too many ideas to rank, everybody rates a few of them, and the best go on."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from fractions import Fraction
from hashlib import sha256
from typing import Final

from copworkshop.model.base import without
from copworkshop.model.people import Actor, Seat
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.model.topten import Candidate, Rating
from copworkshop.rules.candidates import IDEAS, all_candidates, candidates, topten_step
from copworkshop.rules.memo import depends_on, memoized_of
from copworkshop.rules.request import (
    Refused,
    Request,
    facilitator_only,
    require_entered,
    require_open,
    seat_for,
    with_seat,
)
from copworkshop.rules.rounds import looks_back
from copworkshop.rules.voting import SIFT, skipped

EACH: Final = 5
"""How many ideas one person rates."""

KEEP: Final = 25
"""How many ideas go on; those that tie at the border all do."""

Scores = Mapping[int, Fraction | None]
"""The mean rating of each candidate by its lead; None for one that nobody rated."""


class WantSifting(Request):
    """Have the room sift its ideas before it ranks them, or not."""

    wanted: bool

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator while ideas are merged and there are more than the plan's limit."""
        facilitator_only(actor)
        require_open(session, Kind.TOP_TEN, ("merge",), "Whether to sift is settled in the round “merge”.")
        over, there = topten_step(session).sift_over, len(candidates(session))
        if self.wanted and there <= over:
            raise Refused(f"Sifting is for more than {over} ideas, and there are {there}. Go on to ranking them.")
        if session.top_ten.sifting is self.wanted:
            return session
        return session.replace(top_ten=session.top_ten.replace(sifting=self.wanted))


class Rate(Request):
    """Rate an idea that a person was dealt, from 1 to 5, or with None take the rating back."""

    seat: int
    idea: int
    rating: Rating | None

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it while the room sifts."""
        require_open(session, Kind.TOP_TEN, (SIFT,), "Sifting is closed. The facilitator can open it again.")
        seat, for_someone = seat_for(session, actor, self.seat)
        if SIFT in skipped(session) or self.idea not in [each.lead for each in to_rate(session, seat)]:
            raise Refused("That idea is not one of those to rate here. Choose one from the list.")
        require_entered(seat, for_someone=for_someone, own=bool(seat.ratings) and not seat.rated_for_them)
        if seat.ratings.get(self.idea) == self.rating:
            return session
        ratings = without(seat.ratings, self.idea)
        rated = seat.replace(
            ratings=ratings if self.rating is None else {**ratings, self.idea: self.rating},
            rated_for_them=for_someone,
        )
        return with_seat(session, rated)


def to_rate(session: Session, seat: Seat) -> tuple[Candidate, ...]:
    """Return the candidates that a person was dealt to rate, in the order in which they were dealt."""
    standing = _running_by_lead(session)
    return tuple(standing[lead] for lead in seat.to_rate if lead in standing)


def dealt(session: Session) -> Session:
    """Return the session with ideas to rate for everybody present, while the room sifts.

    Each gets :data:`EACH` that are not their own, or all of those where there are fewer. In order of the seats each
    takes the ideas that the fewest have so far, at random where these are many: so every idea gets about as many
    ratings. A person who was dealt some keeps them, so that a late-comer changes nobody's.

    Nobody can compute what is drawn. If all could, they would know the ideas that a person was passed over with, and
    these are that person's own.
    """
    if session.at is not Kind.TOP_TEN or session.spot.round != SIFT or looks_back(session):
        return session
    lead_of = {member: each.lead for each in _running(session) for member in each.members}
    leads = dict.fromkeys(lead_of.values())
    kept = {seat.number: tuple(lead for lead in seat.to_rate if lead in leads) for seat in session.present}
    left = [tuple(seat.ratings) for seat in session.contributors if seat.removed]
    lots = _lots(leads, (*kept.values(), *left))
    seats = dict(session.seats)
    for seat in session.present:
        barred = {lead_of[idea.number] for idea in seat.ideas if idea.number in lead_of}
        taken = _drawn(lots, kept[seat.number], barred, f"{session.top_ten.draw}/{session.name}/sift/{seat.number}")
        if taken != seat.to_rate:
            seats[seat.number] = seat.replace(to_rate=taken)
    return session.replace(seats=seats)


def _lots(leads: Iterable[int], held: Iterable[tuple[int, ...]]) -> dict[int, list[int]]:
    """Return these ideas by how many people have them; `held` is what each person has."""
    times = dict.fromkeys(leads, 0)
    for ideas in held:
        for lead in times.keys() & ideas:
            times[lead] += 1
    lots: dict[int, list[int]] = {}
    for lead, dealt_to in times.items():
        lots.setdefault(dealt_to, []).append(lead)
    return lots


def _drawn(lots: dict[int, list[int]], kept: tuple[int, ...], barred: Collection[int], seed: str) -> tuple[int, ...]:
    """Return what a person is dealt: what they have, and others drawn from the ideas that the fewest people have.

    `lots` are the ideas by how many people have them; those drawn move on to the next lot.
    """
    taken, put_back = list(kept), list[tuple[int, int]]()
    for times in sorted(lots):
        lot = lots[times]
        while lot and len(taken) < EACH:
            drawn = sha256(f"{seed}/{len(put_back)}".encode()).digest()
            place = int.from_bytes(drawn[:8], "big") % len(lot)
            lot[place], lot[-1] = lot[-1], lot[place]
            lead = lot.pop()
            free = lead not in taken and lead not in barred
            put_back.append((times + free, lead))
            if free:
                taken.append(lead)
    for times, lead in put_back:
        lots.setdefault(times, []).append(lead)
    return tuple(taken)


def arrived(session: Session) -> Session:
    """Return the session as it is once the room has come to its round of Activity 2.

    On coming to the sifting, ideas are dealt; on coming past it, what was sifted out is settled; once it or a round
    before it is open again, all ideas are there again. Looking back at a closed round changes nothing.
    """
    if looks_back(session):
        return session
    held, order = session.top_ten, topten_step(session).rounds
    if order.index(session.spot.round) <= order.index(SIFT):
        if held.sifted_out is not None:
            session = session.replace(top_ten=held.replace(sifted_out=None))
        return dealt(session)
    return _sifted(session) if held.sifting and held.sifted_out is None else session


@memoized_of(IDEAS | depends_on(seats={"ratings"}, room={"closed"}))
def scores(session: Session) -> Scores:
    """Return how every candidate that was to be sifted is rated: the mean, exactly."""
    return {
        candidate.lead: Fraction(sum(given), len(given)) if given else None for candidate, given in _ratings(session)
    }


def times_rated(session: Session) -> tuple[int, int]:
    """Return the lowest and the highest number of ratings that an idea has."""
    times = [len(given) for _, given in _ratings(session)]
    return (min(times), max(times)) if times else (0, 0)


def best(rated: Scores, keep: int = KEEP) -> frozenset[int]:
    """Return which go on: the `keep` best, all that are as good as the last of these, and those that nobody rated.

    Nobody has said of an unrated one that others are better.
    """
    known = sorted((score for score in rated.values() if score is not None), reverse=True)
    if len(known) <= keep:
        return frozenset(rated)
    least = known[keep - 1]
    return frozenset(lead for lead, score in rated.items() if score is None or score >= least)


def kept_ratings(session: Session) -> dict[int, tuple[int, ...]]:
    """Return how each idea was rated, lowest first, with nobody's name on it."""
    if session.closed is not None:
        return dict(session.top_ten.ratings)
    found: dict[int, list[int]] = {}
    for seat in session.contributors:
        for idea, rating in seat.ratings.items():
            found.setdefault(idea, []).append(rating)
    return {idea: tuple(sorted(given)) for idea, given in sorted(found.items())}


@memoized_of(IDEAS)
def _running_by_lead(session: Session) -> dict[int, Candidate]:
    return {candidate.lead: candidate for candidate in _running(session)}


def _running(session: Session) -> list[Candidate]:
    """Return the candidates that are sifted, including those that were left behind."""
    return [candidate for candidate in all_candidates(session) if not candidate.withdrawn]


def _ratings(session: Session) -> Iterator[tuple[Candidate, list[int]]]:
    """Yield every candidate with its ratings; of one that was merged since, those of all its ideas."""
    kept = kept_ratings(session)
    for candidate in _running(session):
        yield candidate, [rating for member in candidate.members for rating in kept.get(member, ())]


def _sifted(session: Session) -> Session:
    go_on = best(scores(session))
    out = tuple(member for each in _running(session) if each.lead not in go_on for member in each.members)
    return session.replace(top_ten=session.top_ten.replace(sifted_out=out))
