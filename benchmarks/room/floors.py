"""Servers to compare a room over SSH with. ``python -m benchmarks.room.floors KIND`` serves until SIGTERM.

* ``bare`` is AsyncSSH alone: a handshake with the same algorithms and the same question. It sends the typed word back.
* ``area`` is Textual's TextArea over our server and driver: the cost of a key without our app.
* ``screens`` shows a screen of text to each person. A key of one person changes it for all.
* ``each`` is the same app with one process per connection, on a pseudo-terminal, as most terminal programs are served.
"""

import asyncio
import fcntl
import os
import pty
import signal
import struct
import sys
import termios
from collections.abc import Sequence
from typing import Any, ClassVar, Final

import asyncssh
from textual import events
from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import Static, TextArea
from typing_extensions import override

from copworkshop.admission.entry import Entrance
from copworkshop.hosting.gc_policy import tune_collector
from copworkshop.ssh.install import install as install_ssh
from copworkshop.ssh.server import CIPHERS, KEX, MACS, Server
from copworkshop.toolkit import event_loop
from copworkshop.toolkit.hostable import HostableApp
from copworkshop.toolkit.install import install as install_toolkit

READY: Final = "ready"
"""The first text of the bare server, and the title of the text area: the sign of their first paint."""

_LEAVE: Final = b"\x11"  # Ctrl+Q, with which half of the people leave


class Asks(asyncssh.SSHServer):
    """Asks for a code, and accepts any."""

    @override
    def begin_auth(self, username: str) -> bool:
        return True

    @override
    def kbdint_auth_supported(self) -> bool:
        return True

    @override
    def get_kbdint_challenge(self, username: str, lang: str, submethods: str) -> Any:
        return "", "", "", [("Join code: ", True)]

    @override
    def validate_kbdint_response(self, username: str, responses: Sequence[str]) -> bool:
        return True


class Bare(Asks):
    """Sends back what it receives."""

    @override
    def session_requested(self) -> asyncssh.SSHServerSession[bytes]:
        return Echo()


class Echo(asyncssh.SSHServerSession[bytes]):
    """Writes :data:`READY`, then after each key the end of the current word, as a screen would show it."""

    @override
    def connection_made(self, chan: asyncssh.SSHServerChannel[bytes]) -> None:
        self._channel = chan
        self._line = ""

    @override
    def pty_requested(self, term_type: str, term_size: tuple[int, int, int, int], term_modes: Any) -> bool:
        return True

    @override
    def shell_requested(self) -> bool:
        return True

    @override
    def session_started(self) -> None:
        self._channel.write(READY.encode())

    @override
    def data_received(self, data: bytes, datatype: int | None) -> None:
        if data == _LEAVE:
            self._channel.exit(0)
            return
        self._line = (self._line + data.decode()).rpartition(" ")[2][-8:]
        self._channel.write(self._line.encode())


class Each(Asks):
    """Starts one process per connection."""

    @override
    def session_requested(self) -> asyncssh.SSHServerSession[bytes]:
        return Process()


class Process(asyncssh.SSHServerSession[bytes]):
    """A process on a pseudo-terminal."""

    @override
    def connection_made(self, chan: asyncssh.SSHServerChannel[bytes]) -> None:
        self._channel = chan

    @override
    def pty_requested(self, term_type: str, term_size: tuple[int, int, int, int], term_modes: Any) -> bool:
        self._size = term_size
        return True

    @override
    def shell_requested(self) -> bool:
        return True

    @override
    def session_started(self) -> None:
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
            os.execv(sys.executable, [sys.executable, "-m", "benchmarks.room.alone"])  # noqa: S606
        columns, rows, *_ = self._size
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        asyncio.get_running_loop().add_reader(self._terminal, self._read)

    def _read(self) -> None:
        try:
            data = os.read(self._terminal, 65536)
        except OSError:
            data = b""
        if data:
            self._channel.write(data)
        else:
            asyncio.get_running_loop().remove_reader(self._terminal)
            self._channel.exit(0)

    @override
    def data_received(self, data: bytes, datatype: int | None) -> None:
        os.write(self._terminal, data)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        asyncio.get_running_loop().remove_reader(self._terminal)
        os.close(self._terminal)
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)


class Area(HostableApp):
    """Textual's text area and nothing else."""

    ENABLE_COMMAND_PALETTE = False

    @override
    def compose(self) -> ComposeResult:
        area = TextArea()
        area.cursor_blink = False
        area.border_title = READY
        yield area


class Screens(HostableApp):
    """A screen of text. A key of one person changes it for everybody."""

    ENABLE_COMMAND_PALETTE = False
    everybody: ClassVar[list["Screens"]] = []

    class Say(Message):
        """Show this word."""

        def __init__(self, word: str) -> None:
            super().__init__()
            self.word = word

    @override
    def compose(self) -> ComposeResult:
        self.everybody.append(self)
        yield Static(_screenful("before"))

    def on_key(self, event: events.Key) -> None:
        """Change the text of all screens."""
        for app in self.everybody:
            app.post_message(self.Say("after" if event.key == "a" else "before"))

    def on_screens_say(self, event: Say) -> None:
        """Show the other text."""
        self.query_one(Static).update(_screenful(event.word))


def _screenful(word: str) -> str:
    return "\n".join(f"{word}, and a line of words as they stand on a screen in a workshop" for _ in range(22))


class OpenDoor:
    """Admits everybody with any code."""

    def code_needed(self) -> bool:
        """Return that a code is asked for."""
        return True

    def code_is_right(self, guess: str) -> bool:
        """Accept any code."""
        return True

    def seat_of_word(self, word: str) -> int | None:
        """Return no seat."""
        return None

    def seat_of_key(self, fingerprint: str) -> int | None:
        """Return no seat."""
        return None

    def is_facilitator(self, fingerprint: str) -> bool:
        """Return that nobody is the facilitator."""
        return False

    def passphrase_is_set(self) -> bool:
        """Return that there is no passphrase."""
        return False

    def passphrase_is_right(self, guess: str) -> bool:
        """Refuse every passphrase."""
        return False

    def refusal(self, entrance: Entrance, seat: int | None) -> str | None:
        """Refuse nobody."""
        return None


APPS: Final[dict[str, type[HostableApp]]] = {"area": Area, "screens": Screens}


async def main(kind: str) -> None:
    """Serve until SIGTERM; write the port to standard error first."""
    host_key = asyncssh.generate_private_key("ssh-ed25519")
    if kind in APPS:
        server = Server(OpenDoor(), host_key, lambda visitor: APPS[kind]())
        await server.start("127.0.0.1", 0)
        tune_collector()
        port = server.port
    else:
        acceptor = await asyncssh.listen(
            "127.0.0.1",
            0,
            server_factory=Each if kind == "each" else Bare,
            server_host_keys=[host_key],
            kex_algs=list(KEX),
            encryption_algs=list(CIPHERS),
            mac_algs=list(MACS),
            compression_algs=["none"],
            line_editor=False,
            encoding=None,
        )
        port = acceptor.get_port()
    print(f"open on port {port}", file=sys.stderr, flush=True)
    end = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, end.set)
    await end.wait()


if __name__ == "__main__":
    install_toolkit()
    install_ssh()
    event_loop.run(main(sys.argv[1]))
