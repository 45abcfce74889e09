"""Tasks stay plain on every Python, whoever asks for others: a login over SSH depends on it."""

import asyncio

import pytest
from textual.app import App
from textual.widgets import Static

from copworkshop.toolkit.app import BaseApp
from copworkshop.toolkit.event_loop import require_plain_tasks, run


async def starts_at_the_next_turn() -> bool:
    """Tell whether a new task has not begun when `create_task` returns."""
    begun = list[bool]()

    async def begin() -> None:
        begun.append(True)

    task = asyncio.create_task(begin())
    plain = not begun
    await task
    return plain


def test_a_task_starts_at_the_next_turn_after_somebody_asked_for_eager_ones() -> None:
    async def ask() -> bool:
        asyncio.get_running_loop().set_task_factory(getattr(asyncio, "eager_task_factory", None))
        return await starts_at_the_next_turn()

    assert run(ask())


def test_a_task_starts_at_the_next_turn_after_an_app_has_run() -> None:
    class Other(App[None]):
        def on_mount(self) -> None:
            self.exit()

    async def show() -> bool:
        await Other().run_async(headless=True)
        return await starts_at_the_next_turn()

    assert run(show())


def test_an_app_of_ours_that_runs_by_itself_has_plain_tasks() -> None:
    found = list[bool]()

    class Ours(BaseApp):
        async def on_mount(self) -> None:
            await self.mount(Static())
            found.append(await starts_at_the_next_turn())
            self.exit()

    Ours().run(headless=True)
    assert found == [True]


async def test_the_tests_run_on_the_same_loop_as_the_product() -> None:
    require_plain_tasks()


def test_another_loop_is_refused_before_anybody_waits_on_it() -> None:
    async def serve() -> None:
        require_plain_tasks()

    with asyncio.Runner() as runner, pytest.raises(RuntimeError, match=r"event_loop\.run"):  # noqa: TID251  another loop
        runner.run(serve())
