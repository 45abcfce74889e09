"""Admission: who may wait to be let in, who may come in, and how often anybody may guess."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, Protocol

from copworkshop.admission.entry import EntryRules
from copworkshop.admission.limits import Limits
from copworkshop.admission.lobby import Lobby, LobbyPlace, Tries
from copworkshop.model.clock import Clock

BANNER: Final = "Welcome to the workshop. The join code is on the screen in front.\n"
MAKE_ROOM: Final = "You were at the door for long, and others wait. Connect again."

KEEPALIVE_SECONDS: Final = 15
"""Seconds without data after which a client is asked for a sign of life."""

_ASK_SECONDS: Final = 1.0  # the least time between two requests to everybody for a sign of life

Sleep = Callable[[float], Awaitable[None]]


class AdmittedConnection(Protocol):
    """A connection that has a place."""

    def turn_away(self, sentence: str) -> None:
        """End the connection with a sentence that the client shows."""

    def yield_place(self) -> None:
        """End a connection that is dead, to make room for a visitor."""

    def probe(self) -> None:
        """Ask the client for a sign of life."""


class Admission:
    """Gives places, takes them back from connections that do not answer, and delays guesses."""

    def __init__(
        self,
        entry: EntryRules,
        limits: Limits,
        *,
        banner: str = BANNER,
        clock: Clock,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        """Take the entry rules and the limits.

        The client shows `banner` before anything is asked. `clock` counts seconds. `sleep` is awaited to delay a try
        and to wait for an answer.
        """
        self.entry = entry
        self.limits = limits
        self.banner = banner
        self.lobby = Lobby(limits, clock)
        self.tries = Tries(limits, clock)
        self.sleep = sleep
        self._connections: dict[LobbyPlace, AdmittedConnection] = {}
        self._asked_at = float("-inf")

    def silent_since(self, missed: int) -> float:
        """Return the clock's time since which a client that missed this many keepalives has been silent."""
        return self.lobby.clock() - missed * KEEPALIVE_SECONDS

    def let_in(self, place: LobbyPlace) -> str | None:
        """Note that a visitor has logged in; return the refusal if the room is full, else None."""
        return self.lobby.let_in(place)

    def close(self, sentence: str) -> None:
        """Turn everybody away with a sentence."""
        for connection in list(self._connections.values()):
            connection.turn_away(sentence)

    async def delay_try(self, address: str) -> None:
        """Delay a guess at a code, a word or a passphrase, by the wrong guesses of the last minute."""
        await self.sleep(self.tries.wait(address))

    async def note_wrong_try(self, address: str) -> None:
        """Count a wrong guess, and wait for a moment."""
        self.tries.wrong(address)
        await self.sleep(self.limits.try_seconds)

    def admit(self, connection: AdmittedConnection, address: str) -> LobbyPlace | str:
        """Give a new connection its place, or return the sentence that refuses it. Another may lose its place."""
        place, leaver = self.lobby.arrive(address)
        if leaver is not None and leaver in self._connections:
            self._connections.pop(leaver).turn_away(MAKE_ROOM)
        if isinstance(place, LobbyPlace):
            self._connections[place] = connection
        return place

    async def find_place(self, place: LobbyPlace) -> str | None:
        """Let a visitor into a full room in place of a dead connection; return the refusal if every connection answers.

        Everybody inside is asked for a sign of life, because a connection may have died so recently that it has not
        missed a keepalive yet.
        """
        now = self.lobby.clock()
        if now - self._asked_at >= _ASK_SECONDS:
            self._asked_at = now
            for connection in [connection for other, connection in self._connections.items() if other.inside]:
                connection.probe()
        # This is enough if a connection has missed keepalives: then it is known to be silent.
        if self._take_place(place) is None:
            return None
        await self.sleep(self.limits.answer_seconds)
        return self._take_place(place)

    def _take_place(self, place: LobbyPlace) -> str | None:
        leaver = self.lobby.make_room(place)
        if leaver is not None and leaver in self._connections:
            self._connections.pop(leaver).yield_place()
        return self.lobby.let_in(place)

    def forget(self, place: LobbyPlace) -> None:
        """Free the place of a connection that is gone."""
        self.lobby.leave(place)
        self._connections.pop(place, None)
