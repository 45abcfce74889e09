"""What the system gives to listen with: a port, and files enough for a full room."""

import socket
from contextlib import suppress
from typing import Final

_FILES: Final = 1024  # open at once: more than lobby and room hold, and few enough for select()


def files_allowed() -> int | None:
    """Return how many files this process may have open, a connection being one; None where nothing says.

    What the system gives at first (256 on macOS) is too few for a full room: it is raised as far as is allowed.
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
    """Say in the system's words why it refused, to stand within a sentence."""
    return (getattr(error, "strerror", None) or str(error)).lower()


def free_port(bind: str) -> int:
    """Return a port that is free; left to itself asyncio takes another one for IPv4 than for IPv6.

    Raises:
        OSError: there is no such address here.

    """
    found = socket.getaddrinfo(bind or None, 0, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    family, kind, protocol, _, address = found[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.bind(address)
        port: int = probe.getsockname()[1]
        return port
