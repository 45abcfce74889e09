"""The single owner of the running session: every change goes through the hub, and the hub notifies all listeners."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from copworkshop.live.listeners import Listeners
from copworkshop.live.seat_requests import SeatRequests
from copworkshop.live.stage_pages import StagePages
from copworkshop.live.subscriptions import SeatSubscription, SeatSubscriptions
from copworkshop.model.difference import changed_seats, room_changed
from copworkshop.model.people import Actor, Seat
from copworkshop.model.session import Session
from copworkshop.rules.finished import closes_round
from copworkshop.rules.pace import stop_clock
from copworkshop.rules.places import seat_to_reuse
from copworkshop.rules.question import closes_question
from copworkshop.rules.request import Request, apply
from copworkshop.rules.sight import Sight, sight

LAST_WORDS_SECONDS: Final = 3.0
"""The longest time for which the close of a round waits until the screens have submitted what is being typed."""

LastWords = Callable[[], "asyncio.Future[None] | None"]
"""Tells a screen to submit what is being typed; returns a future that is done then, or None if there is nothing."""


def utc_now() -> datetime:
    """Return the time in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """One granted request: the session before and after it, and what it changed."""

    before: Session
    after: Session
    seats: frozenset[int]
    """The numbers of the seats that changed, including new seats."""
    room: bool
    """Whether something else changed too: the place in the agenda, the clock, tables, remarks, merged ideas."""
    by: Actor
    """Who asked for it."""

    @classmethod
    def between(cls, before: Session, after: Session, by: Actor) -> "Change":
        """Return the change from one session to the next, requested by `by`."""
        return cls(before, after, seats=changed_seats(before, after), room=room_changed(before, after), by=by)


class Hub:
    """Applies requests by the rules and notifies its listeners of changes.

    It belongs to one event loop. `now` is the clock by which requests are judged.
    """

    def __init__(self, session: Session, now: Callable[[], datetime] = utc_now) -> None:
        self._session = session
        self.clock = now
        self._listeners = Listeners[Change]()
        self._subscriptions = SeatSubscriptions[Change]()
        self._untold = deque[Change]()
        self._telling = False
        self._sights: dict[Actor, Sight] = {}
        self._closing: asyncio.Event | None = None
        self._last_words: list[LastWords] = []
        self._last_answers: list[LastWords] = []
        self.seat_requests = SeatRequests(self)
        """The people who ask the facilitator for a seat with text on it."""
        self.stage_pages = StagePages(self.now)
        """Which page of a long list the stages show."""
        self.save_first: Callable[[Session], Awaitable[None]] | None = None
        """Writes a session to the disk before it is closed; raises Refused if that fails."""
        self.seats_in_use: Callable[[], Collection[int]] | None = None
        """Returns the seats that somebody is at. While it is None, every seat counts as in use."""

    @property
    def session(self) -> Session:
        """The current session, for saving and exporting. A view uses :meth:`sight`."""
        return self._session

    def now(self) -> datetime:
        """Return the time in UTC on the clock that judges requests. Views use it to count down to a deadline."""
        return self.clock()

    async def submit(self, request: Request, actor: Actor) -> Session:
        """Apply a request by the rules; return the session after it.

        No other request is granted in between, with two exceptions. Before a request that closes a round or a
        question, the screens submit what is being typed there. A request that closes the session is saved before it
        is granted, with :attr:`save_first`, and all other requests wait meanwhile.

        Raises:
            Refused: nothing has changed; the sentence says why.

        """
        await self.settled()
        before = self._session
        after = apply(before, request, actor, self.clock())
        asked = [*self._last_words] if closes_round(before, after) else []
        if closes_question(before, after):
            asked += self._last_answers
        if await _submit_last_words(asked):
            await self.settled()
            before = self._session
            after = apply(before, request, actor, self.clock())
        if after.closed is not None and before.closed is None and self.save_first is not None:
            self._closing = asyncio.Event()  # set now, so that nothing is granted before the task runs
            # In a task of its own, because the requesting task may be cancelled before the files are written.
            await asyncio.shield(asyncio.create_task(self._close(self.save_first(after), before, after, actor)))
        elif after is not before:
            self._grant(before, after, actor)
        return after

    def ask_for_last_words(self, ask: LastWords) -> Callable[[], None]:
        """Call `ask` before a round is closed; return the function that ends that."""
        return _added(ask, self._last_words)

    def ask_for_last_answers(self, ask: LastWords) -> Callable[[], None]:
        """Call `ask` before a question outside the plan is closed; return the function that ends that."""
        return _added(ask, self._last_answers)

    def seat_to_reuse(self) -> Seat | None:
        """Return the seat that the next new person is given; None if they get a new one, or none."""
        return None if self.seats_in_use is None else seat_to_reuse(self._session, self.seats_in_use())

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
        self.stage_pages.follow(before, after)
        self._untold.append(Change.between(before, after, actor))
        self._tell()

    async def settled(self) -> None:
        """Return when the session is not being closed."""
        while self._closing is not None:
            await self._closing.wait()

    def stop_clock(self) -> None:
        """Stop the session's clock before the process ends. Nobody requests this, so it is not a new revision."""
        self._session = stop_clock(self._session, self.clock())
        self._sights.clear()

    def sight(self, actor: Actor) -> Sight:
        """Return what this viewer may see now. The object is the same one until something changes."""
        seen = self._sights.get(actor)
        if seen is None:
            seen = self._sights[actor] = sight(self._session, actor)
        return seen

    def subscribe(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Call `listener` after each change, in order; return the function that ends the subscription.

        A listener must return at once, because everybody waits for it. It posts a message or sets an event.
        """
        return self._listeners.subscribe(listener)

    def subscribe_to_seats(self, listener: Callable[[Change], None]) -> SeatSubscription[Change]:
        """Call `listener` after each change of the room, and of the seats that the subscription is limited to.

        This is for many listeners: a change at one seat costs nothing for the others. These listeners are called after
        those of :meth:`subscribe`.
        """
        return self._subscriptions.subscribe(listener)

    @property
    def listeners(self) -> int:
        """The number of listeners."""
        return len(self._listeners) + len(self._subscriptions)

    def _tell(self) -> None:
        # With eager tasks, a request by a listener is granted before the other listeners are notified of this change.
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


def _added(ask: LastWords, asked: list[LastWords]) -> Callable[[], None]:
    asked.append(ask)
    return lambda: asked.remove(ask) if ask in asked else None


async def _submit_last_words(asked: Iterable[LastWords]) -> bool:
    """Let the screens submit what is being typed; return whether there was anything."""
    waiting = [words for ask in tuple(asked) if (words := ask()) is not None]
    if waiting:
        await asyncio.wait(waiting, timeout=LAST_WORDS_SECONDS)
    return bool(waiting)
