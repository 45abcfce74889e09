"""An app that runs in a task of its own, on a driver that may have no transport yet, or has lost it."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from textual.app import App
from textual.driver import Driver

from copworkshop.hosting.driver import RemoteDriver

Start = Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]]
"""Runs a coroutine as a task, in a context of its own."""


class HostedApp(Protocol):
    """An app that is one of many in a process (:class:`copworkshop.toolkit.hostable.HostableApp` is one)."""

    @property
    def farewell(self) -> str:
        """What to say to the person when the app has ended."""

    @property
    def way_back(self) -> str:
        """How the person comes back, as a sentence; empty if they connect again in the same way."""

    @property
    def fault(self) -> Exception | None:
        """The exception that ended the app; None if there was none."""

    @property
    def is_exiting(self) -> bool:
        """Whether the app was asked to end."""

    async def run_hosted(self, make_driver: Callable[..., Driver], size: tuple[int, int]) -> None:
        """Run the app on its own driver until it ends. `size` is in columns and rows."""

    def exit(self) -> None:
        """Ask the app to end. Call this within its context."""

    def note_task_ended(self) -> None:
        """Note that the task that ran the app is over."""

    def release(self) -> None:
        """Empty all objects of the app, as soon as it has ended. Nobody may use the app after this call."""


A_co = TypeVar("A_co", bound=HostedApp, covariant=True)


@dataclass(frozen=True, slots=True)
class RunningApp(Generic[A_co]):
    """A running app, its driver and its task."""

    app: A_co
    driver: RemoteDriver
    task: asyncio.Task[None]


def start_app(
    app: HostedApp, start: Start, size: tuple[int, int], driven: Callable[[RemoteDriver], object]
) -> asyncio.Task[None]:
    """Run an app that does not run yet. `size` is in columns and rows. `driven` gets the driver when it is made."""

    def make_driver(of: App[Any], **options: Any) -> RemoteDriver:
        driver = RemoteDriver(of, **options)
        driven(driver)
        return driver

    task = start(app.run_hosted(make_driver, size))
    task.add_done_callback(lambda _task: app.note_task_ended())
    return task
