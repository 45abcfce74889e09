"""Temporary files: the names that files have until they are whole, and replaced files that later saves write into."""

import os
import re
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final

TEMPORARY: Final = re.compile(r"\..+\.[0-9a-f]{16}\.part")
# Never through a link that somebody put there, and never waiting for the reader of a pipe. O_BINARY is for Windows,
# which would translate line ends.
_WRITE: Final = os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def temporary_next_to(path: Path) -> Path:
    """Return a name in the folder of `path` that nothing has yet."""
    return path.with_name(f".{path.name}.{os.urandom(8).hex()}.part")


def sweep(folder: Path) -> int:
    """Remove temporary files of ours that a killed process left in a folder; return how many.

    Only the owner of the folder may call this: a file that somebody else is writing right now looks the same.

    :raises OSError: the folder could not be listed or a file not be removed.
    """
    left = [entry for entry in folder.iterdir() if TEMPORARY.fullmatch(entry.name)]
    for entry in left:
        entry.unlink(missing_ok=True)
    return len(left)


class RecycledFiles:
    """Files that were replaced and are no longer the copy from before either, by their folder.

    The next bytes are written into one of them, because making a file and freeing another one costs a disk more than
    writing the bytes. They have temporary names, and are removed when the folder is released.
    """

    def __init__(self) -> None:
        self._ready: dict[Path, list[Path]] = {}
        self._uncertain: dict[Path, list[Path]] = {}

    def open(self, folder: Path) -> tuple[Path, int] | None:
        """Take one in a folder: its path, and a handle to write from its beginning on. None where there is none.

        A file that has a second name is not written into, and only the name here is removed: its bytes may be
        somebody's backup.
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
        """Take a file whose name another file is about to get. It is used once :meth:`mark_durable` was called."""
        spare = temporary_next_to(path)
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
