"""What the system provides for listening: a port, and enough open files for a full room."""

import errno
import os
import socket
from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from copworkshop.model.system_errors import Doing, why

_FILES: Final = 1024  # open at once: more than lobby and room need, and few enough for select()
_BACKLOG: Final = 512  # connections that the system holds until they are accepted; a whole room may come at once


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


def is_taken(error: Exception) -> bool:
    """Tell whether a port could not be listened on because another program does."""
    return isinstance(error, OSError) and error.errno == errno.EADDRINUSE


def is_of_this_machine(address: str) -> bool:
    """Tell whether this machine can listen on an address, or on a name that stands for one."""
    try:
        free_port(address)
    except (OSError, UnicodeError):
        return False
    return True


def cannot_listen(bind: str, port: int, error: Exception, option: str) -> str:
    """Return the sentence for an address and a port that cannot be listened on.

    `option` is how to choose another on the command line, with a space before it; empty where a screen asks for it.
    """
    if is_taken(error):
        return f"Port {port} is used by another program: end that one, or choose another port{option}."
    if isinstance(error, PermissionError):
        return f"Port {port} needs rights that you do not have: choose one from 1024 on{option}."
    if bind and not is_of_this_machine(bind):
        return not_here(bind)
    return f"Port {port} cannot be listened on ({_reason(error)}): choose another{option}."


def not_here(bind: str) -> str:
    """Return the sentence for an address to listen on that is not this machine's."""
    return f"{bind} is no address of this machine. Leave out --bind to listen on all of its addresses."


def queue_connections(listening: Iterable[int]) -> None:
    """Let the system hold a whole room's connections for these listening sockets, by their file numbers.

    asyncio would take the length of this queue for the number of connections to accept in one turn of the loop.
    """
    for number in listening:
        with socket.socket(fileno=os.dup(number)) as same:
            same.listen(_BACKLOG)


def _reason(error: Exception) -> str:
    if not isinstance(error, OSError) or isinstance(error, socket.gaierror):  # whose numbers are not the system's
        return "there is no such address or port"
    return why(error, Doing.LISTENING)


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
