"""The session's ``access/`` folder: the host key, the join code, and the facilitator's keys and passphrase.

Nothing in it is ever exported, and only its owner can read the files. The files are made once and kept, so that
people who come back meet the same host key and the same code.
"""

import base64
import hashlib
import hmac
import re
import secrets
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Final

import asyncssh

from copworkshop.store.files import make_folder, read_limited, replace_durably, write_new

HOST_KEY: Final = "host_key"
JOIN_CODE: Final = "join_code"
FACILITATOR_KEY: Final = "facilitator_key"
AUTHORIZED_KEYS: Final = "authorized_keys"
PASSPHRASE: Final = "passphrase"  # noqa: S105  the name of a file

NO_CODE: Final = "none"
"""The value in the file and for ``--code`` if no join code is asked for."""

_DIGITS: Final = 6
_CODE: Final = re.compile(r"[a-z0-9]{4,32}")
_FILLERS: Final = re.compile(r"[\s-]+")
_SHORTEST_PASSPHRASE: Final = 8
_LONGEST_GUESS: Final = 256  # characters; nobody's code or passphrase is longer

# RFC 7914; 16 MB and about 50 ms a guess.
_SCRYPT_N: Final = 2**14
_SCRYPT_R: Final = 8
_SCRYPT_P: Final = 1


class AccessError(Exception):
    """The folder cannot be used as it is. The text is a sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Access:
    """The content of the ``access/`` folder."""

    host_key: asyncssh.SSHKey
    code: str | None
    """The join code, without spaces; None if no code is asked for."""
    facilitator_keys: frozenset[str]
    """SHA-256 fingerprints of the facilitator's keys."""
    is_open_to_others: bool
    """Other accounts of this computer may read the folder: its disk cannot prevent it."""
    passphrase_file: Path
    """Holds the hash of the facilitator's passphrase. It is read for each guess, because it may be set at any time."""

    @property
    def passphrase_is_set(self) -> bool:
        """Whether a passphrase is set."""
        return self.passphrase_file.exists()

    @property
    def fingerprint(self) -> str:
        """The host key's fingerprint, as ``ssh`` shows it to a person who connects for the first time."""
        return self.host_key.get_fingerprint()

    def code_is_right(self, guess: str) -> bool:
        """Return whether this is the join code. Capitals, spaces and hyphens do not matter: it is read aloud."""
        if self.code is None:
            return True
        return hmac.compare_digest(_plain_code(guess[:_LONGEST_GUESS]).encode(errors="replace"), self.code.encode())

    def is_facilitator(self, fingerprint: str) -> bool:
        """Return whether this key is the facilitator's. The caller must know that the client holds it."""
        return fingerprint in self.facilitator_keys

    def passphrase_is_right(self, guess: str) -> bool:
        """Return whether this is the facilitator's passphrase.

        It reads a file and takes 50 ms of CPU, so do not call it on the event loop.
        """
        try:
            kept = _passphrase_hash(self.passphrase_file)
        except (AccessError, OSError):
            return False  # opening the folder reported it; a person who guesses learns nothing of it
        if kept is None or len(guess) > _LONGEST_GUESS:
            return False
        _, salt, expected = kept.split("$")
        return hmac.compare_digest(_scrypt(guess, base64.b64decode(salt)), base64.b64decode(expected))


def open_access(folder: Path, code: str | None = None, sessions: Path | None = None) -> Access:
    """Return the content of `folder`. What is missing is made: folder, host key, join code, a key for the facilitator.

    `code` replaces the join code; ``none`` means that no code is asked for. `sessions` is the folder of all sessions: a
    new session takes the host key of the session before it. It uses the disk, so do not call it on the event loop.

    :raises AccessError: a file cannot be read, or people cannot type `code`.
    :raises OSError: the folder could not be made or written.
    """
    make_folder(folder)
    _close_to_others(folder, 0o700)
    host_key = _own_key(folder / HOST_KEY, lambda: None if sessions is None else _latest_key(sessions, folder.name))
    own = _own_key(folder / FACILITATOR_KEY)
    keys = {own.get_fingerprint(), *_authorized(folder / AUTHORIZED_KEYS)}
    _passphrase_hash(folder / PASSPHRASE)  # so that an unreadable file is reported before somebody needs it
    return Access(
        host_key=host_key,
        code=_join_code(folder / JOIN_CODE, code),
        facilitator_keys=frozenset(keys),
        is_open_to_others=is_open_to_others(folder),
        passphrase_file=folder / PASSPHRASE,
    )


def faults_of_access(folder: Path) -> tuple[str, ...]:
    """Return the reasons why an access folder cannot be used, a sentence each. Nothing in it is made or replaced."""
    looks: dict[str, Callable[[Path], object]] = {
        HOST_KEY: _read_key, FACILITATOR_KEY: _read_key, AUTHORIZED_KEYS: _authorized, PASSPHRASE: _passphrase_hash,
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


def set_passphrase(folder: Path, passphrase: str) -> None:
    """Store the hash of the facilitator's passphrase. It takes 50 ms of CPU, and it uses the disk.

    :raises AccessError: it is too short.
    :raises OSError: it could not be written.
    """
    if not _SHORTEST_PASSPHRASE <= len(passphrase) <= _LONGEST_GUESS:
        raise AccessError(f"A passphrase has {_SHORTEST_PASSPHRASE} to {_LONGEST_GUESS} characters: choose another.")
    make_folder(folder)
    salt = secrets.token_bytes(16)
    parts = ("scrypt", _text(salt), _text(_scrypt(passphrase, salt)))
    replace_durably(folder / PASSPHRASE, ("$".join(parts) + "\n").encode())


def spoken(code: str) -> str:
    """Return a join code as it is shown and read aloud: a number is split into groups of three digits."""
    if not code.isdecimal():
        return code
    return " ".join(code[start : start + 3] for start in range(0, len(code), 3))


def _join_code(path: Path, wanted: str | None) -> str | None:
    if wanted is not None:
        code = _plain_code(wanted)
        if not _CODE.fullmatch(code):
            raise AccessError(
                "A join code has 4 to 32 letters a-z and digits: give another with --code, or --code none for no code."
            )
        replace_durably(path, f"{code}\n".encode())
    elif path.exists():
        code = _plain_code(_read(path))
        if not _CODE.fullmatch(code):
            raise AccessError(f"{path} holds no join code that people can type: remove it, and a new one is made.")
        _close_to_others(path, 0o600)
    else:
        code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}"
        write_new(path, f"{code}\n".encode())
    return None if code == NO_CODE else code


def _plain_code(text: str) -> str:
    return _FILLERS.sub("", text).lower()


def _latest_key(sessions: Path, folder: str) -> asyncssh.SSHKey | None:
    """Return the newest readable host key of all sessions. `folder` is the name of the access folder in each session.

    To ssh this computer is one host, whatever session it runs. If the key differs from the last time, ssh warns of an
    attack, and nobody who came before can connect.
    """
    found: list[tuple[float, asyncssh.SSHKey]] = []
    for path in sessions.glob(f"*/{folder}/{HOST_KEY}"):
        with suppress(AccessError, OSError):
            found.append((path.stat().st_mtime, _read_key(path)))
    return max(found, key=itemgetter(0))[1] if found else None


def _own_key(path: Path, before: Callable[[], asyncssh.SSHKey | None] = lambda: None) -> asyncssh.SSHKey:
    """Read an Ed25519 key, or make it (a handshake costs 1.3 ms; with RSA, 32). Its public half is stored next to it.

    If there is no key yet, the result of `before` is stored, or a new key if that is None.
    """
    if not path.exists():
        key = before() or asyncssh.generate_private_key("ssh-ed25519", comment="copworkshop")
        write_new(path, key.export_private_key("openssh"))
    key = _read_key(path)
    public = path.with_name(f"{path.name}.pub")
    if not public.exists():
        write_new(public, key.export_public_key("openssh"))
    return key


def _read_key(path: Path) -> asyncssh.SSHKey:
    _close_to_others(path, 0o600)
    try:
        return asyncssh.import_private_key(_read(path))
    except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError) as error:
        raise AccessError(
            f"{path} is not a key that can be read: put its copy back, or remove it for a new one (ssh will then warn "
            "everybody who came before)."
        ) from error


def _authorized(path: Path) -> list[str]:
    """Return the fingerprints of the facilitator's other keys. The file has OpenSSH's format, without options."""
    if not path.exists():
        return []
    _close_to_others(path, 0o600)
    fingerprints: list[str] = []
    for number, line in enumerate(_read(path).splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            fingerprints.append(asyncssh.import_public_key(line).get_fingerprint())
        except asyncssh.KeyImportError as error:
            raise AccessError(
                f"{path}, line {number}: not a public key. Each line is one, as in a .pub file; mend or remove it."
            ) from error
    return fingerprints


def _passphrase_hash(path: Path) -> str | None:
    if not path.exists():
        return None
    _close_to_others(path, 0o600)
    text = _read(path).strip()
    if not re.fullmatch(r"scrypt\$[A-Za-z0-9+/]+=*\$[A-Za-z0-9+/]+=*", text):
        raise AccessError(f"{path} is not a passphrase that we wrote: remove it and set the passphrase again.")
    return text


def _scrypt(passphrase: str, salt: bytes) -> bytes:
    return hashlib.scrypt(
        passphrase.encode(errors="surrogatepass"), salt=salt, n=_SCRYPT_N, r=_SCRYPT_R, p=_SCRYPT_P, dklen=32
    )


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _read(path: Path) -> str:
    try:
        return read_limited(path).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise AccessError(f"{path} cannot be read: make it readable, or remove it for a new one.") from error


def _close_to_others(path: Path, mode: int) -> None:
    """Give the file or folder this mode, where the disk has modes: FAT, exFAT and Windows have none."""
    if sys.platform != "win32" and stat.S_IMODE(path.stat().st_mode) != mode:
        with suppress(OSError):
            path.chmod(mode)


def is_open_to_others(path: Path) -> bool:
    """Tell whether other accounts of this computer may read a file or a folder. On Windows that is not known."""
    return sys.platform != "win32" and bool(stat.S_IMODE(path.stat().st_mode) & 0o077)
