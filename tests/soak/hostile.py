"""Everything that one hostile participant can try, each while somebody else types: their echo, and the host's memory.

A trial fails when the other's slowest letter took half a second more than without it, when the host keeps 20 MB or
more, when what may not be let in is let in, when the host logs a traceback, or when it dies.
"""

import asyncio
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from soak.attacks import ATTACKS, SECONDS, Attack
from soak.hosts import HostProcess, Hosts, told
from soak.witness import Witness, begin, cpu, gone, joined, memory

LONGEST: Final = 0.5
MOST_MB: Final = 20.0


async def tried(attack: Attack, host: HostProcess, witness: Witness, calm: float) -> list[str]:
    """Try one attack, print its figures, and return what was wrong."""
    name, before, used = attack.__name__, memory(host.pid), cpu(host.pid)
    witness.start()
    try:
        said = await attack(host, witness)
    except Exception as error:
        said = f"the attacker failed: {error!r}"
    await asyncio.sleep(1)
    await witness.stop()
    kept = memory(host.pid) - before
    print(
        f"{name:28} echo p95 {witness.p95 * 1000:5.0f} ms, slowest {witness.worst * 1000:5.0f} ms; "
        f"{kept:+6.1f} MB; cpu {cpu(host.pid) - used:4.1f} s; {said}",
        flush=True,
    )
    problems: list[str] = []
    if witness.worst > LONGEST + calm:
        problems.append(f"{name}: a letter took {witness.worst:.2f} s")
    if kept > MOST_MB:
        problems.append(f"{name}: {kept:.0f} MB were kept")
    if re.search("NOT SAVED|ACCEPTED|attacker failed", said):
        problems.append(f"{name}: {said}")
    return problems


async def attacked(folder: Path, names: Sequence[str]) -> list[str]:
    """Try each; return what was wrong."""
    root = folder / "sessions"
    begin(root)
    hosts = Hosts(folder, forked=False)
    host = await hosts.begin(root)
    problems: list[str] = []
    try:
        witness = Witness(await joined(host, "Witness"))
        witness.start()
        await asyncio.sleep(2 * SECONDS)
        await witness.stop()
        calm = witness.worst
        print(f"{'calm':28} echo p95 {witness.p95 * 1000:5.0f} ms, slowest {calm * 1000:5.0f} ms", end="; ")
        print(f"{memory(host.pid):6.1f} MB")
        for attack in ATTACKS:
            if not names or attack.__name__ in names:
                problems += await tried(attack, host, witness, calm)
        problems += host.faults()
        await gone(witness.terminal)
    finally:
        await hosts.put_away(host)
    return problems


def main(arguments: Sequence[str]) -> int:
    """Try all, or those that are named."""
    return told(attacked, arguments, "Every trial was withstood.")
