"""One connection, from the first byte to the last: who the visitor is, and what they may do."""

import asyncio
import socket
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final

import asyncssh
from typing_extensions import override

from copworkshop.admission.admission import Admission
from copworkshop.admission.entry import Entrance, read_name
from copworkshop.admission.lobby import LobbyPlace
from copworkshop.hosting.shared import HostState
from copworkshop.hosting.terminal import TerminalInfo
from copworkshop.hosting.visitor import Visitor
from copworkshop.ssh.channel import VisitorChannel
from copworkshop.ssh.incoming import Incoming, Intake
from copworkshop.ssh.internals import (
    ask_for_sign_of_life,
    bound_environment,
    limit_packets,
    once_proven,
    unanswered_keepalives,
)
from copworkshop.store.commands import command

UNKNOWN_NAME: Final = (
    "New here? Connect as room, as in ssh -p PORT room@HOST. Coming back? Connect as your rejoin word."
)
UNKNOWN_WORD: Final = (
    "Nobody here has that rejoin word. Look at how it is spelt, or connect as room to join again: a full room gives a "
    "seat at which nothing was entered to the next person."
)
WRONG_CODE: Final = "That is not the join code: look at the screen in front."
WRONG_PASSPHRASE: Final = "That is not the passphrase."  # noqa: S105  a sentence
NOT_THE_KEY: Final = (
    "Your key is not one of the facilitator's, and there is no passphrase yet. Where the session runs, set one with: "
    # Nobody who is not let in learns the session's name and the folders of this machine.
    f"{command('passphrase', of='SESSION')}"
)
ENOUGH_TRIES: Final = "Too many wrong tries. Look at the screen in front, and connect again."
HELD_UP: Final = "Many wrong tries came from your network, so yours waits for its turn.\n"
SENDS_TOO_MUCH: Final = "Your program sends more than a terminal does, so its connection was ended."
ONE_SCREEN: Final = "One connection has one screen: connect once more for another."
NO_ANSWER: Final = "Your line did not answer any more, and the room was full. Connect again; what you wrote is kept."
NO_SCREEN_ASKED: Final = "You asked for no screen."

_NAMES_A_CONNECTION: Final = 5
_KEYS_A_CONNECTION: Final = 20
_LARGEST_AT_THE_DOOR: Final = 35_000  # bytes of a packet; every implementation must accept this size (RFC 4253 6.1)
_LARGEST_INSIDE: Final = 256 * 1024  # AsyncSSH's default
_SEND_BUFFER: Final = 64 * 1024  # bytes that the socket buffers, to bound the stale frames of a slow reader
_REFUSAL_SECONDS: Final = 1.0
_HELD_UP_SECONDS: Final = 2.5  # after which somebody whose guess waits reads why; a wrong one is answered after 1 s


class SshConnection(asyncssh.SSHServer):
    """The connection of one visitor."""

    def __init__(self, admission: Admission, incoming: Incoming, state: HostState) -> None:
        """Take the admission, the queue of what connections send, and the state that all connections share."""
        self._admission = admission
        self._incoming = incoming
        self.intake: Intake | None = None
        self._state = state
        self._entry = admission.entry
        self._limits = admission.limits
        self.connection: asyncssh.SSHServerConnection | None = None
        self._address = ""
        self._place: LobbyPlace | None = None
        self._refusal: str | None = None
        self._entrance: Entrance | None = None
        self._word: str | None = None
        self._proven: str | None = None
        self._seat: int | None = None
        """The seat of the word or of the key that let the visitor in."""
        self._names = 0
        self._keys = 0
        self._tries = 0
        self._channel: VisitorChannel | None = None
        self._timer: asyncio.TimerHandle | None = None

    # The connection

    @override
    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self.connection = conn
        limit_packets(conn, _LARGEST_AT_THE_DOOR)
        peer = conn.get_extra_info("peername")
        self._address = peer[0] if peer else ""
        self.intake = self._incoming.accept(conn, lambda: self.turn_away(SENDS_TOO_MUCH), self._address)
        sock = conn.get_extra_info("socket")
        if sock is not None:
            with suppress(OSError):
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
        admitted = self._admission.admit(self, self._address)
        if isinstance(admitted, LobbyPlace):
            self._place = admitted
        else:
            # The refusal is sent when the client asks to be let in. If the connection were closed while data of the
            # client is unread, the system would discard the sentence (RFC 1122 4.2.2.13). A client that sends nothing
            # gets it after a moment.
            self._refusal = admitted
            self._timer = asyncio.get_running_loop().call_later(_REFUSAL_SECONDS, self.turn_away, admitted)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self.connection = None
        self._stop_timer()
        if self.intake is not None:
            self.intake.close()
        if self._place is not None:
            self._admission.forget(self._place)
            self._place = None

    def turn_away(self, sentence: str) -> None:
        """Close the connection with a sentence that the client shows."""
        self._stop_timer()
        if self.connection is not None:
            with suppress(OSError):
                self.connection.disconnect(asyncssh.DISC_BY_APPLICATION, sentence)

    def give_way(self, sentence: str) -> None:
        """End a connection that works, with a sentence that its person can read. What they typed is kept."""
        if self._channel is not None and self._channel in self._state.running:
            self._channel.leave(sentence)
        else:
            self.turn_away(sentence)

    def yield_place(self) -> None:
        """End a dead connection. If it revives, its person finds their terminal restored, and the reason."""
        if self._channel is not None and self._channel in self._state.running:
            self._channel.yield_place(NO_ANSWER)
        else:
            self.turn_away(NO_ANSWER)

    def probe(self) -> None:
        """Ask the client for a sign of life. Until it comes, the place holds since when the client is silent."""
        connection, place = self.connection, self._place
        if connection is None or place is None or place.silent_since is not None:
            return
        missed = max(0, unanswered_keepalives(connection) - 1)  # the answer to the last one may be on its way
        place.silent_since = self._admission.silent_since(missed)

        async def answered() -> None:
            await ask_for_sign_of_life(connection)
            place.silent_since = None

        connection.create_task(answered())

    # Who is it?

    @override
    async def begin_auth(self, username: str) -> bool:
        # Something is asked for every name, known or not. Only the question differs.
        self._names += 1
        if self._place is not None:
            self._place.has_asked = True
        self._entrance = self._word = self._proven = None
        if self._refusal is not None:
            self.turn_away(self._refusal)
            return True
        if self._names > _NAMES_A_CONNECTION:
            self.turn_away(ENOUGH_TRIES)
            return True
        read = read_name(username)
        if read is None:
            self.turn_away(UNKNOWN_NAME)
            return True
        entrance, word = read
        if word is not None and await self._admission.seat_of_word(self._address, word) is None:
            self.turn_away(UNKNOWN_WORD)
            return True
        self._entrance, self._word = entrance, word
        if self._names == 1 and self.connection is not None and self._asks_code():
            self.connection.send_auth_banner(self._admission.banner)
        return True

    def _asks_code(self) -> bool:
        return self._entrance is Entrance.PARTICIPANT and self._word is None and self._entry.code_needed()

    def asks_nothing(self) -> bool:
        """Tell whether the visitor comes in without a code or passphrase."""
        return self._entrance is Entrance.PARTICIPANT and not self._asks_code()

    @override
    def public_key_auth_supported(self) -> bool:
        # One proven key is enough.
        return self._entrance is not None and self._proven is None

    @override
    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        # True asks the client to prove that it holds this key. Nothing is concluded from the offer alone. Once proven,
        # the key of a seat, or of the facilitator, lets its holder in. A newcomer's proven key is noted, to be
        # remembered with their seat; they are still asked for the join code.
        self._keys += 1
        if self._keys > _KEYS_A_CONNECTION:
            self.turn_away(ENOUGH_TRIES)
            return False
        if self._entrance is None:
            return False
        fingerprint = key.get_fingerprint()
        if self._entrance is Entrance.PARTICIPANT:
            opens = self._entry.seat_of_key(fingerprint) is not None
        else:
            opens = self._entry.is_facilitator(fingerprint)
            if not opens:
                return False

        def proven() -> bool:
            self._proven = fingerprint
            return opens

        once_proven(key, proven)
        return True

    @override
    def kbdint_auth_supported(self) -> bool:
        return self._entrance is not None

    @override
    def get_kbdint_challenge(self, username: str, lang: str, submethods: str) -> Any:
        if self.asks_nothing():
            return True
        if self._entrance is not Entrance.PARTICIPANT and not self._entry.passphrase_is_set():
            self.turn_away(NOT_THE_KEY)
            return False
        return self._question("")

    @override
    async def validate_kbdint_response(self, username: str, responses: Sequence[str]) -> Any:
        if await self._is_right(responses[0] if len(responses) == 1 else ""):
            return True
        if self._tries >= self._limits.tries_per_connection:
            self.turn_away(ENOUGH_TRIES)
            return False
        return self._question(WRONG_CODE if self._asks_code() else WRONG_PASSPHRASE)

    @override
    def password_auth_supported(self) -> bool:
        # Some clients, mostly on phones, support passwords only, and not keyboard-interactive questions.
        return self._entrance is not None

    @override
    async def validate_password(self, username: str, password: str) -> bool:
        if self.asks_nothing() or await self._is_right(password):
            return True
        if self._tries >= self._limits.tries_per_connection:
            self.turn_away(ENOUGH_TRIES)
        return False

    def _question(self, instruction: str) -> tuple[str, str, str, list[tuple[str, bool]]]:
        if self._asks_code():
            return "", instruction, "", [("Join code: ", True)]
        return "", instruction, "", [("Passphrase: ", False)]

    async def _is_right(self, guess: str) -> bool:
        """Check a guess, when its turn has come."""
        self._tries += 1
        if self._entrance is None or self._tries > self._limits.tries_per_connection:
            return False
        held_up = asyncio.get_running_loop().call_later(_HELD_UP_SECONDS, self._explain_wait)
        try:
            if self._entrance is Entrance.PARTICIPANT:
                return await self._admission.code_is_right(self._address, guess)
            return await self._admission.passphrase_is_right(self._address, guess)
        finally:
            held_up.cancel()

    def _explain_wait(self) -> None:
        if self.connection is not None:
            self.connection.send_auth_banner(HELD_UP)

    @override
    def auth_completed(self) -> None:
        # If the room is full, `_refused` looks for a place later.
        if self._place is not None:
            self._place.entrance = self._entrance or Entrance.PARTICIPANT
            self._place.seat = self._seat = self._proven_seat()
            self._admission.let_in(self._place)
        if self.connection is not None and self.intake is not None:
            self.intake.let_in()
            limit_packets(self.connection, _LARGEST_INSIDE)
        self._timer = asyncio.get_running_loop().call_later(
            self._limits.session_seconds, self.turn_away, NO_SCREEN_ASKED
        )

    # What may they do?

    @override
    def session_requested(self) -> Any:
        connection = self.connection
        if self._channel is not None or connection is None or self.intake is None or self._entrance is None:
            raise asyncssh.ChannelOpenError(asyncssh.OPEN_ADMINISTRATIVELY_PROHIBITED, ONE_SCREEN)
        channel = connection.create_server_channel()
        bound_environment(channel)
        self._channel = VisitorChannel(
            self._state, self._identify, self._refused, started=self._stop_timer, received=self.intake.note_data
        )
        return channel, self._channel

    async def _refused(self) -> str | None:
        place = self._place
        refusal = self._entry.refusal(self._entrance or Entrance.PARTICIPANT, self._proven_seat())
        if refusal is None and place is not None and not place.inside:
            return await self._admission.find_place(place)
        return refusal

    @property
    def seat(self) -> int | None:
        """The seat of the visitor, if it is known. A newcomer's is known once they have given their name."""
        said = None if self._channel is None else self._channel.seat
        return self._seat if said is None else said

    def _proven_seat(self) -> int | None:
        if self._entrance is not Entrance.PARTICIPANT:
            return None
        if self._word is not None:
            return self._entry.seat_of_word(self._word)
        return None if self._proven is None else self._entry.seat_of_key(self._proven)

    def _identify(self, terminal: TerminalInfo) -> Visitor:
        return Visitor(
            entrance=self._entrance or Entrance.PARTICIPANT,
            seat=self._proven_seat(),
            fingerprint=self._proven,
            terminal=terminal,
            address=self._address,
        )

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
