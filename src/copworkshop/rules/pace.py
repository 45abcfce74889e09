"""The time that the room has spent, compared with the time that was planned: for the facilitator alone.

The time counts from the end of the welcome: people come when they come, and nobody wants to begin behind time. A time
in which nobody runs the session does not count, such as the night between two halves of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from copworkshop.model.plan import Kind, Step
from copworkshop.model.session import Session
from copworkshop.rules.clock import clock, with_clock, with_clock_begun
from copworkshop.rules.minutes import Part, round_minutes, step_minutes, to_shorten
from copworkshop.rules.question import without_countdown

FORGOTTEN: Final = timedelta(hours=3)
"""A session whose program was killed goes on as if nothing had happened, but after this time it is another day."""

_MINUTE: Final = 60.0


@dataclass(frozen=True, slots=True)
class Pace:
    """The time spent so far in seconds, without the present stay at the step, and the time planned."""

    since: datetime | None
    """Since when the room is at its step; None while that does not count."""
    step: float
    """At the present step, on earlier visits."""
    step_planned: float
    """In this session: the plan's time, less what was taken from it."""
    session: float
    """At all steps but the welcome."""
    session_planned: float
    begin: float
    """How much of the session's time should be spent when the present round begins, by the plan."""
    end: float
    """The same when it ends."""
    step_end: float
    """The same when the present step ends."""
    to_shorten: tuple[Part, ...] = ()
    """Everything that the room has not come to, from which minutes can be taken."""

    @property
    def counts(self) -> bool:
        """Whether the room is past the welcome."""
        return self.end > 0

    def at_step(self, now: datetime) -> float:
        """Return the seconds spent at the present step."""
        return self.step + self._stay(now)

    def at_session(self, now: datetime) -> float:
        """Return the seconds spent on the session."""
        return self.session + (self._stay(now) if self.counts else 0)

    def behind(self, now: datetime) -> float:
        """Return how many seconds the room is behind the plan, below zero how many ahead; 0 where it is on time.

        It is on time while the plan, too, would be in the present round.
        """
        spent = self.at_session(now)
        if not self.counts or self.begin <= spent <= self.end:
            return 0.0
        return spent - (self.end if spent > self.end else self.begin)

    def step_ends(self, now: datetime) -> datetime:
        """Return when the present step ends if everything from now on takes the time that is planned for it."""
        return self._after(self.step_end, now)

    def session_ends(self, now: datetime) -> datetime:
        """Return when the session ends if everything from now on takes the time that is planned for it."""
        return self._after(self.session_planned, now)

    def _after(self, planned: float, now: datetime) -> datetime:
        reached = min(max(self.at_session(now), self.begin), self.end)
        return now + timedelta(seconds=max(0.0, planned - reached))

    def _stay(self, now: datetime) -> float:
        return max(0.0, (now - self.since).total_seconds()) if self.since is not None else 0.0


def pace(session: Session) -> Pace:
    """Return how the room stands in time."""
    here, spot = session.step, session.spot
    counted = [step for step in session.plan.steps if step.kind is not Kind.WELCOME]
    planned = _MINUTE * sum(step.minutes for step in counted)
    earlier_steps = [
        step for step in counted if session.plan.kinds.index(step.kind) < session.plan.kinds.index(here.kind)
    ]
    # Minutes that were taken from steps are time that the room has had before: the session is to end as planned.
    before = planned - _planned(session, counted) + _planned(session, earlier_steps)
    begin = end = step_end = 0.0
    if here in counted:
        earlier, own = _of_rounds(session, here, spot.round)
        begin, end = before + earlier, before + earlier + own
        step_end = before + _planned(session, [here])
    return Pace(
        since=session.since,
        step=session.progress[here.kind].spent,
        step_planned=_planned(session, [here]),
        session=sum(progress.spent for kind, progress in session.progress.items() if kind is not Kind.WELCOME),
        session_planned=planned,
        begin=begin,
        end=end,
        step_end=step_end,
        to_shorten=to_shorten(session),
    )


def minutes_behind(stands: Pace, now: datetime) -> int:
    """Return how many whole minutes the room is behind the plan; 0 if it is on time or ahead."""
    return max(0, int(stands.behind(now) / _MINUTE))


def _planned(session: Session, steps: Sequence[Step]) -> float:
    return _MINUTE * sum(step_minutes(session, step) for step in steps)


def _of_rounds(session: Session, step: Step, round_name: str) -> tuple[float, float]:
    """Return the time planned for the rounds before this one, and for it; a step without such times is one round."""
    minutes, whole = round_minutes(session, step), step_minutes(session, step)
    if any(name not in minutes for name in step.rounds) or sum(minutes.values()) != whole:
        return 0.0, _MINUTE * whole
    before = step.rounds[: step.rounds.index(round_name)]
    return _MINUTE * sum(minutes[name] for name in before), _MINUTE * minutes[round_name]


def settled(session: Session, now: datetime) -> Session:
    """Return the session with the present stay at its step added to the time of that step."""
    if session.since is None:
        return session
    here = session.progress[session.at]
    stay = max(0.0, (now - session.since).total_seconds())
    progress = {**session.progress, session.at: here.replace(spent=round(here.spent + stay, 1))}
    return session.replace(progress=progress, since=now)


def start_clock(session: Session, now: datetime) -> Session:
    """Return a session that somebody begins to run: from now on the time counts, on its first step's clock, too.

    A countdown is dropped: its end may have passed while nobody could write. The round or the question stays open.
    What was done before the program was left cannot be taken back: the clocks have stood since then. After a crash it
    can.
    """
    if session.closed is None:
        session = without_countdown(session if session.closing is None else session.replace(closing=None))
    killed = session.since is not None and timedelta(0) <= now - session.since < FORGOTTEN
    if session.closed is not None or killed:
        return session
    return with_clock_begun(session.replace(since=now, history=()), now)


def stop_clock(session: Session, now: datetime) -> Session:
    """Return a session that nobody runs for now: no time counts, and the clock stands."""
    if session.closed is not None:
        return session
    laid = settled(session, now).replace(since=None)
    timer = clock(laid)
    return with_clock(laid, timer.paused(now)) if timer.running else laid
