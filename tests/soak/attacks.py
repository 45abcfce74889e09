"""What one hostile participant can try, a function each: it does its worst for a while, and says what became of it.

The list is that of the project's pitfalls, line by line.
"""

import asyncio
import contextlib
import random
import time
from collections.abc import Awaitable, Callable
from typing import Final

import asyncssh

from copworkshop.rehearsal.terminal import Terminal
from copworkshop.store.sessions import open_read_only
from soak.hosts import CODE, NAME, HostProcess
from soak.witness import REFUSED, Witness, gone, joined, look_away

SECONDS: Final = 5.0
"""How long each is kept up."""

SIZES: Final = [(100_000, 100_000), (2**31 - 1, 2), (1, 1), (0, 0), (5000, 5000)]

NO_TERMINAL_SENDS: Final = (
    b"\x1b[1114112u",
    b"\x1b[::;u",
    b"\x1b[48;0;0;1;1t",
    b"\xff\xfe\xc3\x28",
    b"\x1b[55296u",
    b"\x1b[200",
    b"\x1bOP",
)

Attack = Callable[[HostProcess, Witness], Awaitable[str]]


class _Guesser(asyncssh.SSHClient):
    def __init__(self, *guesses: str) -> None:
        self.guesses = list(guesses)

    def kbdint_auth_requested(self) -> str:
        return ""

    def kbdint_challenge_received(self, name: str, instructions: str, lang: str, prompts: object) -> list[str]:
        assert isinstance(prompts, list | tuple)
        return [self.guesses.pop(0) if len(self.guesses) > 1 else self.guesses[0] for _ in prompts]


async def door(host: HostProcess, guesser: _Guesser) -> asyncssh.SSHClientConnection:
    """Be let in by a code, and ask for no screen yet."""
    line, _ = await asyncssh.create_connection(
        lambda: guesser,
        "127.0.0.1",
        host.port,
        username="room",
        known_hosts=None,
        client_keys=None,
        agent_path=None,
        config=None,
    )
    return line


def raw(terminal: Terminal, data: bytes) -> None:
    """Send bytes as they are."""
    channel = terminal.channel
    assert channel is not None
    if not terminal.closed:
        channel.write(data)


async def came(host: HostProcess, witness: Witness) -> Terminal:
    """Come in, which is not what is tried, and sit before the proposal."""
    hostile = await joined(host, "Hostile")
    look_away(hostile)
    witness.seconds.clear()
    return hostile


async def typed(host: HostProcess, witness: Witness, *packets: bytes, times: int = 1) -> str:
    """Come in, send these bytes, and then see whether this person can still type."""
    hostile = await came(host, witness)
    for _ in range(times):
        for packet in packets:
            raw(hostile, packet)
            await asyncio.sleep(0)
    await asyncio.sleep(SECONDS)
    alive = not hostile.closed
    await gone(hostile)
    return "the line held" if alive else "the line was ended"


async def huge_terminal(host: HostProcess, witness: Witness) -> str:
    hostile = await host.call("room", CODE)
    await hostile.sees("What is your name?", seconds=60)
    witness.seconds.clear()
    channel = hostile.channel
    assert channel is not None
    end = time.monotonic() + SECONDS
    changes = 0
    while time.monotonic() < end and not hostile.closed:
        channel.change_terminal_size(*random.choice(SIZES))
        changes += 1
        await asyncio.sleep(0.001)
    await gone(hostile)
    return f"{changes} changes of size"


async def size_in_keys(host: HostProcess, witness: Witness) -> str:
    return await typed(host, witness, b"\x1b[48;5000;5000;1;1t" * 50, times=20)


async def what_no_terminal_sends(host: HostProcess, witness: Witness) -> str:
    return await typed(host, witness, *NO_TERMINAL_SENDS, times=200)


async def half_characters(host: HostProcess, witness: Witness) -> str:
    said = await typed(host, witness, b"half\x1b[55296u\x1b[57343uwhole")
    await asyncio.sleep(1)
    texts = [
        text for seat in open_read_only(host.root, NAME).session.present for text in seat.proposal.answers.values()
    ]
    return f"{said}; {'saved' if any('whole' in text for text in texts) else 'NOT SAVED'}"


async def paste_without_end(host: HostProcess, witness: Witness) -> str:
    return await typed(host, witness, b"\x1b[200~" + b"words without end " * 60_000)


async def paste_of_a_megabyte(host: HostProcess, witness: Witness) -> str:
    return await typed(host, witness, b"\x1b[200~" + b"x" * 1_000_000 + b"\x1b[201~")


async def random_bytes(host: HostProcess, witness: Witness) -> str:
    return await typed(host, witness, random.Random(8).randbytes(200_000))


async def escape_soup(host: HostProcess, witness: Witness) -> str:
    chance = random.Random(8)
    soup = b"".join(b"\x1b" + chance.choice((b"[A", b"[", b"O", b"]0;", b"P", b"[1;")) for _ in range(60_000))
    return await typed(host, witness, soup)


async def key_codes(host: HostProcess, witness: Witness) -> str:
    return await typed(host, witness, b"".join(f"\x1b[{97 + n % 26}u".encode() for n in range(40_000)))


async def resize_reports_and_mouse(host: HostProcess, witness: Witness) -> str:
    return await typed(host, witness, b"".join(f"\x1b[<35;{n % 80 + 1};{n % 24 + 1}M".encode() for n in range(20_000)))


async def stops_reading(host: HostProcess, witness: Witness) -> str:
    hostile = await came(host, witness)
    channel = hostile.channel
    assert channel is not None
    channel.pause_reading()
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and not hostile.closed:
        raw(hostile, b"\t" + b"words " * 5)
        channel.change_terminal_size(random.randint(60, 300), random.randint(20, 100))
        await asyncio.sleep(0.02)
    await gone(hostile)
    return "read nothing"


async def tabs(host: HostProcess, witness: Witness) -> str:
    return await typed(host, witness, b"\t" * 20_000)


async def function_keys(host: HostProcess, witness: Witness) -> str:
    return await typed(host, witness, b"\x1bOP\x1b[19~\x1bOR" * 5_000)


async def resizes_that_are_drawn(host: HostProcess, witness: Witness) -> str:
    hostile = await came(host, witness)
    channel = hostile.channel
    assert channel is not None
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and not hostile.closed:
        channel.change_terminal_size(random.randint(60, 300), random.randint(20, 100))
        await asyncio.sleep(0.02)
    await gone(hostile)
    return "50 a second"


async def forty_screens(host: HostProcess, witness: Witness) -> str:
    hostile = await came(host, witness)
    line = hostile.line
    assert isinstance(line, asyncssh.SSHClientConnection)
    opened = 0
    for _ in range(40):
        with contextlib.suppress(asyncssh.Error):
            await line.create_session(Terminal, term_type="xterm", term_size=(80, 24), encoding=None)
            opened += 1
    await gone(hostile)
    return f"{opened} of 40 opened"


async def environment(host: HostProcess, witness: Witness) -> str:
    line = await door(host, _Guesser(CODE))
    many: dict[bytes | str, bytes | str] = {f"V{n}": "x" * 30_000 for n in range(1000)}
    with contextlib.suppress(asyncssh.Error):
        await line.create_session(
            Terminal, term_type="\x1b]0;x\x07[/]" * 9, term_size=(80, 24), encoding=None, env=many
        )
    await asyncio.sleep(SECONDS)
    line.abort()
    return "30 MB of it"


async def commands(host: HostProcess, witness: Witness) -> str:
    said: set[str] = set()
    for command in ("sh", "proposal; id", "scp -t /", "../../bin/sh", "[/]", "proposal " * 1000):
        line = await door(host, _Guesser(CODE))
        done = await line.run(command, check=False)
        said.add(str(done.exit_status))
        line.abort()
    return f"exit codes {sorted(said)}"


async def guesses_the_code(host: HostProcess, witness: Witness) -> str:
    end = time.monotonic() + 3 * SECONDS
    tries = 0

    async def guess() -> None:
        nonlocal tries
        while time.monotonic() < end:
            guesser = _Guesser(*(f"{random.randrange(10**6):06d}" for _ in range(100)))
            with contextlib.suppress(*REFUSED):
                async with asyncio.timeout(end - time.monotonic() + 1):
                    (await door(host, guesser)).abort()
            tries += 100 - len(guesser.guesses)

    await asyncio.gather(*(guess() for _ in range(20)))
    return f"{tries} guesses in {3 * SECONDS:.0f} s by 20 at once"


async def never_logs_in(host: HostProcess, witness: Witness) -> str:
    lines = []
    for _ in range(300):
        with contextlib.suppress(OSError):
            lines.append(await asyncio.open_connection("127.0.0.1", host.port))
    await asyncio.sleep(SECONDS)
    held = 0
    for reader, _ in lines:
        try:
            async with asyncio.timeout(0.05):
                while await reader.read(65536):
                    pass
        except TimeoutError:
            held += 1
        except OSError:
            pass
    for _, writer in lines:
        writer.close()
    return f"300 came, {held} held after {SECONDS:.0f} s"


async def compression(host: HostProcess, witness: Witness) -> str:
    try:
        await asyncssh.connect("127.0.0.1", host.port, username="room", known_hosts=None, compression_algs=["zlib"])
    except asyncssh.Error as error:
        return f"refused: {error.reason[:50]}"
    return "ACCEPTED"


async def garbage_at_the_door(host: HostProcess, witness: Witness) -> str:
    for number in range(100):
        reader, writer = await asyncio.open_connection("127.0.0.1", host.port)
        writer.write(random.Random(number).randbytes(2000) if number % 2 else b"SSH-2.0-x\r\n" + bytes(4000))
        writer.close()
        del reader
    await asyncio.sleep(SECONDS)
    return "100 lines of it"


ATTACKS: Final[tuple[Attack, ...]] = (
    huge_terminal, size_in_keys, what_no_terminal_sends, half_characters, paste_without_end, paste_of_a_megabyte,
    random_bytes, escape_soup, key_codes, resize_reports_and_mouse, tabs, function_keys,
    resizes_that_are_drawn, stops_reading, forty_screens, environment, commands,
    never_logs_in, compression, garbage_at_the_door, guesses_the_code,
)  # fmt: skip
