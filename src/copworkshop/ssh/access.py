"""The session's ``access/`` folder: the join code, and the facilitator's keys and passphrase; and the host key.

Nothing in it is ever exported, and only its owner can read the files. The files are made once and kept, so that
people who come back need the same code. The host key is next to the sessions: see :mod:`copworkshop.ssh.host_key`.
"""

import hmac
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import asyncssh

from copworkshop.admission import passphrase as passphrases
from copworkshop.admission.join_code import CODE_RULE, NO_CODE, BadCode, new_code, plain_code, read_code
from copworkshop.ssh.host_key import OWN_KEY, open_host_key
from copworkshop.ssh.key_files import AccessError, close_to_others, is_open_to_others, new_key, read_key, read_text
from copworkshop.store.access_files import HOST_KEY, AccessFiles
from copworkshop.store.files import make_folder, replace_durably, write_new

JOIN_CODE: Final = "join_code"
FACILITATOR_KEY: Final = "facilitator_key"
AUTHORIZED_KEYS: Final = "authorized_keys"
PASSPHRASE: Final = "passphrase"  # noqa: S105  the name of a file

_LONGEST_GUESS: Final = 256  # characters; nobody's code or passphrase is longer


@dataclass(frozen=True, slots=True)
class Access:
    """The content of the ``access/`` folder."""

    host_key: asyncssh.SSHKey
    code: str | None
    """The join code, without spaces; None if no code is asked for."""
    facilitator_keys: frozenset[str]
    """SHA-256 fingerprints of the facilitator's keys."""
    is_open_to_others: bool
    """Other accounts of this computer may read the keys: their disk cannot prevent it."""
    files: AccessFiles
    """Hold the hash of the facilitator's passphrase. It is read for each guess, because it may be set at any time."""
    notice: str = ""
    """What happened to the host key, as a sentence for the facilitator; empty for nothing."""

    @property
    def passphrase_is_set(self) -> bool:
        """Whether people need a passphrase to lead this session from another terminal."""
        try:
            return self.files.read(PASSPHRASE) is not None
        except OSError:
            return True  # whoever guesses it is told that it is wrong

    @property
    def fingerprint(self) -> str:
        """The host key's fingerprint, as ``ssh`` shows it to a person who connects for the first time."""
        return self.host_key.get_fingerprint()

    def code_is_right(self, guess: str) -> bool:
        """Return whether this is the join code. Capitals, spaces and hyphens do not matter: it is read aloud."""
        if self.code is None:
            return True
        return hmac.compare_digest(plain_code(guess[:_LONGEST_GUESS]).encode(errors="replace"), self.code.encode())

    def is_facilitator(self, fingerprint: str) -> bool:
        """Return whether this key is the facilitator's. The caller must know that the client holds it."""
        return fingerprint in self.facilitator_keys

    def passphrase_is_right(self, guess: str) -> bool:
        """Return whether this is the facilitator's passphrase.

        It reads a file and takes 50 ms of CPU, so do not call it on the event loop.
        """
        try:
            data = self.files.read(PASSPHRASE)
            kept = None if data is None else _passphrase_hash(self.files.folder / PASSPHRASE, data)
        except (AccessError, OSError):
            return False  # opening the folder reported it; a person who guesses learns nothing of it
        return kept is not None and passphrases.is_right(guess, kept)


def open_access(files: AccessFiles, code: str | None = None) -> Access:
    """Return the content of a session's ``access/``. What is missing is made, and the host key next to the sessions.

    `code` replaces the join code; ``none`` means that no code is asked for. It uses the disk, so do not call it on the
    event loop.

    :raises AccessError: a file cannot be read, or people cannot type `code`.
    :raises OSError: the folder could not be made or written.
    """
    folder = files.folder
    make_folder(folder)
    close_to_others(folder, 0o700)
    host_key = open_host_key(files.sessions, folder)
    own = _own_key(folder / FACILITATOR_KEY)
    keys = {own.get_fingerprint(), *_authorized(folder / AUTHORIZED_KEYS)}
    _look_at_passphrase(folder / PASSPHRASE)  # so that an unreadable file is reported before somebody needs it
    join_code = _join_code(folder / JOIN_CODE, code)
    files.look()
    shared = files.sessions / HOST_KEY
    return Access(
        host_key=host_key.key,
        code=join_code,
        facilitator_keys=frozenset(keys),
        is_open_to_others=is_open_to_others(folder) or (shared.exists() and is_open_to_others(shared)),
        files=files,
        notice=host_key.notice,
    )


def kept_code(folder: Path) -> str | None:
    """Return the join code that an access `folder` holds; ``none`` if no code is asked for, None if it holds none yet.

    Nothing in it is made or changed.

    :raises AccessError: the file cannot be read.
    """
    path = folder / JOIN_CODE
    return _read_code(path) if path.exists() else None


def faults_of_access(folder: Path) -> tuple[str, ...]:
    """Return the reasons why an access folder cannot be used, a sentence each. Nothing in it is made or replaced."""
    looks: dict[str, Callable[[Path], object]] = {
        OWN_KEY: read_key, FACILITATOR_KEY: read_key, AUTHORIZED_KEYS: _authorized, PASSPHRASE: _look_at_passphrase,
        JOIN_CODE: lambda path: _join_code(path, None),
    }  # fmt: skip
    faults: list[str] = []
    for name, looked_at in looks.items():
        if not (folder / name).exists():
            continue  # it is made when the door is opened
        try:
            looked_at(folder / name)
        except AccessError as error:
            faults.append(str(error))
        except OSError:
            faults.append(f"{folder / name} cannot be read: make it readable, or remove it for a new one.")
    return tuple(faults)


def set_passphrase(folder: Path, passphrase: str, *known: str) -> None:
    """Store the hash of the facilitator's passphrase. It takes 0.15 s of CPU at most, and it uses the disk.

    `known` are words that everybody in the room knows, such as the title of the session.

    :raises AccessError: it is too short, or easy to guess.
    :raises OSError: it could not be written.
    """
    refusal = passphrases.refusal(passphrase, *known)
    if refusal is not None:
        raise AccessError(refusal)
    make_folder(folder)
    replace_durably(folder / PASSPHRASE, (passphrases.hashed(passphrase) + "\n").encode())


def with_code(access: Access, wanted: str) -> Access:
    """Store another join code durably; return the access with it. ``none`` stands for no code. It uses the disk.

    :raises BadCode: people cannot type it.
    :raises OSError: it could not be written. The old code is kept.
    """
    code, path = read_code(wanted), access.files.folder / JOIN_CODE
    try:
        replace_durably(path, f"{code}\n".encode())
    except OSError:
        with suppress(OSError):  # the new code may be in the file already
            replace_durably(path, f"{access.code or NO_CODE}\n".encode())
        raise
    access.files.look()
    return replace(access, code=None if code == NO_CODE else code)


def _join_code(path: Path, wanted: str | None) -> str | None:
    if wanted is not None:
        try:
            code = read_code(wanted)
        except BadCode:
            raise AccessError(f"{CODE_RULE}: give another with --code, or --code none for no code.") from None
        replace_durably(path, f"{code}\n".encode())
    elif path.exists():
        code = _read_code(path)
        close_to_others(path, 0o600)
    else:
        code = new_code()
        write_new(path, f"{code}\n".encode())
    return None if code == NO_CODE else code


def _read_code(path: Path) -> str:
    try:
        return read_code(read_text(path))
    except BadCode:
        raise AccessError(
            f"{path} holds no join code that people can type: remove it, and a new one is made."
        ) from None


def _own_key(path: Path) -> asyncssh.SSHKey:
    """Read a key, or make it. Its public half is stored next to it."""
    if not path.exists():
        write_new(path, new_key().export_private_key("openssh"))
    key = read_key(path)
    public = path.with_name(f"{path.name}.pub")
    if not public.exists():
        write_new(public, key.export_public_key("openssh"))
    return key


def _authorized(path: Path) -> list[str]:
    """Return the fingerprints of the facilitator's other keys. The file has OpenSSH's format, without options."""
    if not path.exists():
        return []
    close_to_others(path, 0o600)
    fingerprints: list[str] = []
    for number, line in enumerate(read_text(path).splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            fingerprints.append(asyncssh.import_public_key(line).get_fingerprint())
        except asyncssh.KeyImportError as error:
            raise AccessError(
                f"{path}, line {number}: not a public key. Each line is one, as in a .pub file; correct or remove it."
            ) from error
    return fingerprints


def _look_at_passphrase(path: Path) -> None:
    if path.exists():
        close_to_others(path, 0o600)
        _passphrase_hash(path, read_text(path).encode())


def _passphrase_hash(path: Path, data: bytes) -> str:
    text = data.decode("utf-8", "replace").strip()
    if not passphrases.is_kept(text):
        raise AccessError(f"{path} is not a passphrase that we wrote: remove it and set the passphrase again.")
    return text
