"""A session and its participants' apps in this process, without a network and with nothing to do by themselves."""

import asyncio
import contextvars
from collections.abc import Callable, Coroutine
from time import monotonic
from typing import Any, Final

from typing_extensions import override

from copworkshop.hosting.driver import RemoteDriver
from copworkshop.hosting.running_app import RunningApp, start_app
from copworkshop.hosting.terminal import USUAL, TerminalInfo
from copworkshop.live.autosave import Autosave
from copworkshop.live.hub import Hub
from copworkshop.model.people import FACILITATOR
from copworkshop.model.session import Spot
from copworkshop.rules.agenda import GoTo
from copworkshop.toolkit.scheduler import FairScheduler, Turn
from copworkshop.ui.participant.app import ParticipantApp
from copworkshop.ui.participant.following import same_round
from copworkshop.ui.stage.canvas import Joining
from copworkshop.ui.way_in import WayIn

SETTLE_SECONDS: Final = 0.4
"""What was asked for is done by then, unless something else is waited for first."""
_IDLE_SECONDS: Final = 100.0
"""A person who has pressed no key for so long follows the group at once."""
_PATIENCE: Final = 60.0
_LOOK_SECONDS: Final = 0.02


class Drain:
    """A transport that takes everything and counts the bytes."""

    is_silent = False

    def __init__(self) -> None:
        self.bytes = 0

    def send(self, data: bytes) -> None:
        """Count the bytes."""
        self.bytes += len(data)

    def unsent(self) -> int:
        """Return 0."""
        return 0

    def pause(self) -> None:
        """Do nothing."""

    def resume(self) -> None:
        """Do nothing."""

    def end(self) -> None:
        """Do nothing."""

    async def answers(self) -> bool:
        """Return True."""
        return True


class HeldTurns(FairScheduler):
    """Turns that prepare nothing before they are told to, so that a step and what follows it are counted apart."""

    def __init__(self) -> None:
        super().__init__()
        self._held: list[Turn] = []

    @override
    def when_idle(self, turn: Turn) -> None:
        self._held.append(turn)

    @override
    def cancel(self, *turns: Turn) -> None:
        super().cancel(*turns)
        self._held = [turn for turn in self._held if turn not in turns]

    def let_go(self) -> None:
        """Give the turns that were held back."""
        held, self._held = self._held, []
        for turn in held:
            super().when_idle(turn)


class Room:
    """A session at a step, and the people who look at it."""

    def __init__(self, hub: Hub, saves: Autosave) -> None:
        self.hub = hub
        self._saves = saves
        self._turns = HeldTurns()
        self._ahead = 0.0
        self.people: list[RunningApp[ParticipantApp]] = []
        self._tasks: set[asyncio.Task[None]] = set()

    def _clock(self) -> float:
        return monotonic() + self._ahead

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work, context=contextvars.Context())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def start(self) -> RunningApp[ParticipantApp]:
        """Start an app as the pool of a host does, and return it when it waits for a visitor."""
        app = ParticipantApp(
            self.hub,
            self._saves,
            find_seat=_find_no_seat,
            way_in=WayIn(Joining("ssh room@192.0.2.7", None)),
            composes_ahead=True,
            turns=self._turns,
            clock=self._clock,
        )
        drivers: list[RemoteDriver] = []
        task = start_app(app, self._start, USUAL, drivers.append)
        async with asyncio.timeout(_PATIENCE):
            await app.composed.wait()
        await asyncio.sleep(SETTLE_SECONDS)
        return RunningApp(app, drivers[0], task)

    async def let_in(self, running: RunningApp[ParticipantApp]) -> Drain:
        """Give an app to the next person, and return what the app writes to."""
        terminal = Drain()
        self.people.append(running)
        seat = len(self.people)
        running.driver.attach(terminal, TerminalInfo())
        running.driver.soon(lambda: running.app.assign(seat))
        await until(lambda: running.app.room.panel is not None)
        return terminal

    async def step(self, spot: Spot) -> None:
        """Take everybody to a round."""

        def is_there(person: RunningApp[ParticipantApp]) -> bool:
            here = person.app.room.position.here
            return here is not None and same_round(here, spot)

        self._ahead += _IDLE_SECONDS
        await self.hub.submit(GoTo(kind=spot.kind, round=spot.round), FACILITATOR)
        await sleep_until(lambda: all(map(is_there, self.people)), SETTLE_SECONDS)

    async def prepare(self) -> None:
        """Have everybody's next step made ready."""
        self._turns.let_go()
        await until(lambda: all(person.app.room.guide.is_prepared for person in self.people))
        await asyncio.sleep(SETTLE_SECONDS)

    async def end(self) -> None:
        """End all apps and empty them, as a host does."""
        people, self.people = self.people, []
        for running in people:
            running.driver.soon(running.app.exit)
        async with asyncio.timeout(_PATIENCE):
            await asyncio.gather(*(running.task for running in people))
        for running in people:
            running.app.release()


async def _find_no_seat(_word: str) -> None:
    pass


async def until(condition: Callable[[], bool]) -> None:
    """Wait for a condition, which is looked at many times a second: what this costs is not to be counted."""
    async with asyncio.timeout(_PATIENCE):
        while not condition():  # noqa: ASYNC110 - it is a condition of several apps
            await asyncio.sleep(_LOOK_SECONDS)


async def sleep_until(condition: Callable[[], bool], seconds: float) -> None:
    """Sleep for `seconds`, after which a condition is nearly always true. If it is not, wait for it and sleep again."""
    await asyncio.sleep(seconds)
    if not condition():
        await until(condition)
        await asyncio.sleep(seconds)
