"""Who waits at the door and who is inside, and how often anybody may guess. Pure; the clock is passed in.

Nothing here bans: an address may be a whole room behind one router. Who is already in is never slowed by
those who are not.
"""

import ipaddress
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Final

from copworkshop.hosting.limits import Clock, Limits

ROOM_FULL: Final = "The room has as many connections as it can hold. Try again in a minute."
DOOR_CROWDED: Final = "Too many people are at the door at once. Try again in a few seconds."

_MINUTE: Final = 60.0
_REMEMBERED: Final = 4096  # wrong tries remembered at once, whatever comes in


def origin(address: str) -> str:
    """Return what counts as one address: an IPv4 address, or the /64 network that an IPv6 host picks its own from."""
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
    """Whose it is, as far as that is known."""
    silent_since: float | None = None
    """Since when a question whether anybody is there waits for its answer; None while none does."""


@dataclass(slots=True)
class Lobby:
    """Who is at the door and who is inside."""

    limits: Limits
    clock: Clock
    _places: dict[LobbyPlace, None] = field(default_factory=dict)  # in order of arrival

    def __len__(self) -> int:
        return len(self._places)

    def arrive(self, address: str) -> tuple[LobbyPlace | str, LobbyPlace | None]:
        """Return a place for a new connection, or the sentence that refuses it; and who has to give way, if anybody.

        Nobody gives way while there is room. At a crowded door it is, of the origin that has most there, whoever has
        stood longest, if the newcomer's own origin has fewer: one address alone cannot keep others out. Else it is
        whoever has stood there longer than :attr:`Limits.login_seconds`. Their place is gone; the caller ends their
        connection. Whether the room is full is no matter here: who comes back from a dead line has to say so first.
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
        """Note that the visitor passed the door; return the refusal where the room is full."""
        if self._is_full():
            return ROOM_FULL
        place.inside = True
        return None

    def make_room(self, place: LobbyPlace) -> LobbyPlace | None:
        """Return who gives way in a full room to a visitor who passed the door; None where nobody has to, or can.

        Nobody does who answers. Of the silent it is the visitor's own earlier connection, or else the one that has been
        silent longest. Their place is gone; the caller ends their connection.
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
        """Free a place; one that is free already stays so."""
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
        """Return who has stood at the door longest, of one origin or of all."""
        return next((place for place in self._places if not place.inside and where in {None, place.origin}), None)


@dataclass(slots=True)
class Tries:
    """Wrong guesses at codes, words and passphrases of the last minute, and how long the next guess waits for them.

    Only wrong ones count, so a whole room may come through one router at once. The wait comes *before* a guess
    is looked at: hanging up early saves a guesser nothing.
    """

    limits: Limits
    clock: Clock
    _wrong: deque[tuple[float, str]] = field(default_factory=deque)
    _by_origin: Counter[str] = field(default_factory=Counter)

    def wait(self, address: str) -> float:
        """Return how many seconds a guess from this address waits before it is looked at."""
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
