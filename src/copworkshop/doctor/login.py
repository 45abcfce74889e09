"""Checks whether people can log in. It hosts a temporary session on the port, and two clients join it in turn."""

import asyncio
import platform
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import asyncssh
from typing_extensions import override

from copworkshop.admission.addresses import LOOPBACK
from copworkshop.content.loader import DEFAULT_PLAN, packaged_text
from copworkshop.doctor.finding import Finding, fine, wrong
from copworkshop.live.workshop import Running
from copworkshop.model.system_errors import why
from copworkshop.ssh.client import Address
from copworkshop.ssh.host import Host
from copworkshop.ssh.opening import Opening
from copworkshop.store.commands import command
from copworkshop.store.errors import StoreError
from copworkshop.store.sessions import create

SECONDS: Final = 20.0
"""The most seconds from the connection to the first prompt. A slow laptop needs three."""

FIRST_PROMPT: Final = "What is your name?"

_SIZE: Final = (80, 24)  # columns and rows
_CHUNK: Final = 1 << 16  # the most bytes to read at once
_ESCAPE: Final = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[^\[])")


@dataclass(frozen=True, slots=True)
class Login:
    """The result of two logins."""

    fault: str = ""
    """The sentence that says why one of them did not see the first prompt; empty if both saw it."""
    hosted: bool = True
    """Whether the session could be hosted."""


def login(tried: Login, sessions: Path | None = None) -> Iterator[Finding]:
    """Judge the result of the logins. `sessions` is the folder of sessions, if it is not the usual one."""
    if not tried.fault:
        yield fine("Login", f"Two people logged in on that port, one after the other, up to “{FIRST_PROMPT}”")
    elif tried.hosted:
        yield wrong(
            "Login",
            f"Nobody could join. {tried.fault}",
            f"This is not the network. Try copworkshop with another Python than {platform.python_version()}.",
        )
    else:
        yield wrong(
            "Login",
            f"It could not be tried. {tried.fault}",
            "Correct that, then:",
            command("doctor", sessions=sessions),
        )


async def try_to_log_in(bind: str, port: int, called: str, seconds: float = SECONDS) -> Login:
    """Host a session on the port, and let two clients log in at the address `called`.

    The second one logs in after an app has run in this process, because an app can change how the event loop works.
    """
    try:
        with TemporaryDirectory(prefix="copworkshop-doctor-", ignore_cleanup_errors=True) as folder:
            running = Running(create(Path(folder), "doctor", packaged_text(DEFAULT_PLAN), datetime.now(UTC)))
            running.start()
            try:
                return await _host(running, Opening(port, bind, address=called, on_this_port_alone=True), seconds)
            finally:
                await running.close()
    except StoreError as error:
        return Login(str(error), hosted=False)
    except OSError as error:
        return Login(f"A folder for it could not be made: {why(error)}.", hosted=False)


async def _host(running: Running, opening: Opening, seconds: float) -> Login:
    host = await Host.open(running, opening)
    try:
        joining = host.joining
        assert joining is not None, "an open door says how to come in"  # noqa: S101
        for person in ("first", "second"):
            fault = await _log_in(Address(opening.address or LOOPBACK, host.port), joining.code or "", seconds)
            if fault:
                return Login(f"The {person} person to log in {fault}.")
        return Login()
    finally:
        await host.close()


class _Caller(asyncssh.SSHClient):
    """Answers every question with the join code, like a person who reads it from the stage."""

    def __init__(self, code: str) -> None:
        self._code = code

    @override
    def kbdint_auth_requested(self) -> str:
        return ""

    @override
    def kbdint_challenge_received(
        self, name: str, instructions: str, lang: str, prompts: Sequence[tuple[str, bool]]
    ) -> list[str]:
        return [self._code for _ in prompts]


async def _log_in(address: Address, code: str, seconds: float) -> str:
    """Log in and wait for the first prompt; return the end of a sentence that says what failed, or an empty text."""
    line: asyncssh.SSHClientConnection | None = None
    try:
        async with asyncio.timeout(seconds):
            line, _ = await asyncssh.create_connection(
                lambda: _Caller(code), address.host, address.port, username="room", known_hosts=None, client_keys=None,
                agent_path=None, config=None,
            )  # fmt: skip
            return await _first_prompt(line)
    except TimeoutError:
        where = "never saw the first screen" if line is not None else "was neither let in nor turned away"
        return f"{where}, within {seconds:.0f} seconds"
    except (OSError, asyncssh.Error):
        return "lost the connection"
    finally:
        if line is not None:
            line.abort()
            await line.wait_closed()


async def _first_prompt(line: asyncssh.SSHClientConnection) -> str:
    """Read the screen until the first prompt appears; return what failed, or an empty text."""
    process = await line.create_process(term_type="xterm-256color", term_size=_SIZE, encoding=None)
    written = b""
    while data := await process.stdout.read(_CHUNK):
        written += data
        if FIRST_PROMPT in _ESCAPE.sub("", written.decode(errors="replace")):
            return ""
    return "was sent home before the first screen"
