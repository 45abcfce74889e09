"""What goes with a person whose words are removed, and what stays of the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.model.people import STAGE, participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.model.topten import Vote
from copworkshop.rules.balloting import CastBallot
from copworkshop.rules.candidate_edits import Merge, Reword, Withdraw
from copworkshop.rules.candidates import candidates, ideas
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.erasing import ErasePerson
from copworkshop.rules.request import Refused
from copworkshop.rules.result import place_groups
from copworkshop.rules.sight import sight
from helpers.session_builder import ask, at, room

EDITS = st.one_of(
    st.builds(Merge, leads=st.lists(st.integers(1, 8), min_size=2, max_size=3, unique=True).map(tuple)),
    st.builds(Reword, lead=st.integers(1, 8), wording=st.just("in other words")),
    st.builds(Withdraw, lead=st.integers(1, 8)),
)
BALLOTS = st.dictionaries(st.integers(1, 4), st.lists(st.integers(1, 8), max_size=4, unique=True).map(tuple))


def played(edits: list[Merge | Reword | Withdraw], ballots: dict[int, tuple[int, ...]]) -> Session:
    """Four people with two ideas each, which were merged and voted on."""
    session = at(room(4), Kind.TOP_TEN, "collect")
    for number in range(1, 9):
        session = ask(session, AddIdea(seat=(number - 1) % 4 + 1, text=f"idea {number}"))
    session = at(session, Kind.TOP_TEN, "merge")
    for edit in edits:
        try:
            session = ask(session, edit)
        except Refused:
            continue
    session = at(session, Kind.TOP_TEN, "rank")
    for seat, picks in ballots.items():
        try:
            session = ask(session, CastBallot(seat=seat, picks=picks, done=True), actor=participant(seat))
        except Refused:
            continue
    return session


@pytest.mark.parametrize("actor", [STAGE, participant(1), participant(2)])
def test_only_the_facilitator_removes_a_person(actor: object) -> None:
    with pytest.raises(Refused):
        ask(room(2), ErasePerson(seat=1), actor=actor)  # type: ignore[arg-type]


def test_a_seat_that_is_not_there_is_refused() -> None:
    with pytest.raises(Refused, match="There is no such seat"):
        ask(room(1), ErasePerson(seat=2))


@given(st.lists(EDITS, max_size=6), BALLOTS, st.integers(1, 4))
def test_no_idea_and_no_word_of_the_person_is_named_any_more(
    edits: list[Merge | Reword | Withdraw], ballots: dict[int, tuple[int, ...]], seat: int
) -> None:
    before = played(edits, ballots)
    after = ask(before, ErasePerson(seat=seat))
    texts = {idea.text for idea in before.seats[seat].ideas}
    assert texts.isdisjoint(each.wording for each in after.top_ten.edited.values())
    assert texts.isdisjoint(each.wording for each in candidates(after))
    known = set(ideas(after))
    picks = {pick for each in after.seats.values() if (cast := each.ballot_of(Vote.FIRST)) for pick in cast.picks}
    assert picks <= known
    assert {member for each in after.top_ten.edited.values() for member in each.members} <= known
    place_groups(after)
    sight(ask(after, CloseSession()), STAGE)


@given(st.lists(EDITS, max_size=6), BALLOTS, st.integers(1, 4))
def test_a_close_changes_no_result(
    edits: list[Merge | Reword | Withdraw], ballots: dict[int, tuple[int, ...]], seat: int
) -> None:
    session = played(edits, ballots)
    session = session.replace(seats={**session.seats, seat: session.seats[seat].replace(removed=True)})
    closed = ask(session, CloseSession())
    assert place_groups(closed) == place_groups(session)
    assert [(each.lead, each.wording) for each in candidates(closed)] == [
        (each.lead, each.wording) for each in candidates(session)
    ]
