"""Many people in a process of their own, so that what they cost is not the host's: they draw nothing of their screens.

:class:`Swarm` is the near end. This file is also the program of the far one: calls of :class:`People` come as lines of
JSON on standard input, each is answered by one on standard output, and it ends with its input.
"""

import asyncio
import contextlib
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final, Self

import asyncssh

from copworkshop.rehearsal.terminal import Terminal, call
from copworkshop.ssh.client import Address
from copworkshop.toolkit import event_loop

_ESCAPES: Final = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")
_NO_BREAK: Final = "\N{NO-BREAK SPACE}".encode()
_PATIENCE: Final = 120.0  # seconds after which a screen is not coming any more
_REFUSED: Final = (OSError, asyncssh.Error, TimeoutError)


class Swarm:
    """The near end."""

    def __init__(self, port: int, code: str) -> None:
        self._port = port
        self._code = code
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, __file__, str(self._port), self._code),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=1 << 24,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()

    async def do(self, what: str, *arguments: object) -> Any:
        """Have everybody do something, by the name of a method of :class:`People`; return what came of it."""
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps([what, *arguments]).encode() + b"\n")
        answer = await process.stdout.readline()
        assert answer, f"the people are gone, while they should {what}"
        return json.loads(answer)


class People:
    """The far end: everybody who is in."""

    def __init__(self, port: int, code: str) -> None:
        self._address = Address("127.0.0.1", port)
        self._code = code
        self._here: list[Terminal] = []

    async def come(self, users: Sequence[str], sign: str, at_once: int, tries: int) -> dict[str, Any]:
        """Come in, so many at once, until this stands on the screen; try so often.

        Returns the seconds until the last one's screen, how many did not come in, and what was said to the refused.
        """
        began = time.monotonic()
        door = asyncio.Semaphore(at_once)
        refused = Counter[str]()

        async def one(user: str) -> float | None:
            for number in range(tries):
                try:
                    async with door:
                        await self._see(user, sign.encode())
                    return time.monotonic() - began
                except _REFUSED as error:
                    refused[str(error) or type(error).__name__] += 1
                    await asyncio.sleep(0.5 if number + 1 < tries else 0)
            return None

        took = await asyncio.gather(*(one(user) for user in users))
        there = sorted(seconds for seconds in took if seconds is not None)
        return {"last": there[-1] if there else None, "missing": len(took) - len(there), "refused": refused}

    async def storm(self, users: Sequence[str], seconds: float) -> int:
        """Come, and break off, again and again; return how often somebody was in."""
        end = time.monotonic() + seconds
        returns = 0

        async def again(user: str) -> None:
            nonlocal returns
            while time.monotonic() < end:
                with contextlib.suppress(*_REFUSED):
                    terminal = await call(self._address, user, self._code)
                    await asyncio.sleep(0.05)
                    terminal.abort()
                    returns += 1

        await asyncio.gather(*(again(user) for user in users))
        return returns

    async def vanish(self) -> None:
        """Be gone in the same moment, all of them."""
        for terminal in self._here:
            terminal.abort()
        await self.go()

    async def go(self) -> None:
        """Be gone, one after the other."""
        for terminal in self._here:
            await terminal.hang_up()
        self._here.clear()

    async def stand_still(self) -> None:
        """Have terminals that take in nothing more; the machines go on answering."""
        for terminal in self._here:
            assert terminal.channel is not None
            terminal.channel.pause_reading()

    async def fall_silent(self) -> None:
        """Have machines that read and answer nothing any more."""
        for terminal in self._here:
            line: Any = terminal.line
            line._transport.pause_reading()

    async def press(self, key: str) -> int:
        """Press a key, all who are still in; return how many those are."""
        for terminal in self._here:
            terminal.press(key)
        return sum(not terminal.closed for terminal in self._here)

    async def _see(self, user: str, sign: bytes) -> None:
        terminal = await call(self._address, user, self._code, keeps=True)
        try:
            async with asyncio.timeout(_PATIENCE):
                while sign not in _ESCAPES.sub(b"", terminal.written).replace(_NO_BREAK, b" "):
                    if terminal.closed:
                        raise ConnectionError(f"sent away from their screen: {terminal.text[-200:]}")
                    await terminal.news(1.0)
        except BaseException:
            terminal.abort()
            raise
        terminal.data_received = lambda data, datatype: None  # type: ignore[method-assign]
        self._here.append(terminal)


async def _serve(people: People) -> None:
    lines = asyncio.StreamReader(limit=1 << 24)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := await lines.readline():
        what, *arguments = json.loads(line)
        print(json.dumps(await getattr(people, what)(*arguments)), flush=True)


if __name__ == "__main__":
    event_loop.run(_serve(People(int(sys.argv[1]), sys.argv[2])))
