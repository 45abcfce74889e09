"""The hub: every change comes through it, and everybody is told of it once."""

import asyncio
from datetime import datetime
from typing import Any

import pytest

from copworkshop.live.hub import Change, Hub
from copworkshop.model.people import FACILITATOR, STAGE, participant
from copworkshop.model.plan import Kind
from copworkshop.rules.agenda import Blank, Forward, GoTo
from copworkshop.rules.clock import StartTimer
from copworkshop.rules.people import AddSeat, SetTables
from copworkshop.rules.proposal import WriteField
from copworkshop.rules.request import Refused
from helpers.session_builder import NOW, at, later, room


@pytest.fixture
def hub() -> Hub:
    return Hub(at(room(people=3), Kind.PROPOSAL), lambda: NOW)


@pytest.fixture
def changes(hub: Hub) -> list[Change]:
    told: list[Change] = []
    hub.subscribe(told.append)
    return told


async def write(hub: Hub, seat: int, text: str) -> None:
    await hub.submit(WriteField(seat=seat, field="problems", text=text), participant(seat))


async def test_a_granted_request_returns_the_next_session(hub: Hub) -> None:
    before = hub.session
    after = await hub.submit(Blank(blank=True), FACILITATOR)
    assert after is hub.session
    assert (after.blank, after.revision) == (True, before.revision + 1)


async def test_a_refused_request_changes_nothing_and_tells_nobody(hub: Hub, changes: list[Change]) -> None:
    before = hub.session
    with pytest.raises(Refused, match="Only the facilitator"):
        await hub.submit(Blank(blank=True), participant(1))
    assert hub.session is before
    assert changes == []


async def test_a_request_with_nothing_to_change_tells_nobody(hub: Hub, changes: list[Change]) -> None:
    await hub.submit(Blank(blank=False), FACILITATOR)
    assert changes == []


async def test_requests_are_judged_by_the_hubs_clock() -> None:
    moments = iter([later(10), later(70)])
    hub = Hub(room(), lambda: next(moments))
    await hub.submit(StartTimer(running=True), FACILITATOR)
    session = await hub.submit(StartTimer(running=False), FACILITATOR)
    assert session.progress[Kind.WELCOME].timers["step"].left == 60.0 * session.step.minutes - 60


async def test_a_submit_gives_way_to_nothing(hub: Hub) -> None:
    submitting = hub.submit(Blank(blank=True), FACILITATOR)
    with pytest.raises(StopIteration):  # at its first step it is done: there is no await inside
        submitting.send(None)


async def test_one_persons_typing_concerns_that_seat_alone(hub: Hub, changes: list[Change]) -> None:
    await write(hub, 2, "a")
    assert [(change.seats, change.room) for change in changes] == [(frozenset({2}), False)]


async def test_a_person_who_comes_in_is_among_the_seats_that_changed(hub: Hub, changes: list[Change]) -> None:
    await hub.submit(AddSeat(name="Participant 4", word="cedar-0004"), FACILITATOR)
    assert [(change.seats, change.room) for change in changes] == [(frozenset({4}), False)]


async def test_a_move_concerns_the_room_and_no_seat(hub: Hub, changes: list[Change]) -> None:
    await hub.submit(GoTo(kind=Kind.CLOSE), FACILITATOR)
    assert [(change.seats, change.room) for change in changes] == [(frozenset(), True)]


async def test_a_change_can_concern_the_room_and_seats(hub: Hub, changes: list[Change]) -> None:
    await hub.submit(SetTables(tables=("East",)), FACILITATOR)
    await hub.submit(AddSeat(name="Participant 4", word="cedar-0004", table="East"), FACILITATOR)
    await hub.submit(SetTables(tables=()), FACILITATOR)
    assert (changes[-1].seats, changes[-1].room) == (frozenset({4}), True)


async def test_a_change_bears_the_session_before_and_after_it(hub: Hub, changes: list[Change]) -> None:
    before = hub.session
    after = await hub.submit(Blank(blank=True), FACILITATOR)
    assert changes[0].before is before
    assert changes[0].after is after


async def test_a_listener_that_fails_stops_neither_the_others_nor_the_submit(hub: Hub) -> None:
    def fails(_change: Change) -> None:
        raise RuntimeError

    told: list[Change] = []
    hub.subscribe(fails)
    hub.subscribe(told.append)
    session = await hub.submit(Blank(blank=True), FACILITATOR)
    assert session.blank
    assert len(told) == 1


async def test_who_ends_a_subscription_is_told_no_more(hub: Hub) -> None:
    told: list[Change] = []
    end = hub.subscribe(told.append)
    end()
    await write(hub, 1, "a")
    assert told == []


async def test_everybody_is_told_in_the_order_of_the_changes_even_of_a_listeners_own_request(hub: Hub) -> None:
    told: list[int] = []

    def asks(change: Change) -> None:
        if change.room:
            with pytest.raises(StopIteration):  # as an eager task would run it, at once
                hub.submit(WriteField(seat=1, field="problems", text="a"), participant(1)).send(None)

    hub.subscribe(asks)
    hub.subscribe(lambda change: told.append(change.after.revision))
    before = hub.session.revision
    await hub.submit(Blank(blank=True), FACILITATOR)
    assert told == [before + 1, before + 2]


async def test_of_two_presses_for_one_spot_one_is_granted(hub: Hub) -> None:
    spot = hub.session.spot
    answers: list[Any] = await asyncio.gather(
        *(hub.submit(Forward(at=spot), FACILITATOR) for _ in range(2)), return_exceptions=True
    )
    assert [isinstance(answer, Refused) for answer in answers] == [False, True]


async def test_a_sight_is_reckoned_once_until_something_changes(hub: Hub) -> None:
    assert hub.sight(FACILITATOR) is hub.sight(FACILITATOR)


async def test_every_viewer_has_a_sight_of_their_own(hub: Hub) -> None:
    assert hub.sight(participant(1)).viewer == participant(1)
    assert hub.sight(STAGE).viewer == STAGE


async def test_a_sight_is_new_after_a_change(hub: Hub) -> None:
    hub.sight(participant(1))
    await write(hub, 1, "a")
    own = hub.sight(participant(1)).own
    assert own is not None
    assert own.proposal is not None
    assert own.proposal.answers == {"problems": "a"}


async def test_a_listener_sees_the_new_sight(hub: Hub) -> None:
    seen: list[bool] = []
    hub.sight(STAGE)
    hub.subscribe(lambda _change: seen.append(hub.sight(STAGE).stage.blank))
    await hub.submit(Blank(blank=True), FACILITATOR)
    assert seen == [True]


async def test_the_hubs_own_clock_is_in_utc() -> None:
    offset = Hub(room()).now().utcoffset()
    assert offset == datetime.resolution * 0
