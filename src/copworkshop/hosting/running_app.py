"""An app that runs in a task of its own, on a driver that may have no transport yet, or no more."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from textual.app import App
from textual.driver import Driver

from copworkshop.hosting.driver import RemoteDriver

Start = Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]]
"""Runs work as a task, in a context that it shares with nobody."""


class HostedApp(Protocol):
    """An app that is one of many in a process (:class:`copworkshop.toolkit.hostable.HostableApp` is one)."""

    @property
    def farewell(self) -> str:
        """What to say to the person when the app has ended."""

    @property
    def way_back(self) -> str:
        """How the person comes back, as a sentence; empty where they connect again the same way."""

    @property
    def fault(self) -> Exception | None:
        """The exception that ended the app; None where there was none."""

    @property
    def is_exiting(self) -> bool:
        """Whether the app was asked to end."""

    async def run_hosted(self, make_driver: Callable[..., Driver], size: tuple[int, int]) -> None:
        """Run the app on a driver of its own until it ends."""

    def exit(self) -> None:
        """Ask the app to end. Called within its context."""

    def note_task_ended(self) -> None:
        """Note that the task that ran the app is over."""

    def release(self) -> None:
        """Empty everything that the app consists of, as soon as it has ended. Nobody may use it after that."""


A_co = TypeVar("A_co", bound=HostedApp, covariant=True)


@dataclass(frozen=True, slots=True)
class RunningApp(Generic[A_co]):
    """An app that runs."""

    app: A_co
    driver: RemoteDriver
    task: asyncio.Task[None]


def start_app(
    app: HostedApp, start: Start, size: tuple[int, int], driven: Callable[[RemoteDriver], object]
) -> asyncio.Task[None]:
    """Run an app that nobody runs yet, with `size` columns and rows; `driven` gets its driver when there is one."""

    def make_driver(of: App[Any], **options: Any) -> RemoteDriver:
        driver = RemoteDriver(of, **options)
        driven(driver)
        return driver

    task = start(app.run_hosted(make_driver, size))
    task.add_done_callback(lambda _task: app.note_task_ended())
    return task
