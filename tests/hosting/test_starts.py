"""Visitors wait for an app: one starts at a time, people and addresses take turns, and each has an allowance."""

import asyncio

from copworkshop.hosting.budgets import NAMELESS, ONE_PERSON, Budgets, Person
from copworkshop.hosting.starts import Starts
from helpers.clocks import Clock
from helpers.waiting import until


async def come(starts: Starts, person: Person, name: str, told: list[str]) -> None:
    await starts.wait(person)
    told.append(name)
    await asyncio.sleep(0)
    assert starts.is_busy
    starts.over()


async def test_addresses_take_turns() -> None:
    starts, budgets, told = Starts(), Budgets(Clock()), list[str]()
    many, one = budgets.enter("192.0.2.1"), budgets.enter("192.0.2.2")
    await asyncio.gather(*(come(starts, many, "many", told) for _ in range(50)), come(starts, one, "one", told))
    assert told.index("one") <= 2
    assert not starts.is_busy


async def test_all_places_of_a_host_may_be_taken_at_once_from_one_address_and_then_two_a_second() -> None:
    clock, starts, told = Clock(), Starts(), list[str]()
    many = Budgets(clock).enter("192.0.2.1")
    coming = [asyncio.ensure_future(come(starts, many, "many", told)) for _ in range(330)]
    await until(lambda: len(told) == 320)
    assert not many.screens.left
    clock.now += 10 / NAMELESS.screens_a_second
    more = asyncio.ensure_future(come(starts, many, "many", told))
    await until(lambda: len(told) >= 330)
    assert many.screens.left < 1
    for task in (*coming, more):
        task.cancel()


async def test_a_wait_for_ones_own_allowance_holds_up_nobody_else_and_ends() -> None:
    budgets, starts, told = Budgets(), Starts(), list[str]()
    hasty, other = budgets.enter(7), budgets.enter(8)
    hasty.screens.take(ONE_PERSON.screens - 0.9)
    coming = asyncio.ensure_future(come(starts, hasty, "hasty", told))
    await asyncio.sleep(0)
    await come(starts, other, "other", told)
    assert told == ["other"]
    await coming
    assert told == ["other", "hasty"]


async def test_who_leaves_before_or_at_their_turn_keeps_it_from_nobody() -> None:
    starts, person, told = Starts(), Budgets(Clock()).enter("192.0.2.1"), list[str]()
    await starts.wait(person)
    waiting = asyncio.ensure_future(starts.wait(person))
    granted = asyncio.ensure_future(starts.wait(person))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.sleep(0)
    starts.over()
    granted.cancel()
    await asyncio.wait({waiting, granted})
    await come(starts, person, "next", told)
    assert told == ["next"]
