"""An app that has ended is torn down: its memory is back before the garbage collector looks."""

import asyncio
import gc
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.widgets import Input

from copworkshop.hosting.running_app import start_app
from copworkshop.toolkit import hostable as ended
from copworkshop.toolkit.dialogs.help import HelpScreen
from copworkshop.toolkit.hostable import HostableApp
from copworkshop.toolkit.teardown import awaiting_disposal
from copworkshop.ui.participant.app import ParticipantApp
from helpers.hosted_rooms import hosted
from helpers.rooms_over_ssh import WORD, a_house, sit_down
from helpers.servers import app_of, inside
from helpers.waiting import until


@pytest.fixture
def no_collector() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_collector")
@pytest.mark.parametrize("vanish", [False, True])
async def test_widgets_are_gone_with_their_visitor(*, vanish: bool) -> None:
    async with a_house() as house, house.connect(WORD) as connection:
        channel, screen = await sit_down(connection)
        await until(lambda: "echo:" in screen.text)
        lines = weakref.ref(house.app.query_one(Input)._styles_cache)  # noqa: SLF001
        if vanish:
            connection.abort()
        else:
            channel.write(b"\x11")
        await until(lambda: lines() is None)
        assert vars(house.app) == {}


async def test_an_apps_farewell_is_shown_after_the_app_was_torn_down() -> None:
    async with a_house() as house, house.connect(WORD) as connection:
        channel, screen = await sit_down(connection)
        await until(lambda: "echo:" in screen.text)
        house.app.last_words = "Come back with your word."
        channel.write(b"\x11")
        await until(lambda: screen.closed)
        assert "Come back with your word." in screen.text


async def test_an_app_that_crashed_is_told_of_and_its_visitor_hears_it() -> None:
    async with a_house() as house, house.connect(WORD) as connection:
        channel, screen = await sit_down(connection)
        await until(lambda: "echo:" in screen.text)
        channel.write(b"crash")
        await until(lambda: screen.closed)
        assert "Something went wrong with your screen" in " ".join(screen.text.split())


async def test_an_app_that_is_still_on_its_way_when_its_time_is_over_comes_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ending, go_on, close_all = asyncio.Event(), asyncio.Event(), ParticipantApp._close_all  # noqa: SLF001
    apps: list[ParticipantApp] = []

    async def slowly(app: ParticipantApp) -> None:
        apps.append(app)
        ending.set()
        await go_on.wait()
        await close_all(app)

    async with hosted(tmp_path) as room:
        listeners = room.running.hub.listeners
        monkeypatch.setattr(ParticipantApp, "_close_all", slowly)
        terminal = await room.join()
        assert room.running.hub.listeners == listeners + 1
        (visit,) = inside(room.host.server)
        assert visit.task is not None
        terminal.press("ctrl+q")
        await ending.wait()
        visit.task.cancel()
        await until(lambda: not room.host.connections)
        assert vars(apps[0]) != {}
        go_on.set()
        await until(lambda: room.running.hub.listeners == listeners and vars(apps[0]) == {})


async def test_apps_that_end_together_end_one_after_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    close_all = ParticipantApp._close_all  # noqa: SLF001

    async def noted(app: ParticipantApp) -> None:
        told.append("ends")
        await close_all(app)
        told.append("has ended")

    async with hosted(tmp_path) as room:
        people = [await room.join(f"Participant {number}") for number in range(1, 4)]
        monkeypatch.setattr(ParticipantApp, "_close_all", noted)
        for person in people:
            person.press("ctrl+q")
        await until(lambda: not room.host.connections)
        assert told == ["ends", "has ended"] * 3


async def test_an_app_that_does_not_come_to_its_end_holds_up_the_others_for_a_moment_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ended, "_PATIENCE", 0.01)
    ending, never = asyncio.Event(), asyncio.Event()

    async def hang() -> None:
        async with ended.one_at_a_time():
            ending.set()
            await never.wait()

    hanging = asyncio.create_task(hang())
    await ending.wait()
    async with ended.one_at_a_time():
        assert not hanging.done()
    hanging.cancel()


async def test_an_app_that_is_cancelled_while_it_waits_to_end_ends_all_the_same() -> None:
    told: list[str] = []

    async def end() -> None:
        async with ended.one_at_a_time():
            told.append("ended")

    async with ended.one_at_a_time():
        waiting = asyncio.create_task(end())
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert told == ["ended"]


async def test_an_app_that_is_let_go_while_it_runs_comes_to_its_end_whole() -> None:
    composed = asyncio.Event()

    class Small(HostableApp):
        def on_mount(self) -> None:
            composed.set()

    app = Small()
    task = start_app(app, asyncio.create_task, (80, 24), lambda _driver: None)
    await composed.wait()
    app.release()
    assert vars(app) != {}
    app.exit()
    await task
    await until(lambda: vars(app) == {})


async def test_a_dialog_that_was_closed_just_before_the_end_is_emptied_with_the_app(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        terminal = await room.join()
        (visit,) = inside(room.host.server)
        app = app_of(visit)
        assert isinstance(app, ParticipantApp)
        terminal.press("f1")
        await until(lambda: isinstance(app.screen, HelpScreen))
        dialog = app.screen
        terminal.press("escape")
        await until(lambda: dialog in awaiting_disposal(app))
        terminal.press("ctrl+q")
        await until(lambda: vars(app) == {})
        assert vars(dialog) == {}
