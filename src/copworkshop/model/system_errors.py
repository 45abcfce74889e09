"""What the system says when it refuses something about a file or a connection, in words that fit into a sentence."""

import errno
from collections.abc import Mapping
from enum import Enum, auto
from typing import Final


class Doing(Enum):
    """What was tried when the system refused it. The same error means different things."""

    READING = auto()
    """A file was opened or read."""
    SAVING = auto()
    """A file was written, replaced or removed."""
    LISTING = auto()
    """The names in a folder were asked for."""
    MAKING = auto()
    """A folder was made."""
    LISTENING = auto()
    """A port was opened, for people to join on."""
    CALLING = auto()
    """A server was connected to."""


class NotAFile(OSError):  # noqa: N818 - named for what is there
    """Something is in the place of a file that bytes cannot be read from, such as a folder or a pipe."""

    def __init__(self, kind: str, path: str) -> None:
        super().__init__(errno.EISDIR, kind, path)
        self.kind: Final = kind
        """What it is, with its article: "a folder"."""


_ALWAYS: Final[Mapping[int, str]] = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk is full",
    errno.EFBIG: "the file is larger than this system allows",
    errno.EROFS: "the folder is read-only",
    errno.ESTALE: "the network drive is gone",
    errno.ETIMEDOUT: "the network drive does not answer",
    errno.EIO: "the disk reports a fault",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open",
    errno.ENOMEM: "this computer has too little memory left",
    errno.EBUSY: "another program is using it",
    errno.ELOOP: "links lead in a circle",
    errno.ENAMETOOLONG: "its name is too long for this system",
    errno.EILSEQ: "this disk allows no such name",
}

_WHEN: Final[Mapping[Doing, Mapping[int, str]]] = {
    Doing.READING: {
        errno.ENOENT: "there is no such file",
        errno.ENOTDIR: "there is no such file",
        errno.EACCES: "you may not read it",
        errno.EPERM: "you may not read it",
        errno.EISDIR: "it is a folder, not a file",
        errno.ENXIO: "it is a device that is not there, not a file",
    },
    Doing.SAVING: {
        errno.ENOENT: "the folder is gone",
        errno.ENOTDIR: "the folder is gone",
        errno.EACCES: "permission was taken away",
        errno.EPERM: "permission was taken away",
        errno.EISDIR: "a folder is in its place",
    },
    Doing.LISTING: {
        errno.ENOENT: "there is no such folder",
        errno.ENOTDIR: "it is a file, not a folder",
        errno.EACCES: "you may not look into it",
        errno.EPERM: "you may not look into it",
    },
    Doing.MAKING: {
        errno.ENOENT: "the folder above it is gone",
        errno.ENOTDIR: "a file is in its place",
        errno.EEXIST: "a file is in its place",
        errno.EACCES: "you may not write there",
        errno.EPERM: "you may not write there",
    },
    Doing.LISTENING: {
        errno.EADDRINUSE: "another program uses it",
        errno.EADDRNOTAVAIL: "this computer does not have that address",
        errno.EAFNOSUPPORT: "this computer does not use addresses of that kind",
        errno.EACCES: "you may not use it",
        errno.EPERM: "you may not use it",
    },
    Doing.CALLING: {
        errno.ECONNREFUSED: "nobody answers there",
        errno.ECONNRESET: "the connection was cut",
        errno.ECONNABORTED: "the connection was cut",
        errno.EPIPE: "the connection was cut",
        errno.ETIMEDOUT: "nobody answers there",
        errno.EHOSTUNREACH: "no network leads there",
        errno.ENETUNREACH: "no network leads there",
        errno.EADDRNOTAVAIL: "no network leads there",
    },
}

_OF_ALL_FILES: Final = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.ENOENT, errno.ENOTDIR, errno.ESTALE, errno.EMFILE, errno.ENFILE}
)


def concerns_all_files(error: OSError) -> bool:
    """Tell whether what went wrong with one file will go wrong with every other one now, such as on a full disk."""
    return error.errno in _OF_ALL_FILES


def why(error: OSError, doing: Doing = Doing.SAVING) -> str:
    """Return the plain reason why the system refused something, to stand inside a sentence: "the disk is full".

    An error that we have no words for is named by its symbol, such as ``EXDEV``, so that it can be looked up. The
    system's own words are never returned.
    """
    if isinstance(error, NotAFile):
        return f"it is {error.kind}, not a file" if doing is Doing.READING else f"{error.kind} is in its place"
    number = error.errno if error.errno is not None else 0
    known = _WHEN[doing].get(number) or _ALWAYS.get(number)
    if known is not None:
        return known
    symbol = errno.errorcode.get(number)
    return "the system gave no reason" if symbol is None else f"the system refused it with the error {symbol}"
