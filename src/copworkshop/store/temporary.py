"""Files on their way: the names they have until they are whole, and those of no more use that are written anew."""

import os
import re
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final

_TEMPORARY: Final = re.compile(r"\..+\.[0-9a-f]{16}\.part")
# Never through a link that somebody put there, nor waiting for who reads a pipe; and Windows would translate line ends.
_WRITE: Final = os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def temporary_beside(path: Path) -> Path:
    """Return a name in the folder of `path` that nothing has yet."""
    return path.with_name(f".{path.name}.{os.urandom(8).hex()}.part")


def sweep(folder: Path) -> int:
    """Remove temporary files of ours that a killed process left in a folder; return how many.

    Only for who owns the folder: a file that somebody else is writing right now looks the same.

    :raises OSError: the folder could not be listed or a file not be removed.
    """
    left = [entry for entry in folder.iterdir() if _TEMPORARY.fullmatch(entry.name)]
    for entry in left:
        entry.unlink(missing_ok=True)
    return len(left)


class RecycledFiles:
    """Files that were replaced, and are not even the copy from before any more, by their folder.

    The next bytes are written into one: to make a file, and to free the one before, costs a disk more than what is in
    them. They have temporary names, under which nobody looks for anything, and go when the folder is let go of.
    """

    def __init__(self) -> None:
        self._ready: dict[Path, list[Path]] = {}
        self._uncertain: dict[Path, list[Path]] = {}

    def open(self, folder: Path) -> tuple[Path, int] | None:
        """Take one in a folder: its path, and a handle to write from its beginning on. None where there is none.

        One that has a second name is let go of: those are somebody's bytes, a backup's perhaps.
        """
        ready = self._ready.get(folder)
        if not ready:
            return None
        path = ready.pop()
        try:
            handle = os.open(path, _WRITE)
        except OSError:
            _forget(path)
            return None
        found = os.fstat(handle)
        if stat.S_ISREG(found.st_mode) and found.st_nlink == 1:
            return path, handle
        os.close(handle)
        _forget(path)
        return None

    def add(self, path: Path) -> None:
        """Take away a file whose name is about to be another's. It is used once :meth:`settle` was called."""
        spare = temporary_beside(path)
        with suppress(OSError):
            path.replace(spare)
            self._uncertain.setdefault(path.parent, []).append(spare)

    def mark_durable(self, folder: Path) -> None:
        """Note that a folder's names are on the disk: no power cut can give what was taken away its old name back."""
        self._ready.setdefault(folder, []).extend(self._uncertain.pop(folder, ()))

    def drop(self) -> frozenset[Path]:
        """Remove all of them, as far as that can be done; return the folders that they were in."""
        folders = frozenset((*self._ready, *self._uncertain))
        for held in (self._ready, self._uncertain):
            for paths in held.values():
                for path in paths:
                    _forget(path)
            held.clear()
        return folders


def _forget(path: Path) -> None:
    with suppress(OSError):
        path.unlink()
