"""Of a change at one seat those hear whom it concerns; of the room's, everybody."""

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as some

from copworkshop.live.subscriptions import NOBODY, SeatSubscription, SeatSubscriptions

SEATS = some.frozensets(some.integers(1, 4))
WISHES = some.none() | SEATS


class Heard:
    """A subscription, and what came to it."""

    def __init__(self, subscriptions: SeatSubscriptions[str]) -> None:
        self.news: list[str] = []
        self.subscription: SeatSubscription[str] = subscriptions.subscribe(self.news.append)


def test_who_has_told_no_seat_hears_of_the_room_alone() -> None:
    subscriptions = SeatSubscriptions[str]()
    somebody = Heard(subscriptions)
    subscriptions.tell("a seat", frozenset({1}), room=False)
    subscriptions.tell("the room", NOBODY, room=True)
    assert somebody.news == ["the room"]


@given(wishes=some.lists(some.lists(WISHES, max_size=3), max_size=5), seats=SEATS, room=some.booleans())
def test_each_hears_once_what_concerns_the_seats_it_named_last(
    wishes: list[list[frozenset[int] | None]], seats: frozenset[int], *, room: bool
) -> None:
    subscriptions = SeatSubscriptions[str]()
    people = [Heard(subscriptions) for _ in wishes]
    for person, named in zip(people, wishes, strict=True):
        for each in named:
            person.subscription.limit_to(each)
    subscriptions.tell("news", seats, room=room)
    for person, named in zip(people, wishes, strict=True):
        last = named[-1] if named else NOBODY
        concerned = room or last is None or bool(last & seats)
        assert person.news == ["news"] * concerned


def test_who_has_ended_hears_nothing_even_of_what_is_being_told() -> None:
    subscriptions = SeatSubscriptions[str]()
    later: list[Heard] = []
    ender = subscriptions.subscribe(lambda _news: later[0].subscription.end())
    later.append(Heard(subscriptions))
    for subscription in (ender, later[0].subscription):
        subscription.limit_to(frozenset({1}))
    subscriptions.tell("news", frozenset({1}), room=False)
    later[0].subscription.limit_to(None)
    subscriptions.tell("more", frozenset({1}), room=False)
    assert later[0].news == []
    assert len(subscriptions) == 1


def test_one_that_fails_keeps_nothing_from_the_others(caplog: pytest.LogCaptureFixture) -> None:
    subscriptions = SeatSubscriptions[str]()

    def fail(_news: str) -> None:
        raise ValueError("people's words")

    subscriptions.subscribe(fail).limit_to(None)
    other = Heard(subscriptions)
    other.subscription.limit_to(None)
    with caplog.at_level(logging.ERROR):
        subscriptions.tell("news", NOBODY, room=False)
    assert other.news == ["news"]
    assert "people's words" not in caplog.text
