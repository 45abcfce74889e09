"""The order in which a person meets the ideas."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from copworkshop.rules.personal_order import personal_order

leads = st.sets(st.integers(min_value=1, max_value=999), max_size=40)
seats = st.integers(min_value=1, max_value=9999)


@given(leads, seats)
def test_every_candidate_stands_in_the_order_once(some: set[int], seat: int) -> None:
    assert sorted(personal_order("2026-11-23-test", seat, some)) == sorted(some)


@given(st.permutations(range(1, 20)), seats)
def test_the_order_does_not_depend_on_how_the_candidates_come(some: list[int], seat: int) -> None:
    assert personal_order("2026-11-23-test", seat, some) == personal_order("2026-11-23-test", seat, sorted(some))


@given(leads, seats, st.integers(min_value=1000, max_value=2000))
def test_the_others_stay_where_they_are_when_a_candidate_comes(some: set[int], seat: int, new: int) -> None:
    after = personal_order("2026-11-23-test", seat, {*some, new})
    assert tuple(lead for lead in after if lead != new) == personal_order("2026-11-23-test", seat, some)


def test_the_order_is_the_same_in_every_process() -> None:
    assert personal_order("2026-11-23-test", 7, range(1, 9)) == (7, 8, 2, 6, 4, 5, 3, 1)


def test_every_idea_stands_first_for_about_as_many_people() -> None:
    first = Counter(personal_order("2026-11-23-test", seat, range(1, 11))[0] for seat in range(1, 2001))
    assert all(150 <= first[lead] <= 250 for lead in range(1, 11))


def test_two_sessions_have_different_orders() -> None:
    assert personal_order("one", 1, range(1, 30)) != personal_order("other", 1, range(1, 30))
