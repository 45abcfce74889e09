"""What all connections to a host share: the visitors who are inside, and the apps that wait for a visitor."""

import asyncio
import contextvars
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from copworkshop.admission.limits import Limits
from copworkshop.hosting.answer import ExecWord
from copworkshop.hosting.budgets import Budgets
from copworkshop.hosting.desk import Desk
from copworkshop.hosting.gc_policy import GcPolicy
from copworkshop.hosting.parked import ParkedApps
from copworkshop.hosting.pool import AppPool, PooledApp
from copworkshop.hosting.running_app import HostedApp, RunningApp
from copworkshop.hosting.visitor import Visitor
from copworkshop.live.presence import Presence, Visit
from copworkshop.model.attendance import Health
from copworkshop.model.people import Actor

AppFactory = Callable[[Visitor], HostedApp]
"""Makes the app of a visitor. The visit runs and ends the app."""

Hint = Callable[[Visitor], str]
"""Returns what a visitor could ask for instead of something that does not exist; empty if there is nothing."""


COME_AGAIN: Final = 75
"""The exit status of a visitor's client when the session went away, and may come back: EX_TEMPFAIL of sysexits.h."""


class ConnectedVisitor(Protocol):
    """A visitor who is inside, as the host sees them."""

    @property
    def has_screen(self) -> bool:
        """Whether an app is shown on the connection."""

    @property
    def seat(self) -> int | None:
        """The seat of the person; None if there is none, or if they have not given their name yet."""

    async def yield_unless_alive(self) -> None:
        """Close the connection if the client gives no sign of life within a moment."""

    def leave(self, farewell: str | None = None, *, status: int = 0) -> None:
        """Close the connection, with a sentence if there is one. `status` is the exit status of the client."""


@dataclass(frozen=True, slots=True)
class HostState:
    """What all connections to a host share."""

    app_factory: AppFactory
    exec_words: Mapping[str, ExecWord]
    limits: Limits
    parked: ParkedApps
    hint: Hint = field(default=lambda _visitor: "")
    presence: Presence = field(default_factory=Presence)
    running: set[ConnectedVisitor] = field(default_factory=set)
    gc_policy: GcPolicy = field(default_factory=GcPolicy)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    budgets: Budgets = field(default_factory=Budgets)
    desk: Desk = field(init=False)
    """Where documents are made, one after another."""
    pool: AppPool | None = None
    """Participants' apps that wait for their visitors; None if each is started when its visitor comes."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "desk", Desk(self.budgets))

    def fill_pool(self) -> None:
        """Begin to start apps for the next visitors. It needs a running event loop."""
        if self.pool is not None:
            self.pool.start(self.start, lambda: len(self.running) + len(self.parked), self.gc_policy)

    def arrive(self, actor: Actor, health: Callable[[], Health]) -> Visit:
        """Note that a visitor with a screen has come; `health` says how well their connection carries.

        Screens that are kept for people who are away make room for a newcomer's. :meth:`take_parked` does the same for
        a person who comes back.
        """
        visit = self.presence.arrive(actor, health)
        if actor.seat is None:
            self.parked.at_most(self.limits.connections - self.presence.connections)
        return visit

    def enter(self, visitor: ConnectedVisitor) -> None:
        """Note that a visitor has something running: an app, or an answer."""
        self.running.add(visitor)

    def leave(self, visitor: ConnectedVisitor) -> None:
        """Note that nothing of a visitor runs any more."""
        self.running.discard(visitor)

    def word(self, name: str) -> ExecWord | None:
        """Return what answers `ssh HOST NAME`; None where nothing does. Capitals do not count."""
        return self.exec_words.get(name.lower())

    def note_left(self) -> None:
        """Note that a visitor is gone, so that there is room for one more app in the pool."""
        if self.pool is not None:
            self.pool.note_left()

    def note_app_ended(self) -> None:
        """Note that an app has ended, so that its memory may be worth a collection."""
        self.gc_policy.note_ended()

    def park(self, seat: int, running: RunningApp[PooledApp]) -> None:
        """Hold the app of a person whose connection is lost, if the connected visitors leave room for it."""
        self.parked.park(seat, running)
        self._limit_parked()

    async def take_parked(self, seat: int) -> RunningApp[PooledApp] | None:
        """Return the app of a person who comes back, if it is parked or its connection turns out to be dead."""
        earlier = [each for each in self.running if each.seat == seat and each.has_screen]
        if earlier:
            await asyncio.gather(*(each.yield_unless_alive() for each in earlier))
        running = self.parked.take(seat)
        self._limit_parked()
        return running

    def _limit_parked(self) -> None:
        self.parked.at_most(self.limits.connections - sum(each.has_screen for each in self.running))

    def start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run `work` as a task in a context of its own, because Textual keeps the current app in context variables."""
        task = asyncio.get_running_loop().create_task(work, context=contextvars.Context())
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    async def stop(self, farewell: str, seconds: float) -> None:
        """Close all connections with a sentence. Tasks that have not ended after `seconds` seconds are cancelled."""
        if self.pool is not None:
            self.pool.close()
        self.parked.close()
        for visitor in list(self.running):
            visitor.leave(farewell, status=COME_AGAIN)
        if self.tasks:
            await asyncio.wait(set(self.tasks), timeout=seconds)
        for task in list(self.tasks):
            task.cancel()
