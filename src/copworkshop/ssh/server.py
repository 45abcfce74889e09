"""The SSH server: where it listens, which algorithms it offers, and how it starts and stops."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Final

import asyncssh
from asyncssh.kex import get_kex_algs

from copworkshop.admission.admission import BANNER, KEEPALIVE_SECONDS, Admission
from copworkshop.admission.entry import EntryRules
from copworkshop.admission.guesses import Sleep
from copworkshop.admission.limits import Limits
from copworkshop.hosting.answer import ExecWord
from copworkshop.hosting.gc_policy import GcPolicy
from copworkshop.hosting.parked import ParkedApps
from copworkshop.hosting.pool import AppPool
from copworkshop.hosting.shared import AppFactory, Hint, HostState
from copworkshop.live.presence import Presence
from copworkshop.model.clock import Clock, LastKey
from copworkshop.ssh.auth import SshConnection
from copworkshop.ssh.incoming import Incoming
from copworkshop.ssh.sockets import cannot_listen, files_allowed, free_port, is_taken, queue_connections
from copworkshop.toolkit.event_loop import require_plain_tasks

# Algorithms that ssh-audit accepts, and that old and new clients share. Dropbear needs curve25519 first. Clients have
# it since OpenSSH 6.5 (2014), Dropbear 2013.62, PuTTY 0.68 (2017) and paramiko 2.6 (2019). The groups of Diffie-Hellman
# that older ones need would keep the loop busy for 7 to 30 ms each time, and cost a stranger nothing.
KEX: Final = ("curve25519-sha256", "curve25519-sha256@libssh.org", "mlkem768x25519-sha256")
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

PORT_OPTION: Final = " with --port"
"""How to choose another port on the command line."""

_RECEIVE_WINDOW: Final = 32 * 1024  # bytes that a client may send before we have read them
_KEEPALIVE_MISSES: Final = 3
_CLOSE_SECONDS: Final = 5.0
_ACCEPTED_IN_A_TURN: Final = 1


class ServerError(Exception):
    """The server cannot listen. The text is a sentence that says what to do."""

    def __init__(self, port: int, sentence: str) -> None:
        super().__init__(sentence)
        self.port = port
        """The port that it was to listen on."""


class PortTaken(ServerError):  # noqa: N818 - named for what happened
    """Another program listens on the port."""


class Server:
    """Lets people in over SSH, and gives each an app of their own."""

    def __init__(
        self,
        entry: EntryRules,
        host_key: asyncssh.SSHKey,
        app_factory: AppFactory,
        *,
        exec_words: Mapping[str, ExecWord] | None = None,
        hint: Hint = lambda _visitor: "",
        presence: Presence | None = None,
        last_key: LastKey | None = None,
        pool: AppPool | None = None,
        banner: str = BANNER,
        limits: Limits = Limits(),  # noqa: B008  a frozen value
        clock: Clock = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        """Make a server that does not listen yet.

        Args:
            entry: The entry rules of the session.
            host_key: The session's own key.
            app_factory: Makes each visitor's app.
            exec_words: What ``ssh HOST WORD`` answers.
            hint: Returns what to ask for instead of files, or of a word that does not exist.
            presence: The list of the people who are in.
            last_key: The last key of anybody, noted by the server.
            pool: Starts participants' apps in advance, after :meth:`prepare`.
            banner: The client shows it before anything is asked. It ends with a newline.
            limits: How much of the process one visitor may use.
            clock: Returns seconds that only grow.
            sleep: Awaited until the turn of a guess, and while somebody may still answer.
        """
        gc_policy = GcPolicy(last_key or LastKey())
        parked = ParkedApps(limits.kept_seconds, gc_policy, pool.note_left if pool is not None else lambda: None)
        self.state = HostState(
            app_factory,
            exec_words or {},
            limits,
            parked,
            hint,
            presence or Presence(),
            gc_policy=gc_policy,
            pool=pool,
        )
        self.admission = Admission(entry, limits, banner=banner, clock=clock, sleep=sleep)
        self._incoming = Incoming()
        self._limits = limits
        self._gc_policy = gc_policy
        self._host_key = host_key
        self.acceptor: asyncssh.SSHAcceptor | None = None

    @property
    def port(self) -> int:
        """The TCP port that it listens on; 0 before :meth:`start`."""
        return 0 if self.acceptor is None else self.acceptor.get_port()

    @property
    def connections(self) -> int:
        """How many visitors have an app or an answer in progress."""
        return len(self.state.running)

    async def start(self, bind: str, port: int, option: str = PORT_OPTION) -> None:
        """Listen on an address (empty for all) and a port (0 for any free port).

        `option` is said where another port has to be chosen: how to do so, with a space before it.

        Raises:
            RuntimeError: the running loop is not ours (see :mod:`copworkshop.toolkit.event_loop`).
            ServerError: it cannot listen there.

        """
        require_plain_tasks()
        files_allowed()
        # AsyncSSH would log commands, and user names, which are rejoin words.
        asyncssh.set_log_level(logging.CRITICAL)
        self.acceptor = await self._listen(bind, port, option)

    async def move(self, bind: str, port: int, settle: Callable[[], Awaitable[None]]) -> None:
        """Listen on another port, and no longer on the present one. All connections stay.

        `settle` is awaited while it listens on both. If it raises, the present port stays, and the other is closed.

        Raises:
            ServerError: it cannot listen there. The present port stays.

        """
        acceptor = await self._listen(bind, port, "")
        try:
            await settle()
        except BaseException:
            acceptor.close()
            raise
        before, self.acceptor = self.acceptor, acceptor
        if before is not None:
            before.close()

    async def _listen(self, bind: str, port: int, option: str) -> asyncssh.SSHAcceptor:
        available = {name.decode() for name in get_kex_algs()}
        try:
            acceptor = await asyncssh.listen(
                bind,
                port or await asyncio.to_thread(free_port, bind),
                backlog=_ACCEPTED_IN_A_TURN,
                server_factory=lambda: SshConnection(self.admission, self._incoming, self.state),
                server_host_keys=[self._host_key],
                server_version="copworkshop",
                kex_algs=[name for name in KEX if name in available],
                encryption_algs=list(CIPHERS),
                mac_algs=list(MACS),
                compression_algs=["none"],
                login_timeout=self._limits.patience_seconds,
                keepalive_interval=KEEPALIVE_SECONDS,
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
            queue_connections(listening.fileno() for listening in acceptor.sockets)
        except (OSError, OverflowError) as error:
            kind = PortTaken if is_taken(error) else ServerError
            raise kind(port, cannot_listen(bind, port, error, option)) from error
        return acceptor

    def prepare(self) -> None:
        """Begin to start apps in advance. Call this when everything else is loaded, because it keeps the loop busy."""
        self.state.fill_pool()

    async def close(self, sentence: str) -> None:
        """Let nobody in any more, and close all connections with a sentence. It returns when no visitor's task runs."""
        if self.acceptor is not None:
            self.acceptor.close()
        await self.state.stop(sentence, _CLOSE_SECONDS)
        self.admission.close(sentence)
        self._gc_policy.stop()
        if self.acceptor is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(_CLOSE_SECONDS):
                    await self.acceptor.wait_closed()
        self.acceptor = None
