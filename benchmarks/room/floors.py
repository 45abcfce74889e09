"""What a room over SSH is compared with: ``python -m benchmarks.room.floors KIND`` serves until it is ended.

* ``bare`` is AsyncSSH alone: a handshake with the same algorithms and the same question, and the word typed sent back.
* ``area`` is Textual's own TextArea over our server and driver: what a key costs before anything of ours is shown.
* ``screens`` shows a screen of text to each; a key of one changes it for all.
* ``each`` is the same app as a process per connection, on a pseudo-terminal: how terminal programs are usually served.
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

from copworkshop.hosting.gc_policy import tune_collector
from copworkshop.hosting.visitor import Entrance
from copworkshop.ssh.install import install as install_ssh
from copworkshop.ssh.server import CIPHERS, KEX, MACS, Server
from copworkshop.toolkit import event_loop
from copworkshop.toolkit.hostable import HostableApp
from copworkshop.toolkit.install import install as install_toolkit

READY: Final = "ready"
"""What the bare server writes first, and what stands above the text area: their first paint."""

_LEAVE: Final = b"\x11"  # Ctrl+Q, by which half of the people leave


class Asks(asyncssh.SSHServer):
    """Asks for a code, and takes any."""

    def begin_auth(self, username: str) -> bool:
        """Ask everybody."""
        return True

    def kbdint_auth_supported(self) -> bool:
        """Ask with a question."""
        return True

    def get_kbdint_challenge(self, username: str, lang: str, submethods: str) -> Any:
        """Ask for the code."""
        return "", "", "", [("Join code: ", True)]

    def validate_kbdint_response(self, username: str, responses: Sequence[str]) -> bool:
        """Take it."""
        return True


class Bare(Asks):
    """Answers with what comes."""

    def session_requested(self) -> asyncssh.SSHServerSession[bytes]:
        """Give a session that echoes."""
        return Echo()


class Echo(asyncssh.SSHServerSession[bytes]):
    """Writes one word, then what comes, three letters at a time so that they are known again."""

    def connection_made(self, chan: asyncssh.SSHServerChannel[bytes]) -> None:
        """Take the channel."""
        self._channel = chan
        self._line = ""

    def pty_requested(self, term_type: str, term_size: tuple[int, int, int, int], term_modes: Any) -> bool:
        """Accept."""
        return True

    def shell_requested(self) -> bool:
        """Accept."""
        return True

    def session_started(self) -> None:
        """Write the word that is waited for."""
        self._channel.write(READY.encode())

    def data_received(self, data: bytes, datatype: int | None) -> None:
        """Send the word so far, as a screen would show it."""
        if data == _LEAVE:
            self._channel.exit(0)
            return
        self._line = (self._line + data.decode()).rpartition(" ")[2][-8:]
        self._channel.write(self._line.encode())


class Each(Asks):
    """Starts a process for everybody."""

    def session_requested(self) -> asyncssh.SSHServerSession[bytes]:
        """Give a session with a process of its own."""
        return Process()


class Process(asyncssh.SSHServerSession[bytes]):
    """A process on a pseudo-terminal."""

    def connection_made(self, chan: asyncssh.SSHServerChannel[bytes]) -> None:
        """Take the channel."""
        self._channel = chan

    def pty_requested(self, term_type: str, term_size: tuple[int, int, int, int], term_modes: Any) -> bool:
        """Note the size."""
        self._size = term_size
        return True

    def shell_requested(self) -> bool:
        """Accept."""
        return True

    def session_started(self) -> None:
        """Start it."""
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

    def data_received(self, data: bytes, datatype: int | None) -> None:
        """Pass keys on."""
        os.write(self._terminal, data)

    def connection_lost(self, exc: Exception | None) -> None:
        """End it."""
        asyncio.get_running_loop().remove_reader(self._terminal)
        os.close(self._terminal)
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)


class Area(HostableApp):
    """Textual's text area and nothing else."""

    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        """Show the area."""
        area = TextArea()
        area.cursor_blink = False
        area.border_title = READY
        yield area


class Screens(HostableApp):
    """A screen of text, which changes for everybody at anybody's key."""

    ENABLE_COMMAND_PALETTE = False
    everybody: ClassVar[list["Screens"]] = []

    class Say(Message):
        """Show this word."""

        def __init__(self, word: str) -> None:
            super().__init__()
            self.word = word

    def compose(self) -> ComposeResult:
        """Show the text."""
        self.everybody.append(self)
        yield Static(_screenful("before"))

    def on_key(self, event: events.Key) -> None:
        """Change it, for all."""
        for app in self.everybody:
            app.post_message(self.Say("after" if event.key == "a" else "before"))

    def on_screens_say(self, event: Say) -> None:
        """Show the other text."""
        self.query_one(Static).update(_screenful(event.word))


def _screenful(word: str) -> str:
    return "\n".join(f"{word}, and a line of words as they stand on a screen in a workshop" for _ in range(22))


class OpenDoor:
    """Lets everybody in with a code."""

    def code_needed(self) -> bool:
        """Ask."""
        return True

    def code_is_right(self, guess: str) -> bool:
        """Take any."""
        return True

    def seat_of_word(self, word: str) -> int | None:
        """Know nobody."""
        return None

    def seat_of_key(self, fingerprint: str) -> int | None:
        """Know nobody."""
        return None

    def is_facilitator(self, fingerprint: str) -> bool:
        """Know nobody."""
        return False

    def passphrase_is_set(self) -> bool:
        """Have none."""
        return False

    def passphrase_is_right(self, guess: str) -> bool:
        """Know nobody."""
        return False

    def refusal(self, entrance: Entrance, seat: int | None) -> str | None:
        """Turn nobody away."""
        return None


APPS: Final[dict[str, type[HostableApp]]] = {"area": Area, "screens": Screens}


async def main(kind: str) -> None:
    """Serve, and say on which port."""
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
