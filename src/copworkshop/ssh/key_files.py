"""Files with keys: read only where they are what they should be, made whole, and closed to other accounts."""

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

import asyncssh

from copworkshop.model.system_errors import Doing, why
from copworkshop.store.files import MAX_BYTES, read_limited

WARNS: Final = "ssh will then warn everybody who came before"


class AccessError(Exception):
    """A file cannot be used as it is. The text is a sentence that says what to do."""


class NoKeyError(AccessError):
    """The file holds no key: it is torn, or something else."""


def new_key() -> asyncssh.SSHKey:
    """Return a new Ed25519 key (a handshake costs 1.3 ms; with RSA, 32)."""
    return asyncssh.generate_private_key("ssh-ed25519", comment="copworkshop")


def same(one: asyncssh.SSHKey, other: asyncssh.SSHKey) -> bool:
    """Return whether two private keys are the same key."""
    return one.public_data == other.public_data


def read_key(path: Path) -> asyncssh.SSHKey:
    """Return the private key in a file, which is closed to other accounts first.

    :raises NoKeyError: it holds none.
    :raises AccessError: it cannot be read.
    """
    close_to_others(path, 0o600)
    return parse_key(path, _bytes(path))


def parse_key(path: Path, data: bytes) -> asyncssh.SSHKey:
    """Return the private key that `data` is, which was read from `path`.

    :raises NoKeyError: it is none.
    """
    try:
        return asyncssh.import_private_key(data.decode("utf-8-sig"))
    except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError, UnicodeDecodeError) as error:
        raise NoKeyError(
            f"{path} is not a key that can be read: put its copy back, or remove it for a new one ({WARNS})."
        ) from error


def read_own_file(path: Path) -> bytes:
    """Return the bytes of a plain file that no other account can have put there, closed to other accounts.

    The owner of the folder counts as well as our own account and the system's: they can replace it anyway, and some
    disks and network drives give every file the same owner.

    :raises FileNotFoundError: there is none.
    :raises AccessError: it is something else, belongs to another account, or cannot be read.
    """
    if not stat.S_ISREG(path.lstat().st_mode):
        raise _not_plain(path)
    try:
        # Never waiting for the writer of a pipe. O_BINARY is for Windows.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        raise
    except OSError as error:
        raise AccessError(
            f"{path} cannot be read: make it readable, or move it away for a new one ({WARNS})."
        ) from error
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise _not_plain(path)
        if sys.platform != "win32" and found.st_uid not in {0, os.geteuid(), path.parent.stat().st_uid}:
            raise AccessError(
                f"{path} belongs to another account of this computer: keep your sessions in a folder of your own, or "
                f"move the file away for a new one ({WARNS})."
            )
        close_to_others(path, 0o600)
        try:
            return file.read(MAX_BYTES + 1)
        except OSError as error:
            raise AccessError(f"{path} cannot be read: {why(error, Doing.READING)}. Put its copy back.") from error


def read_text(path: Path) -> str:
    """Return the text of a file.

    :raises AccessError: it cannot be read.
    """
    try:
        return _bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(path) from error


def close_to_others(path: Path, mode: int) -> None:
    """Give the file or folder this mode, where the disk has modes: FAT, exFAT and Windows have none."""
    if sys.platform != "win32" and stat.S_IMODE(path.stat().st_mode) != mode:
        with suppress(OSError):
            path.chmod(mode)


def is_open_to_others(path: Path) -> bool:
    """Tell whether other accounts of this computer may read a file or a folder. On Windows that is not known."""
    return sys.platform != "win32" and bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def _bytes(path: Path) -> bytes:
    try:
        return read_limited(path)
    except OSError as error:
        raise _unreadable(path) from error


def _unreadable(path: Path) -> AccessError:
    return AccessError(f"{path} cannot be read: make it readable, or remove it for a new one.")


def _not_plain(path: Path) -> AccessError:
    return AccessError(f"{path} is no plain file, but a link or a folder: move it away for a new one ({WARNS}).")
