"""The CPU time, memory and open files of a process, from /proc (Linux)."""

import os
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")
_MEGABYTE = 1024 * 1024


def cpu(pid: int) -> float:
    """Return the seconds of CPU of a process: of its running threads, and of the children that it waited for.

    The scheduler counts running threads in nanoseconds (``schedstat``). Children are counted in clock ticks.
    """
    total = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            total += int((task / "schedstat").read_text().split()[0])
        except (FileNotFoundError, ProcessLookupError):
            continue  # a thread that ended meanwhile
    fields = _stat(pid)
    return total / 1e9 + (int(fields[13]) + int(fields[14])) / _TICK


def tree(pid: int) -> list[int]:
    """Return the ids of a process and of its running descendants."""
    found = [pid]
    for parent in found:
        try:
            children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        found += map(int, children)
    return found


def tree_cpu(pid: int) -> float:
    """Return the seconds of CPU of a process and all its descendants."""
    total = 0.0
    for each in tree(pid):
        try:
            total += cpu(each)
        except (FileNotFoundError, ProcessLookupError):
            continue
    return total


def memory(pid: int) -> float:
    """Return the megabytes of a process as proportional set size: a shared page counts in part for each process."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the system does not say how much memory a process has")


def tree_memory(pid: int) -> float:
    """Return the megabytes of a process and all its descendants."""
    return sum(memory(each) for each in tree(pid))


def open_files(pid: int) -> int:
    """Return how many files and sockets a process has open."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def _stat(pid: int) -> list[str]:
    # The name, in brackets, may contain spaces.
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
