"""What somebody can try who does not know the join code, a function each; run by ``soak.attacker``.

The last ones are of people who know the code and say no name.
"""

import asyncio
import contextlib
import os
import random
import struct
import time
from typing import Any

import asyncssh
from asyncssh.packet import Boolean, String

from copworkshop.ssh.auth import ENOUGH_TRIES, UNKNOWN_WORD
from soak.target import REFUSED, Guesser, Send, Target, a_code, a_word, debug_packet, ignored_packet

ELSEWHERE = "127.21.0.2"
"""An address that is not that of the people who come meanwhile."""

VERSION = b"SSH-2.0-x\r\n"


async def nothing(target: Target) -> None:
    """No attack, for comparison with what is looked at in the middle of others."""
    await target.begin()
    await asyncio.sleep(target.seconds)
    target.tell()


async def _floods(target: Target, send: Send) -> None:
    async def connect() -> tuple[Any, Any]:
        return await target.at_the_door(), None

    await target.floods(connect, send)


async def unassigned_types(target: Target) -> None:
    await _floods(target, lambda connection, _: connection.send_packet(19, b""))


async def ignored(target: Target) -> None:
    await _floods(target, ignored_packet)


async def debug_messages(target: Target) -> None:
    await _floods(target, debug_packet)


async def login_requests(target: Target) -> None:
    """Logins of one user name after another, none of whose answers is awaited."""
    request = String(b"room") + String(b"ssh-connection") + String(b"none")
    await _floods(target, lambda connection, _: connection.send_packet(50, request))


async def ending_questions(target: Target) -> None:
    """Answers to a question that was not asked."""
    await _floods(target, lambda connection, _: connection.send_packet(61, struct.pack(">I", 0)))


async def data_behind_a_guess(target: Target) -> None:
    """Packets without end behind a guess whose turn does not come: is all of it kept in memory?"""
    for _ in range(3):  # use up the guesses that nobody waits for
        with contextlib.suppress(*REFUSED):
            await target.connect("room", lambda: Guesser(a_code, lambda: None))

    async def connect() -> tuple[Any, Any]:
        connection: Any = await target.at_the_door()
        connection.send_packet(50, String(a_word()) + String(b"ssh-connection") + String(b"none"))
        return connection, None

    await target.floods(connect, lambda connection, _: connection.send_packet(2, String(b"x" * 30_000)))


# Key exchanges


def _packet(payload: bytes) -> bytes:
    padding = 8 - (len(payload) + 5) % 8
    padding += 8 if padding < 4 else 0
    return struct.pack(">IB", len(payload) + padding + 1, padding) + payload + bytes(padding)


def _name_lists(exchange: bytes) -> bytes:
    mac, cipher = b"hmac-sha2-256-etm@openssh.com", b"aes256-ctr"
    lists = [exchange, b"ssh-ed25519", cipher, cipher, mac, mac, b"none", b"none", b"", b""]
    joined = b"".join(struct.pack(">I", len(names)) + names for names in lists)
    return bytes([20]) + os.urandom(16) + joined + bytes(5)


async def _half_exchange(target: Target, exchange: bytes, share: bytes) -> None:
    async with target.raw() as (reader, writer):
        writer.write(VERSION + _packet(_name_lists(exchange)) + _packet(bytes([30]) + share))
        await reader.readline()
        kind = 0
        while kind != 31:  # the answer, with the host's key and its signature
            (length,) = struct.unpack(">I", await reader.readexactly(4))
            kind = (await reader.readexactly(length))[1]
        target.counts["answered"] += 1


async def half_exchanges(target: Target) -> None:
    """The host computes a shared secret and signs; the visitor computes nothing, and goes."""
    await target.begin()
    await target.again(lambda _: _half_exchange(target, b"curve25519-sha256", String(os.urandom(32))))
    target.tell()


async def old_half_exchanges(target: Target) -> None:
    """The same with a group of 8,192 bits, which costs a host most."""
    number = b"\x00" + (random.getrandbits(8190) | 1 << 8189).to_bytes(1024, "big")
    await target.begin()
    await target.again(lambda _: _half_exchange(target, b"diffie-hellman-group18-sha512", String(number)))
    target.tell()


async def login_storm(target: Target) -> None:
    """Whole logins up to the question for the code, one after another."""

    async def one(_number: int) -> None:
        (await target.at_the_door()).abort()
        target.counts["logins"] += 1

    await target.repeats(one)


async def comes_and_goes(target: Target) -> None:
    """Connections that are closed as soon as they are open, as fast as they can be made."""

    async def one(_number: int) -> None:
        async with target.raw():
            target.counts["connections"] += 1

    await target.repeats(one)


# Connections that only stand there


async def never_logs_in(target: Target) -> None:
    """Connections of one address that ask for nothing. Each that is sent away comes again."""

    async def one(_number: int) -> None:
        async with target.raw() as (reader, _):
            while target.goes_on and await reader.read(65_536):
                pass
            target.counts["sent away"] += 1

    await target.repeats(one)


async def waits_at_the_question(target: Target) -> None:
    """Connections of one address that are asked for the code and do not answer. Each that is sent away comes again."""

    async def one(_number: int) -> None:
        connection = await target.at_the_door(source=ELSEWHERE)
        target.counts["at the question"] += 1
        await connection.wait_closed()

    await target.repeats(one)


async def version_by_bytes(target: Target) -> None:
    """A version line that comes a byte at a time, and never ends."""

    async def one(_number: int) -> None:
        async with target.raw() as (_, writer):
            writer.write(b"SSH-2.0-")
            while target.goes_on and not writer.is_closing():
                writer.write(b"x")
                target.counts["bytes"] += 1
                await asyncio.sleep(0.02)

    await target.repeats(one)


async def lines_before_the_version(target: Target) -> None:
    """Empty lines without end, where a version is waited for."""

    async def one(_number: int) -> None:
        async with target.raw() as (_, writer):
            while target.goes_on:
                writer.write(b"\r\n" * 10_000)
                await writer.drain()
                target.counts["lines"] += 10_000

    await target.repeats(one)


async def packets_never_finished(target: Target) -> None:
    """Each connection says that a packet of 34 KB comes, sends nearly all of it, and waits."""

    async def one(_number: int) -> None:
        async with target.raw() as (reader, writer):
            writer.write(VERSION + struct.pack(">IB", 34_000, 4) + bytes(33_000))
            while target.goes_on and await reader.read(65_536):
                pass
            target.counts["sent away"] += 1

    await target.repeats(one)


async def ends_its_output(target: Target) -> None:
    """A client that closes its half of the connection after the key exchange has begun."""

    async def one(_number: int) -> None:
        async with target.raw() as (reader, writer):
            writer.write(VERSION + _packet(_name_lists(b"curve25519-sha256")))
            writer.write_eof()
            while await reader.read(65_536):
                pass
            target.counts["ended"] += 1

    await target.repeats(one)


# Names and keys


async def many_names(target: Target) -> None:
    """One user name after another on the same connection, then the next connection."""

    async def one(_number: int) -> None:
        connection: Any = await target.at_the_door()
        for _ in range(20):
            request = String(a_word()) + String(b"ssh-connection") + String(b"none")
            connection.send_packet(50, request)
            target.counts["names"] += 1
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(2):
                await connection.wait_closed()
        connection.abort()

    await target.repeats(one)


async def false_signatures(target: Target) -> None:
    """Large RSA keys, each with a signature that the host has to look at and that is wrong."""
    number = String(b"\x00" + os.urandom(2046) + b"\x01")
    key = String(b"ssh-rsa") + String(b"\x01\x00\x01") + number
    signature = String(String(b"rsa-sha2-256") + String(os.urandom(2047)))
    request = String(b"room") + String(b"ssh-connection") + String(b"publickey") + Boolean(True)

    async def one(_number: int) -> None:
        connection: Any = await target.at_the_door()
        for _ in range(20):
            connection.send_packet(50, request + String(b"rsa-sha2-256") + String(key) + signature)
            target.counts["signatures"] += 1
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(2):
                await connection.wait_closed()
        connection.abort()

    await target.repeats(one)


# Guesses


async def _guesses(target: Target, user: str, addresses: int) -> None:
    """Guess on all connections at once. A guess counts when it is answered."""
    began = 0.0
    answered: list[float] = []

    async def one(number: int) -> None:
        here = number % addresses
        source = f"127.{20 + here // 60000}.{here // 250}.{here % 250 + 2}"
        waiting = False

        def note() -> None:
            nonlocal waiting
            if waiting:
                answered.append(time.monotonic() - began)
            waiting = False

        def guess() -> str | None:
            nonlocal waiting
            waiting = target.goes_on
            return (a_code() if user == "room" else "x" * 200) if waiting else None

        name = a_word() if user == "word" else user
        waiting = user == "word"
        try:
            (await target.connect(name, lambda: Guesser(guess, note), source=source)).abort()
            target.counts["let in"] += 1
        except (OSError, asyncssh.Error) as error:
            if str(error) in {ENOUGH_TRIES, UNKNOWN_WORD}:  # others lost their place before their guess was checked
                note()
            else:
                target.counts["sent away"] += 1

    await target.begin()
    began = time.monotonic()
    await target.again(one)
    target.tell(f"{len(answered)} guesses answered in {target.seconds:.0f} s", answered=len(answered))


async def code_guesses(target: Target) -> None:
    await _guesses(target, "room", 1)


async def code_guesses_everywhere(target: Target) -> None:
    """The same from 200 addresses."""
    await _guesses(target, "room", 200)


async def word_guesses(target: Target) -> None:
    await _guesses(target, "word", 1)


async def passphrase_guesses(target: Target) -> None:
    await _guesses(target, "console", 1)


async def passphrase_guesses_everywhere(target: Target) -> None:
    """The same from 200 addresses."""
    await _guesses(target, "console", 200)


# Somebody who knows the code


async def holds_places(target: Target) -> None:
    """Terminals as room@, none of which gives a name, from the address of the people who come meanwhile."""

    async def one(_number: int) -> None:
        await target.terminal()
        target.counts["came in"] += 1

    await target.many(one)
    await target.begin()
    await asyncio.sleep(target.seconds)
    target.tell()


async def takes_all_places(target: Target) -> None:
    """Terminals as room@ from one address, none of which gives a name. Each that loses its place comes again."""

    async def one(_number: int) -> None:
        connection, _, _ = await target.terminal(source=ELSEWHERE)
        target.counts["came in"] += 1
        with contextlib.suppress(*REFUSED):
            await connection.wait_closed()

    await target.repeats(one)


async def five_hundred_joins(target: Target) -> None:
    """One person comes again and again, each time by another name, until nobody new is let in."""
    await target.begin()

    async def one(number: int) -> None:
        connection, channel, screen = await target.terminal()
        try:
            await screen.shows("What is your name?")
            channel.write(f"Z{number}x{random.getrandbits(40):x}\r".encode())
            async with asyncio.timeout(5):
                await screen.shows("next field")
            target.counts["joined"] += 1
        finally:
            connection.abort()

    await target.many(one, at_once=10)
    target.tell()
