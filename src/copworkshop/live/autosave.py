"""Saves the running session in the background. One writer saves the newest state only, and nobody waits for it."""

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
    """Something is being written to the disk."""


@dataclass(frozen=True, slots=True)
class Saved:
    """Everything is on the disk."""

    revision: int
    at: datetime
    """When this state began, in UTC."""


@dataclass(frozen=True, slots=True)
class NotSaved:
    """The last try failed, for everything or for some seats. The autosave tries again by itself."""

    reason: str
    """A sentence that says what is wrong."""
    since: datetime
    """The time of the first failure since everything was last saved, in UTC."""
    seats: Mapping[int, str] | None = None
    """The seats whose words are not saved, each with its sentence; None means all seats."""

    def at(self, seat: int) -> str:
        """Return the sentence that says why a seat's own words are not saved; empty if they are saved."""
        return self.reason if self.seats is None else self.seats.get(seat, "")


SaveState = Saving | Saved | NotSaved
"""The state of saving."""


@dataclass(frozen=True, slots=True)
class SaveTiming:
    """How long the autosave waits, in seconds."""

    gather: float = 0.1
    """The wait after a change, so that changes that come together are written together."""
    retries: tuple[float, ...] = (1.0, 2.0, 4.0, 5.0)
    """The wait after the first failure in a row, the second… The last number is for all further failures."""

    def after(self, failures: int) -> float:
        """Return the seconds to wait after this number of failures in a row, which is at least 1."""
        return self.retries[min(failures, len(self.retries)) - 1]


class Autosave:
    """Writes the hub's session to its folder whenever the session changes.

    From :meth:`start` to :meth:`close` nothing else writes to the folder. Call its methods on the hub's event loop. The
    files are written in a thread, because a slow disk takes a tenth of a second and everybody types meanwhile.
    """

    def __init__(self, hub: Hub, opened: Opened, pace: SaveTiming = SaveTiming()) -> None:
        self._hub = hub
        self.opened = opened
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
        """The state of saving."""
        return self._state

    @property
    def incidents(self) -> tuple[str, ...]:
        """The incidents with the session's files so far, including those on opening, one sentence each."""
        return self._incidents

    def saved(self, revision: int, seat: int | None = None) -> bool:
        """Return whether the session, or this one seat of it, is on the disk as of `revision` or later."""
        if self._tried.revision < revision:
            return False
        if not isinstance(self._state, NotSaved):
            return True
        return seat is not None and not self._state.at(seat)

    def subscribe(self, listener: Callable[[SaveState], None]) -> Callable[[], None]:
        """Call `listener` with each new :attr:`state`; return the function that ends the subscription."""
        return self._states.subscribe(listener)

    def subscribe_to_incidents(self, listener: Callable[[str], None]) -> Callable[[], None]:
        """Call `listener` with each new one of :attr:`incidents`; return the function that ends the subscription."""
        return self._sentences.subscribe(listener)

    def start(self) -> None:
        """Begin to save. This needs a running event loop."""
        if self._task is None:
            self._end = self._hub.subscribe(self._changed)
            self._wanted.set()  # for what changed before
            self._task = asyncio.create_task(self._run(), name="autosave")

    async def flush(self, seconds: float) -> bool:
        """Save now; return whether the session as it is at this moment is on the disk within `seconds` seconds."""
        revision = self._hub.session.revision
        self._wanted.set()
        self._hurry.set()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not self.saved(revision):
                    await self._turn.wait()
        return self.saved(revision)

    async def close(self) -> None:
        """Save what is not saved yet, with one try, and release the folder. Later changes are not saved.

        Raises:
            CannotSave: something is not saved; the sentence says why. The folder is released all the same.

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
            await asyncio.to_thread(self.opened.close)
        if isinstance(self._state, NotSaved):
            raise CannotSave(f"What changed last is not saved: {self._state.reason}")

    async def save_closed(self, closed: Session) -> None:
        """Write the closed session to the disk, before anybody is notified that it is closed.

        Raises:
            Refused: the session is not on the disk, and stays open; the sentence says why.

        """
        async with self._writing:
            try:
                self._done(closed, await asyncio.to_thread(self.opened.save, self._on_disk, closed))
            except NotAllSaved as error:
                if error.room:
                    self._stay_open(str(error))
                self._done_in_part(closed, error)
            except StoreError as error:
                self._stay_open(str(error))
            except Exception as error:  # a bug of ours must not end the session
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
        """Wait for a change and those that follow it at once, or until it is time to try again."""
        if not isinstance(self._state, NotSaved):
            await self._wanted.wait()
            self._wanted.clear()
            await self._pause(self._pace.gather)
        elif self._state.seats is None:
            await self._pause(self._pace.after(self._failures))
        else:  # seats whose words can be saved do not wait for the others
            with suppress(TimeoutError):
                async with asyncio.timeout(self._pace.after(self._failures)):
                    await self._wanted.wait()
            self._wanted.clear()
            await self._pause(self._pace.after(1))

    async def _try_to_save(self, newest: Session) -> None:
        if not isinstance(self._state, NotSaved):
            self._turn_to(Saving())
        try:
            incidents = await asyncio.to_thread(self.opened.save, self._on_disk, newest)
        except NotAllSaved as error:
            self._done_in_part(newest, error)
        except StoreError as error:
            self._fail(str(error))
        except Exception as error:  # a bug of ours must end neither the saving nor the session
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
        self._on_disk = None  # some or all files of the closed session may exist
        self._wanted.set()
        raise Refused(f"The session was not closed, because {reason} Close it again once this is fixed.")

    def _fail(self, reason: str, seats: Mapping[int, str] | None = None) -> None:
        since = self._state.since if isinstance(self._state, NotSaved) else self._hub.now()
        self._failures += 1
        self._turn_to(NotSaved(reason, since, seats))

    def _turn_to(self, state: SaveState) -> None:
        # If some seats fail, each try saves the words of the others, although the state stays the same.
        if state != self._state or (isinstance(state, NotSaved) and state.seats is not None):
            self._state = state
            self._states.tell(state)
        # This wakes the tasks that wait now. A task that comes later waits for the next turn.
        self._turn.set()
        self._turn = asyncio.Event()

    async def _pause(self, seconds: float) -> None:
        """Wait for `seconds` seconds, or until :meth:`flush` or :meth:`close` is called."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._hurry.wait()
        self._hurry.clear()


class SaveLog:
    """Logs when saving begins to fail, and when everything is saved again. Each reason is logged once."""

    def __init__(self, log: logging.Logger) -> None:
        self._log = log
        self._reason = ""

    def __call__(self, state: SaveState) -> None:
        """Log a new state of saving if it is news."""
        if isinstance(state, NotSaved) and state.reason != self._reason:
            self._reason = state.reason
            self._log.error("not saved: %s", state.reason)
        elif isinstance(state, Saved) and self._reason:
            self._reason = ""
            self._log.info("everything is saved again")


def _without(error: NotAllSaved, before: Session | None, newest: Session) -> Session | None:
    """Return the session that the files contain after a save of `newest` in which some files failed."""
    if before is None:
        return None
    seats = {number: seat for number, seat in newest.seats.items() if number not in error.seats}
    old = {number: before.seats[number] for number in error.seats if number in before.seats}
    return (before.replace(revision=newest.revision) if error.room else newest).replace(seats=seats | old)


def _fault(error: Exception) -> str:
    return f"A fault in copworkshop keeps the session from being saved ({type(error).__name__})."
