"""The program of an attacker's own process: ``python -m soak.attacker``, with a line of JSON on standard input.

It prepares, prints a line, waits for another one, attacks, and prints what came of it as JSON. It ends with its input.
"""

import asyncio
import json
import logging
import os
import sys

from copworkshop.toolkit import event_loop
from soak import insider_attacks, stranger_attacks, visitors
from soak.target import Target


async def _serve() -> None:
    os.setpriority(os.PRIO_PROCESS, 0, 0)  # less than the host's: an attacker has a computer of their own
    logging.getLogger("asyncio").setLevel(logging.ERROR)  # it would warn of each packet that the host does not take
    lines = asyncio.StreamReader(limit=1 << 24)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    job = json.loads(await lines.readline())
    name = job.pop("attack")
    attack = next(
        getattr(module, name) for module in (stranger_attacks, insider_attacks, visitors) if hasattr(module, name)
    )
    target = Target(lines, **job)
    await attack(target)
    print(json.dumps(target.result), flush=True)
    await lines.read()
    os._exit(0)  # the connections of an attacker need no goodbye


if __name__ == "__main__":
    event_loop.run(_serve())
