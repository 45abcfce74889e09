"""The one channel of a visitor: passes AsyncSSH's events on, and answers a client that wants no screen."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Final, TypeVar

import asyncssh
from typing_extensions import override

from copworkshop.hosting.shared import HostState
from copworkshop.hosting.terminal import DUMB, TerminalInfo, accept, describe
from copworkshop.hosting.visit import CONNECT_AGAIN, CRASHED, EARLY_BYTES, ScreenVisit, explained
from copworkshop.hosting.visitor import Visitor
from copworkshop.model.failures import log_failure
from copworkshop.ssh.internals import largest_packet
from copworkshop.ssh.transport import SshTransport
from copworkshop.toolkit.stand_ins import UTF_8, with_stand_ins

NO_TERMINAL: Final = "There is no terminal to show the room on. Type ssh -t instead of ssh."
NO_COMMANDS: Final = "There is no such command here. To come into the room, connect without one."
NO_FILES: Final = "There are no files to be had here, and none to be left: connect with ssh."
NOT_TAKEN: Final = "Nobody has read on for long, so not all of it was sent. Ask for it again."
NOT_SHOWN: Final = "A terminal cannot show this format. Leave -t out, and put > and the name of a file at the end."
CAME_ELSEWHERE: Final = "Your line did not answer any more, and you came in by another. Nothing is lost."
LOOKS_FOR_A_PLACE: Final = "One moment: the room is full, and it is asked whose line still answers."

SMALLEST_PACKET: Final = 1_024
"""Bytes that a client must take in a packet. Those that people use take 16,384 or more."""

SMALL_PACKETS: Final = "Your program takes very small packets only. Connect with another one, such as ssh."

_LONGEST_COMMAND: Final = 1_000  # characters
_GOODBYE_SECONDS: Final = 3.0
_LINGER_SECONDS: Final = 0.3  # the client may close the connection by itself within this time
_IUTF8: Final = 42  # RFC 8160
_PIECE_BYTES: Final = 32_768  # of a document, sent at a time as the client reads on
_READING_SECONDS: Final = 300.0  # a person may read a document a screen at a time, as with `less`
_COPIERS: Final = frozenset({"scp", "rsync", "sftp-server", "internal-sftp"})

_log: Final = logging.getLogger(__name__)

T = TypeVar("T")


class VisitorChannel(asyncssh.SSHServerSession[bytes]):
    """The one channel that a visitor may open. It carries a screen, a document, or a sentence of refusal."""

    def __init__(
        self,
        state: HostState,
        identify: Callable[[TerminalInfo], Visitor],
        refused: Callable[[], Awaitable[str | None]],
        *,
        started: Callable[[], None],
        received: Callable[[], None],
    ) -> None:
        """Prepare for a visitor.

        Args:
            state: What all connections share.
            identify: Returns the visitor for their terminal.
            refused: Returns the sentence that turns them away, or None. It may take a moment to find them a place.
            started: Called when the client has said what it wants.
            received: Called for each packet of data that comes.
        """
        self._note_received = received
        self._started = started
        self._state = state
        self._identify = identify
        self._refused = refused
        self.channel: asyncssh.SSHServerChannel[bytes] | None = None
        self._transport: SshTransport | None = None
        self._term: str | None = None
        self._charset = UTF_8
        self._size = (0, 0)
        self._iutf8: bool | None = None
        self._command: str | None = None
        self._subsystem = False
        self._visit: ScreenVisit | None = None
        self._early = bytearray()
        self._farewell: str | None = None
        self._status = 0
        self._leaving = False
        self._input_over = False
        self._begun = False
        self.task: asyncio.Task[None] | None = None
        self._deadline: asyncio.TimerHandle | None = None
        self._may_write = asyncio.Event()
        self._may_write.set()
        self._received: Callable[[], Awaitable[None]] | None = None
        self._lost: Exception | None = None

    # Calls from AsyncSSH

    @override
    def connection_made(self, chan: asyncssh.SSHServerChannel[bytes]) -> None:
        self.channel = chan
        if largest_packet(chan) < SMALLEST_PACKET:
            # A frame of 4 KB in packets of one byte would keep the loop busy for a fifth of a second.
            chan.get_connection().disconnect(asyncssh.DISC_BY_APPLICATION, SMALL_PACKETS)

    @override
    def pty_requested(
        self, term_type: str, term_size: tuple[int, int, int, int], term_modes: Mapping[int, int]
    ) -> bool:
        self._term = term_type
        self._size = term_size[:2]
        if _IUTF8 in term_modes:
            self._iutf8 = bool(term_modes[_IUTF8])
        return True

    @override
    def shell_requested(self) -> bool:
        # The app takes the place of a shell.
        return True

    @override
    def exec_requested(self, command: str) -> bool:
        # Accepted, so that `_answer` can answer with a document or a sentence.
        self._command = command[:_LONGEST_COMMAND]
        return True

    @override
    def subsystem_requested(self, subsystem: str) -> bool:
        # Accepted, so that we can answer with a sentence. A plain refusal would tell the user of sftp nothing.
        self._subsystem = True
        return True

    @override
    def session_started(self) -> None:
        self._started()
        self._state.enter(self)
        self.task = self._state.start(self._run())

    @override
    def data_received(self, data: bytes, datatype: int | None) -> None:
        # Keys that come before the visit has begun wait for it.
        self._note_received()
        if self._visit is not None:
            self._visit.feed(data)
        elif len(self._early) < EARLY_BYTES:
            self._early += data[:EARLY_BYTES]

    @override
    def terminal_size_changed(self, width: int, height: int, pixwidth: int, pixheight: int) -> None:
        self._size = (width, height)
        if self._visit is not None:
            self._visit.resize(width, height)

    @override
    def pause_writing(self) -> None:
        self._may_write.clear()

    @override
    def resume_writing(self) -> None:
        self._may_write.set()

    @override
    def eof_received(self) -> bool:
        # A visitor who ends their input leaves. True keeps the channel open for output, such as the last sentence.
        self._input_over = True
        if self.has_screen:
            self.leave()
        return True

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        # The app of a person is parked. A visitor without a seat, and one who was leaving, cannot be parked.
        self.channel, self._lost = None, exc
        if self._visit is None or not self._visit.lose():
            self.leave()

    # Calls from the host

    @property
    def visit(self) -> ScreenVisit | None:
        """The visit whose screen is shown here; None before it begins, and for a visitor without a screen."""
        return self._visit

    @property
    def has_screen(self) -> bool:
        """Whether an app is shown on the connection."""
        return self._visit is not None and self._visit.has_screen

    @property
    def seat(self) -> int | None:
        """The seat of the person at this screen; None if there is none, or if they have not given their name yet."""
        return None if self._visit is None else self._visit.seat

    async def yield_unless_alive(self) -> None:
        """End this connection if its client gives no sign of life. Its person has come by another connection."""
        transport = self._transport if self.channel is not None and self.has_screen else None
        if transport is not None and not await transport.answers():
            self.yield_place(CAME_ELSEWHERE)

    def yield_place(self, sentence: str) -> None:
        """End a dead connection. If it revives, its person finds their terminal restored, and the reason."""
        if self._visit is not None and self._visit.yield_place():
            self._leaving, self._farewell = True, sentence
        else:
            self.leave(sentence)

    def leave(self, farewell: str | None = None, *, status: int = 0) -> None:
        """Close the connection, with a sentence after the terminal is restored. An app that hangs is cancelled.

        `status` is the exit status of the visitor's client.
        """
        if self._leaving or self.task is None:
            return
        self._leaving = True
        self._farewell, self._status = farewell, status
        if self._visit is not None and self._visit.end():
            self._deadline = asyncio.get_running_loop().call_later(_GOODBYE_SECONDS, self.task.cancel)
        elif self._begun:  # a task that is cancelled before its first step would never close the channel
            self.task.cancel()

    # Serving the visitor

    async def _run(self) -> None:
        status, sentence = 1, f"{CRASHED} {CONNECT_AGAIN}"
        self._begun = True
        try:
            status, sentence = (0, "") if self._leaving else await self._serve()
        except asyncio.CancelledError:
            status, sentence = 0, ""
        except Exception as error:  # any error ends only this connection
            log_failure(_log, "A connection failed", error)
        finally:
            self._state.leave(self)
            if self._deadline is not None:
                self._deadline.cancel()
        self._leaving = True
        await self._close(self._status or status, " ".join(said for said in (self._farewell, sentence) if said))

    async def _serve(self) -> tuple[int, str]:
        """Give the visitor what they asked for; return the exit status and a last sentence (empty for none)."""
        channel = self.channel
        if channel is None:
            return 0, ""
        terminal = describe(
            self._term or "", *self._size, accept(dict(channel.get_environment_bytes())), iutf8=self._iutf8
        )
        self._charset = terminal.charset
        visitor = self._identify(terminal)
        if self._subsystem:
            return 1, self._hinted(NO_FILES, visitor)
        refusal = await self._find_place()
        if refusal is not None:
            return 1, refusal
        if self._command is not None:
            return await self._answer(visitor, self._command)
        if self._term is None:
            return 1, NO_TERMINAL
        if terminal.dumb:
            return 1, DUMB
        return (0, "") if self._input_over else await self._show(visitor)

    async def _find_place(self) -> str | None:
        """Return the sentence that turns the visitor away; None if they are let in."""
        if self._term is None or self._command is not None:
            return await self._refused()
        return await explained(self._refused(), LOOKS_FOR_A_PLACE, self._say)

    async def _show(self, visitor: Visitor) -> tuple[int, str]:
        channel = self.channel
        if channel is None:
            return 0, ""
        self._transport = SshTransport(channel)
        self._visit = ScreenVisit(
            self._state, visitor, self._transport, self._size, early=bytes(self._early), say=self._say, leave=self.leave
        )
        return await self._visit.run()

    async def _answer(self, visitor: Visitor, command: str) -> tuple[int, str]:
        name, *arguments = command.split() or [""]
        word = self._state.word(name)
        if word is None:
            copies = name.rpartition("/")[2] in _COPIERS
            return (1, self._hinted(NO_FILES, visitor)) if copies else (2, self._hinted(NO_COMMANDS, visitor))
        answer = await self._state.desk.answer(word, visitor, arguments)
        if self._term is not None and not answer.is_text:
            return 2, NOT_SHOWN
        try:
            await self._deliver(answer.document)
        except TimeoutError:
            return 1, NOT_TAKEN
        self._received = answer.received
        return answer.status, answer.sentence

    def _hinted(self, sentence: str, visitor: Visitor) -> str:
        return " ".join(part for part in (sentence, self._state.hint(visitor)) if part)

    async def _deliver(self, document: bytes) -> None:
        """Send a document as fast as the client reads it, and no faster: unread data would pile up in this process.

        :raises TimeoutError: the client has not read on for a long time.
        """
        if self._term is not None:
            document = document.replace(b"\n", b"\r\n")
        for start in range(0, len(document), _PIECE_BYTES):
            async with asyncio.timeout(_READING_SECONDS):
                await self._may_write.wait()
            if self.channel is not None and not self.channel.is_closing():
                self.channel.write(document[start : start + _PIECE_BYTES])

    def _say(self, sentence: str) -> None:
        """Write a sentence to the terminal if there is one, else to the client's standard error."""
        if self.channel is None or self.channel.is_closing():
            return
        data = with_stand_ins(f"{sentence}\n", self._charset).encode(self._charset, errors="replace")
        if self._term is None:
            self.channel.write_stderr(data)
        else:
            self.channel.write(data.replace(b"\n", b"\r\n"))

    async def _close(self, status: int, sentence: str) -> None:
        channel = self.channel
        if channel is None:
            return
        if sentence:
            self._say(sentence)
        connection = channel.get_connection()
        if not channel.is_closing():
            channel.exit(status)
        received = self._received
        try:
            # The client answers the close when it has read everything.
            async with asyncio.timeout(_GOODBYE_SECONDS if received is None else _READING_SECONDS):
                await channel.wait_closed()
        except TimeoutError:
            connection.abort()
            return
        if received is not None and self._lost is None:
            await received()
        with suppress(TimeoutError):
            async with asyncio.timeout(_LINGER_SECONDS):
                await connection.wait_closed()
        connection.close()
