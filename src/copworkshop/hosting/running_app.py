"""An app that runs in a task of its own, on a driver that may have no line yet, or no more."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, cast

from textual.app import App
from textual.driver import Driver

from copworkshop.hosting.driver import RemoteDriver
from copworkshop.hosting.isolation import isolate_app
from copworkshop.hosting.teardown import has_ended

Start = Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]]
"""Runs work as a task, in a context that it shares with nobody."""


@dataclass(frozen=True, slots=True)
class RunningApp:
    """An app that runs."""

    app: App[Any]
    driver: RemoteDriver
    task: asyncio.Task[None]


def start_app(
    app: App[Any], start: Start, size: tuple[int, int], driven: Callable[[RemoteDriver], object]
) -> asyncio.Task[None]:
    """Run an app that nobody runs yet, of so many columns and rows; `driven` is told its driver when it has one."""
    isolate_app(app)

    def make_driver(of: App[Any], **options: Any) -> RemoteDriver:
        driver = RemoteDriver(of, **options)
        driven(driver)
        return driver

    app.driver_class = cast(type[Driver], make_driver)

    async def run() -> None:
        await app.run_async(size=size)

    task = start(run())
    task.add_done_callback(lambda _task: has_ended(app))
    return task
