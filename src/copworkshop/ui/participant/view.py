"""What a screen needs to know of the running session in addition to a sight. None of it is anybody's words."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from copworkshop.live.hub import Hub
from copworkshop.model.session import Spot
from copworkshop.rules.agenda import last_seen, next_round, points
from copworkshop.rules.request import is_open
from copworkshop.rules.sight import Sight
from copworkshop.ui.participant.following import same_round


@dataclass(frozen=True, slots=True)
class View:
    """What a panel gets to show."""

    sight: Sight
    """What the person may see. Its spot is where the person is; the room may be elsewhere."""
    room: Spot
    """Where the room is."""
    now: datetime
    open: bool = False
    """Whether the panel's requests would be granted at this moment."""

    @property
    def with_room(self) -> bool:
        """Whether the person is where the room is."""
        return same_round(self.sight.spot, self.room)


def view_from(hub: Hub, sight: Sight, here: Spot, rounds: Collection[str]) -> View:
    """Return what a person sees from `here`. `rounds` are the rounds in which the panel there may write."""
    step = sight.plan.step(here.kind)
    now = hub.now()
    open_ = bool(rounds) and sight.closed is None and is_open(hub.session, here.kind, rounds)
    if here == sight.spot or step is None:
        return View(sight=sight, room=sight.spot, now=now, open=open_)
    there = replace(
        sight,
        spot=here,
        points=points(hub.session, step, here.round),
        stage=replace(sight.stage, literature_shown=False),
    )
    return View(sight=there, room=sight.spot, now=now, open=open_)


def reached(hub: Hub) -> tuple[Spot, ...]:
    """Return the steps that the room has reached, in the plan's order, each at the spot where the room left it."""
    session = hub.session
    return tuple(last_seen(session, step) for step in session.plan.steps if step.kind in session.progress)


def left_in(hub: Hub, here: Spot) -> Spot:
    """Return the spot where the room left the step of `here`; `here` itself if the room was never there."""
    return next((spot for spot in reached(hub) if spot.kind is here.kind), here)


def likely_next(hub: Hub, here: Spot | None) -> Spot | None:
    """Return the round that a person at `here` most likely comes to next.

    From the room's round that is the round after it, or None if there is none. From elsewhere, and for a person who is
    nowhere yet, it is the room's round.
    """
    room = hub.session.spot
    return next_round(hub.session) if here is not None and same_round(here, room) else room


def listed(seen: Sight, spot: Spot) -> str:
    """Return the entry of a spot in the list of steps to look back at."""
    step = seen.plan.step(spot.kind)
    short = step.short if step is not None else ""
    return f"{short} (the group is here)" if spot.kind is seen.spot.kind else short
