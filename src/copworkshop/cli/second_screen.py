"""The stage or the console on a second terminal. It comes back by itself when the session does."""

import argparse
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from copworkshop.admission.addresses import PORT
from copworkshop.cli.output import WRONG_USE, Trouble, home_of
from copworkshop.cli.running import become

if TYPE_CHECKING:
    from copworkshop.ssh.client import Address

AWAY: Final = "The session is away, trying again. Ctrl+C leaves."

LOST: Final = 255
"""The exit code of ``ssh`` when there is no connection, or none any more."""

_AGAIN_SECONDS: Final = 0.5
_REACHED_SECONDS: Final = 1.0
_IN_WITH_KEY: Final = 3.0
"""Seconds after which a connection with the session's own key was let in: one that is refused ends sooner."""
_IN_WITH_PASSPHRASE: Final = 180.0
"""The same where ssh asks for the passphrase. The system gives up a call, and the server a login, after two minutes."""


def second_screen(given: argparse.Namespace) -> int:
    """Show the stage or the console of a running session on this terminal too, until the person leaves."""
    from copworkshop.ssh.client import PORT_FILE, Address, BadHost, read_host, second_screen_command
    from copworkshop.store.access_files import ACCESS_FOLDER
    from copworkshop.store.commands import command
    from copworkshop.store.files import read_limited
    from copworkshop.store.sessions import overview

    # The key and the port of a session on this machine are not those of a session on another machine.
    here = given.host in {None, "localhost", "127.0.0.1", "::1"}
    home = home_of(given)
    running = [line for line in overview(home.folder) if here and line.held_by is not None]
    access = next((path for line in running if (path := home.folder / line.name / ACCESS_FOLDER).is_dir()), None)
    if given.host is None and access is None:
        none = f"No session is running in {home.shown}. Start one with: {command('run', sessions=home.folder)}"
        raise Trouble(f"{none}. {home.about_last}" if home.about_last else none)

    def where() -> Address:
        # Each time again: a session that comes back may have another port.
        port = int(read_limited(access / PORT_FILE)) if access is not None else PORT
        return read_host(given.host or "localhost", port)

    try:
        where()
    except BadHost as error:
        raise Trouble(str(error), WRONG_USE) from None
    except (OSError, ValueError):
        raise Trouble("The running session lets nobody in over SSH: start it without --no-ssh.") from None
    with _usable(access) as keys:
        return keep_connected(
            where,
            lambda address: become(second_screen_command(given.entrance, address, keys)),
            in_after=_IN_WITH_PASSPHRASE if keys is None else _IN_WITH_KEY,
        )


@contextmanager
def _usable(access: Path | None) -> Iterator[Path | None]:
    """Yield a folder with the keys that ssh accepts: a copy, where it would refuse those in the session's own folder.

    ssh refuses a key that others may read, which a disk such as FAT cannot prevent. Some paths cannot be given to it.
    """
    from copworkshop.ssh.access import FACILITATOR_KEY
    from copworkshop.ssh.client import KNOWN_HOSTS, can_be_named
    from copworkshop.ssh.key_files import is_open_to_others
    from copworkshop.store.files import read_limited

    if access is None or (can_be_named(access) and not is_open_to_others(access / FACILITATOR_KEY)):
        yield access
        return
    with TemporaryDirectory(prefix="copworkshop-") as folder:
        private = Path(folder)
        for name in (FACILITATOR_KEY, KNOWN_HOSTS):
            (private / name).touch(mode=0o600)
            (private / name).write_bytes(read_limited(access / name))
        yield private


def keep_connected(
    where: "Callable[[], Address]",
    connect: "Callable[[Address], int]",
    *,
    in_after: float,
    is_reached: "Callable[[Address], bool] | None" = None,
    tell: Callable[[str], object] | None = None,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], object] = time.sleep,
) -> int:
    """Connect, and again whenever the session went away and is back; return the exit code when the person leaves.

    `where` returns the address of the session, `connect` returns the exit code of ``ssh``. A connection that lasts
    `in_after` seconds was let in. If none was yet, a failure is the end: ``ssh`` has said why. Tests pass the other
    arguments.

    Raises:
        KeyboardInterrupt: the person pressed Ctrl+C while the session was away.

    """
    reached = is_reached if is_reached is not None else _is_reached
    was_in = False
    while True:
        begun = clock()
        code = connect(where())
        if code == 0:
            return code  # the person has left, and must not wait for what is imported below
        # Imported only now: the screen must not wait for it.
        from copworkshop.hosting.output_filter import LEAVE
        from copworkshop.hosting.shared import COME_AGAIN

        was_in = was_in or code == COME_AGAIN or clock() - begun >= in_after
        if code not in {LOST, COME_AGAIN} or not was_in:
            return code
        # The other end had no time to restore the terminal: without this, the last picture would stay.
        (tell or _show)(f"{LEAVE}\x1b[2J\x1b[H{AWAY}\r\n")
        sleep(_AGAIN_SECONDS)
        while not _is_back(where, reached):
            sleep(_AGAIN_SECONDS)


def _is_back(where: "Callable[[], Address]", reached: "Callable[[Address], bool]") -> bool:
    try:
        return reached(where())
    except (OSError, ValueError):  # the file of the port is being written
        return False


def _is_reached(address: "Address") -> bool:
    with socket.create_connection((address.host, address.port), timeout=_REACHED_SECONDS):
        return True


def _show(text: str) -> None:
    if sys.stdout is not None:
        sys.stdout.write(text)
        sys.stdout.flush()
