"""The keeper of the door: who may wait there, who may come in, and how often anybody may guess."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, Protocol

from copworkshop.hosting.limits import Clock, Limits
from copworkshop.hosting.shared import House
from copworkshop.hosting.visitor import Door
from copworkshop.ssh.handshake_queue import Threshold
from copworkshop.ssh.lobby import Lobby, Place, Tries

BANNER: Final = "Welcome to the workshop. The join code is on the screen in front.\n"
MAKE_ROOM: Final = "You were at the door for long, and others wait. Connect again."

KEEPALIVE_SECONDS: Final = 15
"""After so long without a word a client is asked whether it is still there."""

_ASK_SECONDS: Final = 1.0  # between two times that everybody is asked for a sign of life

Sleep = Callable[[float], Awaitable[None]]


class AtTheDoor(Protocol):
    """Whoever has come, as the keeper knows them."""

    def turn_away(self, sentence: str) -> None:
        """End the connection with a sentence that the client shows."""

    def give_way(self) -> None:
        """End a line that is dead, to somebody who is there."""

    def ask(self) -> None:
        """Ask the client for a sign of life."""


class Keeper:
    """Gives places, takes them back from who does not answer, and slows those who guess."""

    def __init__(
        self,
        door: Door,
        house: House,
        *,
        banner: str = BANNER,
        clock: Clock,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        """Keep the door of a house; the arguments are those of :class:`copworkshop.ssh.server.Server`."""
        self.door = door
        self.house = house
        self.banner = banner
        self.sleep = sleep
        self.lobby = Lobby(house.limits, clock)
        self.threshold = Threshold()
        self.tries = Tries(house.limits, clock)
        self._guests: dict[Place, AtTheDoor] = {}
        self._asked_at = float("-inf")

    @property
    def limits(self) -> Limits:
        """How much anybody may take."""
        return self.house.limits

    def close(self, sentence: str) -> None:
        """Turn away whoever is there."""
        for guest in list(self._guests.values()):
            guest.turn_away(sentence)

    async def before_a_try(self, address: str) -> None:
        """Hold a guess at a code, a word or a passphrase back for as long as the wrong ones of the last minute ask."""
        await self.sleep(self.tries.wait(address))

    async def was_wrong(self, address: str) -> None:
        """Count a wrong guess, and take a moment over it."""
        self.tries.wrong(address)
        await self.sleep(self.limits.try_seconds)

    def admit(self, guest: AtTheDoor, address: str) -> Place | str:
        """Give a new connection its place, or the sentence that refuses it; somebody may have to make room."""
        place, leaver = self.lobby.arrive(address)
        if leaver is not None and leaver in self._guests:
            self._guests.pop(leaver).turn_away(MAKE_ROOM)
        if isinstance(place, Place):
            self._guests[place] = guest
        return place

    async def find_place(self, place: Place) -> str | None:
        """Let a visitor into a full room in place of a line that is dead; return the refusal where all of them answer.

        A network may be gone for a second only, and no keepalive have missed anything yet: everybody inside is asked.
        """
        now = self.lobby.clock()
        if now - self._asked_at >= _ASK_SECONDS:
            self._asked_at = now
            for guest in [guest for other, guest in self._guests.items() if other.inside]:
                guest.ask()
        if self._let_in(place) is None:  # who has missed keepalives is known to be silent
            return None
        await self.sleep(self.limits.answer_seconds)
        return self._let_in(place)

    def _let_in(self, place: Place) -> str | None:
        leaver = self.lobby.make_room(place)
        if leaver is not None and leaver in self._guests:
            self._guests.pop(leaver).give_way()
        return self.lobby.let_in(place)

    def forget(self, place: Place) -> None:
        """Free the place of a connection that is gone."""
        self.lobby.leave(place)
        self._guests.pop(place, None)
