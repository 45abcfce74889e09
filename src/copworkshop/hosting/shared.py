"""What all connections of a server share: who is inside, and the apps that wait for somebody."""

import asyncio
import contextvars
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from textual.app import App

from copworkshop.hosting.answer import ExecWord
from copworkshop.hosting.gc_policy import GcPolicy
from copworkshop.hosting.limits import Limits
from copworkshop.hosting.parked import ParkedApps
from copworkshop.hosting.pool import AppPool
from copworkshop.hosting.running_app import RunningApp
from copworkshop.hosting.visitor import Visitor
from copworkshop.live.presence import Presence

AppFactory = Callable[[Visitor], App[Any]]
"""Makes the app of a visitor; it is run, and ended, by the connection."""

Hint = Callable[[Visitor], str]
"""Says what a visitor could ask for instead of what there is not; nothing where there is nothing to ask for."""


class ConnectedVisitor(Protocol):
    """Whoever is inside, as the house knows them."""

    @property
    def has_screen(self) -> bool:
        """Whether an app is shown on the line."""

    @property
    def seat(self) -> int | None:
        """The seat of the person; None where there is none, or they have said no name yet."""

    async def yield_unless_alive(self) -> None:
        """End a line whose client gives no sign of life within a moment."""

    def leave(self, farewell: str | None = None) -> None:
        """End the connection, with a sentence."""


@dataclass(frozen=True, slots=True)
class HostState:
    """What all connections of a server share."""

    app_factory: AppFactory
    exec_words: Mapping[str, ExecWord]
    limits: Limits
    parked: ParkedApps
    hint: Hint = field(default=lambda _visitor: "")
    presence: Presence = field(default_factory=Presence)
    running: set[ConnectedVisitor] = field(default_factory=set)
    gc_policy: GcPolicy = field(default_factory=GcPolicy)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    pool: AppPool | None = None
    """Participants' apps that wait for their visitors; None where each is started as its visitor comes."""

    def park(self, seat: int, started: RunningApp) -> None:
        """Keep the app of a person whose line is lost, as long as there is room beside those who are in."""
        self.parked.park(seat, started)
        self._limit_parked()

    async def take_parked(self, seat: int) -> RunningApp | None:
        """Give a person who comes their screen back, if it was kept, or its line is dead and nobody has noticed."""
        earlier = [each for each in self.running if each.seat == seat and each.has_screen]
        if earlier:
            await asyncio.gather(*(each.yield_unless_alive() for each in earlier))
        started = self.parked.take(seat)
        self._limit_parked()
        return started

    def _limit_parked(self) -> None:
        self.parked.at_most(self.limits.connections - sum(each.has_screen for each in self.running))

    def start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run `work` in a context that it shares with nobody: Textual keeps what is current in context variables."""
        task = asyncio.get_running_loop().create_task(work, context=contextvars.Context())
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task
