"""Who waits at the door, who is inside, and how often anybody may guess. The module is pure; the clock is passed in.

Nothing here bans an address, because a whole room may be behind one router. People who are in are never slowed by
people who are not.
"""

import ipaddress
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Final

from copworkshop.admission.limits import Limits
from copworkshop.model.clock import Clock

ROOM_FULL: Final = "The room has as many connections as it can hold. Try again in a minute."
DOOR_CROWDED: Final = "Too many people are at the door at once. Try again in a few seconds."

_MINUTE: Final = 60.0
_REMEMBERED: Final = 4096  # the most wrong tries that are remembered


def origin(address: str) -> str:
    """Return what counts as one address: an IPv4 address, or the whole /64 network of an IPv6 host."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return str(ip.ipv4_mapped)
        if not ip.is_loopback:
            return str(ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)


@dataclass(eq=False, slots=True)
class LobbyPlace:
    """One connection's place, at the door or inside."""

    origin: str
    since: float
    inside: bool = False
    seat: int | None = None
    """The seat of its person; None if it is not known."""
    silent_since: float | None = None
    """The clock's time since which a request for a sign of life waits for its answer; None if none waits."""


@dataclass(slots=True)
class Lobby:
    """Who is at the door and who is inside."""

    limits: Limits
    clock: Clock
    _places: dict[LobbyPlace, None] = field(default_factory=dict)  # in order of arrival

    def __len__(self) -> int:
        return len(self._places)

    def arrive(self, address: str) -> tuple[LobbyPlace | str, LobbyPlace | None]:
        """Return a place for a new connection, or the sentence that refuses it; and the place taken away, if any.

        While there is room, no place is taken away. At a crowded door, the origin with the most connections loses its
        oldest one if the newcomer's origin has fewer. So one address cannot keep others out. Otherwise a connection
        that has waited longer than :attr:`Limits.login_seconds` loses its place. The caller ends that connection.

        It does not matter here whether the room is full: a person who comes back from a dead connection must log in
        before we know who they are.
        """
        here = origin(address)
        leaver: LobbyPlace | None = None
        waiting = Counter(place.origin for place in self._places if not place.inside)
        if waiting.total() >= self.limits.waiting:
            leaver = self._who_gives_way(here, waiting)
            if leaver is None:
                return DOOR_CROWDED, None
            self.leave(leaver)
        place = LobbyPlace(here, self.clock())
        self._places[place] = None
        return place, leaver

    def let_in(self, place: LobbyPlace) -> str | None:
        """Note that the visitor has passed the door; return the refusal if the room is full, else None."""
        if self._is_full():
            return ROOM_FULL
        place.inside = True
        return None

    def make_room(self, place: LobbyPlace) -> LobbyPlace | None:
        """Return the place that is taken away in a full room for a visitor who passed the door; None if there is none.

        A connection that answers keeps its place. Of the silent ones, the visitor's own earlier connection loses its
        place, or else the one that has been silent longest. The caller ends that connection.
        """
        if not self._is_full():
            return None
        latest = self.clock() - self.limits.answer_seconds
        silent = {
            each: each.silent_since
            for each in self._places
            if each.inside and each.silent_since is not None and each.silent_since <= latest
        }
        leaver = min(
            silent, key=lambda each: (each.seat is None or each.seat != place.seat, silent[each]), default=None
        )
        if leaver is not None:
            self.leave(leaver)
        return leaver

    def leave(self, place: LobbyPlace) -> None:
        """Free a place. Nothing happens if it is free already."""
        self._places.pop(place, None)

    def _is_full(self) -> bool:
        return sum(place.inside for place in self._places) >= self.limits.connections

    def _who_gives_way(self, here: str, waiting: Counter[str]) -> LobbyPlace | None:
        there, most = max(waiting.items(), key=lambda item: item[1], default=(here, 0))
        if there != here and most > waiting[here] + 1:
            return self._longest(there)
        overdue = self.clock() - self.limits.login_seconds
        return next(
            (place for place in (self._longest(here), self._longest()) if place and place.since <= overdue), None
        )

    def _longest(self, where: str | None = None) -> LobbyPlace | None:
        """Return the place at the door that has waited longest, of one origin or of all."""
        return next((place for place in self._places if not place.inside and where in {None, place.origin}), None)


@dataclass(slots=True)
class Tries:
    """Wrong guesses at codes, words and passphrases in the last minute, and how long the next guess is delayed.

    Only wrong guesses count, so a whole room may come through one router at once. The delay comes *before* a guess is
    checked, so that a guesser gains nothing by hanging up early.
    """

    limits: Limits
    clock: Clock
    _wrong: deque[tuple[float, str]] = field(default_factory=deque)
    _by_origin: Counter[str] = field(default_factory=Counter)

    def wait(self, address: str) -> float:
        """Return how many seconds a guess from this address waits before it is checked."""
        self._forget()
        over = max(
            self._by_origin[origin(address)] - self.limits.tries_per_address,
            len(self._wrong) - self.limits.tries_in_all,
        )
        return min(max(0, over + 1) * self.limits.step_seconds, self.limits.longest_wait_seconds)

    def wrong(self, address: str) -> None:
        """Count a wrong guess."""
        here = origin(address)
        self._wrong.append((self.clock(), here))
        self._by_origin[here] += 1
        if len(self._wrong) > _REMEMBERED:
            self._drop_oldest()

    def _forget(self) -> None:
        before = self.clock() - _MINUTE
        while self._wrong and self._wrong[0][0] <= before:
            self._drop_oldest()

    def _drop_oldest(self) -> None:
        _, where = self._wrong.popleft()
        self._by_origin[where] -= 1
        if not self._by_origin[where]:
            del self._by_origin[where]
