"""The keeper of the door: who may wait there, who may come in, and how often anybody may guess."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, Protocol

from copworkshop.hosting.limits import Clock, Limits
from copworkshop.hosting.shared import HostState
from copworkshop.hosting.visitor import EntryRules
from copworkshop.ssh.handshake_queue import HandshakeQueue
from copworkshop.ssh.lobby import Lobby, LobbyPlace, Tries

BANNER: Final = "Welcome to the workshop. The join code is on the screen in front.\n"
MAKE_ROOM: Final = "You were at the door for long, and others wait. Connect again."

KEEPALIVE_SECONDS: Final = 15
"""After so long without a word a client is asked whether it is still there."""

_ASK_SECONDS: Final = 1.0  # between two times that everybody is asked for a sign of life

Sleep = Callable[[float], Awaitable[None]]


class AdmittedConnection(Protocol):
    """Whoever has come, as the admission knows them."""

    def turn_away(self, sentence: str) -> None:
        """End the connection with a sentence that the client shows."""

    def yield_place(self) -> None:
        """End a line that is dead, to somebody who is there."""

    def probe(self) -> None:
        """Ask the client for a sign of life."""


class Admission:
    """Gives places, takes them back from who does not answer, and slows those who guess."""

    def __init__(
        self,
        door: EntryRules,
        state: HostState,
        *,
        banner: str = BANNER,
        clock: Clock,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        """Keep the door of a state; the arguments are those of :class:`copworkshop.ssh.server.Server`."""
        self.entry = door
        self.state = state
        self.banner = banner
        self.sleep = sleep
        self.lobby = Lobby(state.limits, clock)
        self.handshakes = HandshakeQueue()
        self.tries = Tries(state.limits, clock)
        self._connections: dict[LobbyPlace, AdmittedConnection] = {}
        self._asked_at = float("-inf")

    @property
    def limits(self) -> Limits:
        """How much anybody may take."""
        return self.state.limits

    def close(self, sentence: str) -> None:
        """Turn away whoever is there."""
        for connection in list(self._connections.values()):
            connection.turn_away(sentence)

    async def delay_try(self, address: str) -> None:
        """Hold a guess at a code, a word or a passphrase back for as long as the wrong ones of the last minute ask."""
        await self.sleep(self.tries.wait(address))

    async def note_wrong_try(self, address: str) -> None:
        """Count a wrong guess, and take a moment over it."""
        self.tries.wrong(address)
        await self.sleep(self.limits.try_seconds)

    def admit(self, connection: AdmittedConnection, address: str) -> LobbyPlace | str:
        """Give a new connection its place, or the sentence that refuses it; somebody may have to make room."""
        place, leaver = self.lobby.arrive(address)
        if leaver is not None and leaver in self._connections:
            self._connections.pop(leaver).turn_away(MAKE_ROOM)
        if isinstance(place, LobbyPlace):
            self._connections[place] = connection
        return place

    async def find_place(self, place: LobbyPlace) -> str | None:
        """Let a visitor into a full room in place of a line that is dead; return the refusal where all of them answer.

        A network may be gone for a second only, and no keepalive have missed anything yet: everybody inside is asked.
        """
        now = self.lobby.clock()
        if now - self._asked_at >= _ASK_SECONDS:
            self._asked_at = now
            for connection in [connection for other, connection in self._connections.items() if other.inside]:
                connection.probe()
        if self._let_in(place) is None:  # who has missed keepalives is known to be silent
            return None
        await self.sleep(self.limits.answer_seconds)
        return self._let_in(place)

    def _let_in(self, place: LobbyPlace) -> str | None:
        leaver = self.lobby.make_room(place)
        if leaver is not None and leaver in self._connections:
            self._connections.pop(leaver).yield_place()
        return self.lobby.let_in(place)

    def forget(self, place: LobbyPlace) -> None:
        """Free the place of a connection that is gone."""
        self.lobby.leave(place)
        self._connections.pop(place, None)
