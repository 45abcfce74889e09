"""Running sessions for the tests of the screens, made by real requests."""

from copworkshop.live.hub import Hub
from copworkshop.model.people import FACILITATOR, Actor
from copworkshop.model.plan import Kind, Plan
from copworkshop.rules.request import Request
from session_builder import NOW, at, room


def hub_at(kind: Kind, round_name: str | None = None, people: int = 6, plan: Plan | None = None) -> Hub:
    """A session of Session 4 with so many people (Participant 1, Participant 2 …), at this step and round."""
    return Hub(at(room(people, plan), kind, round_name), now=lambda: NOW)


async def told(hub: Hub, *requests: Request, actor: Actor = FACILITATOR) -> Hub:
    """The same hub after these requests."""
    for request in requests:
        await hub.submit(request, actor)
    return hub
