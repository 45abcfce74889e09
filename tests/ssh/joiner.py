"""People who join from another process: ``python joiner.py PORT CODE`` says who came in, or ends with what was seen.

One person comes first, so that an app has run in the host's process before the next three come at once.
"""

import asyncio
import sys

from copworkshop.rehearsal.terminal import call
from copworkshop.ssh.client import Address
from copworkshop.toolkit import event_loop

PATIENCE = 30.0


async def join(port: int, code: str, name: str) -> None:
    """Come in, type a name, see the keys of the room, and leave."""
    async with asyncio.timeout(PATIENCE):
        terminal = await call(Address("127.0.0.1", port), "room", code)
    await terminal.sees("What is your name?")
    terminal.press(name, "enter")
    await terminal.sees("? keys")
    await terminal.hang_up()
    sys.stdout.write(f"{name}\n")


async def main(port: int, code: str) -> None:
    await join(port, code, "Participant 1")
    await asyncio.gather(*(join(port, code, f"Participant {number}") for number in (2, 3, 4)))


event_loop.run(main(int(sys.argv[1]), sys.argv[2]))
