"""The count-down of the step or round that the room is in."""

from datetime import datetime
from typing import Final

from typing_extensions import override

from copworkshop.model.people import Actor
from copworkshop.model.session import Session, Timer, Undoable
from copworkshop.rules.history import clock_changed
from copworkshop.rules.minutes import round_minutes, step_minutes
from copworkshop.rules.request import Refused, Request, facilitator_only

WHOLE_STEP = "step"
"""The name of the clock that the rounds without a time of their own share."""

_MINUTE: Final = 60


def clock_name(session: Session) -> str:
    """Return the name under which the clock of the present round is kept."""
    round_name = session.spot.round
    return round_name if round_name in session.step.clocks else WHOLE_STEP


def clock(session: Session) -> Timer:
    """Return the clock of the present round; untouched, it stands at the minutes planned."""
    name = clock_name(session)
    timer = session.progress[session.at].timers.get(name)
    if timer is not None:
        return timer
    step = session.step
    minutes = (
        step_minutes(session, step) if name == WHOLE_STEP else {**step.clocks, **round_minutes(session, step)}[name]
    )
    return Timer(left=60.0 * minutes)


def with_clock(session: Session, timer: Timer) -> Session:
    """Return the session with this clock for the present round."""
    here = session.progress[session.at]
    here = here.replace(timers={**here.timers, clock_name(session): timer})
    return session.replace(progress={**session.progress, session.at: here})


def with_clock_begun(session: Session, now: datetime) -> Session:
    """Return the session with the clock of the present round going, if the plan wants it to start by itself.

    A clock that was ever started stays as it is: looking back at a round starts nothing.
    """
    timer = clock(session)
    if session.spot.round not in session.step.starts_clock or timer.begun or timer.remaining(now) <= 0:
        return session
    return with_clock(session, timer.started(now))


class StartTimer(Request):
    """Start the clock, or stop it."""

    running: bool

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator."""
        facilitator_only(actor)
        timer = clock(session)
        if timer.running is self.running:
            return session
        if self.running and timer.remaining(now) <= 0:
            raise Refused("There is no time on the clock. Give it a minute with +, then start it.")
        return with_clock(session, timer.started(now) if self.running else timer.paused(now))

    @override
    def taken_back(self, before: Session, after: Session) -> Undoable:
        return _told(f"the clock was {'started' if self.running else 'paused'}", before)


class MoveTimer(Request):
    """Add some seconds to the clock, or take some away."""

    seconds: int

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator. In overtime a minute more is a minute from now."""
        facilitator_only(actor)
        timer = clock(session)
        if self.seconds > 0 and timer.remaining(now) < 0:
            timer = timer.moved(-timer.remaining(now), now)
        return with_clock(session, timer.moved(self.seconds, now))

    @override
    def taken_back(self, before: Session, after: Session) -> Undoable:
        minutes = f"{abs(self.seconds) / _MINUTE:g} min"
        return _told(f"the clock got {minutes} {'more' if self.seconds > 0 else 'less'}", before)


def _told(what: str, before: Session) -> Undoable:
    name = clock_name(before)
    return clock_changed(what, before, before.at, name, before.progress[before.at].timers.get(name))
