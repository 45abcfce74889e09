"""The merge round at a person's own seat: what they have read, and what they propose to merge."""

from dataclasses import replace

import pytest

from copworkshop.model.people import FACILITATOR, STAGE, participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.candidate_edits import KeepApart, Merge, UndoEdit, Withdraw
from copworkshop.rules.candidates import candidates
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.merging import MOST_PROPOSED, MarkRead, ProposeMerge, TakeBackProposal, proposals
from copworkshop.rules.person_sight import Done
from copworkshop.rules.request import Refused
from copworkshop.rules.sight import sight
from helpers.session_builder import ask, at, later, opened_again, room

ALL = (1, 2, 3, 4, 5, 6)


def merging(people: int = 3, ideas: int = 6) -> Session:
    """So many ideas, one after the other by each of the people."""
    session = at(room(people), Kind.TOP_TEN, "collect")
    for number in range(ideas):
        seat = number % people + 1
        session = ask(session, AddIdea(seat=seat, text=f"something {number + 1}"), actor=participant(seat))
    return at(session, Kind.TOP_TEN, "merge")


def propose(session: Session, seat: int, *leads: int) -> Session:
    return ask(session, ProposeMerge(seat=seat, leads=leads), actor=participant(seat))


def done(session: Session, seat: int) -> Done:
    person = sight(session, FACILITATOR).person(seat)
    assert person is not None
    assert person.done is not None
    return person.done


def fate(session: Session, seat: int) -> list[str]:
    own = sight(session, participant(seat)).own
    assert own is not None
    return [fate for _, fate in own.top_ten.merges]


def proposed(session: Session) -> list[tuple[tuple[int, ...], str]]:
    seen = sight(session, FACILITATOR).top_ten
    assert seen is not None
    return [(each.leads, each.reason) for each in seen.merge.suggestions if each.people]


# Reading


def test_the_console_knows_how_many_ideas_each_person_has_still_to_read() -> None:
    session = ask(merging(), MarkRead(seat=1, ideas=(2, 3)), actor=participant(1))
    assert [done(session, seat).unread for seat in (1, 2, 3)] == [4, 6, 6]


def test_an_idea_that_goes_and_comes_back_changes_every_number_by_name_alike() -> None:
    session = merging()
    without = ask(session, Withdraw(lead=2))
    before, after = ([done(each, seat) for seat in (1, 2, 3)] for each in (session, without))
    assert [each.unread for each in before] == [6, 6, 6]
    assert after == [replace(each, unread=5) for each in before]
    returned = ask(without, Withdraw(lead=2, withdrawn=False))
    assert [done(returned, seat) for seat in (1, 2, 3)] == before


@pytest.mark.parametrize("author", [1, 2])
def test_nobody_else_sees_in_a_sight_who_wrote_an_idea_that_is_shown(author: int) -> None:
    """Twin rooms in which one of two people wrote the idea: afterwards all others see the same."""
    session = at(room(4), Kind.TOP_TEN, "collect")
    session = ask(session, AddIdea(seat=author, text="secret"), actor=participant(author))
    session = at(ask(session, AddIdea(seat=3, text="another"), actor=participant(3)), Kind.TOP_TEN, "merge")
    session = ask(session, MarkRead(seat=1, ideas=(1, 2)), actor=participant(1))
    twin = at(room(4), Kind.TOP_TEN, "collect")
    twin = ask(twin, AddIdea(seat=4, text="secret"), actor=participant(4))
    twin = at(ask(twin, AddIdea(seat=3, text="another"), actor=participant(3)), Kind.TOP_TEN, "merge")
    twin = ask(twin, MarkRead(seat=1, ideas=(1, 2)), actor=participant(1))
    for viewer in (FACILITATOR, STAGE, participant(3)):
        same = sight(session, viewer) == sight(twin, viewer)
        assert same, "without a comparison, which would take minutes"


def test_who_has_read_every_idea_is_counted() -> None:
    session = ask(merging(), MarkRead(seat=1, ideas=ALL), actor=participant(1))
    for viewer in (FACILITATOR, STAGE):
        seen = sight(session, viewer).top_ten
        assert seen is not None
        assert seen.merge.readers == 1


def test_a_late_idea_is_to_be_read_by_those_who_had_read_all() -> None:
    session = ask(merging(), MarkRead(seat=1, ideas=ALL), actor=participant(1))
    assert done(ask(session, AddIdea(seat=None, text="late")), 1).unread == 1


def test_what_was_read_stays_read_through_a_merge() -> None:
    session = ask(merging(), MarkRead(seat=1, ideas=ALL), actor=participant(1))
    assert done(ask(session, Merge(leads=(2, 5))), 1).unread == 0


def test_nothing_can_be_read_before_the_ideas_are_shown() -> None:
    with pytest.raises(Refused, match="once the room merges"):
        ask(at(merging(), Kind.TOP_TEN, "collect"), MarkRead(seat=1, ideas=(2,)), actor=participant(1))


def test_reading_again_changes_nothing() -> None:
    session = ask(merging(), MarkRead(seat=1, ideas=(2,)), actor=participant(1))
    assert ask(session, MarkRead(seat=1, ideas=(2, 99)), actor=participant(1)) is session


# Proposing


def test_what_people_propose_comes_to_the_facilitator_first_and_without_a_name() -> None:
    session = propose(propose(merging(), 1, 4, 2), 3, 4, 2)
    assert proposed(session) == [((4, 2), "2 people propose it.")]
    seen = sight(session, FACILITATOR).top_ten
    assert "Participant" not in repr(seen)


def test_the_facilitator_accepts_by_merging_and_undo_brings_the_proposal_back() -> None:
    session = propose(merging(), 1, 4, 2, 6)
    merged = ask(session, Merge(leads=(4, 2, 6)))
    assert (proposed(merged), fate(merged, 1)) == ([], ["merged"])
    assert proposed(ask(merged, UndoEdit())) == proposed(session)


def test_the_facilitator_declines_by_keeping_apart_and_the_person_is_told() -> None:
    session = ask(propose(merging(), 1, 4, 2), KeepApart(leads=(4, 2)))
    assert (proposed(session), fate(session, 1)) == ([], ["kept apart"])
    with pytest.raises(Refused, match="keeps them apart"):
        propose(session, 2, 2, 4)


def test_a_proposal_merges_nothing_by_itself() -> None:
    session = merging()
    assert candidates(propose(session, 1, 4, 2)) == candidates(session)


def test_a_proposal_can_be_taken_back() -> None:
    session = propose(merging(), 1, 4, 2)
    session = ask(session, TakeBackProposal(seat=1, leads=(4, 2)), actor=participant(1))
    assert (proposals(session), fate(session, 1)) == ((), [])


def test_the_same_proposed_twice_is_one_proposal() -> None:
    session = propose(propose(merging(), 1, 4, 2), 1, 2, 4)
    assert proposed(session) == [((2, 4), "One person proposes it.")]


def test_a_proposal_takes_two_ideas_that_are_on_the_list() -> None:
    for leads, sentence in (((4,), "at least two"), ((4, 4), "at least two"), ((4, 99), "no idea 99")):
        with pytest.raises(Refused, match=sentence):
            propose(merging(), 1, *leads)


def test_one_person_has_a_limited_number_of_open_proposals() -> None:
    session = merging(ideas=2)
    session = opened_again(session, Kind.TOP_TEN, "collect")
    session = ask(session, *(AddIdea(seat=None, text=f"more {n}") for n in range(MOST_PROPOSED)))
    session = at(session, Kind.TOP_TEN, "merge")
    for number in range(MOST_PROPOSED):
        session = propose(session, 1, 1, 3 + number)
    with pytest.raises(Refused, match="proposed 10 merges"):
        propose(session, 1, 1, 2)


def test_nobody_proposes_once_merging_is_closed() -> None:
    session = at(merging(), Kind.TOP_TEN, "reveal")
    with pytest.raises(Refused, match="Merging is closed"):
        ask(session, ProposeMerge(seat=1, leads=(1, 2)), actor=participant(1), now=later(60))


def test_the_facilitator_merges_instead_of_proposing() -> None:
    with pytest.raises(Refused, match="people at their own seats"):
        ask(merging(), ProposeMerge(seat=1, leads=(1, 2)))


def test_others_do_not_learn_what_somebody_proposes() -> None:
    session = propose(merging(), 1, 4, 2)
    for viewer in (STAGE, participant(2)):
        seen = sight(session, viewer)
        assert seen.top_ten is not None
        assert seen.top_ten.merge.suggestions == ()
        assert not any(person.top_ten.merges for person in seen.people)


def test_closing_leaves_no_trace_of_who_read_or_proposed_what() -> None:
    session = ask(propose(merging(), 1, 4, 2), MarkRead(seat=1, ideas=(2,)), actor=participant(1))
    closed = ask(session, CloseSession())
    assert not any(seat.read or seat.proposed_merges for seat in closed.seats.values())
