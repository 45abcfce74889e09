"""Apps started ahead: each is handed to one visitor, on the visitor's own terminal, and ends with them."""

import asyncio
import contextvars
import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from copworkshop.hosting import pool as ahead_of
from copworkshop.hosting import running_app as started_of
from copworkshop.hosting import visit as visit_of
from copworkshop.hosting.gc_policy import GcPolicy
from copworkshop.hosting.pool import AppPool, PooledApp
from copworkshop.hosting.visitor import Visitor
from copworkshop.model.plan import Kind
from copworkshop.rules.closing import SetHeading
from copworkshop.toolkit.hostable import HostableApp
from copworkshop.ui.participant.app import ParticipantApp
from copworkshop.ui.participant.entrance import Entrance
from copworkshop.ui.participant.name import NameScreen
from helpers.hosted_rooms import hosted
from helpers.servers import app_of, inside
from helpers.waiting import until


class Waiting(HostableApp):
    """An app that can be started ahead, or never gets so far."""

    def __init__(self, *, ever: bool = True) -> None:
        super().__init__()
        self.ever = ever
        self.composed = asyncio.Event()

    def welcome(self, visitor: Visitor, shown: Callable[[], None]) -> None:
        shown()

    def detach(self) -> None:
        """Nothing to note."""

    def on_mount(self) -> None:
        if self.ever:
            self.composed.set()


async def test_a_newcomer_gets_an_app_that_was_started_ahead(tmp_path: Path) -> None:
    async with hosted(tmp_path, ahead=2) as house:
        await until(lambda: len(house.ahead) == 2)
        waiting = [running.app for running in house.ahead.ready]
        person = await house.join("Participant 1")
        assert [app_of(channel) for channel in inside(house.host.server)] == [waiting[0]]
        await person.sees(house.seat("Participant 1").word)


async def test_a_newcomer_reads_what_the_session_is_called_by_now(tmp_path: Path) -> None:
    async with hosted(tmp_path, ahead=1) as house:
        await until(lambda: len(house.ahead) == 1)
        await house.ask(SetHeading(heading="Harbour trust"))
        person = await house.connect()
        await person.sees("What is your name?", "Harbour trust")


async def test_a_person_who_comes_back_sees_their_own_step_and_never_the_name_prompt(tmp_path: Path) -> None:
    async with hosted(tmp_path, ahead=2) as house:
        first = await house.join("Participant 1")
        await house.lead(Kind.PROPOSAL, "write")
        first.abort()
        await until(lambda: len(house.ahead) >= 1)
        again = await house.connect(house.seat("Participant 1").word)
        await again.sees("What is the focal point?")
        assert b"What is your name" not in again.written


async def test_nothing_of_one_person_is_there_for_the_next(tmp_path: Path) -> None:
    async with hosted(tmp_path, ahead=1) as house:
        first = await house.connect()
        await first.sees("What is your name?")
        first.press("Somebody")
        await first.sees("Somebody")
        first.abort()
        await until(lambda: not house.host.connections)
        await until(lambda: len(house.ahead) >= 1)
        second = await house.connect()
        await second.sees("What is your name?")
        assert b"Somebody" not in second.written


async def test_keys_that_come_before_the_screen_are_not_lost(tmp_path: Path) -> None:
    async with hosted(tmp_path, ahead=1) as house:
        await until(lambda: len(house.ahead) >= 1)
        person = await house.connect()
        person.press("Participant 1", "enter")
        await until(lambda: len(house.session.present) == 1)
        assert house.session.present[0].name == "Participant 1"


async def test_an_app_that_crashed_before_anybody_came_is_given_to_nobody(tmp_path: Path) -> None:
    async with hosted(tmp_path, ahead=1) as house:
        await until(lambda: len(house.ahead) >= 1)
        waiting = house.ahead.ready[0]
        waiting.task.cancel()
        await until(waiting.task.done)
        person = await house.join("Participant 1")
        await person.sees(house.seat("Participant 1").word)


async def test_none_is_left_when_the_door_is_closed(tmp_path: Path) -> None:
    async with hosted(tmp_path, ahead=2) as house:
        await until(lambda: len(house.ahead) == 2)
        tasks = [running.task for running in house.ahead.ready]
        await house.host.close()
        assert all(task.done() for task in tasks)
        assert len(house.ahead) == 0


async def test_one_that_takes_too_long_is_given_up_and_others_are_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead_of, "_START_SECONDS", 0.2)
    monkeypatch.setattr(ahead_of, "_AFTER_A_FAILURE", 0.01)
    apps: list[Waiting] = []

    def make() -> Waiting:
        monkeypatch.setattr(ahead_of, "_START_SECONDS", 20.0 if apps else 0.2)
        apps.append(Waiting(ever=bool(apps)))
        return apps[-1]

    ahead = AppPool(1, make)
    ahead.start(asyncio.create_task, lambda: 0, GcPolicy())
    await until(lambda: len(ahead) == 1)
    taken = ahead.take()
    assert taken is not None
    assert taken.app is apps[1]
    taken.task.cancel()
    ahead.close()


async def test_the_name_prompt_is_torn_down_once_somebody_has_a_seat(tmp_path: Path) -> None:
    async with hosted(tmp_path, ahead=1) as house:
        await until(lambda: len(house.ahead) == 1)
        app = house.ahead.ready[0].app
        assert isinstance(app, ParticipantApp)
        asked = app.screen
        assert isinstance(asked, NameScreen)
        person = await house.join("Participant 1")
        await person.sees(house.seat("Participant 1").word)
        await until(lambda: not vars(asked))


async def test_who_come_at_once_are_shown_their_screens_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    sit = Entrance.take_seat

    async def noted(entrance: Entrance, seat: int) -> None:
        told.append("begins")
        await sit(entrance, seat)
        told.append("sits")

    async with hosted(tmp_path, ahead=6) as house:
        people = [await house.join(f"Participant {number}") for number in range(1, 4)]
        for person in people:
            person.press("ctrl+q")
        await until(lambda: not house.host.connections)
        await until(lambda: len(house.ahead) >= 3)
        monkeypatch.setattr(Entrance, "take_seat", noted)
        words = [seat.word for seat in house.session.present]
        again = await asyncio.gather(*(house.connect(word) for word in words))
        for person, word in zip(again, words, strict=True):
            await person.sees(word)
        assert told == ["begins", "sits"] * 3


async def test_where_none_is_ready_they_are_started_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    begin, is_composed = started_of.start_app, ahead_of.is_composed

    def noted(*arguments: Any) -> asyncio.Task[None]:
        told.append("started")
        return begin(*arguments)

    async def noted_at_the_end(app: PooledApp, task: asyncio.Task[None]) -> bool:
        composed = await is_composed(app, task)
        told.append("composed")
        return composed

    monkeypatch.setattr(visit_of, "start_app", noted)
    monkeypatch.setattr(visit_of, "is_composed", noted_at_the_end)
    async with hosted(tmp_path) as house:
        people = await asyncio.gather(*(house.connect() for _ in range(3)))
        for person in people:
            await person.sees("What is your name?")
        await until(lambda: told == ["started", "composed"] * 3)


async def test_an_app_that_is_emptied_while_it_starts_is_not_composed() -> None:
    app = Waiting(ever=False)
    context = contextvars.copy_context()
    task = started_of.start_app(
        app, lambda work: asyncio.get_running_loop().create_task(work, context=context), (80, 24), lambda _driver: None
    )
    waiting = asyncio.ensure_future(ahead_of.is_composed(app, task))
    await until(lambda: app.is_running)
    app.release()
    task.cancel()
    assert not await waiting
    await until(lambda: vars(app) == {})


async def test_what_a_screen_ahead_is_made_of_is_looked_through_at_once_and_not_with_that_of_many_others(
    tmp_path: Path,
) -> None:
    passes: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "stop":
            passes.append(info["generation"])

    gc.callbacks.append(note)
    thresholds = gc.get_threshold()
    gc.set_threshold(0)  # none by itself
    try:
        async with hosted(tmp_path, ahead=3) as house:
            await until(lambda: len(house.ahead) == 3)
            await until(lambda: passes.count(1) >= 3)
    finally:
        gc.set_threshold(*thresholds)
        gc.callbacks.remove(note)
