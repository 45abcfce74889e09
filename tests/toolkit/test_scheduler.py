"""Turns are given one at a time, in order; what is made ready waits for quiet."""

import asyncio
from collections.abc import Callable
from time import monotonic

import pytest

from copworkshop.toolkit import scheduler as turns_of
from copworkshop.toolkit.scheduler import FairScheduler, rest_after


class Seat:
    """Somebody whose turn it is until they say otherwise."""

    def __init__(self, name: str, told: list[str]) -> None:
        self.name = name
        self.told = told
        self.over: Callable[[], None] | None = None

    def __call__(self, over: Callable[[], None]) -> None:
        self.told.append(self.name)
        self.over = over


def at_once(name: str, told: list[str]) -> Callable[[Callable[[], None]], None]:
    """A turn that is over as soon as it has begun."""

    def turn(over: Callable[[], None]) -> None:
        told.append(name)
        over()

    return turn


async def until(condition: Callable[[], bool]) -> None:
    end = monotonic() + 10
    while not condition():
        assert monotonic() < end
        await asyncio.sleep(0)


async def test_the_next_waits_until_the_one_before_is_done() -> None:
    told: list[str] = []
    turns, first, second = FairScheduler(), Seat("first", told), Seat("second", told)
    turns.schedule(first)
    turns.schedule(second)
    await until(lambda: first.over is not None)
    for _ in range(20):
        await asyncio.sleep(0)
    assert told == ["first"]
    assert first.over is not None
    first.over()
    await until(lambda: told == ["first", "second"])


async def test_who_never_says_so_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns_of, "_AT_MOST", 0.01)
    told: list[str] = []
    turns = FairScheduler()
    turns.schedule(Seat("first", told))
    turns.schedule(Seat("second", told))
    await until(lambda: told == ["first", "second"])


async def test_one_that_fails_takes_no_turn_from_the_others() -> None:
    told: list[str] = []
    turns = FairScheduler()

    def fail(over: Callable[[], None]) -> None:
        raise AttributeError

    turns.schedule(fail)
    turns.schedule(Seat("second", told))
    await until(lambda: told == ["second"])


async def test_what_is_made_ready_comes_after_all_that_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns_of, "_QUIET_AFTER", 0.01)
    told: list[str] = []
    turns = FairScheduler()
    turns.when_idle(at_once("ready", told))
    for name in ("first", "second"):
        turns.schedule(at_once(name, told))
    await until(lambda: told == ["first", "second", "ready"])


async def test_turns_are_given_again_after_a_while_without_any() -> None:
    told: list[str] = []
    turns = FairScheduler()
    for name in ("first", "second"):
        turns.schedule(at_once(name, told))
        await until(lambda name=name: told[-1:] == [name])  # type: ignore[misc]
        await until(lambda: turns.task is not None and turns.task.done())


async def test_who_goes_has_no_turn_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns_of, "_QUIET_AFTER", 0.01)
    told: list[str] = []
    turns = FairScheduler()
    asks, prepares = at_once("asks", told), at_once("prepares", told)
    turns.schedule(asks)
    turns.when_idle(prepares)
    turns.when_idle(at_once("last", told))
    turns.cancel(asks, prepares)
    await until(lambda: told == ["last"])


async def test_all_who_waited_for_quiet_may_go_while_they_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns_of, "_QUIET_AFTER", 0.2)
    turns = FairScheduler()
    prepares = at_once("prepares", [])
    turns.when_idle(prepares)
    task = turns.task
    assert task is not None
    for _ in range(5):  # turns of the loop, after which it waits for quiet
        await asyncio.sleep(0)
    turns.cancel(prepares)
    await task


@pytest.mark.parametrize("since_key", [0.0, 60.0])
def test_what_a_crowd_held_up_is_not_rested_from_for_long(since_key: float) -> None:
    assert rest_after(10.0, since_key) == rest_after(1.0, since_key) == 0.5
    assert rest_after(0.02, since_key) < 0.2


async def test_after_each_turn_and_each_thing_made_ready_there_is_a_moment_for_tidying(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(turns_of, "_QUIET_AFTER", 0.01)
    told: list[str] = []
    turns = FairScheduler(after_each=lambda: told.append("tidied"))
    turns.schedule(at_once("asked", told))
    for name in ("first", "second"):
        turns.when_idle(at_once(name, told))
    await until(lambda: told == ["asked", "tidied", "first", "tidied", "second", "tidied"])
