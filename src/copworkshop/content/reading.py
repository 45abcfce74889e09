"""Reads files, and nothing but files: what a person names may be a folder, a pipe, or a device without an end."""

import errno
import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from copworkshop.model.system_errors import NotAFile

# Never waiting for the writer of a pipe, and never taking a terminal over. O_BINARY is for Windows.
_READ: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)

_KINDS: Final[Mapping[Callable[[int], bool], str]] = {
    stat.S_ISDIR: "a folder",
    stat.S_ISFIFO: "a pipe",
    stat.S_ISSOCK: "a socket",
    stat.S_ISCHR: "a device",
    stat.S_ISBLK: "a device",
}

# What the system says of things that are there and cannot be opened: a folder on Windows, a link, a socket.
_MAY_BE_NO_FILE: Final = frozenset({errno.EACCES, errno.ENOENT, errno.ELOOP, errno.ENXIO, errno.EINVAL})


def read_regular(path: Path, most: int) -> bytes:
    """Return at most the first `most` bytes of a file, or all of them for -1. This never waits for another program.

    A link to a file is followed.

    :raises NotAFile: there is something else, or a link that leads to no file.
    :raises OSError: the file cannot be read.
    :raises ValueError: no file can have this name.
    """
    try:
        handle = os.open(path, _READ)
    except OSError as error:
        kind = _kind_at(path) if error.errno in _MAY_BE_NO_FILE else None
        if kind is None:
            raise
        raise NotAFile(kind, str(path)) from error
    kind = _kind(os.fstat(handle).st_mode)
    if kind is not None:
        os.close(handle)
        raise NotAFile(kind, str(path))
    with os.fdopen(handle, "rb") as file:
        return file.read(most)


def _kind_at(path: Path) -> str | None:
    try:
        return _kind(os.stat(path).st_mode)  # noqa: PTH116 - the same call as below
    except OSError:
        return "a link that leads nowhere" if path.is_symlink() else None


def _kind(mode: int) -> str | None:
    """Return what it is if it is not a file."""
    if stat.S_ISREG(mode):
        return None
    return next((kind for is_one, kind in _KINDS.items() if is_one(mode)), "something else")
