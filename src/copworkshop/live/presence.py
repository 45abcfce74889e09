"""Who is connected to the running session, since when, and whether they are typing: kept in memory, never saved."""

import asyncio
import time
from collections.abc import Callable, Mapping
from contextvars import Context
from dataclasses import dataclass
from typing import Final, Protocol

from copworkshop.live.listeners import Listeners
from copworkshop.model.attendance import Activity, Attendance, Attending, Health
from copworkshop.model.people import Actor, Role

TYPING_SECONDS: Final = 10.0
"""So long after a key somebody is still typing: shorter, and a pause for thought would read as idleness."""

EVERY: Final = 1.0
"""Seconds between two tellings: whatever happens in between is told as one."""


class Pending(Protocol):
    """A call that will be made later."""

    def cancel(self) -> None:
        """Let it not be made."""


def _later(seconds: float, call: Callable[[], None]) -> Pending:
    # A context of its own: whoever came or typed, it is not their app that is heard from here.
    return asyncio.get_running_loop().call_later(seconds, call, context=Context())


def _good() -> Health:
    return Health.GOOD


class Visit:
    """One connection's entry in the list of who is in."""

    __slots__ = ("_health", "_key_at", "_presence", "_since", "who")

    def __init__(self, presence: "Presence", who: Actor, health: Callable[[], Health]) -> None:
        """Belong to a list; :meth:`Presence.arrive` makes it."""
        self._presence = presence
        self._since = presence.clock()
        self._key_at: float | None = None
        self._health = health
        self.who = who
        """Whose it is. A newcomer is a participant without a seat until they have said their name."""

    def assign(self, seat: int) -> None:
        """Note the seat that the person has by now."""
        self.who = Actor(role=Role.PARTICIPANT, seat=seat)
        self._presence.changed()

    def note_key(self) -> None:
        """Note a key. Cheap enough for every one of them: only who was idle before is news."""
        was_typing, self._key_at = self.typing, self._presence.clock()
        if not was_typing:
            self._presence.changed()

    def leave(self) -> None:
        """Note that the connection is gone; again does nothing."""
        self._presence.forget(self)

    @property
    def newcomer(self) -> bool:
        """Whether it is somebody who has not said their name yet."""
        return self.who.role is Role.PARTICIPANT and self.who.seat is None

    @property
    def typing(self) -> bool:
        """Whether the last key is a moment ago at most."""
        return self._key_at is not None and self._presence.clock() - self._key_at < TYPING_SECONDS

    @property
    def since_key(self) -> float:
        """Seconds since the last key, or since the connection came if there was none."""
        return self._presence.clock() - (self._since if self._key_at is None else self._key_at)

    @property
    def connected_for(self) -> float:
        """Seconds since the connection came."""
        return self._presence.clock() - self._since

    @property
    def health(self) -> Health:
        """How well the connection carries."""
        return self._health()


@dataclass(slots=True)
class _Heard:
    """Of the connections of one seat, what is told."""

    typing: bool
    connections: int
    health: Health
    since_key: float
    connected_for: float


class Presence:
    """The connections that are in. It belongs to one event loop.

    Listeners are told at most every :data:`EVERY` seconds, and only where something is different: one person's typing
    wakes nobody for each key. What a viewer may see of it is decided by :func:`copworkshop.rules.sight.attendance`.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        later: Callable[[float, Callable[[], None]], Pending] = _later,
    ) -> None:
        """Begin with nobody. `clock` counts seconds; `later` makes a call in so many of them."""
        self.clock = clock
        self._later = later
        self._visits: dict[Visit, None] = {}
        self._listeners = Listeners[Attendance]()
        self._told = Attendance()
        self._told_at = float("-inf")
        self._look_at = float("inf")
        self._pending: Pending | None = None

    def arrive(self, who: Actor, health: Callable[[], Health] = _good) -> Visit:
        """Note a connection that is in; `health` says how it carries, whenever it is asked."""
        visit = Visit(self, who, health)
        self._visits[visit] = None
        self.changed()
        return visit

    def forget(self, visit: Visit) -> None:
        """Note that a connection is gone."""
        if visit in self._visits:
            del self._visits[visit]
            self.changed()

    @property
    def connections(self) -> int:
        """How many connections are in."""
        return len(self._visits)

    @property
    def attendance(self) -> Attendance:
        """Who is connected at this moment. Takes a look at every connection."""
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
        """Call `listener` when the attendance has changed; return the function that ends it.

        A listener returns at once: it posts a message or sets an event. Needs a running event loop.
        """
        end = self._listeners.subscribe(listener)
        self._told = self.attendance
        self._look_in(EVERY)
        return end

    def changed(self) -> None:
        """Note that something is different: it is told soon."""
        if len(self._listeners):
            self._look_in(max(0.0, self._told_at + EVERY - self.clock()))

    def close(self) -> None:
        """Tell nothing any more."""
        self._stop()

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
        # Who stops typing, and a line that goes dead, make no sound of their own.
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
