"""The clients that people come with, each in a real terminal: join, write, paste, resize, and leave all as it was."""

import asyncio
import re
import shutil
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol, TypeVar

import pytest

from copworkshop.admission.admission import BANNER
from copworkshop.hosting.output_filter import ENTER, LEAVE
from copworkshop.hosting.terminal import DUMB
from copworkshop.model.plan import Kind
from helpers.hosted_rooms import CODE, Hosted, hosted
from helpers.waiting import until

if sys.platform == "win32":
    pytest.skip("This system has no pseudo-terminals.", allow_module_level=True)

import paramiko
import pyte

from copworkshop.rehearsal.terminal import KEYS, PATIENCE
from helpers.pseudo_terminal import Pseudo

pytestmark = pytest.mark.slow

NAME = "Zoë Łuc 李小龍"
PASTED = "Grüße aus Zürich\n漢字とかな\nдом 한국어"
MANY_COLOURS = re.compile(rb"\x1b\[[0-9;]*[34]8;[25]")


class Person(Protocol):
    """Somebody at a terminal, whatever client it runs."""

    @property
    def screen(self) -> pyte.Screen: ...

    @property
    def written(self) -> bytes: ...

    @property
    def text(self) -> str: ...

    def press(self, *keys: str) -> None: ...

    def resize(self, columns: int, rows: int) -> None: ...

    async def sees(self, *texts: str) -> None: ...

    async def ended(self) -> int: ...


P = TypeVar("P", bound=Person)


def needs(program: str, package: str) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"There is no {program} on this machine. Install {package}.")


def answers(room: Hosted) -> list[str]:
    return [*room.seat(NAME).proposal.answers.values()]


def last_row_is_ours(person: Person, rows: int) -> bool:
    return bool(person.text) and "Esc leaves the field" in person.screen.display[rows - 1]


async def joins_writes_and_leaves(room: Hosted, person: Person, *, bracketed: bool = True) -> None:
    """What every client must be able to do, in one visit. `bracketed` says that pastes come marked as such."""
    await writes_and_leaves(room, await with_the_code(person), bracketed=bracketed)


async def with_the_code(person: P) -> P:
    await person.sees(BANNER.strip(), "Join code:")
    person.press(CODE, "enter")
    return person


async def writes_and_leaves(room: Hosted, person: Person, *, bracketed: bool = True) -> None:
    await person.sees("What is your name?")
    person.press(NAME, "enter")
    await person.sees("What is the focal point?")
    assert [seat.name for seat in room.session.present] == [NAME]

    keys = PASTED.replace("\n", "\r")
    person.press(f"\x1b[200~{keys}\x1b[201~" if bracketed else keys)
    await until(lambda: bool(person.text) and answers(room) == [PASTED])
    await person.sees("Grüße aus Zürich", "漢字とかな", "дом 한국어")

    person.resize(100, 30)
    await until(lambda: last_row_is_ours(person, 30))

    person.press("ctrl+q")
    assert await person.ended() == 0
    farewell = f"Come back with: ssh -p {room.host.port} {room.seat(NAME).word}@127.0.0.1"
    assert farewell in person.text + person.written.decode()


def is_as_before(person: Pseudo) -> bool:
    """Whether a terminal that the client wrote to directly is as it was before."""
    written = person.written.decode(errors="replace")
    return person.keys_as_before and 0 <= written.rfind(ENTER) < written.rfind(LEAVE)


@asynccontextmanager
async def writing(tmp_path: Path) -> AsyncIterator[Hosted]:
    """A session whose room is writing proposals."""
    async with hosted(tmp_path) as room:
        await room.lead(Kind.PROPOSAL, "write")
        yield room


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Callable[..., Pseudo]]:
    """Starts programs in terminals of their own, in a home where nobody has been."""
    opened: list[Pseudo] = []

    def start(command: Sequence[str], term: str = "xterm-256color") -> Pseudo:
        home = {"HOME": str(tmp_path), "TERM": term, "TMUX": "", "SCREENDIR": str(tmp_path / "screens")}
        opened.append(Pseudo(command, environment=home | {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}))
        return opened[-1]

    yield start
    for each in opened:
        each.put_away()


def ssh(room: Hosted) -> list[str]:
    needs("ssh", "OpenSSH's client")
    options = (
        "-F",
        "none",
        "-o",
        "StrictHostKeyChecking=no",
        "-o",
        "UserKnownHostsFile=/dev/null",
    )
    return ["ssh", *options, "-o", "PubkeyAuthentication=no", "-p", str(room.host.port), "room@127.0.0.1"]


async def test_openssh(tmp_path: Path, terminal: Callable[..., Pseudo]) -> None:
    async with writing(tmp_path) as room:
        person = terminal(ssh(room))
        await joins_writes_and_leaves(room, person)
        assert is_as_before(person)


@pytest.mark.parametrize(
    "options",
    [
        ("-o", "RekeyLimit=16K 1s"),
        ("-R", "0:127.0.0.1:1", "-A", "-X"),
        ("-vvv",),
        ("-o", "ServerAliveInterval=1", "-o", "TCPKeepAlive=no"),
    ],
    ids=["new keys every second", "forwarding", "verbose", "signs of life"],
)
async def test_openssh_with_options(tmp_path: Path, terminal: Callable[..., Pseudo], options: tuple[str, ...]) -> None:
    async with writing(tmp_path) as room:
        command = ssh(room)
        person = terminal([command[0], *options, "-E", str(tmp_path / "log"), *command[1:]])
        await joins_writes_and_leaves(room, person)


async def test_openssh_with_a_second_terminal_on_a_shared_connection(
    tmp_path: Path, terminal: Callable[..., Pseudo]
) -> None:
    """The second terminal is refused on the connection of the first one, and ssh makes a connection of its own."""
    async with writing(tmp_path) as room:
        shared = ("-o", "ControlMaster=auto", "-o", f"ControlPath={tmp_path / 'c'}", "-E", str(tmp_path / "log"))
        command = ssh(room)
        first = await with_the_code(terminal([command[0], *shared, *command[1:]]))
        await first.sees("What is your name?")
        await joins_writes_and_leaves(room, terminal([command[0], *shared, *command[1:]]))
        first.press("x")
        await first.sees("x")


async def test_putty_s_plink(tmp_path: Path, terminal: Callable[..., Pseudo]) -> None:
    needs("plink", "PuTTY's tools (putty-tools)")
    async with writing(tmp_path) as room:
        assert room.host.joining is not None
        key = str(room.host.joining.fingerprint)
        options = ("-ssh", "-t", "-no-antispoof", "-hostkey", key, "-P", str(room.host.port))
        person = terminal(["plink", *options, "room@127.0.0.1"], "putty-256color")
        await joins_writes_and_leaves(room, person)
        assert is_as_before(person)


async def test_dropbear_s_dbclient(tmp_path: Path, terminal: Callable[..., Pseudo]) -> None:
    needs("dbclient", "Dropbear's client (dropbear-bin)")
    async with writing(tmp_path) as room:
        person = terminal(["dbclient", "-y", "-y", "-p", str(room.host.port), "room@127.0.0.1"])
        await joins_writes_and_leaves(room, person)
        assert is_as_before(person)


async def test_the_linux_console(tmp_path: Path, terminal: Callable[..., Pseudo]) -> None:
    """It shows 16 colours and marks no pastes."""
    async with writing(tmp_path) as room:
        person = terminal(ssh(room), "linux")
        await joins_writes_and_leaves(room, person, bracketed=False)
        assert is_as_before(person)
        assert not MANY_COLOURS.search(person.written)


async def test_a_dumb_terminal_is_told_what_to_do(tmp_path: Path, terminal: Callable[..., Pseudo]) -> None:
    async with writing(tmp_path) as room:
        person = terminal(ssh(room), "dumb")
        assert await (await with_the_code(person)).ended() == 1
        # Such a terminal breaks lines within words.
        assert "".join(DUMB.split()) in "".join(person.text.split())
        assert b"\x1b" not in person.written
        assert person.keys_as_before


async def test_inside_tmux(tmp_path: Path, terminal: Callable[..., Pseudo]) -> None:
    needs("tmux", "tmux")
    async with writing(tmp_path) as room:
        (tmp_path / "tmux.conf").write_text("set -g status off\nset -s escape-time 0\n")
        pane = f"echo BEFORE; {' '.join(ssh(room))}; echo AFTER; read line; exit $line"
        server = ("-S", str(tmp_path / "tmux"), "-f", str(tmp_path / "tmux.conf"))
        person = terminal(["tmux", *server, "new-session", pane])
        await person.sees("BEFORE")
        await joins_writes_and_leaves(room, _Pane(person))
        await person.sees("BEFORE", "AFTER")
        person.press("0", "enter")
        assert await person.ended() == 0
        assert person.keys_as_before


async def test_inside_gnu_screen(tmp_path: Path, terminal: Callable[..., Pseudo]) -> None:
    """It has no word for marked pastes, so that they come as typed."""
    needs("screen", "GNU screen")
    async with writing(tmp_path) as room:
        (tmp_path / "screens").mkdir(mode=0o700)
        (tmp_path / "screenrc").write_text("altscreen on\nstartup_message off\ndefutf8 on\n")
        pane = f"echo BEFORE; {' '.join(ssh(room))}; echo AFTER; read line; exit $line"
        person = terminal(["screen", "-U", "-c", str(tmp_path / "screenrc"), "sh", "-c", pane])
        await person.sees("BEFORE")
        await joins_writes_and_leaves(room, _Pane(person), bracketed=False)
        await person.sees("BEFORE", "AFTER")
        person.press("0", "enter")
        assert await person.ended() == 0
        assert person.keys_as_before


async def test_paramiko(tmp_path: Path) -> None:
    async with writing(tmp_path) as room:
        person = Paramiko(room.host.port)
        try:
            await asyncio.to_thread(person.join)
            await writes_and_leaves(room, person)
            written = person.written.decode()
            assert 0 <= written.rfind(ENTER) < written.rfind(LEAVE)
        finally:
            person.hang_up()


class _Pane:
    """A pane of a terminal within a terminal: its client has ended when the shell around it goes on."""

    def __init__(self, around: Pseudo) -> None:
        self._around = around
        self.press, self.resize, self.sees = around.press, around.resize, around.sees

    @property
    def screen(self) -> pyte.Screen:
        return self._around.screen

    @property
    def written(self) -> bytes:
        return self._around.written

    @property
    def text(self) -> str:
        return self._around.text

    async def ended(self) -> int:
        await self._around.sees("AFTER")
        return 0


class Paramiko:
    """Somebody with a terminal made of paramiko, as many graphical clients are made."""

    def __init__(self, port: int) -> None:
        self.screen = pyte.Screen(80, 24)
        self.written = b""
        self._stream = pyte.ByteStream(self.screen)
        self._transport = paramiko.Transport(("127.0.0.1", port))
        self._channel: paramiko.Channel | None = None

    def join(self) -> None:
        """Come in with the code, and ask for a terminal. It waits for the server: not on the server's event loop."""
        self._transport.start_client(timeout=PATIENCE)
        self._transport.auth_interactive("room", lambda title, told, fields: [CODE for _ in fields])
        self._channel = self._transport.open_session(timeout=PATIENCE)
        self._channel.get_pty("xterm-256color", 80, 24)
        self._channel.invoke_shell()

    @property
    def text(self) -> str:
        channel = self._there
        while channel.recv_ready():
            data = channel.recv(65536)
            self.written += data
            self._stream.feed(data)
        return " ".join(" ".join(self.screen.display).split())

    @property
    def _there(self) -> paramiko.Channel:
        assert self._channel is not None
        return self._channel

    def press(self, *keys: str) -> None:
        for key in keys:
            self._there.sendall(KEYS.get(key, key.encode()))

    def resize(self, columns: int, rows: int) -> None:
        self.screen.resize(rows, columns)
        self._there.resize_pty(columns, rows)

    async def sees(self, *texts: str) -> None:
        for text in texts:
            await until(lambda text=text: text in self.text)  # type: ignore[misc]

    async def ended(self) -> int:
        await until(lambda: self.text and self._there.exit_status_ready() and self._there.closed)
        return self._there.recv_exit_status()

    def hang_up(self) -> None:
        self._transport.close()
