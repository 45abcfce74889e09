"""Honest people who come while a host is attacked, from a process of their own; run by ``soak.attacker``."""

import asyncio
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import asyncssh

from copworkshop.rehearsal.terminal import Terminal
from soak.target import REFUSED, Screen, Target

LATE: Final = 60.0
"""Seconds after which somebody is not coming in any more."""

NEWCOMERS: Final = 20
LETTERS: Final = 8


async def _seconds_in(target: Target, user: str, sign: str, **options: Any) -> float:
    """Return after how many seconds this stands on the screen of somebody who comes in.

    :raises EOFError: they were sent away; the text is what they read.
    """
    began = time.monotonic()
    async with asyncio.timeout(LATE):
        connection = await target.connect(user, **options)
        try:
            screen = Screen()
            await connection.create_session(
                lambda: screen, term_type="xterm-256color", term_size=(80, 24), encoding=None
            )
            await screen.shows(sign)
        finally:
            connection.close()
    return time.monotonic() - began


async def everybody(target: Target) -> None:
    """A newcomer, somebody who returns, console and stage come in, one after the other."""
    key = asyncssh.read_private_key(Path(target.words[0]))
    ways: tuple[tuple[str, str, str, Mapping[str, Any]], ...] = (
        ("a newcomer", "room", "What is your name?", {}),
        ("a returning person", target.words[-1], "next field", {}),
        ("the console", "console", "F1", {"client_keys": [key]}),
        ("the stage", "stage", "Proposal", {"client_keys": [key]}),
    )
    seconds: dict[str, float] = {}
    said: list[str] = []
    await target.begin()
    for who, user, sign, options in ways:
        try:
            seconds[who] = await _seconds_in(target, user, sign, **options)
            said.append(f"{who} in {seconds[who]:.1f} s")
        except REFUSED as error:
            seconds[who] = LATE
            said.append(f"{who}: NOT IN, {str(error)[:200] or type(error).__name__}")
    target.result = {"said": ", ".join(said), "seconds": seconds}


async def _newcomers(target: Target, source: str) -> None:
    async def one() -> float:
        try:
            return await _seconds_in(target, "room", "What is your name?", source=source)
        except REFUSED:
            return LATE

    await target.begin()
    seconds = sorted(await asyncio.gather(*(one() for _ in range(NEWCOMERS))))
    there = [each for each in seconds if each < LATE]
    last = f", the last after {there[-1]:.1f} s" if there else ""
    said = f"{len(there)} of {NEWCOMERS} newcomers in within {LATE:.0f} s{last}"
    target.result = {"said": said, "seconds": {"the last newcomer": seconds[-1]}}


async def newcomers_elsewhere(target: Target) -> None:
    """Newcomers from an address of their own give the code, all at once."""
    await _newcomers(target, "127.9.9.9")


async def newcomers_here(target: Target) -> None:
    """The same from the address of the guessers."""
    await _newcomers(target, "127.20.0.2")


async def writes(target: Target) -> None:
    """Somebody types a letter, and waits until it is saved, a few times."""
    connection = await target.connect(target.words[-1])
    terminal = Terminal()
    await connection.create_session(lambda: terminal, term_type="xterm-256color", term_size=(80, 24), encoding=None)
    await terminal.sees("next field")
    await target.begin()
    took: list[float] = []
    for letter in "abcdefghij"[:LETTERS]:
        terminal.press(letter)
        began = time.monotonic()
        await terminal.until(lambda: not terminal.rows[0].rstrip().endswith(" saved"), "a word that is not saved")
        await terminal.until(lambda: terminal.rows[0].rstrip().endswith(" saved"), "the word “saved”", 30)
        took.append(time.monotonic() - began)
    connection.close()
    said = f"saved after {sorted(took)[len(took) // 2]:.2f} s, at worst {max(took):.2f}"
    target.result = {"said": said, "seconds": {"saved": max(took)}}
