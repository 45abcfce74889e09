"""The host key: one for all sessions of a folder, next to them, so that no session's folder carries it away.

A session of an earlier version has a host key in its own folder. It keeps it, because the people who joined know it,
but no other session takes it over, with one exception: the first start in a folder takes the newest of these keys for
the folder, as earlier versions did at every start. Without that, ssh would warn people who came to those sessions. It
cannot be told whether such a session was run here or copied from elsewhere: owner, times and every other file are the
same in a copy. So this happens only while no file of the folder's own key exists, and never again.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import itemgetter
from pathlib import Path
from typing import Final

import asyncssh

from copworkshop.ssh.key_files import AccessError, NoKeyError, new_key, parse_key, read_own_file, same
from copworkshop.store.access_files import ACCESS_FOLDER, HOST_KEY
from copworkshop.store.files import make_folder, replace_durably, write_new_whole
from copworkshop.store.incidents import UNREADABLE, put_aside

OWN_KEY: Final = "host_key"
"""In the ``access/`` of a session of an earlier version: its own host key."""

PUT_ASIDE: Final = (
    "The host key in {path} could not be read. It was put aside as {aside}, and a new one was made: ssh will warn "
    "everybody who came before. If you have a copy of the old key, end the session, and put it back as {path}."
)
WAS_REMOVED: Final = (
    "The host key {path} was removed, and a new one was made: ssh will warn everybody who came before. If you have a "
    "copy of the old key, end the session, and put it back there."
)


@dataclass(frozen=True, slots=True)
class HostKey:
    """The host key of a session."""

    key: asyncssh.SSHKey
    notice: str = ""
    """What happened to the folder's key, as a sentence for the facilitator; empty for nothing."""


def open_host_key(sessions: Path, access: Path) -> HostKey:
    """Return the host key of the session with this `access` folder, and make that of its folder of `sessions`.

    It is the session's own key, where it has one of an earlier version, and else the folder's.

    :raises AccessError: a file cannot be used; the sentence says what to do.
    :raises OSError: the folder's key could not be written.
    """
    own_path = access / OWN_KEY
    own = parse_key(own_path, read_own_file(own_path.resolve())) if own_path.exists() else None
    try:
        shared = _folders_key(sessions)
    except (AccessError, OSError):
        if own is None:
            raise
        return HostKey(own)  # what is wrong with the folder's key keeps nobody from a session of an earlier version
    if own is None:
        return shared
    if not same(own, shared.key):
        return HostKey(own, shared.notice)
    for path in (own_path, _public(own_path)):  # so that a copy of the session does not carry the key along
        with suppress(OSError):
            path.unlink(missing_ok=True)
    return shared


def faults_of_host_key(sessions: Path) -> tuple[str, ...]:
    """Return the reasons why the host key of a folder of sessions cannot be used. Nothing is made or put aside."""
    path = sessions / HOST_KEY
    try:
        parse_key(path, read_own_file(path))
    except AccessError as error:
        return (str(error),)
    except OSError:
        return ()  # it is made when a session is opened
    return ()


def _folders_key(sessions: Path) -> HostKey:
    path, notice = sessions / HOST_KEY, ""
    try:
        return HostKey(_read(path))
    except FileNotFoundError:
        pass
    except NoKeyError:
        aside = put_aside(path, path.name, UNREADABLE, datetime.now(UTC))
        path.unlink(missing_ok=True)
        notice = PUT_ASIDE.format(path=path, aside=aside)
    make_folder(sessions)
    had_one = any(sessions.glob(f"{HOST_KEY}*"))
    if had_one and not notice:
        notice = WAS_REMOVED.format(path=path)
    key = (None if had_one else _newest_own_key(sessions)) or new_key()
    try:
        write_new_whole(path, key.export_private_key("openssh"))
    except FileExistsError:  # a session that was started at the same moment made it
        key, notice = _read(path), ""
    replace_durably(_public(path), key.export_public_key("openssh"))
    return HostKey(key, notice)


def _read(path: Path) -> asyncssh.SSHKey:
    return parse_key(path, read_own_file(path))


def _newest_own_key(sessions: Path) -> asyncssh.SSHKey | None:
    """Return the newest readable key that a session of an earlier version has; None if there is none."""
    found: list[tuple[float, asyncssh.SSHKey]] = []
    for path in sessions.glob(f"*/{ACCESS_FOLDER}/{OWN_KEY}"):
        with suppress(AccessError, OSError):
            found.append((path.stat().st_mtime, parse_key(path, read_own_file(path))))
    return max(found, key=itemgetter(0))[1] if found else None


def _public(path: Path) -> Path:
    return path.with_name(f"{path.name}.pub")
