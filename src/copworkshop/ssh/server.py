"""The SSH server: who may connect, who they are, and which algorithms are spoken."""

import asyncio
import gc
import logging
import socket
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

import asyncssh
from asyncssh.kex import get_kex_algs

from copworkshop.live.presence import Presence
from copworkshop.ssh.ahead import Ahead
from copworkshop.ssh.answer import ExecWord
from copworkshop.ssh.connection import AppFactory, BoundedEnvironment, Connection, Hint, House
from copworkshop.ssh.kept import Kept
from copworkshop.ssh.limits import Clock, Limits, Lobby, Place, Tries
from copworkshop.ssh.packets import send_no_chaff
from copworkshop.ssh.terminal import Terminal
from copworkshop.ssh.threshold import Threshold
from copworkshop.ssh.tidy import Tidy
from copworkshop.ssh.visitor import Door, Entrance, Visitor, read_name

send_no_chaff()

# What ssh-audit does not fail, and what old and new clients share. Dropbear needs curve25519 first.
KEX: Final = (
    "curve25519-sha256",
    "curve25519-sha256@libssh.org",
    "mlkem768x25519-sha256",
    "diffie-hellman-group16-sha512",
    "diffie-hellman-group18-sha512",
)
CIPHERS: Final = (
    "chacha20-poly1305@openssh.com",
    "aes256-gcm@openssh.com",
    "aes128-gcm@openssh.com",
    "aes256-ctr",
    "aes192-ctr",
    "aes128-ctr",
)
MACS: Final = (
    "hmac-sha2-256-etm@openssh.com",
    "hmac-sha2-512-etm@openssh.com",
    "umac-128-etm@openssh.com",
)

BANNER: Final = "Welcome to the workshop. The join code is on the screen in front.\n"
UNKNOWN_NAME: Final = (
    "New here? Connect as room, as in ssh -p PORT room@HOST. Coming back? Connect as your rejoin word."
)
UNKNOWN_WORD: Final = "Nobody here has that rejoin word. Look at how it is spelt, or connect as room to join anew."
WRONG_CODE: Final = "That is not the join code: look at the screen in front."
WRONG_PASSPHRASE: Final = "That is not the passphrase."  # noqa: S105  a sentence
NOT_THE_KEY: Final = (
    "Your key is not one of the facilitator's, and there is no passphrase yet. Where the session runs, set one with: "
    "copworkshop passphrase SESSION"
)
ENOUGH_TRIES: Final = "Too many wrong tries. Look at the screen in front, and connect again."
ONE_SCREEN: Final = "One connection has one screen: connect once more for another."
MAKE_ROOM: Final = "You were at the door for long, and others wait. Connect again."
NO_ANSWER: Final = "Your line did not answer any more, and the room was full. Connect again; what you wrote is kept."
NO_SCREEN_ASKED: Final = "You asked for no screen."

_NAMES_A_CONNECTION: Final = 5
_KEYS_A_CONNECTION: Final = 20
_RECEIVE_WINDOW: Final = 32 * 1024  # bytes that a client may send ahead of what is read
_LARGEST_AT_THE_DOOR: Final = 35_000  # bytes of a packet, the most that everybody must take (RFC 4253 6.1)
_LARGEST_INSIDE: Final = 256 * 1024  # AsyncSSH's own
_SEND_BUFFER: Final = 64 * 1024  # of the socket: a slow reader's stale backlog
_KEEPALIVE_SECONDS: Final = 15
_KEEPALIVE_MISSES: Final = 3
_ASK_SECONDS: Final = 1.0  # between two times that everybody is asked for a sign of life
_CLOSE_SECONDS: Final = 5.0
_REFUSAL_SECONDS: Final = 1.0
_FILES: Final = 1024  # open at once: more than lobby and room hold, and few enough for select()
_BACKLOG: Final = 512  # connections that the system holds until they are accepted: a whole room that comes at once

_log: Final = logging.getLogger(__name__)

Sleep = Callable[[float], Awaitable[None]]


class ServerError(Exception):
    """The server cannot listen; the text is a sentence that says what to do."""


class Server:
    """Lets people in over SSH, each to an app of their own."""

    def __init__(
        self,
        door: Door,
        host_key: asyncssh.SSHKey,
        app_factory: AppFactory,
        *,
        exec_words: Mapping[str, ExecWord] | None = None,
        hint: Hint = lambda _visitor: "",
        presence: Presence | None = None,
        ahead: Ahead | None = None,
        banner: str = BANNER,
        limits: Limits = Limits(),  # noqa: B008  a frozen value
        clock: Clock = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        """Make a server that does not listen yet.

        Args:
            door: Who is who, as the host of the session says.
            host_key: The session's own.
            app_factory: Makes each visitor's app.
            exec_words: What ``ssh HOST WORD`` answers.
            hint: Says what to ask for, to who asks for files or for what there is not.
            presence: Where it is noted who is in.
            ahead: Starts participants' apps ahead of them, from :meth:`prepare` on.
            banner: Shown by the client before anything is asked; ends with a newline.
            limits: How much anybody may take.
            clock: Seconds that only grow.
            sleep: How a try is slowed, and an answer waited for.
        """
        self.door = door
        self.banner = banner
        self.limits = limits
        self.lobby = Lobby(limits, clock)
        self.threshold = Threshold()
        self.tries = Tries(limits, clock)
        self.sleep = sleep
        tidy = Tidy()
        kept = Kept(limits.kept_seconds, tidy, ahead.left if ahead is not None else lambda: None)
        self.house = House(
            app_factory, exec_words or {}, limits, kept, hint, presence or Presence(), tidy=tidy, ahead=ahead
        )
        self._host_key = host_key
        self._guests: dict[Place, Guest] = {}
        self._asked_at = float("-inf")
        self._acceptor: asyncssh.SSHAcceptor | None = None

    @property
    def port(self) -> int:
        """The TCP port it listens on; 0 before :meth:`start`."""
        return 0 if self._acceptor is None else self._acceptor.get_port()

    @property
    def connections(self) -> int:
        """How many visitors have something running: an app, or an answer."""
        return len(self.house.running)

    async def start(self, bind: str, port: int) -> None:
        """Listen on an address (empty for all) and a port (0 for any that is free).

        :raises ServerError: it cannot listen there.
        """
        files_allowed()
        # AsyncSSH logs user names, which are rejoin words, and commands.
        asyncssh.set_log_level(logging.CRITICAL)
        available = {name.decode() for name in get_kex_algs()}
        try:
            self._acceptor = await asyncssh.listen(
                bind,
                port or await asyncio.to_thread(_free_port, bind),
                backlog=_BACKLOG,
                server_factory=lambda: Guest(self),
                server_host_keys=[self._host_key],
                server_version="copworkshop",
                kex_algs=[name for name in KEX if name in available],
                encryption_algs=list(CIPHERS),
                mac_algs=list(MACS),
                compression_algs=["none"],
                login_timeout=self.limits.patience_seconds,
                keepalive_interval=_KEEPALIVE_SECONDS,
                keepalive_count_max=_KEEPALIVE_MISSES,
                gss_host=None,
                host_based_auth=False,
                agent_forwarding=False,
                x11_forwarding=False,
                allow_scp=False,
                line_editor=False,
                encoding=None,
                window=_RECEIVE_WINDOW,
            )
        except (OSError, OverflowError) as error:
            raise ServerError(
                f"Port {port} cannot be listened on ({_reason(error)}): choose another with --port."
            ) from error

    def prepare(self) -> None:
        """Begin to start apps ahead of those who come: when all else is loaded, since it is work for the loop."""
        if self.house.ahead is not None:
            self.house.ahead.begin(self.house.start, lambda: self.connections + len(self.house.kept), self.house.tidy)

    async def close(self, sentence: str) -> None:
        """Let nobody in any more, and send everybody home with a sentence. Returns when nothing of theirs runs."""
        if self._acceptor is not None:
            self._acceptor.close()
        if self.house.ahead is not None:
            self.house.ahead.close()
        self.house.kept.close()
        for connection in list(self.house.running):
            connection.leave(sentence)
        if self.house.tasks:
            await asyncio.wait(set(self.house.tasks), timeout=_CLOSE_SECONDS)
        for task in list(self.house.tasks):
            task.cancel()
        for guest in list(self._guests.values()):
            guest.turn_away(sentence)
        self.house.tidy.stop()
        if self._acceptor is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(_CLOSE_SECONDS):
                    await self._acceptor.wait_closed()
        self._acceptor = None

    async def before_a_try(self, address: str) -> None:
        """Hold a guess at a code, a word or a passphrase back for as long as the wrong ones of the last minute ask."""
        await self.sleep(self.tries.wait(address))

    async def was_wrong(self, address: str) -> None:
        """Count a wrong guess, and take a moment over it."""
        self.tries.wrong(address)
        await self.sleep(self.limits.try_seconds)

    # What a guest asks of its server

    def admit(self, guest: "Guest", address: str) -> Place | str:
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


class Guest(asyncssh.SSHServer):
    """One connection, from the first byte to the last: who is it, and what may they do?"""

    def __init__(self, server: Server) -> None:
        """Belong to a server."""
        self._server = server
        self._connection: asyncssh.SSHServerConnection | None = None
        self._address = ""
        self._place: Place | None = None
        self._refusal: str | None = None
        self._entrance: Entrance | None = None
        self._word: str | None = None
        self._proven: str | None = None
        self._names = 0
        self._keys = 0
        self._tries = 0
        self._session: Connection | None = None
        self._timer: asyncio.TimerHandle | None = None

    # The connection

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        """Take a place, or be refused in the first words that a client understands."""
        self._connection = conn
        conn._max_recv_pktlen = _LARGEST_AT_THE_DOOR  # what is held of each until it is whole
        self._server.threshold.stand(conn)
        peer = conn.get_extra_info("peername")
        self._address = peer[0] if peer else ""
        sock = conn.get_extra_info("socket")
        if sock is not None:
            with suppress(OSError):
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
        admitted = self._server.admit(self, self._address)
        if isinstance(admitted, Place):
            self._place = admitted
        else:
            # It is said when the client asks to be let in: closing on words unread, while it is still talking, makes
            # the system throw the sentence away (RFC 1122 4.2.2.13). Who says nothing hears it a moment later.
            self._refusal = admitted
            self._timer = asyncio.get_running_loop().call_later(_REFUSAL_SECONDS, self.turn_away, admitted)

    def connection_lost(self, exc: Exception | None) -> None:
        """Free the place."""
        self._connection = None
        self._stop_timer()
        if self._place is not None:
            self._server.forget(self._place)
            self._place = None

    def turn_away(self, sentence: str) -> None:
        """End the connection with a sentence that the client shows."""
        self._stop_timer()
        if self._connection is not None:
            with suppress(OSError):
                self._connection.disconnect(asyncssh.DISC_BY_APPLICATION, sentence)

    def give_way(self) -> None:
        """End a line that is dead; if it is not for ever, its person finds their terminal as it was, and the reason."""
        if self._session is not None and self._session in self._server.house.running:
            self._session.give_way(NO_ANSWER)
        else:
            self.turn_away(NO_ANSWER)

    def ask(self) -> None:
        """Ask the client for a sign of life; until it comes, its place says since when there has been none."""
        line, place = self._connection, self._place
        if line is None or place is None or place.silent_since is not None:
            return
        place.seat = self.seat
        missed = max(0, line._keepalive_count - 1)  # the last one may just be on its way
        place.silent_since = self._server.lobby.clock() - missed * _KEEPALIVE_SECONDS

        async def answered() -> None:
            await line._make_keepalive_request()
            place.silent_since = None

        line.create_task(answered())

    # Who is it?

    async def begin_auth(self, username: str) -> bool:
        """Read the user name. Whether it is one of ours or not, something is asked: only what is asked differs."""
        self._names += 1
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
        if word is not None:
            await self._server.before_a_try(self._address)
            if self._server.door.seat_of_word(word) is None:
                await self._server.was_wrong(self._address)
                self.turn_away(UNKNOWN_WORD)
                return True
        self._entrance, self._word = entrance, word
        if self._names == 1 and self._connection is not None and self._asks_code():
            self._connection.send_auth_banner(self._server.banner)
        return True

    def _asks_code(self) -> bool:
        return self._entrance is Entrance.PARTICIPANT and self._word is None and self._server.door.code_needed()

    def _asks_nothing(self) -> bool:
        return self._entrance is Entrance.PARTICIPANT and not self._asks_code()

    def public_key_auth_supported(self) -> bool:
        """Tell whether a key may (still) be shown; one proven key is enough."""
        return self._entrance is not None and self._proven is None

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        """Say whether the client should prove that it holds this key. Nothing is concluded from the offer.

        The key of a seat, or the facilitator's, lets its holder in once proven. A newcomer's is noted once proven, to
        be remembered with their seat, and the join code is asked all the same.
        """
        self._keys += 1
        if self._keys > _KEYS_A_CONNECTION:
            self.turn_away(ENOUGH_TRIES)
            return False
        if self._entrance is None:
            return False
        fingerprint = key.get_fingerprint()
        if self._entrance is Entrance.PARTICIPANT:
            opens = self._server.door.seat_of_key(fingerprint) is not None
        else:
            opens = self._server.door.is_facilitator(fingerprint)
            if not opens:
                return False
        verify = key.verify

        def prove(data: bytes, signature: bytes) -> bool:
            if not verify(data, signature):
                return False
            self._proven = fingerprint
            return opens

        # AsyncSSH verifies with this very object, next; it has no other hook between a proof and letting in.
        key.verify = prove  # type: ignore[assignment, method-assign]
        return True

    def kbdint_auth_supported(self) -> bool:
        """Tell that questions can be asked."""
        return self._entrance is not None

    def get_kbdint_challenge(self, username: str, lang: str, submethods: str) -> Any:
        """Ask for the join code or the passphrase; who needs neither is let in."""
        if self._asks_nothing():
            return True
        if self._entrance is not Entrance.PARTICIPANT and not self._server.door.passphrase_is_set():
            self.turn_away(NOT_THE_KEY)
            return False
        return self._question("")

    async def validate_kbdint_response(self, username: str, responses: Sequence[str]) -> Any:
        """Let in, or ask again with a sentence."""
        if await self._is_right(responses[0] if len(responses) == 1 else ""):
            return True
        if self._tries >= self._server.limits.tries_per_connection:
            self.turn_away(ENOUGH_TRIES)
            return False
        return self._question(WRONG_CODE if self._asks_code() else WRONG_PASSPHRASE)

    def password_auth_supported(self) -> bool:
        """Tell that the answer may come as a password: some clients, on phones above all, know no questions."""
        return self._entrance is not None

    async def validate_password(self, username: str, password: str) -> bool:
        """Let in if the password is the join code or the passphrase."""
        if self._asks_nothing() or await self._is_right(password):
            return True
        if self._tries >= self._server.limits.tries_per_connection:
            self.turn_away(ENOUGH_TRIES)
        return False

    def _question(self, instruction: str) -> tuple[str, str, str, list[tuple[str, bool]]]:
        if self._asks_code():
            return "", instruction, "", [("Join code: ", True)]
        return "", instruction, "", [("Passphrase: ", False)]

    async def _is_right(self, guess: str) -> bool:
        """Judge a guess, slowed as :class:`Tries` says."""
        server = self._server
        self._tries += 1
        if self._entrance is None or self._tries > server.limits.tries_per_connection:
            return False
        await server.before_a_try(self._address)
        if self._entrance is Entrance.PARTICIPANT:
            right = server.door.code_is_right(guess)
        else:
            right = await asyncio.to_thread(server.door.passphrase_is_right, guess)
        if not right:
            await server.was_wrong(self._address)
        return right

    def auth_completed(self) -> None:
        """Note that the visitor is in, if the room has a place; they have a moment to ask for a screen."""
        if self._place is not None:
            self._place.seat = self.seat
            self._server.lobby.let_in(self._place)
        if self._connection is not None:
            self._server.threshold.pass_in(self._connection)
            self._connection._max_recv_pktlen = _LARGEST_INSIDE
        self._timer = asyncio.get_running_loop().call_later(
            self._server.limits.session_seconds, self.turn_away, NO_SCREEN_ASKED
        )

    # What may they do?

    def session_requested(self) -> Any:
        """Give the one channel of this connection."""
        connection = self._connection
        if self._session is not None or connection is None or self._entrance is None:
            raise asyncssh.ChannelOpenError(asyncssh.OPEN_ADMINISTRATIVELY_PROHIBITED, ONE_SCREEN)
        channel = connection.create_server_channel()
        channel._env = BoundedEnvironment()
        self._session = Connection(self._server.house, self._identify, self._refused, started=self._stop_timer)
        return channel, self._session

    async def _refused(self) -> str | None:
        place = self._place
        refusal = self._server.door.refusal(self._entrance or Entrance.PARTICIPANT, self._proven_seat())
        if refusal is None and place is not None and not place.inside:
            return await self._server.find_place(place)
        return refusal

    @property
    def seat(self) -> int | None:
        """The seat of whoever it is, as far as that is known: a newcomer's once they have said their name."""
        said = None if self._session is None else self._session.seat
        return self._proven_seat() if said is None else said

    def _proven_seat(self) -> int | None:
        if self._entrance is not Entrance.PARTICIPANT:
            return None
        if self._word is not None:
            return self._server.door.seat_of_word(self._word)
        return None if self._proven is None else self._server.door.seat_of_key(self._proven)

    def _identify(self, terminal: Terminal) -> Visitor:
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


def tune_collector() -> None:
    """Set the garbage collector for a process of many apps; the host calls it once, when everything is loaded.

    Measured: at the usual thresholds the collector doubles what a join costs. Whatever is loaded by now lives as
    long as the process and need not be looked at again. The second generation is collected, at 200,000 objects and in
    some 15 ms: it is what a running app leaves, as help pages that somebody opens and closes without end. What ends
    later is :mod:`copworkshop.ssh.tidy`'s.
    """
    gc.set_threshold(20_000, 10, 1_000_000)
    gc.collect()
    gc.freeze()


def files_allowed() -> int | None:
    """Return how many files this process may have open, a connection being one; None where nothing says.

    What the system gives at first (256 on macOS) is too few for a full room: it is raised as far as is allowed.
    """
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return None
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if most == resource.RLIM_INFINITY else min(_FILES, most)
    if allowed != resource.RLIM_INFINITY and allowed < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
            allowed = wanted
    return None if allowed == resource.RLIM_INFINITY else allowed


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()


def _free_port(bind: str) -> int:
    """Return a port that is free; left to itself asyncio takes another one for IPv4 than for IPv6.

    Raises:
        OSError: there is no such address here.

    """
    found = socket.getaddrinfo(bind or None, 0, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    family, kind, protocol, _, address = found[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.bind(address)
        port: int = probe.getsockname()[1]
        return port
