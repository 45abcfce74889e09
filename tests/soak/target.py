"""What an attacker knows of the host, and the ways to connect to it."""

import asyncio
import contextlib
import random
import re
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Final

import asyncssh
from asyncssh.constants import MSG_DEBUG, MSG_IGNORE
from asyncssh.packet import Boolean, String

from soak.hosts import CODE

REFUSED: Final = (OSError, asyncssh.Error, TimeoutError, EOFError)

_ESCAPES: Final = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")
_BURST: Final = 256 * 1024  # bytes; asyncio reads no more at once

Send = Callable[[Any, Any], None]


class Guesser(asyncssh.SSHClient):
    """Answers each question by a guess, as often as it is asked."""

    def __init__(self, guess: Callable[[], str | None], asked: Callable[[], None] = lambda: None) -> None:
        self.guess = guess
        self.asked = asked

    def kbdint_auth_requested(self) -> str:
        return ""

    def kbdint_challenge_received(self, name: str, instructions: str, lang: str, prompts: Any) -> list[str] | None:
        answers: list[str] = []
        for _ in prompts:
            self.asked()
            guess = self.guess()
            if guess is None:
                return None
            answers.append(guess)
        return answers


class Screen(asyncssh.SSHClientSession[bytes]):
    """A terminal that draws nothing. It keeps the end of what was written to it."""

    def __init__(self) -> None:
        self.written = b""
        self._news = asyncio.Event()
        self._lost = False

    def data_received(self, data: bytes, datatype: int | None) -> None:
        self.written = (self.written + data)[-20_000:]
        self._news.set()

    def connection_lost(self, exc: Exception | None) -> None:
        self._lost = True
        self._news.set()

    @property
    def text(self) -> str:
        """What was written, without escape sequences."""
        return _ESCAPES.sub(b"", self.written).decode(errors="replace").replace("\N{NO-BREAK SPACE}", " ")

    async def shows(self, text: str) -> None:
        """Wait until this was written.

        :raises EOFError: the host closed the connection; the text is what was written last.
        """
        while text not in self.text:
            if self._lost:
                raise EOFError(self.text[-300:])
            self._news.clear()
            await self._news.wait()


class Target:
    """The host, as one attacker sees it."""

    def __init__(self, lines: asyncio.StreamReader, *, port: int, words: list[str], count: int, seconds: float) -> None:
        self.port = port
        self.words = words
        self.count = count
        """How many connections, or people, the attack has at once."""
        self.seconds = seconds
        self.result: dict[str, Any] = {}
        self.counts: Counter[str] = Counter()
        self._lines = lines
        self._end = 0.0

    @property
    def goes_on(self) -> bool:
        """Whether the attack is to go on."""
        return time.monotonic() < self._end

    async def begin(self) -> None:
        """Say that all is prepared, and wait for the word to begin."""
        print("ready", flush=True)
        await self._lines.readline()
        self._end = time.monotonic() + self.seconds

    async def many(self, one: Callable[[int], Awaitable[object]], at_once: int = 20) -> None:
        """Do something as many times as the attack counts, so many at once. What is refused is counted."""
        slots = asyncio.Semaphore(at_once)

        async def guarded(number: int) -> None:
            async with slots:
                try:
                    async with asyncio.timeout(30):
                        await one(number)
                except REFUSED as error:
                    self.counts[f"refused: {str(error)[:40] or type(error).__name__}"] += 1

        await asyncio.gather(*(guarded(number) for number in range(self.count)))

    async def again(self, one: Callable[[int], Awaitable[object]]) -> None:
        """Do something again and again, as many times at once as the attack counts, until the end."""

        async def loop(number: int) -> None:
            while self.goes_on:
                try:
                    async with asyncio.timeout(max(0.1, self._end - time.monotonic() + 1)):
                        await one(number)
                except REFUSED as error:
                    self.counts[f"refused: {str(error)[:40] or type(error).__name__}"] += 1
                    await asyncio.sleep(0.01)

        await asyncio.gather(*(loop(number) for number in range(self.count)))

    async def repeats(self, one: Callable[[int], Awaitable[object]]) -> None:
        """Begin, do something again and again until the end, and note what came of it."""
        await self.begin()
        await self.again(one)
        self.tell()

    # Ways in

    async def connect(
        self,
        user: str = "room",
        client: Callable[[], asyncssh.SSHClient] = lambda: Guesser(lambda: CODE),
        *,
        source: str | None = None,
        **options: Any,
    ) -> asyncssh.SSHClientConnection:
        """Log in."""
        local = {} if source is None else {"local_addr": (source, 0)}
        connection, _ = await asyncssh.create_connection(
            client, "127.0.0.1", self.port, username=user, known_hosts=None, agent_path=None, config=None,
            **{"client_keys": None, "keepalive_interval": 0} | local | options,
        )  # fmt: skip
        return connection

    async def terminal(
        self, user: str = "room", *, source: str | None = None, **options: Any
    ) -> tuple[asyncssh.SSHClientConnection, Any, Any]:
        """Log in with a terminal; return the connection, the channel and the session."""
        connection = await self.connect(user, source=source)
        try:
            options = {"term_type": "xterm-256color", "term_size": (80, 24), "encoding": None} | options
            channel, screen = await connection.create_session(Screen, **options)
        except BaseException:
            connection.abort()
            raise
        return connection, channel, screen

    async def at_the_door(self, **options: Any) -> asyncssh.SSHClientConnection:
        """Connect and exchange keys, and never answer the question for the code."""
        there: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

        class Silent(asyncssh.SSHClient):
            def connection_made(self, conn: asyncssh.SSHClientConnection) -> None:
                self.connection = conn

            async def kbdint_auth_requested(self) -> str:
                if not there.done():
                    there.set_result(self.connection)
                await asyncio.sleep(1_000)
                return ""

        login = asyncio.create_task(self.connect(client=Silent, **options))
        await asyncio.wait({login, there}, return_when=asyncio.FIRST_COMPLETED)
        if not there.done():
            await login
        login.add_done_callback(lambda task: task.cancelled() or task.exception())
        connection: asyncssh.SSHClientConnection = there.result()
        return connection

    @contextlib.asynccontextmanager
    async def raw(self) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        """Connect, and say nothing."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            yield reader, writer
        finally:
            writer.transport.abort()

    # Floods

    async def flood(self, connection: Any, channel: Any, send: Send, first: bytes = b"") -> None:
        """Send `first`, then something without end, and read no answers, until the host ends the connection."""
        transport = connection._transport
        if transport is None:
            return
        transport.pause_reading()
        transport.write(first)
        while self.goes_on and not transport.is_closing() and connection._transport is not None:
            if transport.get_write_buffer_size() < _BURST:
                for _ in range(50):
                    send(connection, channel)
                self.counts["sent"] += 50
            await asyncio.sleep(0.001)
        self.counts["ended" if self.goes_on else "still there"] += 1
        connection.abort()

    async def floods(self, connect: Callable[[], Awaitable[tuple[Any, Any]]], send: Send) -> None:
        """Flood on as many connections as the attack counts. Whoever is sent away comes back at once.

        At first as much is sent in one call as a host reads at once, so that all of it may come in one turn there.
        """
        first: list[tuple[Any, Any, bytes]] = []

        async def come(_number: int) -> None:
            connection, channel = await connect()
            first.append((connection, channel, _burst(connection, channel, send)))

        await self.many(come)
        await asyncio.sleep(1)
        await self.begin()

        async def one(_number: int) -> None:
            connection, channel, burst = first.pop() if first else (*await connect(), b"")
            await self.flood(connection, channel, send, burst)

        await self.again(one)
        self.tell()

    def tell(self, *said: str, **figures: object) -> None:
        """Note what came of it."""
        parts = [*said, *(f"{number} {what}" for what, number in self.counts.most_common(5))]
        self.result = {"said": ", ".join(parts), **dict(self.counts), **figures}


def ignored_packet(connection: Any, _channel: Any) -> None:
    """Send a packet that the other end has to ignore."""
    connection.send_packet(MSG_IGNORE, String(b""))


def debug_packet(connection: Any, _channel: Any) -> None:
    """Send a message for the other end's log."""
    connection.send_packet(MSG_DEBUG, Boolean(True), String(b"x"), String(b""))


def a_code() -> str:
    """Return any join code."""
    return f"{random.randrange(10**6):06d}"


def a_word() -> str:
    """Return what looks like a rejoin word."""
    return "maple-" + "".join(random.choices("bcdfghjkmnprstvwxyz346789", k=4))


def _burst(connection: Any, channel: Any, send: Send) -> bytes:
    """Return as many packets as a host reads at once. They are the next ones to be sent."""
    transport, burst = connection._transport, bytearray()
    write, transport.write = transport.write, burst.extend
    while len(burst) < _BURST:
        send(connection, channel)
    transport.write = write
    return bytes(burst)
