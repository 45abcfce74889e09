"""Guesses wait in one queue: their rate is bounded whatever number of connections they come on."""

import asyncio
import heapq
from collections.abc import Awaitable, Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copworkshop.admission.allowance import Allowance
from copworkshop.admission.guesses import Guesses
from copworkshop.admission.limits import Limits
from copworkshop.toolkit import event_loop

LIMITS = Limits()


class VirtualTime:
    """A clock on which time passes only when everybody waits for it."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.turns = 20
        """How many turns of the loop everybody needs until all of them wait."""
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._number = 0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._number += 1
        heapq.heappush(self._sleepers, (self.now + seconds, self._number, future))
        await future

    async def settle(self) -> None:
        """Let everybody go on until all of them wait."""
        for _ in range(self.turns):
            await asyncio.sleep(0)

    async def pass_until(self, end: float) -> None:
        await self.settle()
        while self._sleepers and self._sleepers[0][0] <= end:
            self.now, _, future = heapq.heappop(self._sleepers)
            if not future.done():
                future.set_result(None)
            await self.settle()
        self.now = end


class Room:
    """A queue of guesses on a virtual clock, and when each guess was checked."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self.time = VirtualTime()
        self.guesses = Guesses(limits, self.time, self.time.sleep)
        self.checked: list[tuple[str, float]] = []
        self._tasks: list[asyncio.Task[None]] = []

    def begin(self, work: Awaitable[object]) -> asyncio.Task[None]:
        async def run() -> None:
            await work

        task = asyncio.ensure_future(run())
        self._tasks.append(task)
        return task

    async def guess(self, address: str, *, right: bool) -> bool:
        async def is_right() -> bool:
            self.checked.append((address, self.time.now))
            return right

        return await self.guesses.check(address, is_right)

    async def guess_without_end(self, address: str) -> None:
        while True:
            assert not await self.guess(address, right=False)

    def within(self, seconds: float, address: str = "") -> int:
        return sum(at <= 1000.0 + seconds and where.startswith(address) for where, at in self.checked)

    async def end(self) -> None:
        self.guesses.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


def in_a_room(trial: Callable[[Room], Awaitable[None]], limits: Limits = LIMITS) -> None:
    async def run() -> None:
        room = Room(limits)
        try:
            await trial(room)
        finally:
            await room.end()

    event_loop.run(run())


@pytest.mark.parametrize("minutes", [1, 10])
async def test_240_connections_of_one_address_guess_no_faster_than_one(minutes: int) -> None:
    room = Room()
    for _ in range(240):
        room.begin(room.guess_without_end("10.0.0.1"))
    await room.time.pass_until(1000.0 + 60 * minutes)
    expected = LIMITS.tries_at_once_per_address + minutes * LIMITS.tries_per_address
    assert len(room.checked) == pytest.approx(expected, abs=1)
    await room.end()


async def test_240_addresses_together_guess_no_faster_than_all_may() -> None:
    room = Room()
    for number in range(240):
        room.begin(room.guess_without_end(f"10.0.1.{number}"))
    await room.time.pass_until(1060.0)
    assert len(room.checked) == pytest.approx(LIMITS.tries_at_once + LIMITS.tries_in_all, abs=1)
    await room.end()


async def test_who_hangs_up_and_guesses_again_gains_nothing() -> None:
    room = Room()
    for second in range(60):
        tasks = [room.begin(room.guess("10.0.0.1", right=False)) for _ in range(50)]
        await room.time.pass_until(1000.0 + second)
        for task in tasks:
            task.cancel()
    await room.time.settle()
    assert len(room.checked) <= LIMITS.tries_at_once_per_address + LIMITS.tries_per_address + 1
    assert room.guesses.waiting == 0
    await room.end()


async def test_a_whole_room_behind_one_router_is_not_slowed() -> None:
    room = Room()
    results = [asyncio.ensure_future(room.guess("10.0.0.1", right=True)) for _ in range(200)]
    await room.time.pass_until(1000.0)
    while not all(each.done() for each in results):
        await room.time.settle()
    assert room.time.now == 1000.0
    assert all(each.result() for each in results)
    await room.end()


async def test_somebody_who_guesses_from_elsewhere_does_not_hold_up_the_room() -> None:
    room = Room()
    for number in range(60):
        room.begin(room.guess_without_end(f"10.6.{number % 12}.1"))
    await room.time.pass_until(1120.0)
    room.time.turns = 600
    honest = [asyncio.ensure_future(room.guess("10.0.0.1", right=True)) for _ in range(200)]
    # Each guess from elsewhere may come first once: 12 addresses, 200 turns a minute.
    await room.time.pass_until(1120.0 + 12 * 60 / LIMITS.tries_in_all + 1)
    assert all(each.done() for each in honest)
    await room.end()


@settings(max_examples=30)
@given(
    guesses=st.lists(st.tuples(st.integers(0, 3), st.booleans(), st.floats(0, 40), st.booleans()), max_size=80),
)
def test_however_people_guess_the_rates_hold_and_every_right_guess_is_answered(
    guesses: list[tuple[int, bool, float, bool]],
) -> None:
    limits = Limits(tries_at_once_per_address=2, tries_at_once=4, tries_per_address=6, tries_in_all=12)

    async def trial(room: Room) -> None:
        answered: list[asyncio.Future[bool]] = []
        wrong: list[tuple[str, float]] = []

        async def guess(address: str, right: bool) -> bool:
            async def is_right() -> bool:
                if not right:
                    wrong.append((address, room.time.now))
                return right

            return await room.guesses.check(address, is_right)

        for number, right, seconds, hangs_up in guesses:
            task = asyncio.ensure_future(guess(f"10.0.0.{number}", right))
            await room.time.pass_until(room.time.now + seconds)
            if hangs_up:
                task.cancel()
            elif right:
                answered.append(task)
        await room.time.pass_until(room.time.now + 3600)
        assert all(task.done() and task.result() for task in answered)
        assert room.guesses.waiting == 0
        for where, at_once, a_minute in [("", 4, 12), *[(f"10.0.0.{number}", 2, 6) for number in range(4)]]:
            times = [at for address, at in wrong if address.startswith(where)]
            for first, begin in enumerate(times):
                for last, end in enumerate(times[first:], first):
                    assert last - first + 1 <= at_once + (end - begin) * a_minute / 60 + 1e-3

    in_a_room(trial, limits)


def test_a_flood_comes_down_to_the_steady_rate() -> None:
    time = VirtualTime()
    allowance = Allowance(time, burst=400, a_second=120)
    passed = 0
    for _ in range(10_000):
        time.now += 0.001
        allowed = max(0, int(allowance.left))
        allowance.take(allowed)
        passed += allowed
    assert passed == pytest.approx(400 + 10 * 120, abs=2)


def test_after_a_quiet_time_the_burst_is_there_again_and_no_more() -> None:
    time = VirtualTime()
    allowance = Allowance(time, burst=5, a_second=1)
    allowance.take(8)
    assert allowance.wait() == 4
    time.now += 60
    assert allowance.left == 5
    allowance.give_back(3)
    assert allowance.left == 5
    assert allowance.is_unused
