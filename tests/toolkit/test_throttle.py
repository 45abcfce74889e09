"""What is asked for often is done rarely, and what was asked for last is done, too."""

import asyncio

import pytest

from copworkshop.live.hub import Change, Hub
from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.rules.agenda import Blank
from copworkshop.rules.proposal import WriteField
from copworkshop.rules.request import Request
from copworkshop.toolkit.throttle import Throttle
from helpers.session_builder import hub_at, told

NEVER = 1000.0


async def test_after_a_rest_it_is_done_at_once_and_then_not_again() -> None:
    done: list[None] = []
    throttle = Throttle(lambda: done.append(None), NEVER)
    for _ in range(3):
        throttle.request()
    assert len(done) == 1
    throttle.cancel()


async def test_what_was_asked_for_meanwhile_is_done_later_once() -> None:
    done: list[None] = []
    again = asyncio.Event()

    def do() -> None:
        done.append(None)
        if len(done) > 1:
            again.set()

    throttle = Throttle(do, 0.01)
    for _ in range(3):
        throttle.request()
    async with asyncio.timeout(10):
        await again.wait()
    assert len(done) == 2


async def test_what_is_done_now_is_not_done_later_again() -> None:
    done: list[None] = []
    throttle = Throttle(lambda: done.append(None), NEVER)
    throttle.request()
    throttle.request()
    throttle.run_now()
    assert (len(done), throttle.later) == (2, None)


async def test_what_is_stopped_is_done_no_more() -> None:
    throttle = Throttle(lambda: None, NEVER)
    throttle.request()
    throttle.request()
    throttle.cancel()
    assert throttle.later is None


@pytest.mark.parametrize(
    ("request_", "by"),
    [
        (Blank(blank=True), None),
        (WriteField(seat=1, field="problems", text="a"), None),
        (WriteField(seat=1, field="problems", text="a"), 1),
    ],
)
async def test_a_change_says_who_asked_for_it(request_: Request, by: int | None) -> None:
    hub: Hub = hub_at(Kind.PROPOSAL, "write")
    changes: list[Change] = []
    hub.subscribe(changes.append)
    await (told(hub, request_, actor=participant(by)) if by is not None else told(hub, request_))
    assert [change.by.seat for change in changes] == [by]
