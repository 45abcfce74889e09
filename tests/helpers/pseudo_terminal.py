"""A program in a pseudo-terminal of its own, whose screen can be read: copworkshop, ssh, and other people's clients."""

import asyncio
import fcntl
import os
import struct
import subprocess
import termios
from collections.abc import Sequence
from contextlib import suppress
from functools import partial

import pyte

from copworkshop.rehearsal.terminal import KEYS
from helpers.waiting import until


class Pseudo:
    """A pseudo-terminal with a program in it, and somebody at its keyboard."""

    def __init__(
        self, command: Sequence[str], *, size: tuple[int, int] = (80, 24), environment: dict[str, str] | None = None
    ) -> None:
        """Start the program. Its environment is this process's, but for what `environment` says."""
        self.screen = pyte.Screen(*size)
        self.written = b""
        self._stream = pyte.ByteStream(self.screen)
        self._ours, theirs = os.openpty()
        self.resize(*size)
        mode = termios.tcgetattr(theirs)
        mode[0] |= 0o40000  # IUTF8, as the terminals of today have it
        termios.tcsetattr(theirs, termios.TCSANOW, mode)
        os.set_blocking(self._ours, False)
        self.before = termios.tcgetattr(self._ours)
        """How the terminal treats keys before the program has touched it."""
        self.process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
            env=os.environ | (environment or {}),
        )
        self._theirs = theirs  # kept open, so that the terminal can be looked at when the program is gone
        # A window shows all the time what comes. A program that nobody reads from would wait, and take no more keys.
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._ours, self._read)

    @property
    def text(self) -> str:
        """What stands on the screen, as one text with single spaces."""
        return " ".join(self.shown.split())

    @property
    def shown(self) -> str:
        """What stands on the screen, row by row."""
        self._read()
        return "\n".join(self.screen.display)

    @property
    def after_leaving(self) -> str:
        """What was written once the terminal was as before."""
        return self.written.decode(errors="replace").rpartition("\x1b[?25h")[2]

    @property
    def keys_as_before(self) -> bool:
        """Whether the terminal treats keys as it did before the program came."""
        return termios.tcgetattr(self._ours) == self.before

    def press(self, *keys: str) -> None:
        """Press keys, by name or as the letters themselves."""
        for key in keys:
            os.write(self._ours, KEYS.get(key, key.encode()))

    def resize(self, columns: int, rows: int) -> None:
        """Make the window larger or smaller."""
        self.screen.resize(rows, columns)
        fcntl.ioctl(self._ours, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    async def sees(self, *texts: str) -> None:
        """Wait until all these texts stand on the screen, each at some moment."""
        for text in texts:
            await until(partial(self._shows, text), lambda text=text: f"There never came “{text}”:\n{self.shown}")  # type: ignore[misc]

    async def wrote(self, text: str) -> None:
        """Wait until a text was written, wherever on the screen it stands."""
        await until(
            lambda: self._read() and text.encode() in self.written,
            lambda: f"There never came “{text}”:\n{self.written!r}",
        )

    async def ended(self) -> int:
        """Wait for the program to end, and return its exit status."""
        await until(
            lambda: self._read() and self.process.poll() is not None, lambda: f"There never came the end:\n{self.shown}"
        )
        self._read()
        return self.process.returncode

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def put_away(self) -> None:
        if self.process.poll() is None:
            self.kill()
        self.hang_up()

    def hang_up(self) -> None:
        """Close the window. A second time does nothing."""
        if self._ours < 0:
            return
        if not self._loop.is_closed():
            self._loop.remove_reader(self._ours)
        os.close(self._ours)
        os.close(self._theirs)
        self._ours = -1

    def _shows(self, text: str) -> bool:
        return text in self.text

    def _read(self) -> bool:
        with suppress(OSError):  # nothing there yet
            while data := os.read(self._ours, 65536):
                self.written += data
                self._stream.feed(data)
        return True
