"""Sessions in which everybody has done everything. They are made with requests, as by real people."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from copworkshop.content.loader import DEFAULT_PLAN, packaged_text, parse_plan
from copworkshop.model.people import FACILITATOR, Actor, participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session, begin
from copworkshop.rules.agenda import GoTo
from copworkshop.rules.balloting import CastBallot
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.people import AddSeat
from copworkshop.rules.proposal import ShareProposal, WriteField
from copworkshop.rules.reopening import Reopen
from copworkshop.rules.request import Request, apply

WORDS_A_FIELD: Final = 60
_SAID: Final = (
    "we meet every month and write down what was decided so that those who were away can read it and say what they "
    "think of it before the next time people who are new are welcomed by somebody who has been here for long"
)


def text(chance: random.Random, words: int) -> str:
    """Return `words` random words."""
    return " ".join(chance.choices(_SAID.split(), k=words))


def word(number: int) -> str:
    """Return the rejoin word of a seat. It is the same in every session of the benchmarks."""
    return f"maple-{number:04d}"


def seated(name: str, seats: int, now: datetime) -> Session:
    """Return a session with `seats` people who have written nothing."""
    session = begin(name, parse_plan(packaged_text(DEFAULT_PLAN), "plan.toml"), now)
    for number in range(1, seats + 1):
        session = apply(session, AddSeat(name=f"Participant {number}", word=word(number)), FACILITATOR, now)
    return session


def full_session(name: str, seats: int) -> Session:
    """Return a session with `seats` people who have filled in and shared a proposal, handed in ideas, and voted."""
    now = datetime.now(UTC)
    session = seated(name, seats, now)
    for request, actor in _everything(session):
        session = apply(session, request, actor, now)
    return session


def _everything(session: Session) -> Iterator[tuple[Request, Actor]]:
    chance = random.Random(len(session.seats))  # noqa: S311 - the same room every time
    writing, top_ten = session.plan.proposal, session.plan.top_ten
    assert writing is not None and top_ten is not None, "the packaged plan has both"  # noqa: S101, PT018
    yield GoTo(kind=Kind.PROPOSAL, round="write"), FACILITATOR
    for seat in session.seats:
        for field in writing.fields:
            said = text(chance, WORDS_A_FIELD)
            yield WriteField(seat=seat, field=field.id, text=said), participant(seat)
        yield ShareProposal(seat=seat, shared=True), participant(seat)
    yield GoTo(kind=Kind.TOP_TEN, round="collect"), FACILITATOR
    ideas = 0
    for seat in session.seats:
        for _ in range(top_ten.ideas_each):
            ideas += 1
            yield AddIdea(seat=seat, text=f"{text(chance, 10)} {ideas}"), participant(seat)
    yield GoTo(kind=Kind.TOP_TEN, round="rank"), FACILITATOR
    for seat in session.seats:
        picks = tuple(chance.sample(range(1, ideas + 1), 5))
        yield CastBallot(seat=seat, picks=picks, done=True), participant(seat)


def writing(session: Session) -> Session:
    """Return the session back at the round in which proposals are written, which is opened again."""
    back = apply(session, GoTo(kind=Kind.PROPOSAL, round="write"), FACILITATOR, session.created)
    return apply(back, Reopen(at=back.spot), FACILITATOR, session.created)
