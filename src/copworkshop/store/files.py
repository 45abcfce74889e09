"""Bytes that survive: sealed files, and replacing one so that a power cut leaves the old or the new, whole.

This module knows paths and bytes. The codec knows what they mean, and :mod:`copworkshop.store.folder` whose they are.
"""

import errno
import os
import re
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TypeVar

from copworkshop.content.reading import read_regular
from copworkshop.model.base import YEARS
from copworkshop.model.limits import FILE_BYTES
from copworkshop.model.system_errors import Doing, NotAFile, why
from copworkshop.store.errors import NotRegular, StoreError, TooLarge, TornFile, Unreadable
from copworkshop.store.temporary import RecycledFiles, temporary_next_to

if sys.platform == "darwin":
    import fcntl

T = TypeVar("T")

LAST_LINE: Final = "# End of file: nothing is missing above this line."
"""The line that ends every file of ours; a comment in TOML. A file without it has lost its end."""

MAX_BYTES: Final = FILE_BYTES
"""No file of ours is longer, its last line included; a longer one is not read into memory."""

NOT_UNDERSTOOD: Final = "it cannot be understood"
"""The reason that is given where something failed that we have no words for."""

_BOM: Final = "\ufeff"
_LOOKS_LIKE_LAST: Final = re.compile(rf"^(?=#+{re.escape(LAST_LINE[1:])})", re.MULTILINE)
_SHIELDED: Final = re.compile(rf"^#(?=#+{re.escape(LAST_LINE[1:])})", re.MULTILINE)

_RETRY_SECONDS = 1.0 if sys.platform == "win32" else 0.0
# Some network and shared-folder file systems cannot sync a folder and say so with one of these.
_NO_FOLDER_SYNC: Final = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EBADF})


def add_end_marker(text: str) -> bytes:
    """Return the bytes of a file that holds `text`: UTF-8, with :data:`LAST_LINE` at the end.

    A line of the text that begins like the last line (somebody typed it, or the text was sealed before) gets
    one more ``#``, which :func:`strip_end_marker` takes away again: so no part cut off a file looks whole.

    :raises TooLarge: the file would be longer than :data:`MAX_BYTES`.
    :raises UnicodeEncodeError: the text holds a lone surrogate, which no file can.
    """
    body = _LOOKS_LIKE_LAST.sub("#", text.removeprefix(_BOM))
    if body and not body.endswith("\n"):
        body += "\n"
    data = f"{body}{LAST_LINE}\n".encode()
    if len(data) > MAX_BYTES:
        raise TooLarge(_too_large())
    return data


def strip_end_marker(data: bytes) -> str:
    """Return the text of a sealed file, without its last line.

    Forgives what hand editors do: a byte order mark, CRLF line ends (left as they are), blank lines after the
    last line, or no line end there.

    :raises TooLarge: there is more than :data:`MAX_BYTES` of it.
    :raises TornFile: the last line is not :data:`LAST_LINE`.
    :raises Unreadable: it is not UTF-8.
    """
    if len(data) > MAX_BYTES:
        raise TooLarge(_too_large())
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"it is not UTF-8 text from byte {error.start + 1:,} on") from error
    body, line_end, last = text.rstrip(" \t\r\n").rpartition("\n")
    if last != LAST_LINE:
        raise TornFile("it is cut short, its last line is missing")
    return _SHIELDED.sub("", body + line_end)


def read_limited(path: Path) -> bytes:
    """Return a file's bytes, or the first :data:`MAX_BYTES` and one more of a longer file.

    :raises NotAFile: something else is there, such as a folder, a pipe, or a link that leads nowhere.
    :raises OSError: the file cannot be read.
    """
    return read_regular(path, MAX_BYTES + 1)


def last_change(path: Path) -> datetime | None:
    """Return when a file or a folder was last changed, in UTC; None if the system gives no time that a calendar has.

    :raises OSError: there is nothing at `path`, or the system does not tell.
    """
    with suppress(ValueError, OverflowError):
        found = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        return found if found.year in YEARS else None
    return None


def load(path: Path, parse: Callable[[str], T]) -> tuple[bytes, T]:
    """Return a sealed file's bytes, and what `parse` makes of its text.

    :raises NotRegular: something else is in its place.
    :raises Unreadable: the file is of no use: torn, no UTF-8, too large, on a bad spot of the disk, or `parse` raised
        this, or anything that is no StoreError.
    :raises StoreError: `parse` raised it.
    :raises OSError: the system does not hand the file over.
    """
    try:
        data = read_limited(path)
    except NotAFile as error:
        raise NotRegular(why(error, Doing.READING)) from error
    except OSError as error:
        if error.errno == errno.EIO:  # a bad spot on the disk: trying again will not help, the copy may
            raise Unreadable(why(error, Doing.READING)) from error
        raise
    text = strip_end_marker(data)
    try:
        return data, parse(text)
    except StoreError:
        raise
    except Exception as error:  # whatever it was, it is the fault of this file, and its words are a library's
        raise Unreadable(NOT_UNDERSTOOD) from error


def replace_durably(path: Path, data: bytes, *, previous: Path | None = None) -> None:
    """Put `data` at `path`; on return it is on the disk and a power cut cannot take it back.

    At every moment, whatever fails, `path` holds the old bytes or the new, whole. When `previous` is given, the
    old bytes stay readable there: see :func:`replace`.

    :raises OSError: the file could not be replaced. When only the folder's own sync failed, `path` holds the new bytes
        but a power cut may still bring the old ones back.
    """
    replace(path, data, previous=previous)
    sync_folder(path.parent)


def replace(path: Path, data: bytes, *, previous: Path | None = None, spares: RecycledFiles | None = None) -> None:
    """Put `data` at `path` like :func:`replace_durably`, with the folder's sync left to the caller.

    For several files of one folder in a row: one :func:`sync_folder` after them covers all.

    `previous` is a second name for the old bytes. It costs no sync of data, and where neither a link nor a copy can
    be made the save goes on without: the new bytes are worth more than a copy of the old. With `spares`, the file that
    stood at `previous` is kept for a later save to write into, and for the moment that a link takes there is nothing
    at that name.

    :raises OSError: nothing was replaced.
    """
    temporary = _write_aside(path, data, spares)
    try:
        if previous is not None:
            if spares is not None:
                spares.add(previous)
            with suppress(OSError):
                _name_also(path, previous)
        _rename(temporary, path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        if spares is not None:
            spares.drop()  # it may be what stands at `path`, by a name that was given before
        raise


def _write_aside(path: Path, data: bytes, spares: RecycledFiles | None) -> Path:
    """Bring `data` to the disk under a temporary name next to `path`, which is returned; on failure, none is left."""
    spare = spares.open(path.parent) if spares is not None else None
    if spare is None:
        # A new file for each try: after a failed fsync, a second fsync of the same file can succeed without its data
        # being on the disk.
        temporary = temporary_next_to(path)
        write_new(temporary, data)
        return temporary
    temporary, handle = spare
    _fill(temporary, handle, data, sync=True)
    return temporary


def write_new(path: Path, data: bytes, *, sync: bool = True) -> None:
    """Write a file that must not exist yet, readable by its owner alone; on failure, none is left.

    :raises FileExistsError: there is one; it is untouched.
    :raises OSError: it could not be written.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    _fill(path, handle, data, sync=sync)


def write_new_whole(path: Path, data: bytes) -> None:
    """Write a file that must not exist yet, durably; nobody ever reads a part of it, where the disk has links.

    :raises FileExistsError: there is one; it is untouched.
    :raises OSError: it could not be written.
    """
    temporary = _write_aside(path, data, None)
    try:
        _link_or_copy(temporary, path, sync=True)
    finally:
        temporary.unlink()
    sync_folder(path.parent)


def _fill(path: Path, handle: int, data: bytes, *, sync: bool) -> None:
    """Have a file that was opened hold these bytes and no more, and close it; on failure it is removed."""
    try:
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(handle, rest) :]
            os.ftruncate(handle, len(data))
            if sync:
                _sync(handle)
        finally:
            os.close(handle)
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise


def keep_aside(path: Path, suffix: str) -> Path:
    """Give what is at `path` a second name, `NAME.suffix` or the first of `NAME.suffix-2`, `-3`… that is free.

    `path` stays. The caller's next :func:`sync_folder` makes the new name last.

    :raises OSError: there is nothing at `path`, or it could be neither linked nor copied.
    """
    number, aside = 1, path.with_name(f"{path.name}.{suffix}")
    while True:
        try:
            _link_or_copy(path, aside, sync=True)
        except FileExistsError:
            number += 1
            aside = path.with_name(f"{path.name}.{suffix}-{number}")
        else:
            return aside


def move_aside(path: Path, suffix: str) -> Path:
    """Rename what is at `path`, whatever it is, to the name that :func:`keep_aside` would give it; return that.

    A link is renamed itself. The caller's next :func:`sync_folder` makes the new name last.

    :raises OSError: there is nothing at `path`, or it could not be renamed.
    """
    number, aside = 1, path.with_name(f"{path.name}.{suffix}")
    while os.path.lexists(aside):
        number += 1
        aside = path.with_name(f"{path.name}.{suffix}-{number}")
    path.rename(aside)
    return aside


def make_folder(path: Path) -> None:
    """Make a folder and those above it, open to their owner alone, so that they outlast a power cut.

    :raises OSError: it could not be made.
    """
    if path.is_dir():
        return
    make_folder(path.parent)
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        if not path.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path)) from None
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Return when the names in a folder (new, replaced, removed) are on the disk.

    Does nothing on Windows, where a folder cannot be opened for this and NTFS keeps a journal of names.

    :raises OSError: the disk could not do it.
    """
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        _sync(handle)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(handle)


def _sync(handle: int) -> None:
    if sys.platform == "darwin":
        # fsync on macOS stops at the drive's own cache. Drives that cannot be told to empty it get the plain fsync.
        with suppress(OSError):
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
            return
    os.fsync(handle)


def _name_also(path: Path, name: Path) -> None:
    temporary = temporary_next_to(name)
    try:
        # No sync of a copy: were it torn by a power cut, `path` itself would still be whole.
        _link_or_copy(path, temporary, sync=False)
        _rename(temporary, name)
    finally:
        # Renaming onto another link of the same file does nothing and leaves both (POSIX rename).
        with suppress(FileNotFoundError):
            temporary.unlink()


def _link_or_copy(source: Path, target: Path, *, sync: bool) -> None:
    try:
        target.hardlink_to(source)
    except (FileExistsError, FileNotFoundError):
        raise
    except (OSError, NotImplementedError):  # FAT, exFAT and many network drives have no links
        write_new(target, read_regular(source, -1), sync=sync)


def _rename(source: Path, target: Path) -> None:
    deadline = time.monotonic() + _RETRY_SECONDS
    while True:
        try:
            source.replace(target)
        except PermissionError:
            # On Windows a virus scanner, an indexer or an editor that reads the target refuses us for a moment.
            if time.monotonic() >= deadline:
                raise
            time.sleep(0.02)
        else:
            return


def _too_large() -> str:
    return f"it is larger than {MAX_BYTES:,} bytes"
