"""What lets people into a session: files that others write, remembered so that they outlast the session's folder."""

import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from copworkshop.store.files import make_folder, read_limited, replace_durably
from copworkshop.store.known_files import Signature

ACCESS_FOLDER: Final = "access"
"""In a session's folder: what lets people into this session alone."""

HOST_KEY: Final = ".host_key"
"""Next to the sessions: the key by which ssh knows this computer. Its public half has the ending ``.pub``."""

_LARGEST: Final = 64_000  # bytes of a file that is remembered
_MOST: Final = 50  # files

_Seen = tuple[Signature, bytes]
"""What a file held, and how to tell that it was changed since."""


class AccessFiles:
    """The files in a session's ``access/``, and the host key next to the sessions.

    They are remembered when :meth:`look` is called. Several threads may use it.
    """

    def __init__(self, session: Path, moved_to: Callable[[], Path | None] = lambda: None) -> None:
        """Take the session's folder. `moved_to` returns the path that the folder has now, if somebody renamed it."""
        self.folder: Final = session / ACCESS_FOLDER
        self.sessions: Final = session.parent
        self._moved_to = moved_to
        self._seen: dict[str, _Seen] = {}
        self._host_key: dict[str, _Seen] = {}
        self._guard = threading.Lock()

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a file in ``access/``; None if there is none.

        If the whole folder is gone, they are what the renamed folder holds, or else what was remembered.

        :raises OSError: the file cannot be read.
        """
        try:
            return read_limited(self.folder / name)
        except FileNotFoundError:
            if self.folder.is_dir():
                return None
        with self._guard:
            self._look(self._moved_to())
            known = self._seen.get(name)
        return None if known is None else known[1]

    def look(self, session: Path | None = None) -> None:
        """Remember the files as they are now. With `session`, they are read there: the folder was renamed to that."""
        with self._guard:
            self._look(session)

    def write_again(self) -> bool:
        """Write what is missing, if the whole folder is gone; return whether there was anything to write.

        :raises OSError: something could not be written. Calling it again is sound.
        """
        with self._guard:
            missing = {self.folder / name: data for name, (_, data) in self._seen.items()}
            missing |= {self.sessions / name: data for name, (_, data) in self._host_key.items()}
            missing = {path: data for path, data in missing.items() if not path.exists()}
            for path, data in missing.items():
                make_folder(path.parent)
                replace_durably(path, data)
            return bool(missing)

    def _look(self, session: Path | None) -> None:
        sessions = self.sessions if session is None else session.parent
        for name in (HOST_KEY, f"{HOST_KEY}.pub"):
            seen = _seen(sessions / name, self._host_key.get(name))
            if seen is not None:
                self._host_key[name] = seen
        folder = self.folder if session is None else session / ACCESS_FOLDER
        try:
            names = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))[:_MOST]
        except OSError:
            return  # what was remembered is all that there is
        found = ((name, _seen(folder / name, self._seen.get(name))) for name in names)
        self._seen = {name: seen for name, seen in found if seen is not None}


def _seen(path: Path, known: _Seen | None) -> _Seen | None:
    """Return what a file holds; None if it is no plain file, too long, or cannot be read. Every save asks this."""
    try:
        there = path.lstat()
        if not stat.S_ISREG(there.st_mode) or there.st_size > _LARGEST:
            return None
        signature = there.st_mtime_ns, there.st_size, there.st_ino
        return known if known is not None and known[0] == signature else (signature, read_limited(path))
    except OSError:
        return None
