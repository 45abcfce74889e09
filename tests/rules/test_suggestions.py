"""Which ideas may be the same."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.model.people import FACILITATOR, STAGE, Actor, participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.model.topten import Candidate
from copworkshop.rules.candidate_edits import KeepApart, Merge, Split
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.request import Refused
from copworkshop.rules.sight import sight
from copworkshop.rules.suggestions import Suggestion, suggestions
from helpers.session_builder import ask, at, room

TEXTS = st.text(alphabet="abcde sé多!", min_size=1, max_size=12).filter(str.strip)


def listed(*wordings: str) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(lead=number, members=(number,), wording=wording) for number, wording in enumerate(wordings, start=1)
    )


def merging(*wordings: str) -> Session:
    session = at(room(1), Kind.TOP_TEN, "merge")
    return ask(session, *(AddIdea(seat=None, text=wording) for wording in wordings))


def suggested(session: Session, viewer: Actor = FACILITATOR) -> list[tuple[int, ...]]:
    seen = sight(session, viewer).top_ten
    assert seen is not None
    return [each.leads for each in seen.merge.suggestions]


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ("Meet often", "meet often!", "The same words."),
        ("Meet every month", "Every month: meet", "The same words in another order."),
        ("A mentor for all", "A mentors for all", "Almost the same wording."),
        ("Meet once a month at lunch", "Every month we meet", "Both mention “meet” and “month”."),
        ("Mentors for members", "Give members a mentor", "Both mention “mentors” and “members”."),
        ("多い", "多い", "The same words."),
    ],
)
def test_a_pair_comes_with_its_reason(first: str, second: str, reason: str) -> None:
    assert suggestions(listed(first, second)) == (Suggestion((1, 2), reason),)


@pytest.mark.parametrize(
    ("first", "second"),
    [("Meet every week", "Meet every month"), ("Cake for all", "A budget for all"), ("!?", "...")],
)
def test_what_is_not_alike_is_no_pair(first: str, second: str) -> None:
    assert suggestions(listed(first, second)) == ()


def test_the_likeliest_pair_comes_first() -> None:
    found = suggestions(
        listed("Share good stories", "Good stories to share", "A mentor", "A mentors", "Share good stories")
    )
    assert [each.leads for each in found] == [(1, 5), (3, 4), (1, 2), (2, 5)]


def test_one_letter_more_comes_before_the_same_words_among_others() -> None:
    reasons = [each.reason for each in suggestions(listed("A mentor for new ones", "A mentors for new ones"))]
    assert reasons == ["Almost the same wording."]


def test_words_that_every_idea_has_tell_none_apart() -> None:
    topics = ("bread", "oceans", "fiddles", "winter", "geometry", "lanterns", "quarry", "thistle", "zebras", "umpires")
    assert suggestions(listed(*(f"Our strong network needs {topic}" for topic in topics))[:3]) != ()
    assert not [
        each
        for each in suggestions(listed(*(f"Our strong network needs {topic}" for topic in topics)))
        if each.reason.startswith("Both")
    ]


@given(st.lists(TEXTS, max_size=8))
def test_every_pair_is_suggested_once_at_most(wordings: list[str]) -> None:
    found = [frozenset(each.leads) for each in suggestions(listed(*wordings))]
    assert len(found) == len(set(found))
    assert all(len(pair) == 2 for pair in found)


@given(st.lists(TEXTS, max_size=8))
def test_which_pairs_there_are_does_not_hang_on_the_order_of_the_ideas(wordings: list[str]) -> None:
    candidates = listed(*wordings)
    turned = candidates[::-1]
    assert {frozenset(each.leads) for each in suggestions(candidates)} == {
        frozenset(each.leads) for each in suggestions(turned)
    }


@given(st.lists(TEXTS, max_size=8), st.lists(st.lists(st.integers(1, 9), max_size=4), max_size=3))
def test_what_is_kept_apart_is_never_suggested(wordings: list[str], apart: list[list[int]]) -> None:
    candidates = listed(*wordings)
    kept = tuple(map(tuple, apart))
    barred = {frozenset(pair) for numbers in kept for pair in combinations(numbers, 2)}
    everything = [each for each in suggestions(candidates) if frozenset(each.leads) not in barred]
    assert list(suggestions(candidates, kept)) == everything


def test_a_dismissed_pair_is_not_suggested_again() -> None:
    session = merging("A mentor", "A mentors", "Cake")
    assert suggested(session) == [(1, 2)]
    assert suggested(ask(session, KeepApart(leads=(2, 1)))) == []


def test_a_dismissed_pair_stays_dismissed_when_one_of_the_two_goes_by_another_number() -> None:
    session = ask(merging("A mentor", "A mentors", "Some mentors"), KeepApart(leads=(1, 2)), Merge(leads=(3, 1)))
    assert suggested(session) == []


def test_ideas_that_were_merged_and_split_are_not_suggested_again() -> None:
    session = ask(merging("A mentor", "A mentors"), Merge(leads=(1, 2)), Split(lead=1))
    assert suggested(session) == []


def test_dismissing_a_pair_twice_changes_nothing() -> None:
    session = ask(merging("A mentor", "A mentors"), KeepApart(leads=(1, 2)))
    assert ask(session, KeepApart(leads=(2, 1))) is session


def test_what_was_merged_cannot_be_kept_apart() -> None:
    session = ask(merging("A mentor", "A mentors"), Merge(leads=(1, 2)))
    with pytest.raises(Refused, match="one already"):
        ask(session, KeepApart(leads=(1, 2)))


def test_a_dismissed_pair_can_still_be_merged_by_hand() -> None:
    session = ask(merging("A mentor", "A mentors"), KeepApart(leads=(1, 2)), Merge(leads=(1, 2)))
    seen = sight(session, FACILITATOR).top_ten
    assert seen is not None
    assert [each.members for each in seen.candidates] == [(1, 2)]


@pytest.mark.parametrize("viewer", [STAGE, participant(1)])
def test_pairs_are_suggested_to_the_facilitator_alone(viewer: Actor) -> None:
    assert suggested(merging("A mentor", "A mentors"), viewer) == []


@pytest.mark.parametrize("viewer", [STAGE, participant(1)])
def test_nobody_else_keeps_ideas_apart(viewer: Actor) -> None:
    with pytest.raises(Refused, match="Only the facilitator"):
        ask(merging("A mentor", "A mentors"), KeepApart(leads=(1, 2)), actor=viewer)


def test_nothing_is_suggested_once_the_ballots_are_counted() -> None:
    assert suggested(at(merging("A mentor", "A mentors"), Kind.TOP_TEN, "reveal")) == []
