"""One process owns a running session: a lock of the operating system, gone with the process however it ends."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from copworkshop.content.toml import parse
from copworkshop.model.base import YEARS
from copworkshop.model.system_errors import why
from copworkshop.store.commands import command
from copworkshop.store.errors import Busy, CannotSave, StoreError
from copworkshop.store.files import read_limited, replace

if TYPE_CHECKING:
    from filelock import BaseFileLock

LOCK_NAME: Final = ".lock"
HOLDER_NAME: Final = ".lock-holder"

_LARGEST_PID: Final = 2**32 - 1


class Lock:
    """The right to change one session's folder.

    Besides the lock file, which no other process may be able to read on Windows, a small file names the holder for
    those who come second. That file is only information: the operating system decides who holds the lock.
    """

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self._folder = folder
        self._now = now
        self._lock: BaseFileLock | None = None
        self._inode: tuple[int, int] | None = None

    def take(self) -> None:
        """Take the lock, at once or not at all.

        :raises Busy: another process, or another part of this one, holds it.
        :raises CannotSave: the folder cannot be written to.
        :raises StoreError: the drive knows no locks.
        """
        # Imported here since it costs 25 ms of start-up that no other command needs.
        from filelock import FileLock, Timeout

        path = self._folder / LOCK_NAME
        # Taken on one thread, let go on another: so not thread-local.
        lock = FileLock(path, timeout=0, mode=0o600, thread_local=False)
        try:
            lock.acquire()
        except Timeout as error:
            raise self._busy() from error
        except NotImplementedError as error:
            raise StoreError(
                f"The drive that holds {self._folder} cannot keep two programs apart; "
                "move the session to a disk of this machine."
            ) from error
        except OSError as error:
            kind = in_the_way(self._folder)
            if kind is not None:
                raise CannotSave(
                    f"The session in {self._folder} cannot be opened for changes: {kind} is in the place of its file "
                    f"{LOCK_NAME}. Remove that, then try again."
                ) from error
            raise CannotSave(
                f"The session in {self._folder} cannot be opened for changes: {why(error)}. "
                f"Only read it with: {_how_to_read(self._folder)}, or copy it to a folder that you may write to."
            ) from error
        self._lock = lock
        self._inode = _inode(path)
        with suppress(OSError):
            replace(self._folder / HOLDER_NAME, f"pid = {os.getpid()}\nsince = {self._now().isoformat()}\n".encode())

    @property
    def is_lost(self) -> bool:
        """Whether the lock's file was removed or replaced, with the session's folder for instance."""
        return self._lock is None or _inode(self._folder / LOCK_NAME) != self._inode

    def moved_to(self) -> Path | None:
        """Return the path that the session's folder has now, if it or the folder above it was renamed.

        It is known by the lock's file, whose number no other file can get while it is held.
        """
        if self._inode is None:
            return None
        folder = self._folder.absolute()
        near = (*_listed(folder.parent), *(entry / folder.name for entry in _listed(folder.parent.parent)))
        return next((path for path in near if _inode(path / LOCK_NAME) == self._inode), None)

    def take_again_if_lost(self) -> None:
        """Take the lock again when :attr:`is_lost`.

        :raises StoreError: as :meth:`take` does.
        """
        if self.is_lost:
            self.release()
            self.take()

    def release(self) -> None:
        """Release the lock. Harmless when it is not held."""
        held = self.moved_to() if self.is_lost else self._folder
        if held is not None:
            with suppress(OSError):
                (held / HOLDER_NAME).unlink()
        self.let_go()

    def let_go(self) -> None:
        """Give the lock back, and leave the name of its holder, as the system does when a process dies."""
        lock, self._lock, self._inode = self._lock, None, None
        if lock is not None:
            with suppress(OSError):
                lock.release(force=True)

    def _busy(self) -> Busy:
        pid, since = holder(self._folder / HOLDER_NAME)
        who = "another process" if pid is None else f"process {pid}"
        when = "" if since is None else f", since {since.astimezone():%Y-%m-%d %H:%M}"
        return Busy(
            f"The session “{self._folder.name}” is already running in {who}{when}. "
            f"End it there first, or only read it with: {_how_to_read(self._folder)}",
            pid=pid,
            since=since,
        )


def _how_to_read(folder: Path) -> str:
    """Return the command that looks at a session without changing anything in it."""
    return command("report", of=folder.name, sessions=folder.parent)


def in_the_way(folder: Path) -> str | None:
    """Return what is in the place of the lock's file and cannot be locked, such as "a link"; None if nothing is."""
    path = folder / LOCK_NAME
    if path.is_symlink():
        return "a link"
    return "a folder" if path.is_dir() else None


def held_by(folder: Path) -> int | None:
    """Return the process that says it holds the session, if there is such a process."""
    pid, _ = holder(folder / HOLDER_NAME)
    return pid if pid is not None and _runs(pid) else None


def _runs(pid: int) -> bool:
    if sys.platform == "win32":  # there, this question would end the process
        return True
    try:
        os.kill(pid, 0)
    except PermissionError:  # somebody else's
        return True
    except (OSError, OverflowError):
        return False
    return True


def holder(path: Path) -> tuple[int | None, datetime | None]:
    """Return the process that a holder file names, and since when it holds the folder, as far as the file says."""
    try:
        held = parse(read_limited(path).decode(), path.name)
    except (OSError, ValueError):
        return None, None
    pid, since = held.get("pid"), held.get("since")
    return (
        pid if type(pid) is int and 0 < pid <= _LARGEST_PID else None,
        since if isinstance(since, datetime) and since.tzinfo is not None and since.year in YEARS else None,
    )


def _listed(folder: Path) -> tuple[Path, ...]:
    try:
        return tuple(sorted(folder.iterdir()))
    except OSError:
        return ()


def _inode(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
