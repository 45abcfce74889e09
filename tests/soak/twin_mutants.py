"""Rules that leak, each in one of the ways in which people could work out whose something is."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import replace
from typing import Any, Final
from unittest.mock import patch

from copworkshop.model import numbering
from copworkshop.model.people import Role, Seat
from copworkshop.model.session import Session
from copworkshop.model.topten import Idea
from copworkshop.rules import (
    balloting,
    closing,
    collecting,
    merging,
    participation,
    people,
    person_sight,
    proposal,
    question,
    readings,
    sifting,
)
from copworkshop.rules.request import Refused, seat_for, seat_of, with_seat
from copworkshop.rules.topten_sight import read_now

Mutant = Callable[[], AbstractContextManager[object]]


@contextmanager
def _patched(*changes: tuple[object, str, object]) -> Iterator[None]:
    with ExitStack() as stack:
        for where, name, value in changes:
            stack.enter_context(patch.object(where, name, value))
        yield
    # What a function remembers is kept by session, and a session of a mutant is never asked about again.


class _ByArrival:
    """A digest that keeps the order of the keys, and so of the seats, in place of the drawn one."""

    def __init__(self, drawn: bytes) -> None:
        self._key = drawn.rpartition(b"/")[2]

    def digest(self) -> bytes:
        return self._key.rjust(20, b"0") if self._key.isdigit() else b""


def _unread(seat: Seat, standing: frozenset[int]) -> frozenset[int]:
    return standing.difference(seat.read, [idea.number for idea in seat.ideas])


def _done(session: Session, seat: Seat, *, own: bool, done: Any = person_sight._done) -> Any:
    return replace(done(session, seat, own=own), unread=len(_unread(seat, read_now(session))))


def _named(session: Session, idea: Idea, seat: int | None, actor: Any, own: Any = collecting._require_own) -> bool:
    if seat is not None and actor.seat != seat and not idea.for_someone:
        raise Refused(f"That idea is of {session.seats[seat].name}.")
    return bool(own(session, idea, seat, actor))


def _write(self: Any, session: Session, actor: Any, now: Any, grant: Any = proposal.WriteField.grant) -> Session:
    seat, _ = seat_for(session, actor, self.seat)
    if seat.proposal.answers.get(self.field) == self.text:
        return session  # before it is asked who writes there: whoever guesses a text learns it
    return grant(self, session, actor, now)  # type: ignore[no-any-return]


def _edited(self: Any, idea: Idea, *, for_someone: bool) -> Idea:
    return idea.replace(
        text=idea.text if self.text is None else self.text,
        withdrawn=idea.withdrawn if self.withdrawn is None else self.withdrawn,
    )


def _remove(self: Any, session: Session, actor: Any, now: Any) -> Session:
    if actor.role is not Role.FACILITATOR:
        raise Refused("Only the facilitator can do that.")
    return with_seat(session, seat_of(session, self.seat).replace(removed=True))


def _move(self: Any, session: Session, actor: Any, now: Any) -> Session:
    return with_seat(session, seat_of(session, self.seat).replace(table=self.table))


def _unlinked(session: Session, unlinked: Any = closing._unlinked_top_ten) -> Session:
    own = [seat.ballot for seat in session.contributors if seat.ballot is not None]
    closed = unlinked(session)
    papers = [each for each in session.top_ten.unsigned_ballots if each.begun]
    ballots = tuple(each for each in (*own, *papers) if each.begun)
    return closed.replace(top_ten=closed.top_ten.replace(unsigned_ballots=ballots))  # type: ignore[no-any-return]


def _anybody(seat: Seat, *, for_someone: bool, own: bool) -> None:
    return None


def _from_the_rules(name: str) -> tuple[tuple[object, str, object], ...]:
    return tuple((where, name, _anybody) for where in (balloting, participation, readings, sifting, merging))


MUTANTS: Final[dict[str, tuple[Mutant, tuple[str, ...]]]] = {
    "1 ideas are numbered in the order of the seats": (
        lambda: _patched((numbering, "sha256", _ByArrival)),
        ("whose idea",),
    ),
    "2 what readers left is in a shared proposal after the close": (
        lambda: _patched((person_sight, "without_remarks", lambda held: held)),
        ("a remark",),
    ),
    "3 whoever entered an idea still sees it when its person changed it": (
        lambda: _patched((collecting.EditIdea, "_edited", _edited)),
        ("words of an idea that its person changed",),
    ),
    "4 a person who is taken out takes their words along": (
        lambda: _patched((people.RemoveSeat, "grant", _remove)),
        ("whose idea", "whose ballot", "whose place", "who left a remark"),
    ),
    "4 a person takes a ballot to another table": (
        lambda: _patched((people.MoveToTable, "grant", _move)),
        ("whose ballot",),
    ),
    "5 one's own ideas are not counted as unread": (
        lambda: _patched((person_sight, "_done", _done)),
        ("whose idea",),
    ),
    "6 a refusal names the author of an idea": (
        lambda: _patched((collecting, "_require_own", _named)),
        ("whose idea",),
    ),
    "6 a refusal tells whether a field holds a text": (
        lambda: _patched((proposal.WriteField, "grant", _write)),
        ("a field that is not shared",),
    ),
    "7 the files keep ballots in the order of the seats": (
        lambda: _patched((closing, "_unlinked_top_ten", _unlinked)),
        ("whose ballot",),
    ),
    "7 the words of a result are in the order of the seats": (
        lambda: _patched((question, "_order", lambda kind: lambda counted: 0)),
        ("whose answer",),
    ),
    "8 the facilitator overwrites what a person entered": (
        lambda: _patched(*_from_the_rules("require_entered")),
        ("a place", "whose place"),
    ),
}
"""Each by the number of what it breaks in the list of promises, with the secrets that it tells."""


def none() -> AbstractContextManager[object]:
    """The rules as they are."""
    return nullcontext()
