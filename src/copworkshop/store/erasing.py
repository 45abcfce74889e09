"""Removes a session from the disk, or one person's files from it. No link is followed; nothing foreign is touched."""

import os
import re
import stat
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from copworkshop.model.people import Seat
from copworkshop.model.session import Session
from copworkshop.model.system_errors import Doing, why
from copworkshop.store.access_files import ACCESS_FOLDER
from copworkshop.store.codec import PLAN_FILE, SEATS_FOLDER, SESSION_FILE, seat_file
from copworkshop.store.errors import CannotRead, CannotSave
from copworkshop.store.files import sync_folder
from copworkshop.store.folder import utc_now
from copworkshop.store.incidents import is_aside
from copworkshop.store.lock import HOLDER_NAME, LOCK_NAME, Lock
from copworkshop.store.room_files import CLOSED_FOLDER, OPEN_FOLDER
from copworkshop.store.sessions import Opened, is_session, no_session, open_

EXPORTS_FOLDER: Final = "exports"

_ENDINGS: Final = r"(?:\.previous|\.(?:unreadable|changed-by-hand)-[0-9TZ]+(?:-\d+)?)?"
_TEMPORARY: Final = r"\..+\.[0-9a-f]{16}\.part"
_OF_FOLDER: Final = {
    "": rf"(?:plan|session)\.toml{_ENDINGS}|session\.log(?:\.1)?",
    SEATS_FOLDER: rf"[^.].*\.toml{_ENDINGS}",
    OPEN_FOLDER: rf"[^.].*\.toml{_ENDINGS}",
    CLOSED_FOLDER: rf"[^.].*\.toml{_ENDINGS}",
    ACCESS_FOLDER: r"(?:join_code|facilitator_key|authorized_keys|passphrase|host_key|bind|port|address|wifi)(?:\.pub)?"
    r"(?:\.unreadable-.*)?",
    EXPORTS_FOLDER: r"[a-z0-9.-]*(?:report|top-ten|proposal|paper|picture)[a-z0-9-]*"
    r"\.(?:md|html|csv|json|xlsx|docx|svg|png)",
}
"""The names of the files that this program writes into each folder of a session."""

_OURS: Final = {folder: re.compile(rf"{names}|{_TEMPORARY}") for folder, names in _OF_FOLDER.items()}


_LAST: Final = (SESSION_FILE, PLAN_FILE)
"""The files by which a folder is known to be a session's: while one is there, the same command finds it again."""


@dataclass(frozen=True, slots=True)
class Content:
    """The files of a session's folder, by their path below it."""

    ours: tuple[str, ...]
    """What this program wrote."""
    foreign: tuple[str, ...]
    """What somebody else put there, and links: it stays."""


def content_of(path: Path) -> Content:
    """Return what is in a session's folder.

    Raises:
        CannotRead: the folder is a link, or the system does not list it.

    """
    ours: list[str] = []
    foreign: list[str] = []
    try:
        if path.is_symlink():
            raise CannotRead(f"{path} is a link to another folder. Erase the session there.")
        for name in sorted(os.listdir(path)):  # noqa: PTH208 - names alone, of whatever is there
            mode = (path / name).lstat().st_mode
            if stat.S_ISDIR(mode) and name in _OURS:
                for inner in sorted(os.listdir(path / name)):  # noqa: PTH208
                    (ours if _is_ours(path / name / inner, name) else foreign).append(f"{name}/{inner}")
            elif name not in {LOCK_NAME, HOLDER_NAME}:
                (ours if _is_ours(path / name, "") else foreign).append(name)
    except OSError as error:
        raise CannotRead(f"The folder {path} could not be listed: {why(error, Doing.LISTING)}.") from error
    return Content(tuple(ours), tuple(foreign))


def session_to_erase(root: Path, name: str) -> Path:
    """Return the folder of a session that is to be erased: also one of which a kill left only the lock, or nothing.

    :raises NoSession: there is none.
    """
    path = root / name
    if not is_session(path) and not _is_bare(path):
        raise no_session(root, name)
    return path


def _is_bare(path: Path) -> bool:
    try:
        return {*os.listdir(path)} <= {LOCK_NAME, HOLDER_NAME}  # noqa: PTH208
    except (OSError, ValueError):
        return False


def erase(path: Path, confirm: Callable[[Content], None]) -> Content:
    """Remove all files of a session that this program wrote, and its folder if nothing else is in it.

    `confirm` is called with what is there while the session is held; if it raises, nothing is removed. After a kill,
    calling this again removes the rest.

    Raises:
        Busy: another process has the session open. Nothing was removed.
        CannotRead: as :func:`content_of` says.
        CannotSave: the folder cannot be written to, or a file not be removed; the others before it are gone.

    """
    content_of(path)
    lock = Lock(path, utc_now)
    lock.take()
    try:
        found = content_of(path)
        confirm(found)
        remove(path, (name for name in found.ours if name not in _LAST))
        _remove_empty_folders(path)
        remove(path, _LAST)
    finally:
        lock.release()
    _remove_rest(path, folder=not found.foreign)
    return found


def remove(path: Path, names: Iterable[str]) -> None:
    """Remove files of a session, in this order, so that they stay removed.

    :raises CannotSave: one could not be removed; those before it are gone.
    """
    folder = path
    name = ""
    try:
        for name in names:
            if (path / name).parent != folder:
                sync_folder(folder)
                folder = (path / name).parent
            (path / name).unlink(missing_ok=True)
        sync_folder(folder)
    except OSError as error:
        raise CannotSave(
            f"{name} could not be removed from {path}: {why(error)}. What was removed before it is gone; "
            "put that right, then give the same command again."
        ) from error


def open_to_erase(root: Path, name: str) -> Opened:
    """Open a session to remove a person from it, as :func:`open_` does, unless a folder in it is a link.

    :raises CannotSave: a folder in it is a link.
    """
    path = session_to_erase(root, name)
    content_of(path)
    for folder in (SEATS_FOLDER, OPEN_FOLDER, CLOSED_FOLDER):
        if (path / folder).is_symlink():
            raise CannotSave(f"{folder} in {path} is a link to another place. Remove the link, then try again.")
    return open_(root, name)


def erase_person(opened: Opened, after: Session, seat: Seat) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Remove a person's files from a session that `after` is without; return the reports removed, and what is left.

    What is left are files with words that nobody knows whose they are: put aside, or not of this program. The seat's
    own file is removed last: until then the person is found, and after a kill calling it again removes the rest.

    Raises:
        CannotSave: something could not be written or removed. Calling it again is sound.

    """
    opened.save(opened.session, after)
    path, own = opened.folder.path, seat_file(seat)
    opened.folder.drop_previous()
    found = content_of(path)
    reports = tuple(name for name in found.ours if name.startswith(f"{EXPORTS_FOLDER}/"))
    of_seat = sorted((name for name in found.ours if name == own or name.startswith(f"{own}.")), key=len, reverse=True)
    remove(path, (*reports, *of_seat))
    aside = (name for name in found.ours if is_aside(path / name) and name not in of_seat)
    return reports, (*aside, *found.foreign)


def _is_ours(path: Path, folder: str) -> bool:
    return stat.S_ISREG(path.lstat().st_mode) and _OURS[folder].fullmatch(path.name) is not None


def _remove_empty_folders(path: Path) -> None:
    """Remove the folders of a session in which nothing is left.

    :raises CannotSave: the folder of the session could not be read or written.
    """
    try:
        for folder in filter(None, _OURS):
            if (path / folder).is_dir() and not (path / folder).is_symlink():
                with suppress(OSError):  # something of a person's is in it
                    (path / folder).rmdir()
        sync_folder(path)
    except OSError as error:
        raise CannotSave(
            f"The folders in {path} could not be removed: {why(error)}. Give the same command again."
        ) from error


def _remove_rest(path: Path, *, folder: bool) -> None:
    """Remove the lock's files, and the folder itself where nothing is left in it."""
    try:
        for name in (HOLDER_NAME, LOCK_NAME):
            (path / name).unlink(missing_ok=True)
        if folder:
            path.rmdir()
            sync_folder(path.parent)
    except OSError as error:
        raise CannotSave(f"The session is removed, but not its folder {path}: {why(error)}. Remove it.") from error
