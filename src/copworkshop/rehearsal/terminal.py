"""One person's terminal on a session: an SSH client that presses keys and whose screen can be read.

It knows nothing of the session but what is written to it, as a person does. Rehearsals, tests and benchmarks drive it.
"""

import asyncio
import re
from collections.abc import Callable, Sequence
from typing import Any, Final

import asyncssh
import pyte
from asyncssh.connection import SSHConnection

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
    "ctrl+q": b"\x11",
}
"""What a terminal sends for the keys that are no letters."""

PATIENCE: Final = 20.0
"""Seconds after which what was waited for will not come, if nothing else is said."""

_UNREAD: Final = 1 << 20  # bytes kept until somebody reads the screen
_WORD: Final = re.compile(r" ([a-z]{3,12}-[a-z0-9]{4}) ")


class NotSeen(Exception):  # noqa: N818 - named for what happened
    """Something did not come to stand on the screen in time; the text shows what stood there instead."""


class Terminal(asyncssh.SSHClientSession[bytes]):
    """A terminal that somebody sits at. :func:`call` opens one.

    What comes in is put on the screen when somebody looks, so that one that nobody reads costs next to nothing.
    """

    def __init__(self, columns: int = 80, rows: int = 24) -> None:
        self.closed = False
        """The line is dead, from this end or the other."""
        self.keeps = False
        """Every byte that is written is kept."""
        self.size = (columns, rows)
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._kept = bytearray()
        self._unread = bytearray()
        self._rows: list[str] | None = None
        self._news = asyncio.Event()
        self._channel: asyncssh.SSHClientChannel[bytes] | None = None
        self._line: SSHConnection | None = None

    # What the line does

    def connection_made(self, chan: asyncssh.SSHClientChannel[bytes]) -> None:
        """Keep the channel that keys are sent through."""
        self._channel = chan
        self._line = chan.get_connection()

    def data_received(self, data: bytes, datatype: int | None) -> None:
        """Take what is written to the terminal."""
        if self.keeps:
            self._kept += data
        self._unread += data
        if len(self._unread) > _UNREAD:
            self._catch_up()
        self._news.set()

    def connection_lost(self, exc: Exception | None) -> None:
        """Note that there is nothing more to see, and hang up, as ``ssh`` does then."""
        self.closed = True
        self._news.set()
        if self._line is not None:
            self._line.close()

    # What the person sees

    @property
    def screen(self) -> pyte.Screen:
        """The screen, with all that has come in on it: its cells, their colours, the cursor."""
        self._catch_up()
        return self._screen

    @property
    def rows(self) -> list[str]:
        """What stands on the screen, row by row from the top, each as wide as the screen."""
        self._catch_up()
        if self._rows is None:
            # As pyte's own `display`, which looks up the width of every sign on the way: the second cell of a wide one
            # is empty anyway. That took half the time of a rehearsal.
            columns = range(self._screen.columns)
            lines = (self._screen.buffer[y] for y in range(self._screen.lines))
            self._rows = ["".join(line[x].data for x in columns) for line in lines]
        return self._rows

    @property
    def text(self) -> str:
        """What stands on the screen, as one text with single spaces."""
        return " ".join(" ".join(self.rows).split())

    @property
    def word(self) -> str | None:
        """The rejoin word, which stands at the left of a seated person's last row; None where there is none."""
        found = _WORD.match(self.rows[-1])
        return found[1] if found is not None else None

    @property
    def written(self) -> bytes:
        """All that was written to it, if that was kept."""
        return bytes(self._kept)

    @property
    def after_leaving(self) -> str:
        """What was written once the terminal was as before, if that was kept."""
        return self.written.decode(errors="replace").rpartition("\x1b[?25h")[2]

    @property
    def status(self) -> int | None:
        """The exit status that the client was told; None before that."""
        return self._channel.get_exit_status() if self._channel is not None else None

    # What the person does

    def press(self, *keys: str) -> None:
        """Press keys, by name (see :data:`KEYS`) or as the letters themselves. On a dead line nothing happens."""
        if self._channel is not None and not self.closed:
            for key in keys:
                self._channel.write(KEYS.get(key, key.encode()))

    def paste(self, text: str) -> None:
        """Paste a text: it comes at once, as one thing, instead of key by key."""
        self.press(f"\x1b[200~{text}\x1b[201~")

    def resize(self, columns: int, rows: int) -> None:
        """Make the window larger or smaller."""
        self._catch_up()
        self.size = (columns, rows)
        self._screen.resize(rows, columns)
        self._rows = None
        if self._channel is not None:
            self._channel.change_terminal_size(columns, rows)

    def abort(self) -> None:
        """Be gone in the middle of everything, as a laptop that is shut."""
        if self._line is not None:
            self._line.abort()

    async def hang_up(self) -> None:
        """Be gone, and wait until the line is."""
        self.abort()
        if self._line is not None:
            await self._line.wait_closed()

    async def news(self, seconds: float) -> bool:
        """Wait until something is written, the line dies, or the time is over; tell whether something happened."""
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            return False
        self._news.clear()
        return True

    async def until(self, condition: Callable[[], object], what: str, seconds: float = PATIENCE) -> None:
        """Wait until something is so, be it on the screen or elsewhere.

        Raises:
            NotSeen: it did not come to be in time. `what` is said as what was waited for.

        """
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while not condition():
            if loop.time() >= end:
                raise NotSeen(f"{what} did not come; the screen:\n" + "\n".join(self.rows))
            await self.news(0.02)  # not for ever: the condition may be about more than this screen

    async def sees(self, *texts: str, seconds: float = PATIENCE) -> None:
        """Wait until all these texts stand on the screen, each at some moment.

        Raises:
            NotSeen: one did not come in time.

        """
        for text in texts:
            await self.until(lambda text=text: text in self.text, f"“{text}”", seconds)  # type: ignore[misc]

    async def sees_not(self, text: str, seconds: float = PATIENCE) -> None:
        """Wait until this text does not stand on the screen, or does no more.

        Raises:
            NotSeen: it stands there still.

        """
        await self.until(lambda: text not in self.text, f"a screen without “{text}”", seconds)

    def _catch_up(self) -> None:
        if self._unread:
            unread, self._unread = bytes(self._unread), bytearray()
            self._stream.feed(unread)
            self._rows = None


class _Caller(asyncssh.SSHClient):
    """Answers what the server asks, the last answer again and again."""

    def __init__(self, answers: Sequence[str]) -> None:
        self._answers = list(answers)

    def kbdint_auth_requested(self) -> str | None:
        """Answer questions, if there is anything to answer with."""
        return "" if self._answers else None

    def kbdint_challenge_received(self, name: str, instructions: str, lang: str, prompts: Any) -> list[str]:
        """Give the next answer."""
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
    """Come in over SSH, and sit down at a terminal of so many columns and rows.

    `user` is ``room``, a rejoin word, ``console`` or ``stage``; `answers` are given to what is asked, such as the join
    code, the last one again and again. `keeps` says to keep every byte that is written, for who looks at them.

    The host's key is not checked: this is for a session of one's own, on one's own machine.

    Raises:
        asyncssh.Error: the door is shut to this user; the text is what the server says.
        OSError: there is nobody at that address.

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
