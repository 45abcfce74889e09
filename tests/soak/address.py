"""A host that begins without a network, in a network namespace of its own, and gets one while it runs.

It needs Linux, util-linux and iproute2, and no rights. A stage, a console and a participant look on over SSH from the
same machine.
"""

import asyncio
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import asyncssh

from copworkshop.rehearsal.terminal import Terminal, call
from copworkshop.ssh.access import FACILITATOR_KEY
from copworkshop.ssh.client import Address
from soak.hosts import CODE, NAME, told

WITHIN: Final = 15.0
"""Seconds in which every screen has to follow the network, without a key."""
PATIENCE: Final = 60.0
PORT: Final = 22847
FIRST, SECOND = "192.168.77.5", "172.20.10.2"
NOBODY: Final = "Nobody else can reach this machine: it is in no network."

INSIDE: Final = "COPWORKSHOP_SOAK_INSIDE"
"""Set in the environment of this trial's second process, which runs in the namespace."""


def ip(*arguments: str) -> None:
    """Change the network of the namespace."""
    subprocess.run(["ip", *arguments], check=True)


async def seen(condition: Callable[[], bool], seconds: float = PATIENCE) -> float:
    """Wait for something; return how long it took, infinite if it did not come."""
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > seconds:
            return float("inf")
        await asyncio.sleep(0.05)
    return time.monotonic() - began


def words(terminal: Terminal) -> str:
    """Return what stands on a terminal, with single spaces."""
    return " ".join(" ".join(terminal.rows).split())


async def followed(folder: Path, _names: Sequence[str]) -> list[str]:
    """Take the network away and give another one; return what was wrong."""
    root, log = folder / "sessions", folder / "said"
    problems: list[str] = []
    command = [sys.executable, "-m", "copworkshop", "host", NAME, "--sessions", str(root), "--port", str(PORT)]
    with log.open("wb") as said:
        host = await asyncio.create_subprocess_exec(*command, "--code", CODE, "--expect", "2", stdout=said, stderr=said)
    try:
        await seen(lambda: "open on port" in log.read_text())
        key = asyncssh.read_private_key(root / NAME / "access" / FACILITATOR_KEY)
        here = Address("127.0.0.1", PORT)
        stage, console = await call(here, "stage", key=key), await call(here, "console", key=key)
        person = await call(here, "room", CODE)
        await person.sees("What is your name?")
        person.press("Ann", "enter")
        await stage.sees(NOBODY)
        await console.sees("hotspot of this machine")
        if "127.0.0.1" in log.read_text() + words(stage) + words(console):
            problems.append("somebody is invited to 127.0.0.1")

        async def follow(what: str, shown: str, gone: str, *change: tuple[str, ...]) -> None:
            for each in change:
                await asyncio.to_thread(ip, *each)
            everywhere = [
                await seen(lambda: shown in words(stage) and gone not in words(stage)),
                await seen(lambda: shown in words(person) or shown == NOBODY),
                await seen(lambda: shown in words(console) and gone not in words(console)),
                await seen(lambda: shown in log.read_text()),
            ]
            took = sum(everywhere)
            print(f"{what}: stage, participant, console and log after {took:.1f} s", flush=True)
            if took > WITHIN:
                problems.append(f"{what}: {everywhere}\n" + "\n".join(stage.rows + console.rows))

        add, take = ("addr", "add"), ("addr", "del")
        await follow("the network comes", FIRST, NOBODY, (*add, f"{FIRST}/24", "dev", "lo"))
        move = (*take, f"{FIRST}/24", "dev", "lo"), (*add, f"{SECOND}/24", "dev", "lo")
        await follow("another network", SECOND, f"room@{FIRST}", *move)
        await follow("no network", NOBODY, SECOND, (*take, f"{SECOND}/24", "dev", "lo"))
        await follow("it is back", SECOND, NOBODY, (*add, f"{SECOND}/24", "dev", "lo"))
        if not re.search(rf"ssh -p {PORT} room@{re.escape(SECOND)}", words(stage)):
            problems.append("the stage does not show the command")
        for terminal in (stage, console, person):
            await terminal.hang_up()
    finally:
        host.terminate()
        await host.wait()
    if "Traceback" in log.read_text():
        problems.append(log.read_text())
    return problems


def main(arguments: Sequence[str]) -> int:
    """Run it in a namespace of its own, whose only interface is the loopback."""
    if INSIDE in os.environ:
        ip("link", "set", "lo", "up")
        return told(followed, arguments, "Every screen followed the network.")
    if shutil.which("unshare") is None or shutil.which("ip") is None:
        print("This needs Linux with unshare and ip.")
        return 2
    inside = ["unshare", "-rn", sys.executable, "-m", "tests.soak", "address", *arguments]
    return subprocess.run(inside, env={**os.environ, INSIDE: "1"}, check=False).returncode
