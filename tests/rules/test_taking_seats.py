"""Who gets a seat that is there already: by the word, by the name, or from the facilitator's hand."""

import contextlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.model.people import FACILITATOR, STAGE, Actor, Role, participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules import joining
from copworkshop.rules.agenda import GoTo
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.joining import (
    GiveNewWord,
    HandOver,
    TakeSeat,
    TakeSeatByName,
    holds_words,
    may_be_handed_over,
    waiting_for,
)
from copworkshop.rules.participation import Place
from copworkshop.rules.people import MakeScribe, MoveToTable, RememberKey, RenameSeat, SetTables
from copworkshop.rules.proposal import WriteField
from copworkshop.rules.request import Refused, apply
from copworkshop.rules.sight import sight
from helpers.any_requests import ACTORS, MOVES, NEWCOMER, REQUESTS, gave_words
from helpers.session_builder import NOW, ask, at, room

KEY = "SHA256:" + "a" * 43
BY_NAME = TakeSeatByName(seat=1, name="participant 1")


def entered() -> Session:
    """Participant 1 has no device; the facilitator wrote for them."""
    return ask(at(room(people=2), Kind.PROPOSAL), WriteField(seat=1, field="focal-point", text="Nets"))


def test_a_seat_at_which_nothing_was_entered_is_taken_by_its_name() -> None:
    assert ask(room(people=1), BY_NAME, actor=NEWCOMER).seats[1].device


def test_a_name_alone_does_not_take_a_seat_with_text() -> None:
    with pytest.raises(Refused, match="facilitator must confirm"):
        ask(entered(), BY_NAME, actor=NEWCOMER)


def test_a_name_takes_no_seat_of_another_name() -> None:
    with pytest.raises(Refused, match="another name now"):
        ask(ask(room(people=1), RenameSeat(seat=1, name="Ann")), BY_NAME, actor=NEWCOMER)


def test_a_seat_is_taken_by_its_name_once() -> None:
    with pytest.raises(Refused, match="Somebody is at this seat already"):
        ask(ask(room(people=1), BY_NAME, actor=NEWCOMER), BY_NAME, actor=NEWCOMER)


@pytest.mark.parametrize("actor", [participant(2), FACILITATOR, STAGE])
def test_whoever_has_a_seat_takes_no_other_by_its_name(actor: Actor) -> None:
    with pytest.raises(Refused, match="have a seat already"):
        ask(room(people=2), BY_NAME, actor=actor)


def test_the_word_gives_the_seat_with_its_text_without_a_confirmation() -> None:
    assert ask(entered(), TakeSeat(seat=1), actor=participant(1)).seats[1].device


def test_the_facilitator_hands_a_seat_over_with_its_text() -> None:
    seat = ask(entered(), HandOver(seat=1)).seats[1]
    assert (seat.device, seat.proposal.answers) == (True, {"focal-point": "Nets"})


@pytest.mark.parametrize("actor", [participant(1), participant(2), NEWCOMER, STAGE])
def test_nobody_else_hands_a_seat_over_or_gives_it_a_word(actor: Actor) -> None:
    for request in (HandOver(seat=1), GiveNewWord(seat=1, word="maple-bbbb")):
        with pytest.raises(Refused, match="Only the facilitator"):
            ask(entered(), request, actor=actor)


def test_a_seat_is_handed_over_once() -> None:
    with pytest.raises(Refused, match="come in at another terminal already"):
        ask(entered(), HandOver(seat=1), HandOver(seat=1))


def test_a_new_word_takes_the_seat_back_with_its_text() -> None:
    session = ask(ask(entered(), HandOver(seat=1)), RememberKey(seat=1, key=KEY), actor=participant(1))
    seat = ask(session, GiveNewWord(seat=1, word="maple-bbbb")).seats[1]
    assert (seat.word, seat.device, seat.keys, seat.proposal) == ("maple-bbbb", False, (), session.seats[1].proposal)


def test_a_new_word_keeps_the_half_that_names_the_file_and_is_nobody_elses() -> None:
    with pytest.raises(Refused, match="begins like the old one"):
        ask(entered(), GiveNewWord(seat=1, word="cedar-bbbb"))
    with pytest.raises(Refused, match="word is taken"):
        ask(entered(), GiveNewWord(seat=1, word="maple-0002"))


def test_anything_that_was_entered_makes_a_seat_hold_words_and_nothing_else_does() -> None:
    session = ask(room(people=1), SetTables(tables=("North",)), MoveToTable(seat=1, table="North"))
    assert not holds_words(session.seats[1])
    assert holds_words(
        ask(at(session, Kind.PARTICIPATION, "place"), Place(seat=1, when="today", level="core")).seats[1]
    )
    assert holds_words(ask(at(session, Kind.TOP_TEN, "collect"), AddIdea(seat=1, text="Meet")).seats[1])
    scribe = ask(ask(session, TakeSeat(seat=1), actor=participant(1)), MakeScribe(seat=1, scribe=True)).seats[1]
    assert holds_words(scribe)


def test_a_seat_is_not_handed_over_once_somebody_has_it() -> None:
    assert may_be_handed_over(entered(), 1)
    assert not may_be_handed_over(ask(entered(), HandOver(seat=1)), 1)
    assert not may_be_handed_over(entered(), 9)
    assert waiting_for(ask(entered(), HandOver(seat=1)), "Participant 1") is None


# The law, on any requests in any order

ASKED = st.lists(st.tuples(REQUESTS | MOVES, ACTORS), max_size=30)
BY_NAMES = st.lists(st.tuples(st.integers(1, 4), st.booleans()), max_size=6)


def breaches(before: Session, request: Any, actor: Actor) -> list[str]:
    """Play one request; say which seats with text somebody without a seat got or read by it."""
    try:
        after = apply(before, request, actor, NOW)
    except Refused:
        return []
    newcomer = actor.role is Role.PARTICIPANT and actor.seat is None
    guarded = [seat for seat in before.seats.values() if gave_words(seat)]
    got = [f"{seat.number} was got" for seat in guarded if newcomer and after.seats[seat.number] != seat]
    read = [
        f"{person.number} was read"
        for person in sight(after, NEWCOMER).people
        if person.word
        or person.top_ten.ideas
        or person.top_ten.ballots
        or (person.proposal is not None and not person.proposal.shared)
    ]
    return got + read


def play(asked: list[tuple[Any, Actor]], names: list[tuple[int, bool]]) -> list[str]:
    session, found = entered(), list[str]()
    by_name = iter(names)
    for request, actor in asked:
        request = request(at=session.spot) if isinstance(request, type) else request
        found += breaches(session, request, actor)
        with contextlib.suppress(Refused):
            session = apply(session, request, actor, NOW)
        number, now = next(by_name, (1, False))
        if now and number in session.seats:  # somebody tries the door with a name that they read on the stage
            found += breaches(session, TakeSeatByName(seat=number, name=session.seats[number].name), NEWCOMER)
    return found


@given(ASKED, BY_NAMES)
def test_nobody_gets_or_reads_a_seat_with_text_by_its_name(
    asked: list[tuple[Any, Actor]], names: list[tuple[int, bool]]
) -> None:
    assert play(asked, names) == []


MUTANTS: dict[str, tuple[str, Callable[..., bool]]] = {
    "a name is proof": ("holds_words", lambda seat: False),
    "only a proposal is text": ("holds_words", lambda seat: seat.proposal.started),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_the_law_catches_rules_in_which(monkeypatch: pytest.MonkeyPatch, mutant: str) -> None:
    monkeypatch.setattr(joining, *MUTANTS[mutant])
    idea = (AddIdea(seat=2, text="Meet"), FACILITATOR)
    asked = [(GoTo(kind=Kind.TOP_TEN, round="collect"), FACILITATOR), idea]
    assert play(asked, [(1, True), (2, True)]) != []
