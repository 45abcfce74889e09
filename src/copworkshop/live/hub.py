"""The one owner of the running session: every change comes through here, and everybody is told from here."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from copworkshop.live.listeners import Listeners
from copworkshop.live.subscriptions import SeatSubscription, SeatSubscriptions
from copworkshop.model.difference import changed_seats, room_changed
from copworkshop.model.people import Actor
from copworkshop.model.session import Session
from copworkshop.rules.pace import stop_clock
from copworkshop.rules.request import Request, apply
from copworkshop.rules.sight import Sight, sight


def utc_now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """One granted request: the session before and after it, and whom it concerns."""

    before: Session
    after: Session
    seats: frozenset[int]
    """The numbers of the seats that changed; one that came in is among them."""
    room: bool
    """Something else changed too: where the room is, its clock, tables, remarks, merged ideas."""
    by: Actor
    """Who asked for it."""

    @classmethod
    def between(cls, before: Session, after: Session, by: Actor) -> "Change":
        """Return the change from one session to the next, which somebody asked for."""
        return cls(before, after, seats=changed_seats(before, after), room=room_changed(before, after), by=by)


class Hub:
    """Puts requests before the rules and tells its listeners what changed.

    It belongs to one event loop. `now` is the clock by which requests are judged.
    """

    def __init__(self, session: Session, now: Callable[[], datetime] = utc_now) -> None:
        self._session = session
        self._now = now
        self._listeners = Listeners[Change]()
        self._subscriptions = SeatSubscriptions[Change]()
        self._untold = deque[Change]()
        self._telling = False
        self._sights: dict[Actor, Sight] = {}
        self._closing: asyncio.Event | None = None
        self.save_first: Callable[[Session], Awaitable[None]] | None = None
        """Brings a session to the disk that is to be closed; raises Refused where that fails."""

    @property
    def session(self) -> Session:
        """The session as it is at this moment. For saving and exporting; a view asks for a :meth:`sight`."""
        return self._session

    def now(self) -> datetime:
        """Return the time by the clock that requests are judged by, in UTC: what a view counts a deadline down from."""
        return self._now()

    async def submit(self, request: Request, actor: Actor) -> Session:
        """Put a request before the rules; return the session as it is after it.

        Nothing comes between the question and the answer. Only a request that closes the session is saved before it is
        granted, where :attr:`save_first` says how; all others wait meanwhile.

        Raises:
            Refused: nothing has changed; the sentence says why.

        """
        await self.settled()
        before = self._session
        after = apply(before, request, actor, self._now())
        if after.closed is not None and before.closed is None and self.save_first is not None:
            self._closing = asyncio.Event()  # now, so that nothing is granted before the task has its turn
            # In a task of its own: whoever asked may be gone before the files are written, and they are written then.
            await asyncio.shield(asyncio.create_task(self._close(self.save_first(after), before, after, actor)))
        elif after is not before:
            self._grant(before, after, actor)
        return after

    async def _close(self, saving: Awaitable[None], before: Session, after: Session, actor: Actor) -> None:
        closing = self._closing
        try:
            await saving
            self._grant(before, after, actor)
        finally:
            self._closing = None
            if closing is not None:
                closing.set()

    def _grant(self, before: Session, after: Session, actor: Actor) -> None:
        self._session = after
        self._sights.clear()
        self._untold.append(Change.between(before, after, actor))
        self._tell()

    async def settled(self) -> None:
        """Return when no session is on its way to being closed."""
        while self._closing is not None:
            await self._closing.wait()

    def stop_clock(self) -> None:
        """Let no more time count, before the session is left: nobody asks for it, so it is no revision of its own."""
        self._session = stop_clock(self._session, self._now())
        self._sights.clear()

    def sight(self, actor: Actor) -> Sight:
        """Return what this viewer may see now; the very same object until something changes."""
        seen = self._sights.get(actor)
        if seen is None:
            seen = self._sights[actor] = sight(self._session, actor)
        return seen

    def subscribe(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Call `listener` after each change, in the order of the changes; return the function that ends it.

        A listener returns at once, as everybody waits for it: it posts a message or sets an event.
        """
        return self._listeners.subscribe(listener)

    def subscribe_to_seats(self, listener: Callable[[Change], None]) -> SeatSubscription[Change]:
        """Call `listener` after each change of the room, and of those seats that the subscription is limited to.

        For the many: of a change at one seat nobody is asked whom it does not concern. They are told after those who
        :meth:`subscribe`.
        """
        return self._subscriptions.subscribe(listener)

    @property
    def listeners(self) -> int:
        """How many listen."""
        return len(self._listeners) + len(self._subscriptions)

    def _tell(self) -> None:
        # With eager tasks a listener's own request is granted while the others still have to hear of this one.
        if self._telling:
            return
        self._telling = True
        try:
            while self._untold:
                change = self._untold.popleft()
                self._listeners.tell(change)
                self._subscriptions.tell(change, change.seats, room=change.room)
        finally:
            self._telling = False
