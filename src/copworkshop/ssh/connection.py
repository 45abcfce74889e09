"""One visitor's connection: an app of their own behind an SSH channel, or a sentence that says why not."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final, TypeVar

import asyncssh
from textual.app import App

from copworkshop.hosting.driver import RemoteDriver
from copworkshop.hosting.pool import AppPool, is_composed
from copworkshop.hosting.running_app import RunningApp, start_app
from copworkshop.hosting.shared import HostState
from copworkshop.hosting.teardown import let_go
from copworkshop.hosting.terminal import DUMB, TerminalInfo, accept, clamp, describe
from copworkshop.hosting.visitor import Entrance, Visitor
from copworkshop.live.presence import Visit
from copworkshop.model.attendance import Health
from copworkshop.model.failures import SCREEN_FAILED, log_failure
from copworkshop.ssh.transport import SshTransport

NAMELESS: Final = "You have not said your name for a while, and others may need the place. Connect again at any time."
NO_TERMINAL: Final = "There is no terminal to show the room on: use ssh -t."
NO_COMMANDS: Final = "There is no such command here. To come into the room, connect without one."
NO_FILES: Final = "There are no files to be had here, and none to be left: connect with ssh."
NOT_TAKEN: Final = "Nobody has read on for long, so not all of it was sent. Ask for it again."
CRASHED: Final = (
    "Something went wrong with your screen; the others are not affected, and nothing that it called saved is lost."
)
CAME_ELSEWHERE: Final = "Your line did not answer any more, and you came in by another. Nothing is lost."
ASKS_EARLIER_LINE: Final = "One moment: your earlier line is asked whether it still answers."
LOOKS_FOR_A_PLACE: Final = "One moment: the room is full, and it is asked whose line still answers."
CONNECT_AGAIN: Final = "Connect again the same way."

_MOMENT_SECONDS: Final = 0.3  # of waiting that need no word
_LONGEST_COMMAND: Final = 1_000  # characters
_EARLY_BYTES: Final = 4_096  # typed before the app is up
_GOODBYE_SECONDS: Final = 3.0
_LINGER_SECONDS: Final = 0.3  # a client that hangs up by itself needs no words about it
_IUTF8: Final = 42  # RFC 8160
_SIGN_SECONDS: Final = 2.0  # on a loopback it takes a millisecond, by satellite most of a second
_UNANSWERED: Final = 2  # keepalives; the first may just be on its way
_PIECE_BYTES: Final = 32_768  # of a document that are sent at a time, as the client reads on
_READING_SECONDS: Final = 300.0  # a document may be read a screen at a time, as `less` does
_COPIERS: Final = frozenset({"scp", "rsync", "sftp-server", "internal-sftp"})

_log: Final = logging.getLogger(__name__)

T = TypeVar("T")


class Connection(asyncssh.SSHServerSession[bytes]):
    """The one channel that a visitor may open."""

    def __init__(
        self,
        state: HostState,
        identify: Callable[[TerminalInfo], Visitor],
        refused: Callable[[], Awaitable[str | None]],
        *,
        started: Callable[[], None],
    ) -> None:
        """Prepare for a visitor.

        Args:
            state: What all connections share.
            identify: Says who the visitor is, once their terminal is known.
            refused: Returns the sentence that turns them away, if they are; it may take a moment to find them a place.
            started: Called when they have said what they came for.
        """
        self._started = started
        self._state = state
        self._identify = identify
        self._refused = refused
        self._channel: asyncssh.SSHServerChannel[bytes] | None = None
        self._term: str | None = None
        self._size = (0, 0)
        self._iutf8: bool | None = None
        self._command: str | None = None
        self._subsystem = False
        self._driver: RemoteDriver | None = None
        self._app: App[Any] | None = None
        self._entry: Visit | None = None
        self._early = bytearray()
        self._farewell: str | None = None
        self._leaving = False
        self._input_over = False
        self._begun = False
        self._task: asyncio.Task[None] | None = None
        self._deadline: asyncio.TimerHandle | None = None
        self._may_write = asyncio.Event()
        self._may_write.set()
        self._received: Callable[[], Awaitable[None]] | None = None
        self._lost: Exception | None = None
        self._app_task: asyncio.Task[None] | None = None
        self._parted = asyncio.Event()
        """The line is lost, and the app is kept."""

    # What AsyncSSH tells

    def connection_made(self, chan: asyncssh.SSHServerChannel[bytes]) -> None:
        """Take the channel."""
        self._channel = chan

    def pty_requested(
        self, term_type: str, term_size: tuple[int, int, int, int], term_modes: Mapping[int, int]
    ) -> bool:
        """Note what the client says of its terminal."""
        self._term = term_type
        self._size = term_size[:2]
        if _IUTF8 in term_modes:
            self._iutf8 = bool(term_modes[_IUTF8])
        return True

    def shell_requested(self) -> bool:
        """Accept: the app is what we have for a shell."""
        return True

    def exec_requested(self, command: str) -> bool:
        """Accept, to answer with what the word stands for, or with a sentence."""
        self._command = command[:_LONGEST_COMMAND]
        return True

    def subsystem_requested(self, subsystem: str) -> bool:
        """Accept, to answer with a sentence: a plain refusal tells sftp's user nothing."""
        self._subsystem = True
        return True

    def session_started(self) -> None:
        """Begin."""
        self._started()
        self._state.running.add(self)
        self._task = self._state.start(self._run())

    def data_received(self, data: bytes, datatype: int | None) -> None:
        """Pass keys on; those that come before the app is up wait for it."""
        if self._driver is not None:
            self._state.gc_policy.note_key()
            if self._entry is not None:
                self._entry.note_key()
            self._driver.feed(data)
        elif len(self._early) < _EARLY_BYTES:
            self._early += data[:_EARLY_BYTES]

    def terminal_size_changed(self, width: int, height: int, pixwidth: int, pixheight: int) -> None:
        """Pass a new size on."""
        self._size = (width, height)
        if self._driver is not None:
            self._driver.resize(width, height)

    def pause_writing(self) -> None:
        """Hold a document back until the client has read on."""
        self._may_write.clear()

    def resume_writing(self) -> None:
        """Send on."""
        self._may_write.set()

    def eof_received(self) -> bool:
        """Take the end of the visitor's input for their leaving; what is drawn, or said, can still be sent."""
        self._input_over = True
        if self._app is not None:
            self.leave()
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        """Keep the app of a person whose line is lost, or end that of a visitor who is nobody yet, or was leaving."""
        self._channel, self._lost = None, exc
        if self._driver is not None:
            self._driver.detach()
        if not self._park():
            self.leave()

    @property
    def has_screen(self) -> bool:
        """Whether an app is shown on the line."""
        return self._app is not None

    @property
    def seat(self) -> int | None:
        """The seat of the person whose screen it is; None where there is none, or they have said no name yet."""
        return None if self._entry is None else self._entry.who.seat

    # Ending

    async def yield_unless_alive(self) -> None:
        """End a line whose client gives no sign of life within a moment, to its person, who has come by another."""
        line = self._channel.get_connection() if self._channel is not None else None
        if line is None or self._app is None:
            return
        try:
            async with asyncio.timeout(_SIGN_SECONDS):
                await line._make_keepalive_request()
        except TimeoutError:
            self.yield_place(CAME_ELSEWHERE)

    def yield_place(self, sentence: str) -> None:
        """End a line that is dead; if it is not for ever, its person finds their terminal as it was, and the reason."""
        driver = self._driver
        if self._park() and driver is not None:
            self._leaving, self._farewell = True, sentence
            driver.restore_terminal()
        else:
            self.leave(sentence)

    def _park(self) -> bool:
        """Keep the app for its person, who may come back; tell whether that can be."""
        ahead, seat, app, driver, task = self._state.pool, self.seat, self._app, self._driver, self._app_task
        if ahead is None or seat is None or app is None or driver is None or task is None:
            return False
        if self._leaving or app._exit or task.done():
            return False
        self._app = self._driver = None
        driver.call(lambda: ahead.detach(app))
        self._state.park(seat, RunningApp(app, driver, task))
        self._parted.set()
        return True

    def leave(self, farewell: str | None = None) -> None:
        """End the connection, with a sentence once the terminal is as it was. An app that does not end is cancelled."""
        if self._leaving or self._task is None:
            return
        self._leaving = True
        self._farewell = farewell
        if self._driver is not None and self._app is not None:
            self._driver.call(self._app.exit)
            self._deadline = asyncio.get_running_loop().call_later(_GOODBYE_SECONDS, self._task.cancel)
        elif self._begun:  # a task that is cancelled before its first step would never hang up
            self._task.cancel()

    def _health(self) -> Health:
        """Say how well the line carries."""
        line = self._channel.get_connection() if self._channel is not None else None
        if getattr(line, "_keepalive_count", 0) >= _UNANSWERED:
            return Health.SILENT
        return Health.SLOW if self._driver is not None and self._driver.behind else Health.GOOD

    # The visit

    async def _run(self) -> None:
        status, sentence = 1, f"{CRASHED} {CONNECT_AGAIN}"
        self._begun = True
        try:
            status, sentence = (0, "") if self._leaving else await self._visit()
        except asyncio.CancelledError:
            status, sentence = 0, ""
        except Exception as error:  # whatever it was, it costs this connection only
            log_failure(_log, "A connection failed", error)
        finally:
            self._state.running.discard(self)
            if self._deadline is not None:
                self._deadline.cancel()
        self._leaving = True
        await self._hang_up(status, " ".join(said for said in (self._farewell, sentence) if said))

    async def _visit(self) -> tuple[int, str]:
        """Give the visitor what they came for; return the exit status and a last sentence, if there is one to say."""
        channel = self._channel
        if channel is None:
            return 0, ""
        terminal = describe(
            self._term or "", *self._size, accept(dict(channel.get_environment_bytes())), iutf8=self._iutf8
        )
        visitor = self._identify(terminal)
        if self._subsystem:
            return 1, self._hinted(NO_FILES, visitor)
        refusal = await self._saying_if_long(LOOKS_FOR_A_PLACE, self._refused())
        if refusal is not None:
            return 1, refusal
        if self._command is not None:
            return await self._answer(visitor, self._command)
        if self._term is None:
            return 1, NO_TERMINAL
        if terminal.dumb:
            return 1, DUMB
        return (0, "") if self._input_over else await self._show(visitor)

    async def _saying_if_long(self, sentence: str, work: Awaitable[T]) -> T:
        """Wait for something; where it takes more than a moment, whoever sits at the terminal reads why."""
        if self._term is None or self._command is not None:
            return await work
        saying = asyncio.get_running_loop().call_later(_MOMENT_SECONDS, self._write, f"{sentence}\n")
        try:
            return await work
        finally:
            saying.cancel()

    async def _answer(self, visitor: Visitor, command: str) -> tuple[int, str]:
        name, *arguments = command.split() or [""]
        word = self._state.exec_words.get(name.lower())
        if word is None:
            copies = name.rpartition("/")[2] in _COPIERS
            return (1, self._hinted(NO_FILES, visitor)) if copies else (2, self._hinted(NO_COMMANDS, visitor))
        answer = await word(visitor, arguments)
        try:
            await self._deliver(answer.document)
        except TimeoutError:
            return 1, NOT_TAKEN
        self._received = answer.received
        return answer.status, answer.sentence

    def _hinted(self, sentence: str, visitor: Visitor) -> str:
        return " ".join(part for part in (sentence, self._state.hint(visitor)) if part)

    async def _deliver(self, document: bytes) -> None:
        """Send a document as fast as the client reads it, and no faster: what it does not read piles up with us.

        :raises TimeoutError: the client has not read on for long.
        """
        if self._term is not None:
            document = document.replace(b"\n", b"\r\n")
        for start in range(0, len(document), _PIECE_BYTES):
            async with asyncio.timeout(_READING_SECONDS):
                await self._may_write.wait()
            if self._channel is not None and not self._channel.is_closing():
                self._channel.write(document[start : start + _PIECE_BYTES])

    async def _show(self, visitor: Visitor) -> tuple[int, str]:
        channel = self._channel
        if channel is None:
            return 0, ""
        visit = self._entry = self._state.presence.arrive(visitor.actor, self._health)
        no_name = asyncio.get_running_loop().call_later(self._state.limits.nameless_seconds, self._mind_the_name)
        try:
            return await self._run_app(replace(visitor, visit=visit), SshTransport(channel))
        finally:
            no_name.cancel()
            self._entry = None
            visit.leave()
            if self._state.pool is not None:
                self._state.pool.note_left()

    def _mind_the_name(self) -> None:
        """Send a newcomer home who has not said their name for long: others may need the place."""
        if self._entry is not None and self._entry.newcomer:
            self.leave(NAMELESS)

    async def _run_app(self, visitor: Visitor, line: SshTransport) -> tuple[int, str]:
        try:
            task = self._app_task = await self._begin_app(visitor, line)
            await self._over_or_parted(task)
            if self._parted.is_set():
                return 0, ""
            await task  # it has ended; what it raised is told
            error = self._app._exception if self._app is not None else None
            if error is None:
                return 0, str(getattr(self._app, "farewell", ""))  # what an app has to say once its screen is gone
            log_failure(_log, SCREEN_FAILED, error)
            return 1, f"{CRASHED} {getattr(self._app, 'way_back', '') or CONNECT_AGAIN}"
        finally:
            app, self._driver, self._app = self._app, None, None
            if app is not None:
                self._state.gc_policy.note_ended()
                let_go(app)

    async def _over_or_parted(self, task: asyncio.Task[None]) -> None:
        """Wait until the app has ended, or is kept because the line is lost. Cancelled, it ends the app."""
        parted = asyncio.ensure_future(self._parted.wait())
        try:
            await asyncio.wait({task, parted}, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            task.cancel()
            await asyncio.wait({task})
            raise
        finally:
            parted.cancel()

    async def _begin_app(self, visitor: Visitor, line: SshTransport) -> asyncio.Task[None]:
        ahead = self._state.pool if visitor.entrance is Entrance.PARTICIPANT else None
        if ahead is None:
            return self._start_app(visitor, line)
        kept = None
        if visitor.seat is not None:
            kept = await self._saying_if_long(ASKS_EARLIER_LINE, self._state.take_parked(visitor.seat))
        started = kept or ahead.take()
        if started is not None:
            return self._take_over(started, ahead, visitor, line)
        async with ahead.one_at_a_time():
            task = self._app_task = self._start_app(visitor, line)  # whose line may be lost as soon as it is seen
            if self._app is not None:
                await is_composed(self._app, task)
            return task

    def _start_app(self, visitor: Visitor, line: SshTransport) -> asyncio.Task[None]:
        app = self._app = self._state.app_factory(visitor)

        def driven(driver: RemoteDriver) -> None:
            self._attach(driver, line, visitor.terminal)

        return start_app(app, self._state.start, clamp(*self._size), driven)

    def _take_over(
        self, started: RunningApp, ahead: AppPool, visitor: Visitor, line: SshTransport
    ) -> asyncio.Task[None]:
        """Show an app that was started ahead, from the moment at which it shows what is this visitor's."""
        self._app = started.app

        def shown() -> None:
            if not self._leaving:
                self._attach(started.driver, line, visitor.terminal)

        started.driver.call(lambda: ahead.assign(started.app, visitor, shown))
        return started.task

    def _attach(self, driver: RemoteDriver, line: SshTransport, terminal: TerminalInfo) -> None:
        driver.attach(line, terminal)
        if self._size != (0, 0):
            driver.resize(*self._size)
        driver.feed(bytes(self._early))
        self._early.clear()
        self._driver = driver

    def _write(self, text: str, *, error: bool = False) -> None:
        if self._channel is None or self._channel.is_closing():
            return
        if self._term is not None:
            text = text.replace("\n", "\r\n")
        data = text.encode("utf-8", errors="replace")
        if error and self._term is None:
            self._channel.write_stderr(data)
        else:
            self._channel.write(data)

    async def _hang_up(self, status: int, sentence: str) -> None:
        channel = self._channel
        if channel is None:
            return
        if sentence:
            self._write(f"{sentence}\n", error=True)
        line = channel.get_connection()
        if not channel.is_closing():
            channel.exit(status)
        received = self._received
        try:
            # Its answer to the closing says that the client has read everything.
            async with asyncio.timeout(_GOODBYE_SECONDS if received is None else _READING_SECONDS):
                await channel.wait_closed()
        except TimeoutError:
            line.abort()
            return
        if received is not None and self._lost is None:
            await received()
        with suppress(TimeoutError):
            async with asyncio.timeout(_LINGER_SECONDS):
                await line.wait_closed()
        line.close()
