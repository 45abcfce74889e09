"""What the system provides for listening: a port, and enough open files for a full room."""

import socket
from contextlib import suppress
from typing import Final

_FILES: Final = 1024  # open at once: more than lobby and room need, and few enough for select()


def files_allowed() -> int | None:
    """Return how many files this process may have open; None if there is no limit. Each connection is one file.

    The system's default (256 on macOS) is too low for a full room. It is raised as far as needed and allowed.
    """
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return None
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if most == resource.RLIM_INFINITY else min(_FILES, most)
    if allowed != resource.RLIM_INFINITY and allowed < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
            allowed = wanted
    return None if allowed == resource.RLIM_INFINITY else allowed


def reason(error: Exception) -> str:
    """Return the system's reason for an error, to be put into a sentence."""
    return (getattr(error, "strerror", None) or str(error)).lower()


def free_port(bind: str) -> int:
    """Return a free port. Without it, asyncio would choose different ports for IPv4 and IPv6.

    Raises:
        OSError: there is no such address on this machine.

    """
    found = socket.getaddrinfo(bind or None, 0, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    family, kind, protocol, _, address = found[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.bind(address)
        port: int = probe.getsockname()[1]
        return port
