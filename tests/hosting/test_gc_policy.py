import ctypes
import weakref

import pytest

from copworkshop.hosting import gc_policy as tidy
from copworkshop.hosting.gc_policy import QUIET_SECONDS, TOO_MANY, WORTH_A_PAUSE, GcPolicy, collect_young
from copworkshop.model.clock import LastKey


class Collector:
    def __init__(self) -> None:
        self.now = 0.0
        self.times = 0
        self.tidy = GcPolicy(LastKey(lambda: self.now), self.collect)

    def collect(self) -> None:
        self.times += 1

    def end(self, apps: int) -> None:
        for _ in range(apps):
            self.tidy.note_ended()


async def test_a_few_ended_apps_are_not_worth_a_pause() -> None:
    collector = Collector()
    collector.end(WORTH_A_PAUSE - 1)
    assert collector.tidy.timer is None


async def test_many_are_collected_in_a_quiet_moment() -> None:
    collector = Collector()
    collector.end(WORTH_A_PAUSE)
    assert collector.tidy.timer is not None
    collector.tidy.collect_if_quiet()
    assert collector.times == 1
    assert collector.tidy.timer is None


async def test_while_somebody_types_the_moment_is_waited_for() -> None:
    collector = Collector()
    collector.end(WORTH_A_PAUSE)
    collector.tidy.last_key.note()
    collector.tidy.collect_if_quiet()
    assert collector.times == 0
    collector.now += QUIET_SECONDS
    collector.tidy.collect_if_quiet()
    assert collector.times == 1


async def test_too_many_are_collected_however_much_is_typed() -> None:
    collector = Collector()
    collector.end(TOO_MANY)
    collector.tidy.last_key.note()
    collector.tidy.collect_if_quiet()
    assert collector.times == 1


async def test_what_was_collected_is_not_counted_again() -> None:
    collector = Collector()
    collector.end(WORTH_A_PAUSE)
    collector.tidy.collect_if_quiet()
    collector.end(1)
    assert collector.tidy.timer is None


def test_where_free_memory_cannot_be_given_back_cycles_are_freed_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    class Cycle:
        def __init__(self) -> None:
            self.own = self

    for libc in (lambda _name: object(), ctypes.CDLL):
        gone = weakref.ref(Cycle())
        monkeypatch.setattr(ctypes, "CDLL", libc)
        tidy.collect()
        assert gone() is None


def test_of_what_came_lately_cycles_are_freed_at_once() -> None:
    class Knot:
        itself: object = None

    knot = Knot()
    knot.itself = knot
    gone = weakref.ref(knot)
    del knot
    collect_young()
    assert gone() is None
