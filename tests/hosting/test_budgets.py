"""What a person may use of the process counts for all of their connections, and floods hold up nobody who types."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.admission.entry import Entrance
from copworkshop.hosting.budgets import NAMELESS, ONE_PERSON, SHARED, SHARED_A_SECOND, Budgets, Payer, Share, payer_of
from helpers.clocks import Clock


def flood(share: Share) -> int:
    """Pass on as many events as the budget allows now."""
    allowed = share.person.allowed()
    share.person.took(allowed)
    return allowed


def test_four_connections_of_a_person_get_no_more_than_one() -> None:
    clock = Clock()
    budgets = Budgets(clock)
    shares = [Share(budgets, lambda: 7) for _ in range(4)]
    passed = 0
    for _ in range(1_000):
        clock.now += 0.01
        passed += sum(map(flood, shares))
    assert passed == pytest.approx(ONE_PERSON.most + 10 * ONE_PERSON.most_a_second, abs=2)


def test_a_paste_of_four_hundred_keys_comes_through_at_once() -> None:
    share = Share(Budgets(Clock()), lambda: 7)
    assert share.person.allowed() == 400


def test_forty_people_who_flood_hold_up_nobody_who_types() -> None:
    clock = Clock()
    budgets = Budgets(clock)
    floods = [Share(budgets, lambda seat=seat: seat) for seat in range(1, 41)]  # type: ignore[misc]
    typist = Share(budgets, lambda: 99)
    flooded = 0
    for turn in range(2_000):
        clock.now += 0.01
        flooded += sum(map(flood, floods))
        if turn % 10 == 0:
            assert typist.person.allowed() >= 1
            typist.person.took(1)
    own = 40 * (ONE_PERSON.own + 20 * ONE_PERSON.own_a_second)
    assert flooded <= own + SHARED + 20 * SHARED_A_SECOND + 1


def test_nobodys_flood_takes_more_than_their_own_from_somebody_who_comes_later() -> None:
    clock = Clock()
    budgets = Budgets(clock)
    for seat in range(1, 300):
        flood(Share(budgets, lambda seat=seat: seat))  # type: ignore[misc]
    assert Share(budgets, lambda: 999).person.allowed() == ONE_PERSON.own


def test_a_newcomer_who_gets_a_seat_pays_from_the_seat() -> None:
    payer: Payer = "192.0.2.1"
    share = Share(Budgets(Clock()), lambda: payer)
    share.person.took(NAMELESS.own)
    payer = 3
    assert share.person.allowed() == ONE_PERSON.most


def test_those_who_are_gone_are_forgotten_once_their_budget_is_full_again() -> None:
    clock = Clock()
    budgets = Budgets(clock)
    for seat in range(1, 201):
        share = Share(budgets, lambda seat=seat: seat)  # type: ignore[misc]
        share.person.took(100)
        share.close()
    stays = Share(budgets, lambda: 500)
    assert len(budgets) == 201
    clock.now += 600
    Share(budgets, lambda: 501)
    assert len(budgets) == 2
    assert stays.person is budgets.enter(500)


@pytest.mark.parametrize(
    ("entrance", "seat", "expected"),
    [
        (Entrance.PARTICIPANT, 4, 4),
        (Entrance.PARTICIPANT, None, "192.0.2.7"),
        (Entrance.CONSOLE, None, "console"),
        (Entrance.STAGE, None, "stage"),
    ],
)
def test_who_pays(entrance: Entrance, seat: int | None, expected: Payer) -> None:
    assert payer_of(entrance, seat, "192.0.2.7") == expected


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 500), st.floats(0, 20)), max_size=60))
def test_in_no_span_of_time_do_more_events_pass_than_a_person_and_the_process_may_have(
    wanted: list[tuple[int, int, float]],
) -> None:
    clock = Clock()
    budgets = Budgets(clock)
    passed: list[tuple[int, int, float]] = []
    for seat, events, seconds in wanted:
        clock.now += seconds
        person = Share(budgets, lambda seat=seat: seat).person  # type: ignore[misc]
        made = min(events, person.allowed())
        person.took(made)
        passed.append((seat, made, clock.now))
    for first, (_, _, begin) in enumerate(passed):
        for last, (_, _, end) in enumerate(passed[first:], first):
            span = passed[first : last + 1]
            for seat in range(1, 6):
                mine = sum(made for who, made, _ in span if who == seat)
                assert mine <= ONE_PERSON.most + (end - begin) * ONE_PERSON.most_a_second + 1e-3
            own = 5 * (ONE_PERSON.own + (end - begin) * ONE_PERSON.own_a_second)
            shared = SHARED + (end - begin) * SHARED_A_SECOND
            assert sum(made for _, made, _ in span) <= own + shared + 1e-3
