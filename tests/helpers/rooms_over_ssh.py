"""A tiny app, a fake door and a server for tests, with AsyncSSH's own client."""

import math
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import cache
from typing import Any

import asyncssh
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Label, TextArea

from copworkshop.admission.entry import Entrance
from copworkshop.admission.limits import Limits
from copworkshop.hosting.answer import ExecWord
from copworkshop.hosting.visitor import Visitor
from copworkshop.ssh.server import Server
from copworkshop.toolkit.hostable import HostableApp

CODE = "482913"
WORD = "maple-k7fd"
QUICK = Limits(try_seconds=0.0, tries_at_once_per_address=10_000, tries_at_once=10_000)


def full_at(connections: int) -> Limits:
    """Nothing takes time but the wait for answers. No place is reserved."""
    return replace(
        QUICK, connections=connections, typing_seconds=math.inf,
        reserved_for_console=0, reserved_for_stage=0, reserved_for_newcomers=0, reserved_for_returning=0,
    )  # fmt: skip


@cache
def host_key() -> asyncssh.SSHKey:
    return asyncssh.generate_private_key("ssh-ed25519")


@cache
def own_key(name: str) -> asyncssh.SSHKey:
    return asyncssh.generate_private_key("ssh-ed25519", comment=name)


class TinyApp(HostableApp):
    """A field and its echo."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "Label { width: 1fr; } TextArea { height: 4; }"

    def __init__(self, visitor: Visitor) -> None:
        super().__init__()
        self.visitor = visitor
        self.last_words = ""
        self.keys: list[str] = []
        self.sizes: list[tuple[int, int]] = []

    @property
    def farewell(self) -> str:
        return self.last_words

    def compose(self) -> ComposeResult:
        yield Input()
        yield Label("echo:")
        yield TextArea()

    def on_input_changed(self, event: Input.Changed) -> None:
        self.query_one(Label).update(Content(f"echo:{event.value}"))
        if event.value == "crash":
            local = "people's words"  # noqa: F841
            raise RuntimeError("people's words")

    async def on_event(self, event: Any) -> None:
        if type(event).__name__ == "Key":
            self.keys.append(event.key)
        elif type(event).__name__ == "Resize":
            self.sizes.append(tuple(event.size))
        await super().on_event(event)

    @property
    def value(self) -> str:
        """What stands in the field, as somebody outside the app may ask."""
        found = [node for node in self.screen_stack[0]._nodes if isinstance(node, Input)]  # noqa: SLF001
        return found[0].value if found else ""


class FakeDoor:
    """Answers as a host would, from what a test puts in it."""

    def __init__(self) -> None:
        self.code: str | None = CODE
        self.words = {WORD: 7}
        self.keys: dict[str, int] = {}
        self.facilitators: set[str] = set()
        self.passphrase = "correct horse"  # noqa: S105
        self.closed: str | None = None
        self.checks_passphrase: Callable[[], None] = lambda: None

    def code_needed(self) -> bool:
        return self.code is not None

    def code_is_right(self, guess: str) -> bool:
        return guess == self.code

    def seat_of_word(self, word: str) -> int | None:
        return self.words.get(word)

    def seat_of_key(self, fingerprint: str) -> int | None:
        return self.keys.get(fingerprint)

    def is_facilitator(self, fingerprint: str) -> bool:
        return fingerprint in self.facilitators

    def passphrase_is_set(self) -> bool:
        return bool(self.passphrase)

    def passphrase_is_right(self, guess: str) -> bool:
        self.checks_passphrase()
        return guess == self.passphrase

    def refusal(self, entrance: Entrance, seat: int | None) -> str | None:
        return self.closed if entrance is Entrance.PARTICIPANT and seat is None else None


class House:
    """A running server and the apps it started."""

    def __init__(self, limits: Limits = QUICK, exec_words: Mapping[str, ExecWord] | None = None) -> None:
        self.door = FakeDoor()
        self.apps: list[TinyApp] = []
        self.server = Server(self.door, host_key(), self._make, exec_words=exec_words, limits=limits)

    def _make(self, visitor: Visitor) -> TinyApp:
        app = TinyApp(visitor)
        self.apps.append(app)
        return app

    @property
    def app(self) -> TinyApp:
        return self.apps[-1]

    def connect(self, user: str = "room", *answers: str, **options: Any) -> Any:
        """Connect AsyncSSH's client; it answers every question, the last answer again and again."""
        settings: dict[str, Any] = {
            "known_hosts": None,
            "client_keys": None,
            "agent_path": None,
            "config": None,
            "client_factory": lambda: Person(answers or (CODE,)),
            "username": user,
        }
        return asyncssh.connect("127.0.0.1", self.server.port, **(settings | options))


class Person(asyncssh.SSHClient):
    """Types answers, and remembers what was said."""

    def __init__(self, answers: tuple[str, ...]) -> None:
        self.answers = list(answers)
        self.heard: list[str] = []
        self.banner = ""

    def auth_banner_received(self, msg: str, lang: str) -> None:
        self.banner += msg

    def kbdint_auth_requested(self) -> str:
        return ""

    def kbdint_challenge_received(self, name: str, instructions: str, lang: str, prompts: Any) -> list[str]:
        self.heard.append(instructions)
        return [self.answers.pop(0) if len(self.answers) > 1 else self.answers[0] for _ in prompts]


class Screen(asyncssh.SSHClientSession[bytes]):
    """A terminal that records all bytes."""

    def __init__(self) -> None:
        self.bytes = b""
        self.errors = b""
        self.closed = False

    def data_received(self, data: bytes, datatype: int | None) -> None:
        if datatype is None:
            self.bytes += data
        else:
            self.errors += data

    def connection_lost(self, exc: Exception | None) -> None:
        self.closed = True

    @property
    def text(self) -> str:
        return self.bytes.decode(errors="replace")


async def sit_down(
    connection: asyncssh.SSHClientConnection,
    size: tuple[int, int] = (80, 24),
    term: str | None = "xterm-256color",
    **more: Any,
) -> tuple[asyncssh.SSHClientChannel[bytes], Screen]:
    """Open a terminal on a connection."""
    channel, screen = await connection.create_session(
        Screen, term_type=term, term_size=size if term is not None else (), encoding=None, **more
    )
    assert isinstance(screen, Screen)
    return channel, screen


@asynccontextmanager
async def a_house(limits: Limits = QUICK, exec_words: Mapping[str, ExecWord] | None = None) -> AsyncIterator[House]:
    house = House(limits, exec_words)
    await house.server.start("127.0.0.1", 0)
    try:
        yield house
    finally:
        await house.server.close("The session has ended.")
