"""Who is connected to the running session, since when, and whether they are typing. This is never saved."""

import asyncio
import time
from collections.abc import Callable, Mapping
from contextvars import Context
from dataclasses import dataclass
from typing import Final, Protocol

from copworkshop.live.listeners import Listeners
from copworkshop.model.attendance import Activity, Attendance, Attending, Health
from copworkshop.model.clock import Clock, LastKey
from copworkshop.model.people import Actor, Role

TYPING_SECONDS: Final = 10.0
"""Seconds after a key for which a person counts as typing. With fewer, a pause for thought would look idle."""

EVERY: Final = 1.0
"""The least number of seconds between two notifications. All changes in between are sent as one."""

LEAVING_SECONDS: Final = 10.0
"""Seconds for which a seat is still in use after its last connection was lost: typed text may be on its way."""


class Pending(Protocol):
    """A call that will be made later."""

    def cancel(self) -> None:
        """Cancel the call."""


def _later(seconds: float, call: Callable[[], None]) -> Pending:
    # With an empty context: the call must not run in the context of the app whose person came or typed.
    return asyncio.get_running_loop().call_later(seconds, call, context=Context())


def _good() -> Health:
    return Health.GOOD


class Visit:
    """The entry of one connection in the presence."""

    __slots__ = ("_health", "_last_key", "_presence", "_since", "who")

    def __init__(self, presence: "Presence", who: Actor, health: Callable[[], Health]) -> None:
        """Create an entry. Use :meth:`Presence.arrive` instead."""
        self._presence = presence
        self._since = presence.clock()
        self._last_key = LastKey(presence.clock)
        self._health = health
        self.who = who
        """Whose connection it is. A newcomer is a participant without a seat until they have given their name."""

    def assign(self, seat: int) -> None:
        """Note the seat that the person has now."""
        self.who = Actor(role=Role.PARTICIPANT, seat=seat)
        self._presence.changed()

    def note_key(self) -> None:
        """Note a key. This is cheap enough for every key: listeners are notified only if the person was idle before."""
        was_typing = self.typing
        self._last_key.note()
        if not was_typing:
            self._presence.changed()

    def leave(self) -> None:
        """Note that the connection is gone. A second call does nothing."""
        self._presence.forget(self)

    @property
    def newcomer(self) -> bool:
        """Whether this is a person who has not given their name yet."""
        return self.who.role is Role.PARTICIPANT and self.who.seat is None

    @property
    def typing(self) -> bool:
        """Whether the last key was less than :data:`TYPING_SECONDS` ago."""
        return self._last_key.since < TYPING_SECONDS

    @property
    def since_key(self) -> float:
        """Seconds since the last key, or since the connection was made if there was no key."""
        return self.connected_for if self._last_key.never else self._last_key.since

    @property
    def connected_for(self) -> float:
        """Seconds since the connection was made."""
        return self._presence.clock() - self._since

    @property
    def health(self) -> Health:
        """The health of the connection."""
        return self._health()


@dataclass(slots=True)
class _Heard:
    """What the listeners get to know of the connections of one seat."""

    typing: bool
    connections: int
    health: Health
    since_key: float
    connected_for: float


class Presence:
    """The current connections. It belongs to one event loop.

    Listeners are called at most every :data:`EVERY` seconds, and only if something is different. So they are not
    called for each key of a person. :func:`copworkshop.rules.sight.attendance` decides what a viewer may see of it.
    """

    def __init__(
        self,
        clock: Clock = time.monotonic,
        later: Callable[[float, Callable[[], None]], Pending] = _later,
    ) -> None:
        """Begin without connections. `clock` returns seconds; `later` makes a call after a number of seconds."""
        self.clock = clock
        self._later = later
        self._visits: dict[Visit, None] = {}
        self._left_at: dict[int, float] = {}
        """When a connection of a seat was lost last. Entries that are too old are dropped."""
        self._listeners = Listeners[Attendance]()
        self._told = Attendance()
        self._told_at = float("-inf")
        self._look_at = float("inf")
        self._pending: Pending | None = None

    def arrive(self, who: Actor, health: Callable[[], Health] = _good) -> Visit:
        """Note a new connection. `health` returns its current health."""
        visit = Visit(self, who, health)
        self._visits[visit] = None
        self.changed()
        return visit

    def forget(self, visit: Visit) -> None:
        """Note that a connection is gone."""
        if visit in self._visits:
            del self._visits[visit]
            if visit.who.seat is not None:
                self._left_at.pop(visit.who.seat, None)
                self._left_at[visit.who.seat] = self.clock()
            self._drop_old()
            self.changed()

    def seats_in_use(self) -> frozenset[int]:
        """Return the seats that somebody is connected at, or was a moment ago."""
        self._drop_old()
        connected = (visit.who.seat for visit in self._visits)
        return frozenset(self._left_at).union(seat for seat in connected if seat is not None)

    @property
    def connections(self) -> int:
        """The number of current connections."""
        return len(self._visits)

    @property
    def attendance(self) -> Attendance:
        """Who is connected now. Computing this goes through every connection."""
        heard: dict[int, _Heard] = {}
        newcomers = consoles = stages = 0
        for visit in self._visits:
            if visit.who.role is Role.FACILITATOR:
                consoles += 1
            elif visit.who.role is Role.STAGE:
                stages += 1
            elif visit.who.seat is None:
                newcomers += 1
            else:
                _add(heard, visit.who.seat, visit)
        return Attendance(
            seats=_as_seats(heard), newcomers=newcomers, consoles=consoles, stages=stages, connected=len(heard)
        )

    def subscribe(self, listener: Callable[[Attendance], None]) -> Callable[[], None]:
        """Call `listener` when the attendance has changed; return the function that ends the subscription.

        A listener must return at once: it posts a message or sets an event. This needs a running event loop.
        """
        end = self._listeners.subscribe(listener)
        self._told = self.attendance
        self._look_in(EVERY)
        return end

    def changed(self) -> None:
        """Note that something is different. The listeners are called within :data:`EVERY` seconds."""
        if len(self._listeners):
            self._look_in(max(0.0, self._told_at + EVERY - self.clock()))

    def close(self) -> None:
        """Call no listener any more."""
        self._stop()

    def _drop_old(self) -> None:
        over = self.clock() - LEAVING_SECONDS
        for seat, left_at in tuple(self._left_at.items()):  # in order of time
            if left_at > over:
                return
            del self._left_at[seat]

    def _look_in(self, seconds: float) -> None:
        at = self.clock() + seconds
        if self._pending is not None:
            if self._look_at <= at:
                return
            self._pending.cancel()
        self._look_at = at
        self._pending = self._later(seconds, self._look)

    def _look(self) -> None:
        self._stop()
        now = self.attendance
        if now != self._told:
            self._told, self._told_at = now, self.clock()
            self._listeners.tell(now)
        # Nothing reports that a person stops typing or that a connection goes silent, so look again.
        if self._visits and len(self._listeners):
            self._look_in(EVERY)

    def _stop(self) -> None:
        if self._pending is not None:
            self._pending.cancel()
        self._pending, self._look_at = None, float("inf")


_ORDER: Final = (Health.GOOD, Health.SLOW, Health.SILENT)


def _add(heard: dict[int, _Heard], seat: int, visit: Visit) -> None:
    held = heard.get(seat)
    if held is None:
        heard[seat] = _Heard(visit.typing, 1, visit.health, visit.since_key, visit.connected_for)
        return
    held.typing = held.typing or visit.typing
    held.connections += 1
    held.health = min(held.health, visit.health, key=_ORDER.index)
    held.since_key = min(held.since_key, visit.since_key)
    held.connected_for = max(held.connected_for, visit.connected_for)


def _as_seats(heard: Mapping[int, _Heard]) -> dict[int, Attending]:
    return {
        seat: Attending(
            activity=Activity.TYPING if each.typing else Activity.IDLE,
            connections=each.connections,
            health=each.health,
            since_key=each.since_key,
            connected_for=each.connected_for,
        )
        for seat, each in heard.items()
    }
