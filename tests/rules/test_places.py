"""Who gets a place in a full room, and whose seat is given to somebody new."""

import contextlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.model.people import FACILITATOR, Actor, Seat, participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules import people, places
from copworkshop.rules.agenda import GoTo
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.joining import GiveNewWord
from copworkshop.rules.participation import Place
from copworkshop.rules.people import (
    AddSeat,
    MakeScribe,
    MoveToTable,
    RememberKey,
    RemoveSeat,
    RemoveUnusedSeats,
    RenameSeat,
    RestoreSeat,
    RestoreSeats,
    ReuseSeat,
    SetTables,
)
from copworkshop.rules.proposal import PutOnStage, ShareProposal, WriteField
from copworkshop.rules.readings import OpenProposal
from copworkshop.rules.request import Refused, Request, apply
from helpers.any_requests import ACTORS, MOVES, NEWCOMER, REQUESTS, gave_words
from helpers.session_builder import NOW, ask, at, room

PEOPLE, SEATS = 3, 5
KEY = "SHA256:" + "a" * 43
NEW = "abcdefghijklmnopqrstuvwxyz"


@contextlib.contextmanager
def small() -> Iterator[None]:
    """Rooms with three places, and sessions with five seats."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places, "MOST_PEOPLE", PEOPLE)
        patch.setattr(places, "MOST_SEATS", SEATS)
        yield


@pytest.fixture(autouse=True)
def small_rooms() -> Iterator[None]:
    with small():
        yield


def join(session: Session, connected: tuple[int, ...] = (), actor: Actor = NEWCOMER, name: str = "New") -> Session:
    """Somebody new comes in, a second after the others, as the screens let them."""
    now = max((seat.joined for seat in session.seats.values()), default=NOW) + timedelta(seconds=1)
    sign = NEW[session.revision // 1000 % 26] + f"{session.revision % 1000:03d}"
    reuse = places.seat_to_reuse(session, connected)
    if reuse is None:
        return apply(session, AddSeat(name=name, word=f"cedar-{sign}"), actor, now)
    word = f"{reuse.word.partition('-')[0]}-{sign}"
    return apply(session, ReuseSeat(seat=reuse.number, name=name, word=word), actor, now)


def full(people: int = PEOPLE) -> Session:
    """Everybody came in by a terminal, has entered nothing, and is gone."""
    session = room()
    for number in range(1, people + 1):
        session = join(session, name=f"Stranger {number}")
    return session


def names(session: Session) -> list[str]:
    return [seat.name for seat in session.present]


def test_in_a_full_room_the_seat_taken_last_is_given_to_somebody_new() -> None:
    session = join(full(), name="Ann")
    assert names(session) == ["Stranger 1", "Stranger 2", "Ann"]
    assert (session.seats[3].device, session.seats[3].word != full().seats[3].word) == (True, True)


def test_whoever_goes_on_filling_the_room_gets_the_same_seat_again_and_again() -> None:
    session = full()
    for number in range(20):
        session = join(session, name=f"Name {number}")
    assert names(session) == ["Stranger 1", "Stranger 2", "Name 19"]


def test_nobody_loses_a_seat_while_there_are_places() -> None:
    assert places.seat_to_reuse(full(2), ()) is None
    with pytest.raises(Refused, match="taken a moment ago"):
        ask(full(2), ReuseSeat(seat=1, name="Ann", word="cedar-aaaa"), actor=NEWCOMER)


def test_nothing_of_the_person_before_is_left() -> None:
    session = ask(full(), SetTables(tables=("North",)))
    for request in (MoveToTable(seat=3, table="North"), RememberKey(seat=3, key=KEY)):
        session = ask(session, request, actor=participant(3))
    seat = join(session, name="Ann").seats[3]
    assert (seat.table, seat.keys, seat.reserved) == (None, (), False)


def test_the_facilitator_gets_a_place_for_somebody_as_well_and_it_is_kept() -> None:
    session = join(full(), actor=FACILITATOR, name="Ann")
    assert (session.seats[3].name, session.seats[3].reserved, session.seats[3].device) == ("Ann", True, False)
    assert join(session, name="Bo").seats[3].name == "Ann"


def with_table(session: Session) -> Session:
    return ask(session, SetTables(tables=("North",)), MoveToTable(seat=3, table="North"))


def read_and_cleared(session: Session) -> Session:
    """Participant 3 shared a proposal, Participant 1 read it, and nothing of it is left."""
    session = at(session, Kind.PROPOSAL, "write")
    session = ask(session, WriteField(seat=3, field="pitch", text="Nets"), ShareProposal(seat=3, shared=True))
    session = ask(at(session, Kind.PROPOSAL, "share"), PutOnStage(seat=3))
    session = ask(session, OpenProposal(seat=1, author=3), actor=participant(1))
    bare = session.seats[3].replace(proposal=session.seats[1].proposal)
    return session.replace(seats={**session.seats, 3: bare}, on_stage=None)


KEPT: dict[str, Callable[[Session], Session]] = {
    "words": lambda session: ask(at(session, Kind.TOP_TEN, "collect"), AddIdea(seat=3, text="x"), actor=participant(3)),
    "a level": lambda session: ask(
        at(session, Kind.PARTICIPATION, "place"), Place(seat=3, when="today", level="core"), actor=participant(3)
    ),
    "a table of the facilitator": with_table,
    "a name of the facilitator": lambda session: ask(session, RenameSeat(seat=3, name="Bo")),
    "a new word": lambda session: ask(session, GiveNewWord(seat=3, word=f"{session.seats[3].word[:5]}-zzzz")),
    "a scribe": lambda session: ask(session, MakeScribe(seat=3, scribe=True)),
    "a reader": read_and_cleared,
}


@pytest.mark.parametrize("kept", KEPT)
def test_a_seat_stays_its_persons_with(kept: str) -> None:
    session = KEPT[kept](full())
    after = join(session)
    assert after.seats[3] == session.seats[3]
    assert after.seats[2].name == "New"


def test_a_seat_that_somebody_is_at_is_not_given_away() -> None:
    assert join(full(), connected=(2, 3)).seats[1].name == "New"
    with pytest.raises(Refused, match=r"room is full: it has 3 places.*take people out\.$"):
        join(full(), connected=(1, 2, 3))


def test_people_taken_out_do_not_count_and_their_empty_seats_are_used_again() -> None:
    session = ask(full(), RemoveSeat(seat=2))
    after = join(session, name="Ann")
    assert (names(after), len(after.seats)) == (["Stranger 1", "Ann", "Stranger 3"], 3)


def test_people_taken_out_keep_their_words_until_so_many_have_left_some_that_no_more_fit() -> None:
    session = at(full(), Kind.TOP_TEN, "collect")
    for number in range(1, SEATS + 1):
        if number > PEOPLE:
            session = join(session)
        session = ask(session, AddIdea(seat=number, text=f"idea {number}"), actor=participant(number))
        session = ask(session, RemoveSeat(seat=number))
    assert len(texts(session)) == SEATS
    with pytest.raises(Refused, match=r"no seat left.*words at 5 seats. Begin another session\.$"):
        join(session)


def test_the_door_and_kept_names_hold_for_a_seat_that_is_used_again() -> None:
    with pytest.raises(Refused, match="kept for the person who leads"):
        join(full(), name="Facilitator")
    with pytest.raises(Refused, match="have a seat already"):
        join(full(), actor=participant(1))


def test_all_unused_seats_are_taken_out_and_brought_back_at_once() -> None:
    session = KEPT["words"](full())
    out = ask(session, RemoveUnusedSeats(seats=(1, 2, 3)))
    assert names(out) == ["Stranger 3"]
    assert ask(out, RestoreSeats(seats=(1, 2))).seats == session.seats
    for request in (RemoveUnusedSeats(seats=(1,)), RestoreSeats(seats=(1,))):
        with pytest.raises(Refused, match="Only the facilitator"):
            ask(out, request, actor=participant(3))


def test_as_many_come_back_as_there_are_places() -> None:
    session = at(full(), Kind.TOP_TEN, "collect")
    for number in (1, 2):
        session = ask(session, AddIdea(seat=number, text="x"), actor=participant(number))
    session = join(ask(session, RemoveSeat(seat=1), RemoveSeat(seat=2)), name="stranger 1")
    back = ask(session, RestoreSeats(seats=(2, 1)))
    assert names(back) == ["Stranger 1 2", "Stranger 3", "stranger 1"]
    for request in (RestoreSeats(seats=(2,)), RestoreSeat(seat=2)):
        with pytest.raises(Refused, match="nobody can come back"):
            ask(back, request)


# The law, on any requests in any order

JOINS = st.sets(st.integers(1, SEATS)).map(tuple)
"""A newcomer, while people are at these seats."""
ASKED = st.lists(st.tuples(REQUESTS | MOVES, ACTORS) | JOINS.map(lambda seats: (seats, NEWCOMER)), max_size=40)


def breaches(before: Session, connected: tuple[int, ...], cared: set[int]) -> tuple[Session, list[str]]:
    """Somebody new comes; say whose seat was given away wrongly, or that there was a place for them."""

    def is_theirs(seat: Seat) -> bool:
        return gave_words(seat) or seat.number in connected or (not seat.removed and seat.number in cared)

    try:
        after = join(before, connected)
    except Refused:
        empty = [seat for seat in before.present if seat.device and not is_theirs(seat) and seat.proposal == bare]
        free = before.closed is None and not before.door_closed
        named = {each.author for seat in before.seats.values() for each in seat.readings} | {before.on_stage}
        return before, [f"{seat.number} was free" for seat in empty if free and seat.number not in named]
    lost = [
        f"{seat.number} was given away"
        for seat in before.seats.values()
        if is_theirs(seat) and after.seats[seat.number].replace(to_rate=()) != seat.replace(to_rate=())
    ]
    return after, lost + [f"{text} is lost" for text in texts(before) - texts(after)]


bare = Seat.model_fields["proposal"].default


def texts(session: Session) -> set[tuple[int, str]]:
    return {(idea.number, idea.text) for seat in session.seats.values() for idea in seat.ideas}


def play(asked: list[tuple[Any, Actor]]) -> list[str]:
    session, found, cared = full(), list[str](), set[int]()
    for what, actor in asked:
        before = session
        if isinstance(what, tuple):
            session, wrong = breaches(session, what, cared)
            found += wrong
        else:
            request: Request = what(at=session.spot) if isinstance(what, type) else what
            with contextlib.suppress(Refused):
                session = apply(session, request, actor, NOW)
            if actor == FACILITATOR and session is not before:
                if isinstance(request, AddSeat):
                    cared |= session.seats.keys() - before.seats.keys()
                if isinstance(request, RenameSeat) or (isinstance(request, MoveToTable) and request.table is not None):
                    cared.add(request.seat)
        if len(session.present) > PEOPLE or len(session.seats) > SEATS:
            found.append("there are too many")
    return found


@given(ASKED)
def test_somebody_new_gets_in_and_nobody_loses_anything(asked: Any) -> None:
    with small():
        assert play(asked) == []


RIGHT = places.seat_to_reuse
MUTANTS: dict[str, tuple[str, Callable[..., Any]]] = {
    "nothing is a word": ("holds_words", lambda seat: False),
    "only a proposal is a word": ("holds_words", lambda seat: seat.proposal.started),
    "what the facilitator did counts for nothing": ("_came_by_terminal", lambda seat: seat.device),
    "who is connected counts for nothing": ("seat_to_reuse", lambda session, connected: RIGHT(session, ())),
    "no seat is given away": ("seat_to_reuse", lambda session, connected: None),
    "there is no bound": ("require_place", lambda session: None),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_the_law_catches_rules_in_which(monkeypatch: pytest.MonkeyPatch, mutant: str) -> None:
    name, value = MUTANTS[mutant]
    monkeypatch.setattr(places, name, value)
    if name == "require_place":
        monkeypatch.setattr(people, name, value)
    asked: list[tuple[Any, Actor]] = [
        (RenameSeat(seat=2, name="one"), FACILITATOR),
        ((3,), NEWCOMER),
        (GoTo(kind=Kind.TOP_TEN, round="collect"), FACILITATOR),
        (AddIdea(seat=1, text="one"), participant(1)),
        ((), NEWCOMER),
        ((3,), NEWCOMER),
        (RemoveSeat(seat=1), FACILITATOR),
        ((3,), NEWCOMER),
        ((1, 2, 3), NEWCOMER),
        ((1, 2, 3, 4), NEWCOMER),
    ]
    assert play(asked) != []
