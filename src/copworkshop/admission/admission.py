"""Admission: who may wait to be let in, who may come in, and when a guess is checked."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Protocol

from copworkshop.admission.entry import EntryRules
from copworkshop.admission.guesses import Guesses, Sleep
from copworkshop.admission.limits import Limits
from copworkshop.admission.lobby import Lobby, LobbyPlace
from copworkshop.model.clock import Clock

BANNER: Final = "Welcome to the workshop. The join code is on the screen in front.\n"
MAKE_ROOM: Final = "You were at the door for long, and others wait. Connect again."
ONE_MORE_TERMINAL: Final = (
    "You have opened more terminals than one person may have, or others needed the place. Nothing that you wrote is "
    "lost: connect again."
)
OTHERS_NEEDED_IT: Final = "You have not said your name yet, and others needed the place. Connect again."

KEEPALIVE_SECONDS: Final = 15
"""Seconds without data after which a client is asked for a sign of life."""

_ASK_SECONDS: Final = 1.0  # the least time between two requests to everybody for a sign of life
_PASSPHRASES_AT_ONCE: Final = 2  # each takes 16 MB and 50 ms of a core; saving has threads of its own


class AdmittedConnection(Protocol):
    """A connection that has a place."""

    @property
    def seat(self) -> int | None:
        """The seat of its person; None if it is not known yet."""

    def turn_away(self, sentence: str) -> None:
        """End the connection with a sentence that the client shows."""

    def give_way(self, sentence: str) -> None:
        """End a connection that works, with a sentence that its person can read. What they typed is kept."""

    def yield_place(self) -> None:
        """End a connection that is dead, to make room for a visitor."""

    def probe(self) -> None:
        """Ask the client for a sign of life."""


class Admission:
    """Gives places, takes them back where they are short, and checks guesses at a bounded rate."""

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

        The client shows `banner` before anything is asked. `clock` counts seconds. `sleep` is awaited until the turn of
        a guess, and while somebody may still answer.
        """
        self.entry = entry
        self.limits = limits
        self.banner = banner
        self.lobby = Lobby(limits, clock)
        self.guesses = Guesses(limits, clock, sleep)
        self.sleep = sleep
        self.connections: dict[LobbyPlace, AdmittedConnection] = {}
        self._asked_at = float("-inf")
        self._hashing = ThreadPoolExecutor(_PASSPHRASES_AT_ONCE, thread_name_prefix="passphrase")

    def silent_since(self, missed: int) -> float:
        """Return the clock's time since which a client that missed this many keepalives has been silent."""
        return self.lobby.clock() - missed * KEEPALIVE_SECONDS

    def close(self, sentence: str) -> None:
        """Turn everybody away with a sentence, and check no more guesses."""
        self.guesses.stop()
        self._hashing.shutdown(wait=False, cancel_futures=True)
        for connection in list(self.connections.values()):
            connection.turn_away(sentence)

    # Guesses

    async def code_is_right(self, address: str, guess: str) -> bool:
        """Return whether this is the join code, when the turn of this guess has come."""

        async def is_right() -> bool:
            return self.entry.code_is_right(guess)

        return await self.guesses.check(address, is_right)

    async def passphrase_is_right(self, address: str, guess: str) -> bool:
        """Return whether this is the facilitator's passphrase, when the turn of this guess has come."""

        async def is_right() -> bool:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._hashing, self.entry.passphrase_is_right, guess)

        return await self.guesses.check(address, is_right)

    async def seat_of_word(self, address: str, word: str) -> int | None:
        """Return the seat with this rejoin word, when the turn of this guess has come; None if there is none."""

        async def is_right() -> bool:
            return self.entry.seat_of_word(word) is not None

        return self.entry.seat_of_word(word) if await self.guesses.check(address, is_right) else None

    # Places

    def admit(self, connection: AdmittedConnection, address: str) -> LobbyPlace | str:
        """Give a new connection its place, or return the sentence that refuses it. Another may lose its place."""
        place, leaver = self.lobby.arrive(address)
        if leaver is not None and leaver in self.connections:
            self.connections.pop(leaver).turn_away(MAKE_ROOM)
        if isinstance(place, LobbyPlace):
            self.connections[place] = connection
        return place

    def let_in(self, place: LobbyPlace) -> str | None:
        """Note that a visitor has logged in; return the refusal if there is no place for them, else None.

        Somebody whose place is worth less may lose it.
        """
        for other, connection in self.connections.items():
            if other.inside and other.seat is None:
                other.seat = connection.seat  # a newcomer may have given their name by now
        refusal, leavers = self.lobby.let_in(place)
        for leaver in leavers:
            connection = self.connections.pop(leaver)
            connection.give_way(OTHERS_NEEDED_IT if leaver.seat is None else ONE_MORE_TERMINAL)
        return refusal

    async def find_place(self, place: LobbyPlace) -> str | None:
        """Let a visitor into a full room in place of a dead connection; return the refusal if every connection answers.

        Everybody inside is asked for a sign of life, because a connection may have died so recently that it has not
        missed a keepalive yet.
        """
        now = self.lobby.clock()
        if now - self._asked_at >= _ASK_SECONDS:
            self._asked_at = now
            for connection in [connection for other, connection in self.connections.items() if other.inside]:
                connection.probe()
        # This is enough if a connection has missed keepalives: then it is known to be silent.
        if self._take_place(place) is None:
            return None
        await self.sleep(self.limits.answer_seconds)
        return self._take_place(place)

    def _take_place(self, place: LobbyPlace) -> str | None:
        leaver = self.lobby.make_room(place)
        if leaver is not None and leaver in self.connections:
            self.connections.pop(leaver).yield_place()
        return self.let_in(place)

    def forget(self, place: LobbyPlace) -> None:
        """Free the place of a connection that is gone."""
        self.lobby.leave(place)
        self.connections.pop(place, None)
