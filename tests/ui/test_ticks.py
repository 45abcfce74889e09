"""A screen of the facilitator is drawn again because time has passed."""

from collections.abc import Callable

from copworkshop.ui.ticks import Ticks, soonest


class Alarm:
    def __init__(self, call: Callable[[], object]) -> None:
        self.call, self.stopped = call, False

    def stop(self) -> None:
        self.stopped = True


class Clocked:
    """A screen whose timers run when they are told to."""

    def __init__(self) -> None:
        self.is_current = True
        self.seconds: float | None = 1.0
        self.alarms: list[Alarm] = []
        self.drawn = 0
        self.ticks = Ticks(self)

    def set_timer(self, delay: float, callback: Callable[[], object]) -> Alarm:
        self.alarms.append(Alarm(callback))
        return self.alarms[-1]

    def until_tick(self) -> float | None:
        return self.seconds

    def tick(self) -> None:
        self.drawn += 1

    def ring(self) -> None:
        for alarm in [each for each in self.alarms if not each.stopped]:
            alarm.stop()
            alarm.call()


def test_a_screen_that_shows_a_time_is_drawn_again_and_again() -> None:
    screen = Clocked()
    screen.ticks.arm()
    screen.ring()
    screen.ring()
    assert screen.drawn == 2


def test_a_screen_that_is_armed_twice_has_one_timer() -> None:
    screen = Clocked()
    screen.ticks.arm()
    screen.ticks.arm()
    screen.ring()
    assert screen.drawn == 1


def test_a_screen_that_is_covered_or_shows_no_time_is_not_drawn() -> None:
    screen = Clocked()
    screen.ticks.arm()
    screen.is_current = False
    screen.ring()
    screen.ticks.arm()
    screen.is_current, screen.seconds = True, None
    screen.ticks.arm()
    assert (screen.drawn, len(screen.alarms)) == (0, 1)


def test_never_comes_after_any_time() -> None:
    assert soonest(None, 3.0, 2.0) == 2.0
    assert soonest(None, None) is None
