"""What one person can try who is in, a function each; run by ``soak.attacker``."""

import asyncio
import contextlib
import random
from typing import Any

from asyncssh.constants import MSG_CHANNEL_REQUEST, MSG_GLOBAL_REQUEST
from asyncssh.packet import Boolean, String, UInt32

from soak.target import REFUSED, Send, Target, debug_packet, ignored_packet

WINDOW = 1 << 31


async def _floods(target: Target, send: Send) -> None:
    async def connect() -> tuple[Any, Any]:
        connection, channel, _ = await target.terminal(target.words[0])
        return connection, channel

    await target.floods(connect, send)


def _request(name: bytes, *rest: bytes, answer: bool = False) -> Send:
    def send(connection: Any, channel: Any) -> None:
        connection.send_packet(MSG_CHANNEL_REQUEST, UInt32(channel._send_chan), String(name), Boolean(answer), *rest)

    return send


async def unassigned_types_inside(target: Target) -> None:
    await _floods(target, lambda connection, _: connection.send_packet(193, b""))


async def ignored_inside(target: Target) -> None:
    await _floods(target, ignored_packet)


async def debug_messages_inside(target: Target) -> None:
    await _floods(target, debug_packet)


async def pings(target: Target) -> None:
    """OpenSSH's requests for an echo of 30,000 bytes, whose answers are not read."""
    await _floods(target, lambda connection, _: connection.send_packet(192, String(b"x" * 30_000)))


async def channel_requests(target: Target) -> None:
    await _floods(target, _request(b"x@y", answer=True))


async def terminal_requests(target: Target) -> None:
    """A terminal asked for again and again."""
    rest = String(b"xterm") + UInt32(80) + UInt32(24) + UInt32(0) + UInt32(0) + String(b"\0")
    await _floods(target, _request(b"pty-req", rest, answer=True))


async def signals(target: Target) -> None:
    await _floods(target, _request(b"signal", String(b"USR1")))


async def breaks(target: Target) -> None:
    await _floods(target, _request(b"break", UInt32(500), answer=True))


async def variables(target: Target) -> None:
    """Variables of the environment, of 30,000 bytes each."""
    await _floods(target, _request(b"env", String(b"LANG"), String(b"x" * 30_000)))


async def shells(target: Target) -> None:
    """A shell asked for again and again on the same channel."""
    await _floods(target, _request(b"shell", answer=True))


async def global_requests(target: Target) -> None:
    await _floods(
        target, lambda connection, _: connection.send_packet(MSG_GLOBAL_REQUEST, String(b"x@y"), Boolean(True))
    )


async def forwardings(target: Target) -> None:
    """Ports to forward, asked for without end."""
    rest = String(b"tcpip-forward") + Boolean(True) + String(b"") + UInt32(0)
    await _floods(target, lambda connection, _: connection.send_packet(MSG_GLOBAL_REQUEST, rest))


async def channels(target: Target) -> None:
    """Further channels, opened without end. Each is refused."""
    rest = String(b"session") + UInt32(77) + UInt32(1 << 20) + UInt32(1 << 15)
    await _floods(target, lambda connection, _: connection.send_packet(90, rest))


async def window_adjusts(target: Target) -> None:
    await _floods(target, lambda connection, channel: connection.send_packet(93, UInt32(channel._send_chan), UInt32(1)))


async def empty_data(target: Target) -> None:
    await _floods(
        target, lambda connection, channel: connection.send_packet(94, UInt32(channel._send_chan), String(b""))
    )


async def extended_data(target: Target) -> None:
    """Data for a stream that no terminal sends."""
    await _floods(
        target,
        lambda connection, channel: connection.send_packet(95, UInt32(channel._send_chan), UInt32(1), String(b"x")),
    )


# Keys of the connection


async def rekeys(target: Target) -> None:
    """Key exchanges one after another."""
    connections: list[Any] = []

    async def come(_number: int) -> None:
        connection, _, _ = await target.terminal(target.words[0])
        connections.append(connection)

    await target.many(come)

    async def one(_number: int) -> None:
        connection = connections.pop() if connections else (await target.terminal(target.words[0]))[0]
        while target.goes_on and connection._transport is not None:
            if connection._kex is None and not connection._kexinit_sent:
                connection._send_kexinit()
                connection._kexinit_sent = True
                target.counts["exchanges"] += 1
            await asyncio.sleep(0.001)
        target.counts["ended" if target.goes_on else "still there"] += 1
        connection.abort()

    await target.repeats(one)


async def rekey_never_finished(target: Target) -> None:
    """A key exchange that is begun and not finished, while keys make the host draw."""
    connection: Any
    connection, channel, _ = await target.terminal(target.words[0])
    await target.begin()
    for _ in range(20):
        channel.write(b"words ")
    connection._send_kexinit()
    connection._kexinit_sent = True
    connection._transport.pause_reading()
    ended = False
    while target.goes_on and not ended:
        await asyncio.sleep(0.5)
        with contextlib.suppress(Exception):
            connection.send_packet(2, String(b""))
        ended = connection._transport is None
    target.counts["ended" if ended else "still there"] += 1
    target.tell()


# Terminals


async def packets_of_one_byte(target: Target) -> None:
    """A client that takes one byte a packet."""

    async def one(_number: int) -> None:
        connection, channel, _ = await target.terminal(target.words[0], max_pktsize=1)
        target.counts["came in"] += 1
        while target.goes_on and not connection.is_closed():
            channel.write(b"\x1bOP\x1b")
            await asyncio.sleep(0.05)
        connection.abort()

    await target.repeats(one)


async def _terminals(target: Target, send: Send, pause: float = 0.05) -> None:
    """Have many terminals of one seat, each of which sends something 20 times a second."""
    held: list[tuple[Any, Any]] = []

    async def come(_number: int) -> None:
        connection, channel, _ = await target.terminal(target.words[0])
        held.append((connection, channel))

    await target.many(come, at_once=5)
    await asyncio.sleep(2)
    await target.begin()
    while target.goes_on:
        for connection, channel in held:
            if not connection.is_closed():
                with contextlib.suppress(*REFUSED):
                    send(connection, channel)
        await asyncio.sleep(pause)
    left = sum(not connection.is_closed() for connection, _ in held)
    target.tell(f"{left} of {target.count} terminals held", held=left)


async def terminals_with_keys(target: Target) -> None:
    await _terminals(target, lambda _, channel: channel.write(b"words "))


async def terminals_with_resizes(target: Target) -> None:
    await _terminals(
        target, lambda _, channel: channel.change_terminal_size(random.randint(60, 300), random.randint(20, 100))
    )


async def terminals_with_help(target: Target) -> None:
    """F1 and Esc."""
    await _terminals(target, lambda _, channel: channel.write(b"\x1bOP\x1b"))


async def slow_readers_with_big_windows(target: Target) -> None:
    """Clients that take two gigabytes, and do not read."""
    held: list[tuple[Any, Any]] = []

    async def come(number: int) -> None:
        user = target.words[number % len(target.words)]
        connection, channel, _ = await target.terminal(user, window=WINDOW)
        held.append((connection, channel))

    await target.many(come, at_once=5)
    await target.begin()
    for connection, _ in held:
        connection._transport.pause_reading()
    while target.goes_on:
        for connection, channel in held:
            if connection._transport is not None:
                channel.change_terminal_size(random.randint(60, 300), random.randint(20, 100))
        await asyncio.sleep(0.2)
    target.tell()


async def ends_and_goes_on(target: Target) -> None:
    """The end of input, then data, then the end again, then closed twice; and again on the next connection."""

    async def one(_number: int) -> None:
        connection: Any
        connection, channel, _ = await target.terminal(target.words[0])
        there = UInt32(channel._send_chan)
        for kind, rest in ((96, b""), (94, String(b"x")), (96, b""), (97, b""), (97, b""), (94, String(b"x"))):
            with contextlib.suppress(*REFUSED):
                connection.send_packet(kind, there, rest)
        target.counts["times"] += 1
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1):
                await connection.wait_closed()
        connection.abort()

    await target.repeats(one)


# Documents and commands


async def _commands(target: Target, command: str) -> None:
    async def one(_number: int) -> None:
        connection = await target.connect(target.words[0])
        try:
            done = await connection.run(command, check=False, encoding=None)
            target.counts[f"of {len(done.stdout or b'') // 1000} KB" if done.stdout else "refusals"] += 1
        finally:
            connection.abort()

    await target.repeats(one)


async def documents(target: Target) -> None:
    await _commands(target, "report html")


async def long_commands(target: Target) -> None:
    await _commands(target, "proposal " + "x" * 30_000)


async def unknown_commands(target: Target) -> None:
    await _commands(target, "sh -c 'sleep 1000'")


async def returns(target: Target) -> None:
    """One person who comes back and vanishes, as fast as the host lets them in."""

    async def one(_number: int) -> None:
        connection, _, _ = await target.terminal(target.words[0])
        target.counts["returns"] += 1
        connection.abort()

    await target.repeats(one)
