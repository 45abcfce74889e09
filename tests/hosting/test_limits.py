"""How many events one visitor's keys may make."""

import pytest

from copworkshop.hosting.limits import Flow


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_flood_of_keys_comes_down_to_the_steady_rate() -> None:
    clock = Clock()
    flow = Flow(clock)
    passed = 0
    for _ in range(10_000):
        clock.now += 0.001
        allowed = flow.allowed()
        flow.took(allowed)
        passed += allowed
    assert passed == pytest.approx(flow.burst + 10 * flow.a_second, abs=2)


def test_a_quiet_hand_has_its_burst_again() -> None:
    clock = Clock()
    flow = Flow(clock)
    flow.took(flow.burst + 50)
    clock.now += 60
    assert flow.allowed() == flow.burst
