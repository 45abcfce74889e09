"""Checks whether this machine has enough open files and memory for the number of people."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from copworkshop.doctor.finding import Finding, fine, look, wrong
from copworkshop.ssh.sockets import files_allowed

_OTHER_FILES: Final = 100
"""Open files in addition to the connections: the program's own, those being saved, visitors who are logging in."""
_A_PERSON: Final = 4e6  # bytes; 2 MB were measured, and the system has its own buffers
_THE_PROGRAM: Final = 150e6
_MEMORY: Final = Path("/proc/meminfo")


def seats(people: int) -> Iterator[Finding]:
    """Check whether this number of people can be connected at once."""
    yield files(people, files_allowed())
    memory = free_memory(_MEMORY)
    if memory is not None:
        yield judged_memory(people, memory)


def files(people: int, allowed: int | None) -> Finding:
    """Judge how many open files the system allows. Each connection is one."""
    if allowed is None or allowed >= people + _OTHER_FILES:
        return fine("Seats", f"Up to {people} people can connect.")
    most = max(0, allowed - _OTHER_FILES)
    return wrong(
        "Seats",
        f"The system allows {allowed} open files: enough for {most} people, not for {people}.",
        f"Before the workshop, in the same terminal: ulimit -n {people + 2 * _OTHER_FILES}",
    )


def judged_memory(people: int, free: int) -> Finding:
    """Judge how many bytes of memory are free."""
    needed = _THE_PROGRAM + people * _A_PERSON
    said = f"{free / 1e6:,.0f} MB are free; {people} people take up to {needed / 1e6:,.0f}"
    return fine("Memory", f"{said}.") if free >= needed else look("Memory", f"{said}.", "Close other programs.")


def free_memory(path: Path) -> int | None:
    """Return the free bytes of memory; None on Windows.

    Linux reports the memory that programs may use. On other systems, half of all memory is assumed to be free.
    """
    try:
        for line in path.read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError):
        pass
    if sys.platform == "win32":
        return None
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
    except (OSError, ValueError):
        return None
