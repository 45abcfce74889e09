"""Saving the running session behind everybody's back: the newest state only, one writer, never in anybody's way."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from copworkshop.live.hub import Change, Hub
from copworkshop.live.listeners import Listeners
from copworkshop.model.failures import log_failure
from copworkshop.model.session import Session
from copworkshop.rules.request import Refused
from copworkshop.store.errors import CannotSave, NotAllSaved, StoreError
from copworkshop.store.sessions import Opened

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Saving:
    """Something is on its way to the disk."""


@dataclass(frozen=True, slots=True)
class Saved:
    """Everything is on the disk."""

    revision: int
    at: datetime
    """When that was so first, in UTC."""


@dataclass(frozen=True, slots=True)
class NotSaved:
    """The last try failed, for everything or for some seats; another follows by itself."""

    reason: str
    """A sentence that says what is wrong."""
    since: datetime
    """When the first of the tries failed that have failed since everything was last saved, in UTC."""
    seats: Mapping[int, str] | None = None
    """The seats whose words are not saved, each with its sentence; None means everybody's."""

    def at(self, seat: int) -> str:
        """Return the sentence that says what is wrong with a seat's own words; empty if they are saved."""
        return self.reason if self.seats is None else self.seats.get(seat, "")


SaveState = Saving | Saved | NotSaved
"""How it stands with saving: always one of the three."""


@dataclass(frozen=True, slots=True)
class SaveTiming:
    """How long the autosave waits, in seconds."""

    gather: float = 0.1
    """After a change and before a write, so that what changes together is written together."""
    retries: tuple[float, ...] = (1.0, 2.0, 4.0, 5.0)
    """After the first failure, the second… The last one is for all that follow."""

    def after(self, failures: int) -> float:
        """Return how long to wait after so many failures in a row, at least one."""
        return self.retries[min(failures, len(self.retries)) - 1]


class Autosave:
    """Writes the hub's session to the folder that it was opened from, whenever it changes.

    From :meth:`start` to :meth:`close` the folder is its own. It belongs to the hub's event loop; writing itself is
    done in a thread, since a slow disk takes a tenth of a second and everybody types meanwhile.
    """

    def __init__(self, hub: Hub, opened: Opened, pace: SaveTiming = SaveTiming()) -> None:
        self._hub = hub
        self._opened = opened
        self._pace = pace
        self._on_disk: Session | None = opened.session
        self._tried: Session = opened.session
        self._writing = asyncio.Lock()
        self._state: SaveState = Saved(opened.session.revision, hub.now())
        self._failures = 0
        self._incidents = opened.incidents
        self._states = Listeners[SaveState]()
        self._sentences = Listeners[str]()
        self._wanted = asyncio.Event()
        self._hurry = asyncio.Event()
        self._turn = asyncio.Event()
        self._closing = False
        self._task: asyncio.Task[None] | None = None
        self._end: Callable[[], None] | None = None

    @property
    def state(self) -> SaveState:
        """How it stands with saving."""
        return self._state

    @property
    def incidents(self) -> tuple[str, ...]:
        """What has happened to the session's files so far, on opening included, a sentence each."""
        return self._incidents

    def saved(self, revision: int, seat: int | None = None) -> bool:
        """Tell whether the session as it was at this revision, or later, is on the disk; or one seat of it."""
        if self._tried.revision < revision:
            return False
        if not isinstance(self._state, NotSaved):
            return True
        return seat is not None and not self._state.at(seat)

    def subscribe(self, listener: Callable[[SaveState], None]) -> Callable[[], None]:
        """Call `listener` with each new :attr:`state`; return the function that ends it."""
        return self._states.subscribe(listener)

    def subscribe_to_incidents(self, listener: Callable[[str], None]) -> Callable[[], None]:
        """Call `listener` with each new sentence of :attr:`incidents`; return the function that ends it."""
        return self._sentences.subscribe(listener)

    def start(self) -> None:
        """Begin to save. Needs a running event loop."""
        if self._task is None:
            self._end = self._hub.subscribe(self._changed)
            self._wanted.set()  # for what changed before
            self._task = asyncio.create_task(self._run(), name="autosave")

    async def flush(self, seconds: float) -> bool:
        """Save now; return whether all that there is at this moment came to the disk within so many seconds."""
        revision = self._hub.session.revision
        self._wanted.set()
        self._hurry.set()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not self.saved(revision):
                    await self._turn.wait()
        return self.saved(revision)

    async def close(self) -> None:
        """Save what is not saved yet, with one try, and let go of the folder. What changes later is not saved.

        Raises:
            CannotSave: something is not saved; the sentence says why. The folder is let go of all the same.

        """
        if self._closing:
            return
        self.start()
        self._closing = True
        self._wanted.set()
        self._hurry.set()
        try:
            if self._task is not None:
                await self._task
        finally:
            if self._end is not None:
                self._end()
            await asyncio.to_thread(self._opened.close)
        if isinstance(self._state, NotSaved):
            raise CannotSave(f"What changed last is not saved: {self._state.reason}")

    async def save_closed(self, closed: Session) -> None:
        """Bring the session to the disk as it is once it is closed, before anybody is told that it is.

        Raises:
            Refused: it is not on the disk, and stays open; the sentence says why.

        """
        async with self._writing:
            try:
                self._done(closed, await asyncio.to_thread(self._opened.save, self._on_disk, closed))
            except NotAllSaved as error:
                if error.room:
                    self._stay_open(str(error))
                self._done_in_part(closed, error)
            except StoreError as error:
                self._stay_open(str(error))
            except Exception as error:  # a fault of ours must not end the session
                log_failure(_log, "Closing failed", error)
                self._stay_open(_fault(error))

    def _changed(self, _change: Change) -> None:
        self._wanted.set()

    async def _run(self) -> None:
        while True:
            await self._turn_comes()
            last_try = self._closing
            async with self._writing:
                newest = self._hub.session
                if newest is not self._on_disk:
                    await self._try_to_save(newest)
            if last_try:
                return

    async def _turn_comes(self) -> None:
        """Wait until there is something to save, and for what follows it at once; or until it is time to try again."""
        if not isinstance(self._state, NotSaved):
            await self._wanted.wait()
            self._wanted.clear()
            await self._pause(self._pace.gather)
        elif self._state.seats is None:
            await self._pause(self._pace.after(self._failures))
        else:  # those whose words can be saved do not wait for the others
            with suppress(TimeoutError):
                async with asyncio.timeout(self._pace.after(self._failures)):
                    await self._wanted.wait()
            self._wanted.clear()
            await self._pause(self._pace.after(1))

    async def _try_to_save(self, newest: Session) -> None:
        if not isinstance(self._state, NotSaved):
            self._turn_to(Saving())
        try:
            incidents = await asyncio.to_thread(self._opened.save, self._on_disk, newest)
        except NotAllSaved as error:
            self._done_in_part(newest, error)
        except StoreError as error:
            self._fail(str(error))
        except Exception as error:  # a fault of ours must end neither the saving nor the session
            log_failure(_log, "Saving failed", error)
            self._fail(_fault(error))
        else:
            self._done(newest, incidents)

    def _done(self, newest: Session, incidents: tuple[str, ...]) -> None:
        self._on_disk = self._tried = newest
        self._failures = 0
        self._turn_to(Saved(newest.revision, self._hub.now()))
        for sentence in incidents:
            self._incidents = (*self._incidents, sentence)
            self._sentences.tell(sentence)

    def _done_in_part(self, newest: Session, error: NotAllSaved) -> None:
        self._on_disk = _without(error, self._on_disk, newest)
        self._tried = newest
        self._fail(str(error), error.seats)

    def _stay_open(self, reason: str) -> NoReturn:
        self._on_disk = None  # the files of the closed session may be there, or some of them
        self._wanted.set()
        raise Refused(f"The session was not closed, because {reason} Close it again once this is fixed.")

    def _fail(self, reason: str, seats: Mapping[int, str] | None = None) -> None:
        since = self._state.since if isinstance(self._state, NotSaved) else self._hub.now()
        self._failures += 1
        self._turn_to(NotSaved(reason, since, seats))

    def _turn_to(self, state: SaveState) -> None:
        # Where some seats fail, the others' words are saved with each try, although the state stays the same.
        if state != self._state or (isinstance(state, NotSaved) and state.seats is not None):
            self._state = state
            self._states.tell(state)
        # Wakes those who wait at this moment; who comes later waits for the next turn.
        self._turn.set()
        self._turn = asyncio.Event()

    async def _pause(self, seconds: float) -> None:
        """Wait so long, or until somebody is in a hurry."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._hurry.wait()
        self._hurry.clear()


class SaveLog:
    """Writes to a log when saving begins to fail, each reason once, and when everything is saved again."""

    def __init__(self, log: logging.Logger) -> None:
        self._log = log
        self._reason = ""

    def __call__(self, state: SaveState) -> None:
        """Hear of a new state."""
        if isinstance(state, NotSaved) and state.reason != self._reason:
            self._reason = state.reason
            self._log.error("not saved: %s", state.reason)
        elif isinstance(state, Saved) and self._reason:
            self._reason = ""
            self._log.info("everything is saved again")


def _without(error: NotAllSaved, before: Session | None, newest: Session) -> Session | None:
    """Return the session as the files hold it after a save of the newest in which some failed."""
    if before is None:
        return None
    seats = {number: seat for number, seat in newest.seats.items() if number not in error.seats}
    old = {number: before.seats[number] for number in error.seats if number in before.seats}
    return (before.replace(revision=newest.revision) if error.room else newest).replace(seats=seats | old)


def _fault(error: Exception) -> str:
    return f"A fault in copworkshop keeps the session from being saved ({type(error).__name__})."
