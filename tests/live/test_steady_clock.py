"""A clock of the computer that is set changes no round; time asleep still counts."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.content.loader import DEFAULT_PLAN, packaged_text
from copworkshop.live.steady_clock import SteadyClock, seconds_asleep_or_awake
from copworkshop.live.workshop import Running
from copworkshop.model.people import FACILITATOR
from copworkshop.rules.clock import StartTimer, clock
from copworkshop.store.sessions import create

BEGAN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
YEAR = 366 * 24 * 3600.0


class Computer:
    """A computer whose clock can be set, and which can sleep."""

    def __init__(self) -> None:
        self.wall = BEGAN
        self.elapsed = 1000.0

    def passes(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.elapsed += seconds

    def clock(self) -> SteadyClock:
        return SteadyClock(lambda: self.wall, lambda: self.elapsed)


@given(st.lists(st.tuples(st.floats(0, YEAR), st.floats(-YEAR, YEAR)), max_size=20))
def test_however_the_clock_is_set_the_time_goes_on_by_what_has_passed(happens: list[tuple[float, float]]) -> None:
    computer = Computer()
    now = computer.clock()
    passed = 0.0
    for seconds, jump in happens:
        computer.wall += timedelta(seconds=jump)
        computer.passes(seconds)
        passed += seconds
        assert abs((now() - BEGAN).total_seconds() - passed) < 0.01


@pytest.mark.parametrize("jump", [-3600, 3600, 10 * YEAR, -10 * YEAR])
async def test_a_round_is_as_long_as_it_was_when_the_computers_clock_is_set(tmp_path: Path, jump: float) -> None:
    computer = Computer()
    opened = create(tmp_path, "harbour", packaged_text(DEFAULT_PLAN), now=BEGAN)
    running = Running(opened, computer.clock())
    running.start()
    try:
        await running.hub.submit(StartTimer(running=True), FACILITATOR)
        left = clock(running.hub.session).remaining(running.hub.now())
        computer.wall += timedelta(seconds=jump)
        computer.passes(60)
        assert clock(running.hub.session).remaining(running.hub.now()) == pytest.approx(left - 60)
    finally:
        await running.close()


def test_a_session_begins_at_the_time_of_the_computer() -> None:
    before = datetime.now(UTC)
    now = SteadyClock()()
    assert before <= now <= datetime.now(UTC)
    assert now.utcoffset() == timedelta(0)


@pytest.mark.skipif(not hasattr(time, "CLOCK_BOOTTIME"), reason="Only Linux has this clock.")
def test_the_seconds_are_those_since_the_start_of_the_computer_asleep_or_awake() -> None:
    before = time.clock_gettime(time.CLOCK_BOOTTIME)
    assert before <= seconds_asleep_or_awake() <= time.clock_gettime(time.CLOCK_BOOTTIME)
