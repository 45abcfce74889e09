"""One person's terminal on a session: an SSH client that presses keys and keeps the screen.

Like a person, it knows only what the session writes to it. Rehearsals, tests and benchmarks use it.
"""

import asyncio
import re
from collections.abc import Callable, Sequence
from typing import Any, Final

import asyncssh
import pyte
from asyncssh.connection import SSHConnection
from typing_extensions import override

from copworkshop.model.system_errors import Doing, why
from copworkshop.ssh.client import Address

KEYS: Final = {
    "enter": b"\r",
    "escape": b"\x1b",
    "tab": b"\t",
    "shift+tab": b"\x1b[Z",
    "backspace": b"\x7f",
    "up": b"\x1b[A",
    "down": b"\x1b[B",
    "right": b"\x1b[C",
    "left": b"\x1b[D",
    "home": b"\x1b[H",
    "end": b"\x1b[F",
    "pageup": b"\x1b[5~",
    "pagedown": b"\x1b[6~",
    "f1": b"\x1bOP",
    "f2": b"\x1bOQ",
    "f3": b"\x1bOR",
    "f5": b"\x1b[15~",
    "f8": b"\x1b[19~",
    "f9": b"\x1b[20~",
    "ctrl+q": b"\x11",
}
"""The bytes that a terminal sends for keys that are not letters."""

PATIENCE: Final = 20.0
"""The default number of seconds to wait for something."""

_UNREAD: Final = 1 << 20  # unread bytes after which the screen is updated even if nobody reads it
_WORD: Final = re.compile(r" ([a-z]{3,12}-[a-z0-9]{4}) ")


class NotSeen(Exception):  # noqa: N818 - named for what happened
    """Something did not appear on the screen in time. The text shows the screen."""


class Terminal(asyncssh.SSHClientSession[bytes]):
    """A person's terminal. :func:`call` opens one.

    Output is put on the screen only when the screen is read, so that a terminal that nobody reads costs almost nothing.
    """

    def __init__(self, columns: int = 80, rows: int = 24) -> None:
        self.closed = False
        """Whether the connection is closed, by either end."""
        self.keeps = False
        """Whether all output is kept, for :attr:`written`."""
        self.size = (columns, rows)
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._kept = bytearray()
        self._unread = bytearray()
        self._rows: list[str] | None = None
        self._news = asyncio.Event()
        self.channel: asyncssh.SSHClientChannel[bytes] | None = None
        self.line: SSHConnection | None = None

    # Callbacks of the connection

    @override
    def connection_made(self, chan: asyncssh.SSHClientChannel[bytes]) -> None:
        self.channel = chan
        self.line = chan.get_connection()

    @override
    def data_received(self, data: bytes, datatype: int | None) -> None:
        if self.keeps:
            self._kept += data
        self._unread += data
        if len(self._unread) > _UNREAD:
            self._catch_up()
        self._news.set()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        # The session has ended, so close the connection too, as ``ssh`` does.
        self.closed = True
        self._news.set()
        if self.line is not None:
            self.line.close()

    # What is on the screen

    @property
    def screen(self) -> pyte.Screen:
        """The current screen: its cells, their colours, the cursor."""
        self._catch_up()
        return self._screen

    @property
    def rows(self) -> list[str]:
        """The rows of the screen from the top, each as wide as the screen."""
        self._catch_up()
        if self._rows is None:
            # The same as pyte's `display`, which also looks up the width of every character and took half the time of a
            # rehearsal. This is not needed: the second cell of a wide character is empty.
            columns = range(self._screen.columns)
            lines = (self._screen.buffer[y] for y in range(self._screen.lines))
            self._rows = ["".join(line[x].data for x in columns) for line in lines]
        return self._rows

    @property
    def text(self) -> str:
        """The text of the screen, with single spaces."""
        return " ".join(" ".join(self.rows).split())

    @property
    def word(self) -> str | None:
        """The rejoin word, at the left of the last row of a person with a seat; None if it is not there."""
        found = _WORD.match(self.rows[-1])
        return found[1] if found is not None else None

    @property
    def written(self) -> bytes:
        """All output so far; empty unless :attr:`keeps` is set."""
        return bytes(self._kept)

    @property
    def after_leaving(self) -> str:
        """The output after the app has restored the terminal, if output is kept."""
        return self.written.decode(errors="replace").rpartition("\x1b[?25h")[2]

    @property
    def status(self) -> int | None:
        """The exit status that the server has sent; None before that."""
        return self.channel.get_exit_status() if self.channel is not None else None

    # What the person does

    def press(self, *keys: str) -> None:
        """Press keys, by name (see :data:`KEYS`) or as letters. On a closed connection this does nothing."""
        if self.channel is not None and not self.closed:
            for key in keys:
                self.channel.write(KEYS.get(key, key.encode()))

    def paste(self, text: str) -> None:
        """Paste a text as one bracketed paste instead of key by key."""
        self.press(f"\x1b[200~{text}\x1b[201~")

    def resize(self, columns: int, rows: int) -> None:
        """Make the window larger or smaller."""
        self._catch_up()
        self.size = (columns, rows)
        self._screen.resize(rows, columns)
        self._rows = None
        if self.channel is not None:
            self.channel.change_terminal_size(columns, rows)

    def abort(self) -> None:
        """Abort the connection without warning, like a laptop that is closed."""
        if self.line is not None:
            self.line.abort()

    async def hang_up(self) -> None:
        """Abort the connection, and wait until it is closed."""
        self.abort()
        if self.line is not None:
            await self.line.wait_closed()

    async def news(self, seconds: float) -> bool:
        """Wait at most `seconds` for output or the end of the connection; return whether one came."""
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            return False
        self._news.clear()
        return True

    async def until(self, condition: Callable[[], object], what: str, seconds: float = PATIENCE) -> None:
        """Wait until a condition is true, on the screen or elsewhere.

        Raises:
            NotSeen: it did not become true in time. The text names it as `what`.

        """
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while not condition():
            if loop.time() >= end:
                raise NotSeen(f"{what} did not come; the screen:\n" + "\n".join(self.rows))
            await self.news(0.02)  # with a timeout, because the condition may not depend on this screen

    async def sees(self, *texts: str, seconds: float = PATIENCE) -> None:
        """Wait until each of these texts was on the screen, one after the other.

        Raises:
            NotSeen: one of them did not appear in time.

        """
        for text in texts:
            await self.until(lambda text=text: text in self.text, f"“{text}”", seconds)  # type: ignore[misc]

    async def sees_not(self, text: str, seconds: float = PATIENCE) -> None:
        """Wait until this text is not on the screen.

        Raises:
            NotSeen: it is still there.

        """
        await self.until(lambda: text not in self.text, f"a screen without “{text}”", seconds)

    def _catch_up(self) -> None:
        if self._unread:
            unread, self._unread = bytes(self._unread), bytearray()
            self._stream.feed(unread)
            self._rows = None


def why_not_there(error: "OSError | asyncssh.Error") -> str:
    """Return why somebody cannot connect, or is connected no more, to stand inside a sentence."""
    if isinstance(error, OSError):
        return why(error, Doing.CALLING)
    # What our server says when it refuses somebody is a sentence. AsyncSSH's own words are not passed on.
    return "the connection was cut" if isinstance(error, asyncssh.ConnectionLost) else error.reason.rstrip(".")


class _Caller(asyncssh.SSHClient):
    """Answers the server's questions in order. The last answer is used again for all further questions."""

    def __init__(self, answers: Sequence[str]) -> None:
        self._answers = list(answers)

    @override
    def kbdint_auth_requested(self) -> str | None:
        return "" if self._answers else None

    @override
    def kbdint_challenge_received(self, name: str, instructions: str, lang: str, prompts: Any) -> list[str]:
        return [self._answers.pop(0) if len(self._answers) > 1 else self._answers[0] for _ in prompts]


async def call(
    address: Address,
    user: str = "room",
    *answers: str,
    key: asyncssh.SSHKey | None = None,
    size: tuple[int, int] = (80, 24),
    term: str = "xterm-256color",
    keeps: bool = False,
) -> Terminal:
    """Connect over SSH and return a terminal of `size` (columns, rows).

    `user` is ``room``, a rejoin word, ``console`` or ``stage``. `answers` are the answers to the server's questions,
    such as the join code; the last one is used again. With `keeps` all output is kept, for :attr:`Terminal.written`.

    The host's key is not checked, because this is for a session on one's own machine.

    Raises:
        asyncssh.Error: the server refuses this user; the text is what the server says.
        OSError: no server answers at this address.

    """
    line, _ = await asyncssh.create_connection(
        lambda: _Caller(answers),
        address.host,
        address.port,
        username=user,
        known_hosts=None,
        client_keys=None if key is None else [key],
        agent_path=None,
        config=None,
    )
    terminal = Terminal(*size)
    terminal.keeps = keeps
    try:
        await line.create_session(lambda: terminal, term_type=term, term_size=size, encoding=None)
    except BaseException:
        line.abort()
        raise
    return terminal
