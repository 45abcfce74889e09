"""Saying that one is done with a round."""

from collections.abc import Awaitable, Callable

from copworkshop.rules.finished import SayDone, takes_input
from copworkshop.rules.sight import Sight
from copworkshop.rules.voting import RANKINGS, RUN_OFF
from copworkshop.ui.client import SessionClient


def asks_for_more(sight: Sight) -> bool:
    """Return whether the person is asked for something in this round, so that they can say that they are done."""
    if sight.own is None or not sight.round_is_open or not takes_input(sight.spot):
        return False
    return sight.spot.round not in {*RANKINGS, RUN_OFF}


async def say_done(client: SessionClient, submit_pending: Callable[[], Awaitable[object]]) -> None:
    """Say that the person is done with the round, or that they are not. What they were typing is submitted first."""
    own = client.sight.own
    if own is None or own.done is None:
        return
    here = client.sight.spot.round
    if not own.done.said:
        await submit_pending()
    await client.request(SayDone, seat=own.number, round=here, done=not own.done.said)
