"""Moderation: the facilitator looks through the ideas before they appear, and can hold one back."""

import pytest
from hypothesis import given

from copworkshop.model.people import FACILITATOR, STAGE, Actor, Role, participant
from copworkshop.model.plan import Kind, Plan
from copworkshop.model.session import Session
from copworkshop.rules.agenda import Back
from copworkshop.rules.balloting import CastBallot
from copworkshop.rules.candidate_edits import Merge, Split
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.finished import SayDone
from copworkshop.rules.joining import TakeSeat
from copworkshop.rules.merging import MarkRead, ProposeMerge
from copworkshop.rules.moderation import HoldBack
from copworkshop.rules.people import LeaveOutWords, MakeScribe, MoveToTable, RemoveSeat, SetTables
from copworkshop.rules.reopening import Reopen
from copworkshop.rules.request import Refused, apply
from copworkshop.rules.sight import sight
from copworkshop.rules.topten_sight import TopTenSight
from copworkshop.rules.undo import last_action
from helpers.any_requests import ASKED
from helpers.session_builder import NOW, ask, at, forward, number_of, plan_with, room, undo

WORDS = ("bread", "cake", "wine")


def looking(people: int = 3, plan: Plan | None = None) -> Session:
    """A room whose ideas, one of each person, only the facilitator sees yet."""
    session = at(room(people, plan or plan_with(Kind.TOP_TEN, moderated=True)), Kind.TOP_TEN, "collect")
    for seat, words in enumerate(WORDS, start=1):
        session = ask(session, AddIdea(seat=seat, text=words), actor=participant(seat))
    return forward(session)


def held(session: Session, words: str, *, back: bool = True) -> Session:
    return ask(session, HoldBack(lead=number_of(session, words), held=back))


def seen(session: Session, viewer: Actor = FACILITATOR) -> TopTenSight:
    found = sight(session, viewer).top_ten
    assert found is not None
    return found


def listed(session: Session, viewer: Actor = FACILITATOR) -> set[str]:
    return {candidate.wording for candidate in seen(session, viewer).candidates}


def test_only_the_facilitator_sees_the_ideas_until_they_are_shown() -> None:
    session = looking()
    assert listed(session) == set(WORDS)
    for viewer in (STAGE, participant(1)):
        assert not listed(session, viewer)
        assert not seen(session, viewer).own_words
        assert seen(session, viewer).collect.waits

    shown = forward(session)
    assert shown.spot.round == "merge"
    for viewer in (FACILITATOR, STAGE, participant(1)):
        assert listed(shown, viewer) == set(WORDS)
        assert not seen(shown, viewer).collect.waits


def test_without_moderation_all_ideas_appear_at_once_and_none_is_held_back() -> None:
    session = looking(plan=plan_with(Kind.TOP_TEN, moderated=False))
    assert listed(session, STAGE) == set(WORDS)
    with pytest.raises(Refused, match="holds no ideas back"):
        held(session, "cake")
    assert forward(session).spot.round == "rank"


def test_nobody_does_anything_with_ideas_that_are_not_shown() -> None:
    session = looking()
    numbers = [number_of(session, words) for words in WORDS]
    for request in (
        MarkRead(seat=1, ideas=(numbers[0],)),
        ProposeMerge(seat=1, leads=tuple(numbers[:2])),
        SayDone(seat=1, round="merge", done=True),
    ):
        with pytest.raises(Refused):
            ask(session, request, actor=participant(1))


def test_an_idea_that_is_held_back_is_on_nobodys_list_and_only_its_author_is_told() -> None:
    session = held(looking(), "cake")
    for state in (session, forward(session)):
        assert [each.wording for each in seen(state).collect.held_ideas] == ["cake"]
        assert seen(state, participant(2)).collect.own_held == ("cake",)
        for viewer in (STAGE, participant(1), participant(3)):
            assert "cake" not in str(sight(state, viewer))
            assert seen(state, viewer).collect.own_held == ()
            assert seen(state, viewer).collect.held_back == 1
        assert "cake" not in listed(state, participant(2)) | listed(state)
    assert listed(forward(session), STAGE) == {"bread", "wine"}


def test_the_facilitator_sees_words_and_no_authors() -> None:
    session = held(looking(), "cake")
    assert "cake" not in str(sight(session, FACILITATOR).people)
    assert {each.done.ideas if each.done else 0 for each in sight(session, FACILITATOR).people} == {None}


def test_a_scribe_reads_it_of_what_they_entered_and_of_nothing_else() -> None:
    session = ask(room(3, plan_with(Kind.TOP_TEN, moderated=True)), TakeSeat(seat=1), actor=participant(1))
    session = ask(session, SetTables(tables=("East",)))
    session = ask(session, *(MoveToTable(seat=seat, table="East") for seat in (1, 3)), MakeScribe(seat=1, scribe=True))
    session = at(session, Kind.TOP_TEN, "collect")
    scribe = Actor(role=Role.PARTICIPANT, seat=1, on_behalf_of=3)
    session = ask(session, AddIdea(seat=3, text="cake"), actor=scribe)
    session = ask(session, AddIdea(seat=3, text="wine"), actor=participant(3))
    session = held(held(forward(session), "cake"), "wine")
    assert seen(session, scribe).collect.own_held == ("cake",)
    assert seen(session, participant(1)).collect.own_held == ()
    assert seen(session, participant(3)).collect.own_held == ("cake", "wine")


def test_a_released_idea_is_on_the_list_with_its_public_number_also_during_the_ranking() -> None:
    session = forward(held(looking(), "cake"))
    number = number_of(session, "cake")
    session = held(at(session, Kind.TOP_TEN, "rank"), "cake", back=False)
    assert {each.lead: each.wording for each in seen(session, participant(1)).candidates}[number] == "cake"
    assert seen(session, STAGE).collect.held_back == 0
    assert seen(session, participant(2)).collect.own_held == ()


def test_it_falls_out_of_the_ballots_and_is_there_again_once_it_is_released() -> None:
    session = at(looking(), Kind.TOP_TEN, "rank")
    cake, wine = number_of(session, "cake"), number_of(session, "wine")
    session = ask(session, CastBallot(seat=1, picks=(cake, wine), done=True), actor=participant(1))
    without = at(held(session, "cake"), Kind.TOP_TEN, "discuss")
    assert {placed.idea for group in seen(without).result.revealed for placed in group} == {wine}

    again = at(held(held(session, "cake"), "cake", back=False), Kind.TOP_TEN, "discuss")
    assert {placed.idea for group in seen(again).result.revealed for placed in group} == {cake, wine}


def test_what_was_revealed_changes_only_after_the_round_is_open_again() -> None:
    session = at(held(looking(), "cake"), Kind.TOP_TEN, "discuss")
    with pytest.raises(Refused):
        held(session, "cake", back=False)
    session = at(session, Kind.TOP_TEN, "rank")
    with pytest.raises(Refused):
        held(session, "cake", back=False)
    session = held(ask(session, Reopen(at=session.spot)), "cake", back=False)
    assert "cake" in listed(session)


def test_merged_ideas_are_held_back_together_and_released_one_by_one() -> None:
    session = looking()
    bread, cake = number_of(session, "bread"), number_of(session, "cake")
    session = held(ask(session, Merge(leads=(bread, cake))), "bread")
    assert {each.wording for each in seen(session).collect.held_ideas} == {"bread", "cake"}
    assert listed(session) == {"wine"}
    session = held(session, "cake", back=False)
    assert listed(session) == {"cake", "wine"}, "in words that stand"
    session = ask(held(session, "bread", back=False), Split(lead=cake))
    assert listed(session) == set(WORDS)


def test_holding_back_and_releasing_are_taken_back() -> None:
    session = held(looking(), "cake")
    number = number_of(session, "cake")
    last = last_action(session)
    assert last is not None
    assert last.what == f"idea {number} was held back"
    assert listed(undo(session)) == set(WORDS)

    released = held(session, "cake", back=False)
    assert listed(undo(released)) == {"bread", "wine"}
    assert listed(undo(undo(released))) == set(WORDS)


def test_ideas_that_were_shown_are_not_hidden_again() -> None:
    session = forward(looking())
    with pytest.raises(Refused, match="were shown"):
        undo(session)
    back = ask(session, Back(at=session.spot))
    assert back.spot.round == "collect"
    assert listed(forward(back), STAGE) == set(WORDS)
    assert listed(at(back, Kind.TOP_TEN, "merge"), STAGE) == set(WORDS)
    ranked = forward(session)
    assert listed(ask(ranked, Back(at=ranked.spot)), STAGE) == set(WORDS)


def test_collecting_is_taken_back_while_nobody_has_seen_the_ideas() -> None:
    session = undo(looking())
    assert session.spot.round == "collect"
    session = ask(session, AddIdea(seat=1, text="milk"), actor=participant(1))
    assert "milk" in listed(forward(session))


def test_new_ideas_are_looked_through_after_collecting_was_open_again() -> None:
    session = at(forward(looking()), Kind.TOP_TEN, "collect")
    session = ask(session, Reopen(at=session.spot))
    session = forward(ask(session, AddIdea(seat=1, text="milk"), actor=participant(1)))
    assert seen(session, STAGE).collect.waits
    assert "milk" not in str(sight(session, STAGE))
    assert "milk" in listed(forward(session), STAGE)


def test_a_jump_to_the_ranking_shows_the_ideas() -> None:
    assert listed(at(looking(), Kind.TOP_TEN, "rank"), participant(1)) == set(WORDS)


def test_after_the_close_the_words_are_gone_and_the_number_is_left() -> None:
    session = ask(at(held(looking(), "cake"), Kind.TOP_TEN, "discuss"), CloseSession())
    assert "cake" not in session.model_dump_json()
    assert seen(session).collect.held_back == 1
    assert seen(session, participant(2)).collect.own_held == ()


def test_what_a_removed_person_wrote_is_not_counted() -> None:
    session = ask(held(looking(), "cake"), RemoveSeat(seat=2), LeaveOutWords(seat=2))
    assert seen(session, STAGE).collect.held_back == 0
    assert not seen(session).collect.held_ideas


def test_only_the_facilitator_holds_back() -> None:
    session = looking()
    with pytest.raises(Refused):
        ask(session, HoldBack(lead=number_of(session, "cake"), held=True), actor=participant(1))
    with pytest.raises(Refused, match="no idea 99"):
        ask(session, HoldBack(lead=99, held=True))


@given(ASKED)
def test_no_viewer_but_its_author_reads_words_that_are_held_back(asked: list[tuple[object, Actor, int]]) -> None:
    session = held(looking(), "cake")
    for request, actor, _ in asked:
        try:
            session = apply(session, request(at=session.spot) if isinstance(request, type) else request, actor, NOW)  # type: ignore[arg-type]
        except Refused:
            continue
        number = next((idea.number for seat in session.seats.values() for idea in seat.ideas if idea.text == "cake"), 0)
        if number in session.top_ten.held_back:
            assert "'cake'" not in str(sight(session, STAGE))
            assert "'cake'" not in str(sight(session, participant(1)).top_ten)
