"""What this process last read from the files of a folder or put there, so that it can tell what has changed since."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

Signature = tuple[int, int, int]
"""Time of the last change, size and number of a file: they differ once somebody else has written it."""


@dataclass(frozen=True, slots=True)
class OnDisk:
    """What we last read from a file or put there."""

    data: bytes
    signature: Signature
    lasting: bool
    """False while a power cut could still bring the bytes before these back."""


class KnownFiles:
    """The files of a session's folder that were read or written, by their names below it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._paths: dict[str, Path] = {}
        self._on_disk: dict[str, OnDisk] = {}

    def __getitem__(self, name: str) -> OnDisk:
        return self._on_disk[name]

    def get(self, name: str) -> OnDisk | None:
        """Return what is known of a file; None when it was neither read nor written."""
        return self._on_disk.get(name)

    def path(self, name: str) -> Path:
        """Return the path of a file or a subfolder, known or not.

        :raises ValueError: it would not be below the folder.
        """
        path = self._paths.get(name)
        if path is None:
            parts = PurePosixPath(name).parts
            if "\\" in name or ".." in parts or PurePosixPath(name).is_absolute():
                raise ValueError(f"not a name below the session's folder: {name!r}")
            path = self._paths[name] = self._folder.joinpath(*parts)
        return path

    def gone(self) -> list[str]:
        """Return the files that are known and no longer there.

        Every save asks this of every seat, so each folder is listed once.
        """
        there: dict[str, frozenset[str]] = {}
        gone: list[str] = []
        for known in self._on_disk:
            subfolder, _, file = known.rpartition("/")
            if subfolder not in there:
                there[subfolder] = _listed(self.path(subfolder))
            if file not in there[subfolder]:
                gone.append(known)
        return gone

    def needs(self, name: str, data: bytes) -> bool:
        """Whether `data` must be written to have it on the disk for good."""
        there = self._on_disk.get(name)
        return there is None or there.data != data or not there.lasting

    def remember(self, name: str, data: bytes, *, lasting: bool = True) -> None:
        """Note the bytes that a file has now.

        :raises OSError: the file is not there.
        """
        self._on_disk[name] = OnDisk(data, signature_of(self.path(name)), lasting)

    def mark_lasting(self, names: Iterable[str]) -> None:
        """Note that no power cut can bring back the bytes that these files had before."""
        for name in names:
            there = self._on_disk[name]
            self._on_disk[name] = OnDisk(there.data, there.signature, lasting=True)

    def forget(self, subfolder: str) -> None:
        """Forget the files of a subfolder: they are not gone when they are removed."""
        for known in [known for known in self._on_disk if known.startswith(f"{subfolder}/")]:
            del self._on_disk[known]


def signature_of(path: Path) -> Signature:
    """Return the signature that a file has now.

    :raises OSError: it is not there, or the system does not tell.
    """
    found = path.stat()
    return found.st_mtime_ns, found.st_size, found.st_ino


def _listed(path: Path) -> frozenset[str]:
    try:
        return frozenset(os.listdir(path))  # noqa: PTH208 - hundreds of names, and nothing but names
    except (FileNotFoundError, NotADirectoryError):
        return frozenset()
