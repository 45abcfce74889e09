"""The process of the simulated people: it opens SSH connections on loopback, types, and measures when texts appear.

Each line of JSON on standard input is a call (``{"call": NAME, ...}``). Each call is answered with a line of JSON on
standard output. :mod:`benchmarks.room.people` is the other end.
"""

import asyncio
import json
import random
import re
import sys
from collections.abc import Sequence
from time import perf_counter
from typing import Any, Final

import asyncssh
from asyncssh.connection import SSHConnection
from typing_extensions import override

from copworkshop.toolkit import event_loop

KEYS: Final = {
    "enter": "\r",
    "pagedown": "\x1b[6~",
    "pageup": "\x1b[5~",
    "tab": "\t",
    "ctrl+q": "\x11",
    "escape": "\x1b",
}

_ESCAPES: Final = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[\]PX^_].*?(?:\x1b\\|\x07)", re.DOTALL)
_LETTERS: Final = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
"""Letters that are nowhere else on a screen. They are typed in turn, so that the echo of the last one is recognised."""
_WORD: Final = 7  # letters; then a space
_KEPT: Final = 65536  # characters of a screen's recent output
_PATIENCE: Final = 60.0
_LATE: Final = 10.0  # seconds in which the last echoes may come
_LEAVING: Final = 20.0  # seconds for all people who leave together


class Person(asyncssh.SSHClient):
    """Answers every question with the join code."""

    def __init__(self, code: str) -> None:
        self._code = code

    @override
    def kbdint_auth_requested(self) -> str:
        return ""

    @override
    def kbdint_challenge_received(
        self, name: str, instructions: str, lang: str, prompts: Sequence[tuple[str, bool]]
    ) -> list[str]:
        return [self._code] * len(prompts)


class Terminal(asyncssh.SSHClientSession[bytes]):
    """One person's terminal of 80 columns by 24 rows. It draws nothing, but looks for texts in the output."""

    def __init__(self) -> None:
        self.channel: asyncssh.SSHClientChannel[bytes] | None = None
        self.line: SSHConnection | None = None
        self.bytes = 0
        self.lost = False
        self._recent = ""
        self._awaited: list[tuple[str, asyncio.Future[float]]] = []
        self.typed = 0
        self.echoes: list[tuple[str, float]] = []
        """The letters typed that have no echo yet, and when each was sent."""
        self.latencies: list[float] = []

    @override
    def connection_made(self, chan: asyncssh.SSHClientChannel[bytes]) -> None:
        self.channel = chan
        self.line = chan.get_connection()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        # The session has ended, so close the connection too, as ``ssh`` does.
        self.lost = True
        if self.line is not None:
            self.line.close()
        for _, future in self._awaited:
            if not future.done():
                future.set_exception(ConnectionError(f"the connection ended{self._last_words()}"))
        self._awaited.clear()

    def _last_words(self) -> str:
        """Return the end of the output, for the end of a sentence. An app that fails writes the reason there."""
        words = " ".join(_ESCAPES.sub("", self._recent).split())
        return f", after: {words[-200:]}" if words else ""

    @override
    def data_received(self, data: bytes, datatype: int | None) -> None:
        self.bytes += len(data)
        if not self._awaited and not self.echoes:
            return
        now = perf_counter()
        # A packet may end within an escape sequence, so the recent output is searched again.
        self._recent = (self._recent + data.decode("utf-8", errors="replace"))[-_KEPT:]
        plain = _ESCAPES.sub("", self._recent)
        for wanted, future in self._awaited:
            if wanted in plain and not future.done():
                future.set_result(now)
        self._awaited = [pair for pair in self._awaited if not pair[1].done()]
        # One repaint may show several letters. The last of them shows that the ones before were handled.
        shown = next((place for place in range(len(self.echoes), 0, -1) if self.echoes[place - 1][0] in plain), 0)
        self.latencies += [(now - sent) * 1000 for _, sent in self.echoes[:shown]]
        del self.echoes[:shown]
        if not self._awaited:
            self._recent = self._recent[-4096:]

    def expect(self, wanted: str) -> "asyncio.Future[float]":
        """Return a future for the moment at which this text appears. Earlier output does not count."""
        self._recent = ""
        future: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        if self.lost:
            future.set_exception(ConnectionError("the connection has ended"))
        else:
            self._awaited.append((wanted, future))
        return future

    def write(self, text: str) -> None:
        """Send a text as typed."""
        if self.channel is not None and not self.lost:
            self.channel.write(text.encode())

    def type_letter(self) -> None:
        """Type the next letter, or a space after each seven letters, and wait for the letter's echo."""
        self.typed += 1
        if self.typed % (_WORD + 1) == 0:
            self.write(" ")
            return
        letter = _LETTERS[self.typed % len(_LETTERS)]
        if not self.echoes:
            self._recent = ""
        self.echoes.append((letter, perf_counter()))
        self.write(letter)


class Crowd:
    """All connected people, in the order in which they came."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.terminals: list[Terminal] = []
        self._lines: list[asyncssh.SSHClientConnection] = []
        self._chance = random.Random(9)  # noqa: S311 - the same keys every time

    async def connect(
        self, users: list[str], code: str, until: str, at_once: int = 0, key: str | None = None
    ) -> dict[str, object]:
        """Connect `at_once` people at a time (0 for all), each until the text `until` is on the screen.

        Returns the milliseconds of each person, the milliseconds until the last one's screen, how many could not
        connect, and the different reasons.
        """
        begun = perf_counter()
        gate = asyncio.Semaphore(at_once or len(users))
        keys = [asyncssh.read_private_key(key)] if key else None
        found = await asyncio.gather(*(self._come(user, code, until, gate, keys) for user in users))
        arrived = [each for each in found if not isinstance(each, str)]
        return {
            "each": [(there - start) * 1000 for start, there in arrived],
            "last": max((there - begun) * 1000 for _, there in arrived) if arrived else None,
            "refused": len(users) - len(arrived),
            "errors": sorted({each for each in found if isinstance(each, str)}),
        }

    async def _come(
        self, user: str, code: str, until: str, gate: asyncio.Semaphore, keys: list[asyncssh.SSHKey] | None
    ) -> tuple[float, float] | str:
        async with gate:
            start = perf_counter()
            try:
                line, _ = await asyncssh.create_connection(
                    lambda: Person(code),
                    "127.0.0.1",
                    self.port,
                    username=user,
                    known_hosts=None,
                    client_keys=keys,
                    agent_path=None,
                    config=None,
                    preferred_auth="publickey" if keys else "keyboard-interactive",
                    login_timeout=_PATIENCE,
                )
                terminal = Terminal()
                seen = terminal.expect(until)
                await line.create_session(
                    lambda: terminal, term_type="xterm-256color", term_size=(80, 24), encoding=None
                )
                async with asyncio.timeout(_PATIENCE):
                    there = await seen
            except (OSError, asyncssh.Error, TimeoutError) as error:
                return str(error) or f"{until!r} was not seen in {_PATIENCE:.0f} s"
            self._lines.append(line)
            self.terminals.append(terminal)
            return start, there

    async def enter(self, texts: list[str], until: list[str], first: int = 0) -> dict[str, object]:
        """Let each person, from number `first` on, type their text and Enter.

        Returns the milliseconds until each of them sees their text of `until`.
        """
        begun = perf_counter()
        people = self.terminals[first:]
        awaited = [person.expect(sign) for person, sign in zip(people, until, strict=True)]
        for person, text in zip(people, texts, strict=True):
            person.write(f"{text}\r")
        async with asyncio.timeout(_PATIENCE):
            seen = await asyncio.gather(*awaited)
        return {"each": [(there - begun) * 1000 for there in seen]}

    async def press(
        self, key: str, until: str, who: int = 0, typing: int | None = None, but: list[int] | None = None
    ) -> dict[str, object]:
        """Let person `who` press a key; return the milliseconds until each of the others sees the text `until`.

        Meanwhile person `typing` types ten letters a second; the milliseconds to their echoes are returned too. The
        people in `but` are not waited for.
        """
        left_out = {who, *(but or []), *([] if typing is None else [typing])}
        others = [person for number, person in enumerate(self.terminals) if number not in left_out]
        typist = None if typing is None else asyncio.create_task(self._type_on(self.terminals[typing]))
        if typing is not None:
            self.terminals[typing].latencies.clear()
            self.terminals[typing].echoes.clear()  # of letters that were typed where no field was
            await asyncio.sleep(1)
        awaited = [person.expect(until) for person in others]
        begun = perf_counter()
        self.terminals[who].write(KEYS.get(key, key))
        try:
            async with asyncio.timeout(_PATIENCE):
                seen = await asyncio.gather(*awaited)
        except TimeoutError:
            missing = sum(not future.done() for future in awaited)
            raise RuntimeError(f"{missing} of {len(awaited)} never saw {until!r} after {key}") from None
        finally:
            if typist is not None:
                typist.cancel()
        return {
            "each": [(there - begun) * 1000 for there in seen],
            "echoes": [] if typing is None else self.terminals[typing].latencies,
        }

    async def _type_on(self, person: Terminal) -> None:
        while True:
            person.type_letter()
            await asyncio.sleep(0.1)

    async def type(self, a_second: float, seconds: float, first: int = 0, last: int | None = None) -> dict[str, object]:
        """Let everybody type at random moments, with `a_second` keys a second in all.

        Returns the milliseconds to the echo of each key, the bytes received, and how many keys had no echo in time.
        Among the milliseconds, a key without an echo counts with the time until the end.
        """
        people = self.terminals[first:last]
        for person in people:
            person.latencies.clear()
            person.echoes.clear()
        bytes_before = sum(person.bytes for person in people)
        keys_before = sum(person.typed for person in people)
        begun = perf_counter()
        due = begun
        turn = 0
        while due < begun + seconds:
            wait = due - perf_counter()
            if wait > 0:
                await asyncio.sleep(wait)
            if turn % len(people) == 0:
                self._chance.shuffle(people)
            people[turn % len(people)].type_letter()
            turn += 1
            due += self._chance.uniform(0.5, 1.5) / a_second
        took = perf_counter() - begun
        late = perf_counter() + _LATE
        while any(person.echoes for person in people) and perf_counter() < late:  # noqa: ASYNC110 - it may never become true
            await asyncio.sleep(0.01)
        ended = perf_counter()
        unanswered = [(ended - sent) * 1000 for person in people for _, sent in person.echoes]
        return {
            "each": [latency for person in people for latency in person.latencies] + unanswered,
            "keys": sum(person.typed for person in people) - keys_before,
            "bytes": sum(person.bytes for person in people) - bytes_before,
            "lost": len(unanswered),
            "seconds": took,
        }

    async def watch(self, seconds: float) -> dict[str, object]:
        """Do nothing for `seconds` seconds; return the bytes a second that each person received."""
        before = [person.bytes for person in self.terminals]
        await asyncio.sleep(seconds)
        return {"each": [(person.bytes - was) / seconds for person, was in zip(self.terminals, before, strict=True)]}

    async def leave(self, keep: int = 0, *, shut: bool = True) -> dict[str, object]:
        """Let all but the first `keep` people leave.

        All of them press Ctrl+Q. With `shut`, every second one aborts the connection instead, like a laptop that is
        closed. Returns how many of the people who stay lost their connections, and how many connections were still open
        in the end.
        """
        going, self._lines = self._lines[keep:], self._lines[:keep]
        leavers, self.terminals = self.terminals[keep:], self.terminals[:keep]
        for number, (line, terminal) in enumerate(zip(going, leavers, strict=True)):
            if shut and number % 2:
                line.abort()
            else:
                terminal.write(KEYS["ctrl+q"])
        gone = [asyncio.ensure_future(line.wait_closed()) for line in going]
        if gone:
            await asyncio.wait(gone, timeout=_LEAVING)
        stayed = sum(not each.done() for each in gone)
        for line in going:
            line.abort()
        return {"lost": sum(person.lost for person in self.terminals), "stayed": stayed}


async def main() -> None:
    """Serve calls until standard input ends."""
    crowd = Crowd(int(sys.argv[1]))
    loop = asyncio.get_running_loop()
    lines = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while asked := await lines.readline():
        call: dict[str, Any] = json.loads(asked)
        try:
            answer = await getattr(crowd, call.pop("call"))(**call)
        except Exception as error:  # the other end reports it, whatever it is
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    event_loop.run(main())
