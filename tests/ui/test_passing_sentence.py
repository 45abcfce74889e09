"""A sentence that a screen shows for some seconds."""

from collections.abc import Callable

from copworkshop.ui.passing_sentence import PassingSentence


class Alarm:
    def __init__(self, seconds: float, call: Callable[[], object]) -> None:
        self.seconds, self.call, self.stopped = seconds, call, False

    def stop(self) -> None:
        self.stopped = True


class Clocked:
    """A screen whose timers run when they are told to."""

    def __init__(self) -> None:
        self.alarms: list[Alarm] = []
        self.drawn: list[str | None] = []
        self.sentence = PassingSentence(self, lambda: self.drawn.append(self.sentence.text), seconds=12)

    def set_timer(self, delay: float, callback: Callable[[], object]) -> Alarm:
        self.alarms.append(Alarm(delay, callback))
        return self.alarms[-1]

    def ring(self) -> None:
        for alarm in self.alarms:
            if not alarm.stopped:
                alarm.stop()
                alarm.call()


def test_a_sentence_that_is_said_again_has_its_full_time() -> None:
    screen = Clocked()
    screen.sentence.show("Idea 4 is on this ballot twice.")
    screen.sentence.show("Idea 4 is on this ballot twice.")
    first, second = screen.alarms
    assert first.stopped
    assert (second.stopped, second.seconds) == (False, 12)
    screen.ring()
    assert screen.drawn[-1] is None


def test_a_sentence_that_waits_to_be_seen_stays() -> None:
    screen = Clocked()
    screen.sentence.show("It has place 1 already.")
    screen.sentence.keep("A seat is asked for.")
    screen.ring()
    assert screen.sentence.text == "A seat is asked for."
    screen.sentence.begin()
    screen.ring()
    assert screen.sentence.text is None


def test_to_clear_nothing_draws_nothing() -> None:
    screen = Clocked()
    screen.sentence.clear()
    assert not screen.drawn
